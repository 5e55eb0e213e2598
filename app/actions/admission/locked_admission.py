"""One direct admission and its contact, both locked, and the moment something happens to them."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.actions.admission.errors import UnknownAdmission
from app.actions.shared.occasion import Occasion
from models.db import transaction
from models.logs.admissions import (
    AdmissionHappening,
    admission_happened,
    lock_admission,
    note_admission,
)
from models.logs.contacts import MACHINE, By
from models.logs.decisions import decision_happened
from models.logs.undo import Done, Memento, remembering
from models.tables.admissions import AdmissionRow
from models.tables.contacts import CareRequestRow
from models.tables.decisions import DecisionRow
from routing.admission import AdmissionEvent
from routing.admission_verbs import AdmissionVerb, check
from routing.decisions import DECISION, DecisionEvent
from routing.directory import Directory
from routing.undo import Act


@dataclass(frozen=True, slots=True)
class LockedAdmission:
    """What the steps of one action hand to each other; lives as long as the transaction."""

    session: Session
    request: CareRequestRow
    admission: AdmissionRow
    directory: Directory
    at: datetime

    @property
    def decision(self) -> DecisionRow:
        """The decision it comes of."""
        return self.session.get_one(DecisionRow, self.admission.decision_id)

    def saw(
        self,
        event: AdmissionEvent,
        *,
        by: By = MACHINE,
        ward_id: str | None = None,
        **detail: Any,
    ) -> bool:
        """Let an event change the admission; False when it is repeated. Raises
        ``InvalidTransition``."""
        happening = AdmissionHappening(event, self.at, by, ward_id, detail)
        return admission_happened(self.session, self.admission, happening)

    def note(
        self,
        event: AdmissionEvent,
        *,
        by: By = MACHINE,
        ward_id: str | None = None,
        **detail: Any,
    ) -> None:
        """Write an event that changes no status."""
        happening = AdmissionHappening(event, self.at, by, ward_id, detail)
        note_admission(self.session, self.admission, happening)

    def requires(self, verb: AdmissionVerb) -> None:
        """Raises ``InvalidTransition`` for what neither can change anything now nor is true."""
        check(self.admission.standing, verb)

    def decision_saw(self, event: DecisionEvent, *, by: By = MACHINE) -> bool:
        """Let what became of the admission be its decision's too; False when that is so already,
        or the decision has had another end."""
        if not DECISION.allows(self.decision.status, event):
            return False
        return decision_happened(self.session, self.decision, event, at=self.at, by=by)


def undoable(case: LockedAdmission) -> AbstractContextManager[Memento]:
    """What is done to the admission and its decisions is remembered, to be undone."""
    return remembering(case.session, AdmissionRow, DecisionRow)


def done(case: LockedAdmission, act: Act, occasion: Occasion) -> Done:
    """What somebody did to the admission."""
    code, by = case.request.case_code, occasion.by.account_id
    return Done(act, case.admission.id, by, case.at, code)


@contextmanager
def locked(session: Session, admission_id: str, occasion: Occasion) -> Iterator[LockedAdmission]:
    """The action's transaction on an admission, committed at the end. Raises
    ``UnknownAdmission``."""
    with transaction(session):
        found = lock_admission(session, admission_id)
        if found is None:
            raise UnknownAdmission
        yield LockedAdmission(session, *found, occasion.directory, occasion.at)
        session.commit()
