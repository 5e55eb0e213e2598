"""One clinic on one PostgreSQL database for all races: SQLite lets in one writer at a time."""

import pytest

from tests.app.actions.radiology.department import Department
from tests.clinic import Clinic
from tests.clinic_fixtures import postgresql_clinic

__all__ = ["postgresql_clinic"]


@pytest.fixture
def clinic(postgresql_clinic: Clinic) -> Clinic:
    """The clinic on PostgreSQL, without any contact in it."""
    postgresql_clinic.reset()
    return postgresql_clinic


@pytest.fixture
def department(clinic: Clinic) -> Department:
    """Radiology in Mora, with nothing booked."""
    return Department(clinic)
