"""Ärendet bakom ett meddelande: what asks somebody to do something, until it is done."""

from sqlalchemy import ColumnElement, String, and_, cast, exists, func, literal, or_

from models.tables.admissions import AdmissionRow
from models.tables.contacts import AttemptRow, CareRequestRow, OutcomeRow, RequestEventRow
from models.tables.notices import NoticeKind, NoticeRow, ProviderOutageRow
from routing.admission import AdmissionStatus
from routing.lifecycle import OPEN_STATES, AttemptState, RequestEvent, RequestStatus
from routing.outcome import Side


def is_over() -> ColumnElement[bool]:
    """Whether what a notice asks for is no longer to be done: somebody is sought no more, the ward
    is not asked any longer, the outcome is told. What only tells of something is never over."""
    of_contact = or_(
        and_(NoticeRow.kind.in_((NoticeKind.ALERT, NoticeKind.NOT_JOINED)), ~_is_sought()),
        and_(NoticeRow.kind == NoticeKind.CALL_BACK_PROMISED, ~_is_promised()),
        and_(NoticeRow.kind == NoticeKind.UNANSWERED, _is_dealt_with()),
        and_(NoticeRow.kind == NoticeKind.WARD_ASKED, ~_is_ward_asked()),
        and_(NoticeRow.kind == NoticeKind.OUTCOME_REMINDER, _is_told()),
    )
    return or_(
        and_(NoticeRow.request_id.is_not(None), of_contact),
        and_(NoticeRow.kind == NoticeKind.PROVIDER_OUTAGE, ~_is_down()),
    )


def _is_sought() -> ColumnElement[bool]:
    return exists().where(
        CareRequestRow.id == NoticeRow.request_id,
        CareRequestRow.status == RequestStatus.HUNTING,
        AttemptRow.request_id == NoticeRow.request_id,
        AttemptRow.side == Side.RESPONDER,
        AttemptRow.person_id == NoticeRow.person_id,
        AttemptRow.state.in_(OPEN_STATES | {AttemptState.NOT_JOINED}),
    )


def _is_promised() -> ColumnElement[bool]:
    return exists().where(
        CareRequestRow.id == NoticeRow.request_id,
        CareRequestRow.status == RequestStatus.CALL_BACK_PROMISED,
    )


def _is_dealt_with() -> ColumnElement[bool]:
    return or_(
        exists().where(
            CareRequestRow.id == NoticeRow.request_id, CareRequestRow.answered_at.is_not(None)
        ),
        exists().where(
            RequestEventRow.request_id == NoticeRow.request_id,
            RequestEventRow.event == RequestEvent.UNANSWERED_HANDLED,
            RequestEventRow.taken_back_at.is_(None),
        ),
    )


def _is_ward_asked() -> ColumnElement[bool]:
    return exists().where(
        AdmissionRow.request_id == NoticeRow.request_id,
        AdmissionRow.status == AdmissionStatus.ASKED,
        AttemptRow.admission_id == AdmissionRow.id,
        AttemptRow.round == AdmissionRow.round,
        AttemptRow.unit_id == NoticeRow.unit_id,
        AttemptRow.state.in_(OPEN_STATES),
    )


def _is_told() -> ColumnElement[bool]:
    """The key of a reminder names the contact and the side (``app.actions.outcome``)."""
    side = func.replace(NoticeRow.key, literal("outcome:") + NoticeRow.request_id + ":", "")
    return exists().where(
        OutcomeRow.request_id == NoticeRow.request_id,
        cast(OutcomeRow.side, String) == side,
        OutcomeRow.result.is_not(None),
    )


def _is_down() -> ColumnElement[bool]:
    return exists().where(ProviderOutageRow.ended_at.is_(None))
