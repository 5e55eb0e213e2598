"""A radiology department over the clinic."""

import pytest

from tests.app.actions.radiology.department import Department
from tests.clinic import Clinic


@pytest.fixture
def department(clinic: Clinic) -> Department:
    """Radiology in Mora, with nothing booked."""
    return Department(clinic)
