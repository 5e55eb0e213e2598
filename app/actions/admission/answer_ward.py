"""A ward answers (avdelningen svarar): yes keeps a bed, no takes the question to the next ward.

Part of their callers' transactions: they commit nothing themselves.
"""

from dataclasses import dataclass, replace

from sqlalchemy import select

from app.actions.admission import hunt_wards, tell
from app.actions.admission.errors import (
    AnotherWardTookIt,
    NoBedLeft,
    ReasonMissing,
    WardClosed,
    WardNotAsked,
)
from app.actions.admission.locked_admission import LockedAdmission
from app.actions.hunting import hunt
from app.actions.shared.free_text import checked
from models.db import insert_now
from models.logs.admissions import is_another
from models.logs.contacts import MACHINE, By, Happening, happened_to_attempt
from models.reads.beds import find_ward_beds, lock_ward
from models.tables.admissions import WardAnswerRow
from models.tables.beds import WardRow
from models.tables.contacts import AttemptRow
from models.tables.outbox import MessageKind
from notifications.outbox import cancel_pending_calls, enqueue
from routing.admission import (
    HAS_BED,
    IN_WARD,
    AdmissionEvent,
    AdmissionStatus,
    RefusalReason,
    WardReply,
    reserved_until,
    warn_at,
)
from routing.lifecycle import OPEN_STATES, RequestEvent


@dataclass(frozen=True, slots=True)
class Yes:
    """A ward's yes. ``is_over_occupancy``: also beyond the staffed beds (överbeläggning)."""

    ward_id: str
    is_over_occupancy: bool = False


@dataclass(frozen=True, slots=True)
class No:
    """A ward's no, or a yes taken back. ``reason`` None: it is asked for afterwards."""

    ward_id: str
    reason: RefusalReason | None
    note: str = ""


def accept(case: LockedAdmission, yes: Yes, *, by: By = MACHINE) -> bool:
    """Keep a bed; False when this ward keeps it already (the button was pressed again).

    Raises ``AnotherWardTookIt``, ``WardNotAsked``, ``WardClosed``, ``NoBedLeft`` (unless it says
    that it takes one too many) or ``InvalidTransition``, with nothing changed.
    """
    admission = case.admission
    if admission.status in HAS_BED | IN_WARD:
        if admission.ward_id == yes.ward_id:
            return False
        raise AnotherWardTookIt
    if is_another(case.session, admission, HAS_BED | IN_WARD):
        raise AnotherWardTookIt
    admission.standing.after(AdmissionEvent.ACCEPTED)
    ward = lock_ward(case.session, yes.ward_id) if yes.ward_id in wards_asked(case) else None
    if ward is None:
        raise WardNotAsked
    beds = find_ward_beds(case.session, yes.ward_id)
    if beds and beds.newest and not beds.newest.is_open:
        raise WardClosed
    free = beds.free if beds else None
    is_beyond = free is not None and free <= 0
    if free is not None and is_beyond and not yes.is_over_occupancy:
        raise NoBedLeft(free)
    case.saw(AdmissionEvent.ACCEPTED, by=by, ward_id=yes.ward_id)
    _keep(case, ward, is_beyond=is_beyond, by=by)
    answered(case, No(yes.ward_id, None), WardReply.ACCEPTED, by=by)
    _end_calls(case, yes.ward_id, RequestEvent.ACCEPTED, by=by)
    tell.parties_of_bed(case)
    if by is MACHINE:
        tell.ward_of_bed(case)
    return True


def _keep(case: LockedAdmission, ward: WardRow, *, is_beyond: bool, by: By) -> None:
    admission = case.admission
    until = reserved_until(case.at, minutes=ward.reserves_minutes, eta=admission.eta_at)
    kept = {"until": until.isoformat(), "over_occupancy": is_beyond}
    case.note(AdmissionEvent.BED_RESERVED, by=by, ward_id=ward.ward_id, **kept)
    admission.ward_id = ward.ward_id
    admission.is_over_occupancy = is_beyond
    admission.reserved_at = case.at
    admission.reserved_until = until
    admission.warned_at = None
    admission.check_at = warn_at(until, minutes=ward.warns_minutes)


