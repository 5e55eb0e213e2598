"""The wards are asked (jakten på en vårdplats): by the same rules as responders are sought.

Part of its callers' transactions: it commits nothing itself.
"""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select

from app.actions.admission import tell
from app.actions.admission.locked_admission import LockedAdmission
from app.actions.hunting import hunt
from models.db import insert_now
from models.frozen_plan import plan_from_json
from models.tables.admissions import WardAnswerRow
from models.tables.contacts import AttemptRow
from models.tables.outbox import MessageKind
from notifications.outbox import LIFETIME, cancel_pending_calls, enqueue
from notifications.record import GRACE
from notifications.wake import Need, wake_after_commit
from routing.admission import AdmissionEvent, AdmissionStatus, WardReply
from routing.escalate import AttemptView, Exhausted, HuntSoFar, Ring, Wait, next_step
from routing.lifecycle import AttemptState, outcome_of
from routing.outcome import Side
from routing.plan import PlanStep


def advance(case: LockedAdmission) -> None:
    """Ring the next ward, wait for the one that rings, or give the question back."""
    if case.admission.status is not AdmissionStatus.ASKED or case.admission.plan is None:
        return
    plan = plan_from_json(case.admission.plan)
    so_far = HuntSoFar(attempts=[_view(one) for one in attempts_of_round(case)])
    step = next_step(plan, so_far, case.directory, case.at)
    match step:
        case Ring():
            case.admission.check_at = None
            for one in step.steps:
                _ring(case, one)
        case Wait(until):
            case.admission.check_at = until
        case Exhausted():
            give_back(case)
        case _:
            case.admission.check_at = None


def attempts_of_round(case: LockedAdmission) -> Sequence[AttemptRow]:
    """The wards' phones rung since the wards last began to be asked."""
    return case.session.scalars(
        select(AttemptRow)
        .where(
            AttemptRow.admission_id == case.admission.id,
            AttemptRow.round == case.admission.round,
        )
        .order_by(AttemptRow.started_at, AttemptRow.step_order)
    ).all()


def open_attempts(case: LockedAdmission) -> Sequence[AttemptRow]:
    """The wards' phones of which nothing has come yet."""
    return [one for one in attempts_of_round(case) if outcome_of(one.state) is None]


def give_back(case: LockedAdmission) -> None:
    """No ward is left to ask: whoever asked is told at once, with what can be done instead."""
    if case.saw(AdmissionEvent.ALL_REFUSED):
        case.admission.check_at = None
        tell.requester_of_return(case, AdmissionEvent.ALL_REFUSED)


def note_silence(case: LockedAdmission, attempt: AttemptRow) -> None:
    """A ward's phone was not answered: data, like a no. It is not rung once more."""
    if attempt.unit_id is None or _has_answer(case, attempt):
        return
    cancel_pending_calls(case.session, [attempt])
    insert_now(
        case.session,
        WardAnswerRow(
            admission_id=case.admission.id,
            attempt_id=attempt.id,
            ward_id=attempt.unit_id,
            round=case.admission.round,
            reply=WardReply.SILENT,
            reason=None,
            note="",
            at=case.at,
            account_id=None,
        ),
    )
    case.note(AdmissionEvent.WARD_SILENT, ward_id=attempt.unit_id)


def end(case: LockedAdmission) -> None:
    """Nobody is asked any more: end every ward's call nothing has come of."""
    case.admission.check_at = None
    hunt.stop(case.session, open_attempts(case), at=case.at)


def _has_answer(case: LockedAdmission, attempt: AttemptRow) -> bool:
    answer = select(WardAnswerRow.id).where(WardAnswerRow.attempt_id == attempt.id)
    return case.session.scalar(answer.limit(1)) is not None


def _ring(case: LockedAdmission, step: PlanStep) -> None:
    latest = timedelta(seconds=LIFETIME[MessageKind.CALL_WARD] + GRACE)
    attempt = AttemptRow(
        id=str(uuid.uuid4()),
        request_id=case.request.id,
        admission_id=case.admission.id,
        side=Side.WARD,
        step_order=step.order,
        line_id=step.line_id,
        unit_id=step.unit_id,
        tier=step.tier,
        person_id=step.person_id,
        number=step.number,
        ring_seconds=step.ring_seconds,
        state=AttemptState.QUEUED,
        started_at=case.at,
        gives_up_at=case.at + latest,
        prompts=0,
        round=case.admission.round,
        phone=step.phone,
    )
    insert_now(case.session, attempt)
    case.note(AdmissionEvent.WARD_ASKED, ward_id=step.unit_id, order=step.order)
    tell.ward_of_question(case, step.unit_id)
    enqueue(case.session, MessageKind.CALL_WARD, attempt, at=case.at)
    look_again_at(case, attempt.gives_up_at)


def look_again_at(case: LockedAdmission, at: datetime) -> None:
    """Have the worker look at the admission no later than ``at``."""
    if case.admission.check_at is None or at < case.admission.check_at:
        case.admission.check_at = at
    if at <= case.at:
        wake_after_commit(case.session, Need.BEDS)


def _view(attempt: AttemptRow) -> AttemptView:
    """The number on the attempt counts askings; in each every ward is rung once."""
    return replace(hunt.view_of(attempt), round=1)
