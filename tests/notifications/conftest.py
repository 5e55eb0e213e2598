"""The clinic's fixtures, for the tests of this folder."""

from tests.clinic_fixtures import clinic, postgresql_clinic, sqlite_clinic

__all__ = ["clinic", "postgresql_clinic", "sqlite_clinic"]