def refuse(case: LockedAdmission, no: No, *, by: By = MACHINE) -> bool:
    """Say no on behalf of a ward that is being asked; the next one's phone is rung at once.

    False when it has said no already; a reason that was not given then is kept all the same.
    Raises ``WardNotAsked``, ``ReasonMissing`` or what ``checked`` raises.
    """
    note = checked_reason(no, is_required=by is not MACHINE)
    if _last_reply(case, no.ward_id) is WardReply.REFUSED:
        return give_reason(case, replace(no, note=note), by=by)
    if case.admission.status is not AdmissionStatus.ASKED or no.ward_id not in wards_asked(case):
        raise WardNotAsked
    answered(case, replace(no, note=note), WardReply.REFUSED, by=by)
    reason = {} if no.reason is None else {"reason": no.reason.value}
    case.note(AdmissionEvent.WARD_REFUSED, by=by, ward_id=no.ward_id, **reason)
    _end_calls(case, no.ward_id, RequestEvent.DECLINED, by=by)
    hunt_wards.advance(case)
    return True


def give_reason(case: LockedAdmission, no: No, *, by: By = MACHINE) -> bool:
    """Note afterwards why a ward said no; the first reason stands, and False is returned then."""
    answer = _latest(case, no.ward_id)
    if answer is None or answer.reply is not WardReply.REFUSED or answer.reason is not None:
        return False
    if no.reason is None:
        return False
    answer.reason, answer.note = no.reason, no.note
    given = {"reason": no.reason.value}
    case.note(AdmissionEvent.REFUSAL_REASON_GIVEN, by=by, ward_id=no.ward_id, **given)
    return True


def wards_asked(case: LockedAdmission) -> frozenset[str | None]:
    """The wards that have been asked since asking last began: each may say yes as long as nobody
    has, also when its phone has stopped ringing."""
    return frozenset(one.unit_id for one in hunt_wards.attempts_of_round(case))


def checked_reason(no: No, *, is_required: bool) -> str:
    """The words of a no. Raises ``ReasonMissing``."""
    note = checked("note", no.note)
    if is_required and (no.reason is None or (no.reason is RefusalReason.OTHER and not note)):
        raise ReasonMissing
    return note


def _latest(case: LockedAdmission, ward_id: str) -> WardAnswerRow | None:
    return case.session.scalar(
        select(WardAnswerRow)
        .where(
            WardAnswerRow.admission_id == case.admission.id,
            WardAnswerRow.ward_id == ward_id,
            WardAnswerRow.round == case.admission.round,
            WardAnswerRow.taken_back_at.is_(None),
        )
        .order_by(WardAnswerRow.id.desc())
        .limit(1)
    )


def _last_reply(case: LockedAdmission, ward_id: str) -> WardReply | None:
    answer = _latest(case, ward_id)
    return None if answer is None else answer.reply


def answered(case: LockedAdmission, said: No, reply: WardReply, *, by: By) -> None:
    """Write down what a ward answered, with the reason where there is one."""
    calls = [one for one in hunt_wards.open_attempts(case) if one.unit_id == said.ward_id]
    insert_now(
        case.session,
        WardAnswerRow(
            admission_id=case.admission.id,
            attempt_id=calls[0].id if calls else None,
            ward_id=said.ward_id,
            round=case.admission.round,
            reply=reply,
            reason=said.reason,
            note=said.note,
            at=case.at,
            account_id=by.account_id,
        ),
    )


def _end_calls(case: LockedAdmission, ward_id: str, event: RequestEvent, *, by: By) -> None:
    """The ward's own call has its outcome, and is hung up unless it is the one that answered; the
    other wards' are let go."""
    calls = hunt_wards.open_attempts(case)
    own = [one for one in calls if one.unit_id == ward_id]
    for attempt in own:
        _conclude(case, attempt, event, by=by)
    if event is RequestEvent.ACCEPTED:
        hunt.stop(case.session, [one for one in calls if one.unit_id != ward_id], at=case.at)


def _conclude(case: LockedAdmission, attempt: AttemptRow, event: RequestEvent, *, by: By) -> None:
    if attempt.state not in OPEN_STATES:
        return
    cancel_pending_calls(case.session, [attempt])  # the provider was to be asked once more
    happened_to_attempt(case.session, attempt, Happening(event, case.at, by))
    attempt.ended_at = case.at
    if by is not MACHINE:  # answered in the browser: the phone need not ring on
        enqueue(case.session, MessageKind.HANG_UP, attempt, at=case.at)
