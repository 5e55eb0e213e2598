"""The desk of whoever reads files in: a Monday morning."""

from datetime import timedelta

from tests.routing.county import local

MONDAY = local("2026-11-23 09:00")
HOUR = timedelta(hours=1)
