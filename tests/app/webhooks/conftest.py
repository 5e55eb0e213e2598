"""The clinic's fixtures, and the provider's voice over HTTP."""

import pytest

from tests.app.webhooks.line import Line
from tests.clinic_fixtures import clinic, postgresql_clinic, sqlite_clinic

__all__ = ["clinic", "line", "postgresql_clinic", "sqlite_clinic"]


@pytest.fixture
def line(clinic) -> Line:
    """The provider, which signs what it says."""
    return Line(clinic)
