"""The clinic, its radiology, and a hand that takes back."""

import pytest

from app.actions.shared.actor import Actor
from app.actions.shared.occasion import Occasion
from app.actions.undo.undo import undo
from models.reads.undo import StepView, load_undoable
from tests.app.actions.radiology.department import Department
from tests.clinic import Clinic
from tests.clinic_fixtures import clinic, postgresql_clinic, sqlite_clinic

__all__ = ["clinic", "postgresql_clinic", "sqlite_clinic"]


class Hand:
    """Takes back what somebody has just done."""

    def __init__(self, clinic: Clinic) -> None:
        self.clinic = clinic

    def newest(self, by: Actor) -> str:
        """What they can take back first."""
        return self.undoable(by)[0].id

    def undoable(self, by: Actor) -> tuple[StepView, ...]:
        at = self.clinic.clock()
        return load_undoable(self.clinic.fresh(), by.account_id, at=at, limit=10)

    def undoes(self, by: Actor, step_id: str | None = None) -> bool:
        step_id = step_id or self.newest(by)
        now = Occasion(by, self.clinic.directory, self.clinic.clock())
        _step, is_new = undo(self.clinic.fresh(), step_id, now)
        return is_new


@pytest.fixture
def hand(clinic: Clinic) -> Hand:
    return Hand(clinic)


@pytest.fixture
def department(clinic: Clinic) -> Department:
    """Radiology in Mora, with nothing booked."""
    return Department(clinic)
