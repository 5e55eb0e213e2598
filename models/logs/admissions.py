"""What happens to a direct admission: every change of its status passes here, with a line in its
log."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import Session

from models.db import insert_now
from models.logs.contacts import MACHINE, By, lock_request
from models.tables.admissions import AdmissionEventRow, AdmissionRow
from models.tables.contacts import CareRequestRow, is_id
from routing.admission import OVER, AdmissionEvent, AdmissionStatus


@dataclass(frozen=True, slots=True)
class AdmissionHappening:
    """One event: what, when (UTC), who, which ward. ``detail`` holds codes and ids only."""

    event: AdmissionEvent
    at: datetime
    by: By = MACHINE
    ward_id: str | None = None
    detail: dict[str, Any] = field(default_factory=dict)


_CONTACT_OF = select(AdmissionRow.request_id).where(AdmissionRow.id == bindparam("id"))
_LOCKED = (
    select(AdmissionRow)
    .where(AdmissionRow.id == bindparam("id"))
    .with_for_update()
    .execution_options(populate_existing=True)
)


def lock_admission(
    session: Session, admission_id: str
) -> tuple[CareRequestRow, AdmissionRow] | None:
    """An admission and its contact, both locked: the contact first, always in that order."""
    if not is_id(admission_id):
        return None
    request_id = session.scalar(_CONTACT_OF, {"id": admission_id})
    request = None if request_id is None else lock_request(session, request_id)
    admission = session.scalar(_LOCKED, {"id": admission_id})
    return None if request is None or admission is None else (request, admission)


def is_another(
    session: Session, admission: AdmissionRow, statuses: Collection[AdmissionStatus]
) -> bool:
    """Whether another admission of the same contact stands in one of these; the contact is locked,
    so that it is so until the transaction ends."""
    others = exists().where(
        AdmissionRow.request_id == admission.request_id,
        AdmissionRow.id != admission.id,
        AdmissionRow.status.in_(statuses),
    )
    return bool(session.scalar(select(others)))


def admission_happened(
    session: Session, admission: AdmissionRow, happening: AdmissionHappening
) -> bool:
    """Let an event change an admission; False, and nothing changed, when it is repeated.

    That the patient has set off is kept as their means of transport, by whoever says so. Raises
    ``InvalidTransition`` when it cannot be true as the admission stands.
    """
    after = admission.standing.after(happening.event)
    if after == admission.standing:
        return False
    admission.status = after.status
    admission.ended_at = happening.at if after.status in OVER else None
    note_admission(session, admission, happening)
    return True


def note_admission(
    session: Session, admission: AdmissionRow, happening: AdmissionHappening
) -> None:
    """Append one event to an admission's log."""
    insert_now(
        session,
        AdmissionEventRow(
            admission_id=admission.id,
            event=happening.event,
            at=happening.at,
            ward_id=happening.ward_id,
            account_id=happening.by.account_id,
            unit_id=happening.by.unit_id,
            detail=happening.detail,
        ),
    )
