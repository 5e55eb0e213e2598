"""Reads contacts (ärenden) for pages and the API, one or many with the same few queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import Session

from models.frozen_plan import plan_from_json
from models.reads.contact_view import AttemptView, ContactView, EventView, OutcomeView
from models.sealed import Sealed, Told
from models.tables.accounts import AccountRow
from models.tables.contacts import (
    AttemptRow,
    CareRequestRow,
    OutcomeRow,
    RequestEventRow,
    is_id,
)
from routing.lifecycle import (
    LIVE,
    OPEN_STATES,
    OUTCOME_ASKED,
    AttemptState,
    RequestStatus,
)
from routing.outcome import Side
from routing.types import ContactPath


def find_contact(session: Session, request_id: str) -> ContactView | None:
    """One contact, None when there is none."""
    if not is_id(request_id):
        return None
    return next(iter(load_where(session, CareRequestRow.id == request_id, limit=1)), None)


def find_contact_by_code(session: Session, case_code: str) -> ContactView | None:
    """The contact that goes by a spoken code, None when there is none."""
    return next(iter(load_where(session, CareRequestRow.case_code == case_code, limit=1)), None)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which of somebody's contacts are wanted; None lets all through."""

    path: ContactPath | None = None
    is_live: bool | None = None
    lacks_outcome: bool | None = None


def load_contacts_of(
    session: Session,
    account_id: int,
    *,
    limit: int,
    offset: int = 0,
    narrowed: Narrowed = Narrowed(),
) -> tuple[ContactView, ...]:
    """The requester's own contacts, newest first."""
    return load_where(session, _of_requester(account_id, narrowed), limit=limit, offset=offset)


def count_contacts_of(session: Session, account_id: int, narrowed: Narrowed) -> int:
    """How many those are."""
    wanted = select(func.count()).select_from(CareRequestRow)
    return session.scalar(wanted.where(_of_requester(account_id, narrowed))) or 0


def _of_requester(account_id: int, narrowed: Narrowed) -> ColumnElement[bool]:
    conditions = [CareRequestRow.requester_id == account_id]
    if narrowed.path is not None:
        conditions.append(CareRequestRow.path == narrowed.path)
    if narrowed.is_live is not None:
        lives = CareRequestRow.status.in_(LIVE)
        conditions.append(lives if narrowed.is_live else ~lives)
    if narrowed.lacks_outcome is not None:
        lacks = _lacks_outcome(Side.REQUESTER)
        conditions.append(lacks if narrowed.lacks_outcome else ~lacks)
    return and_(*conditions)


def load_continued(session: Session, request_id: str) -> tuple[ContactView, ...]:
    """The contacts that this one went on as, the newest first."""
    return load_where(session, CareRequestRow.continued_from_id == request_id, limit=10)


def load_incoming(session: Session, person_id: str) -> tuple[ContactView, ...]:
    """The contacts for which this person's phone rings now, or their yes came to nothing: while
    they are sought, that person may say yes."""
    rings = exists().where(
        AttemptRow.request_id == CareRequestRow.id,
        AttemptRow.side == Side.RESPONDER,
        AttemptRow.person_id == person_id,
        AttemptRow.state.in_(OPEN_STATES | {AttemptState.NOT_JOINED}),
    )
    return load_where(
        session, and_(CareRequestRow.status == RequestStatus.HUNTING, rings), limit=10
    )


def load_answered_by(
    session: Session, person_id: str, *, limit: int, lacks_outcome: bool = False
) -> tuple[ContactView, ...]:
    """The contacts this person has taken, newest first; all of them, or those of which they have
    not said how it went."""
    took = exists().where(
        AttemptRow.request_id == CareRequestRow.id,
        AttemptRow.side == Side.RESPONDER,
        AttemptRow.person_id == person_id,
        AttemptRow.accepted_at.is_not(None),
    )
    wanted = and_(took, _lacks_outcome(Side.RESPONDER)) if lacks_outcome else took
    return load_where(session, wanted, limit=limit)


def _lacks_outcome(side: Side) -> ColumnElement[bool]:
    """Whether a side that is asked how it went has not said."""
    said = exists().where(
        OutcomeRow.request_id == CareRequestRow.id,
        OutcomeRow.side == side,
        OutcomeRow.result.is_not(None),
    )
    return and_(CareRequestRow.status.in_(OUTCOME_ASKED), ~said)


