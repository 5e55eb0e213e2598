"""One clinic on one PostgreSQL database for all races: SQLite lets in one writer at a time."""

import pytest

from tests.app.actions.radiology.department import Department
from tests.clinic import Clinic
from tests.clinic_fixtures import clinic, postgresql_clinic

__all__ = ["clinic", "postgresql_clinic"]


@pytest.fixture(params=[pytest.param("postgresql", marks=pytest.mark.slow)])
def database_kind(request) -> str:
    """What these tests run on."""
    return str(request.param)


@pytest.fixture
def department(clinic: Clinic) -> Department:
    """Radiology in Mora, with nothing booked."""
    return Department(clinic)