def load_events(session: Session, request_id: str) -> tuple[EventView, ...]:
    """All that happened to a contact, in order."""
    rows = session.scalars(
        select(RequestEventRow)
        .where(RequestEventRow.request_id == request_id)
        .order_by(RequestEventRow.id)
    )
    return tuple(
        EventView(
            row.event,
            row.at,
            row.attempt_id,
            row.account_id,
            row.unit_id,
            row.detail,
            row.taken_back_at,
        )
        for row in rows
    )


def load_where(
    session: Session, condition: ColumnElement[bool], *, limit: int, offset: int = 0
) -> tuple[ContactView, ...]:
    """Those of which a condition on ``CareRequestRow`` holds, newest first."""
    rows = session.execute(
        select(CareRequestRow, AccountRow.name)
        .join(AccountRow, AccountRow.id == CareRequestRow.requester_id)
        .where(condition)
        .order_by(CareRequestRow.created_at.desc(), CareRequestRow.id)
        .limit(limit)
        .offset(offset)
        .execution_options(populate_existing=True)
    ).all()
    ids = [row.id for row, _name in rows]
    attempts = _load_attempts(session, ids)
    outcomes = _load_outcomes(session, ids)
    return tuple(_view(row, name, attempts[row.id], outcomes[row.id]) for row, name in rows)


def _load_attempts(session: Session, ids: Sequence[str]) -> Mapping[str, list[AttemptView]]:
    attempts: dict[str, list[AttemptView]] = defaultdict(list)
    for row in session.scalars(
        select(AttemptRow)
        .where(AttemptRow.request_id.in_(ids))
        .order_by(AttemptRow.started_at, AttemptRow.step_order)
        .execution_options(populate_existing=True)
    ):
        attempts[row.request_id].append(
            AttemptView(
                id=row.id,
                side=row.side,
                step_order=row.step_order,
                line_id=row.line_id,
                unit_id=row.unit_id,
                tier=row.tier,
                person_id=row.person_id,
                number=row.number,
                ring_seconds=row.ring_seconds,
                state=row.state,
                started_at=row.started_at,
                gives_up_at=row.gives_up_at,
                accepted_at=row.accepted_at,
                connected_at=row.connected_at,
                ended_at=row.ended_at,
                round=row.round,
                phone=row.phone,
                forwarded_from=row.forwarded_from,
                decline_reason=row.decline_reason,
                call_back_at=row.call_back_at,
            )
        )
    return attempts


def _load_outcomes(session: Session, ids: Sequence[str]) -> Mapping[str, dict[Side, OutcomeView]]:
    outcomes: dict[str, dict[Side, OutcomeView]] = defaultdict(dict)
    for row in session.scalars(
        select(OutcomeRow)
        .where(OutcomeRow.request_id.in_(ids))
        .execution_options(populate_existing=True)
    ):
        outcomes[row.request_id][row.side] = OutcomeView(
            row.result, row.value, row.understanding, row.recorded_at
        )
    return outcomes


def _view(
    row: CareRequestRow,
    requester_name: str,
    attempts: Iterable[AttemptView],
    outcomes: Mapping[Side, OutcomeView],
) -> ContactView:
    told = (Told.CONTACT, row.id, row.requester_id)
    return ContactView(
        id=row.id,
        case_code=row.case_code,
        path=row.path,
        status=row.status,
        mode=row.mode,
        requester_id=row.requester_id,
        requester_name=requester_name,
        requester_role=row.requester_role,
        requester_unit_id=row.requester_unit_id,
        requester_number=row.requester_number,
        specialty=row.specialty,
        municipality=row.municipality,
        unit_id=row.unit_id,
        age_band=row.age_band,
        sex=row.sex,
        situation=Sealed(row.situation, *told),
        background=Sealed(row.background, *told),
        assessment=Sealed(row.assessment, *told),
        recommendation=Sealed(row.recommendation, *told),
        plan_before=row.plan_before,
        plan=plan_from_json(row.plan),
        promise_seconds=row.promise_seconds,
        created_at=row.created_at,
        answered_at=row.answered_at,
        ended_at=row.ended_at,
        continued_from_id=row.continued_from_id,
        attempts=tuple(attempts),
        outcomes=dict(outcomes),
        urgency=row.urgency,
    )
