"""The decisions of a contact, and of the contacts it is continued as, as pages and the API show
them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from models.sealed import Sealed, Told
from models.tables.accounts import AccountRow
from models.tables.admissions import AdmissionRow
from models.tables.contacts import CareRequestRow
from models.tables.decisions import DecisionEventRow, DecisionRow
from models.tables.radiology import BookingRow
from routing.admission import AdmissionStatus
from routing.decisions import DecisionEvent, DecisionKind, DecisionStatus
from routing.lifecycle import RequestStatus
from routing.outcome import Side
from routing.radiology import BookingStatus
from routing.types import ContactPath


@dataclass(frozen=True, slots=True)
class DecisionEventView:
    """One line of a decision's log; ``who`` is a name, empty for the machine. ``taken_back_at``:
    when whoever did it undid it (ångrade)."""

    event: DecisionEvent
    at: datetime
    who: str
    unit_id: str | None
    detail: Mapping[str, Any]
    taken_back_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision and all that has happened to it. ``decided_by`` is a name. ``admission`` and
    ``booking`` are where its own thing stands, where it has one."""

    id: str
    request_id: str
    kind: DecisionKind
    status: DecisionStatus
    side: Side
    decided_by: str
    unit_id: str | None
    receiver_id: str | None
    note: Sealed
    next_by: Side | None
    next_text: Sealed
    detail: Mapping[str, Any]
    decided_at: datetime
    ended_at: datetime | None
    replaced_by_id: str | None
    admission_id: str | None
    admission: AdmissionStatus | None
    booking_id: str | None
    booking: BookingStatus | None
    events: tuple[DecisionEventView, ...]


@dataclass(frozen=True, slots=True)
class ChainLink:
    """One contact of a chain, and what was decided in it."""

    id: str
    case_code: str
    path: ContactPath
    status: RequestStatus
    created_at: datetime
    continued_from_id: str | None
    decisions: tuple[DecisionView, ...]


def load_decisions(session: Session, request_id: str) -> tuple[DecisionView, ...]:
    """A contact's decisions, in the order they were made."""
    return tuple(_load(session, [request_id])[request_id])


def load_chain(session: Session, request_id: str) -> tuple[ChainLink, ...]:
    """The contact, those it continues and those that continue it, oldest first; only itself for
    most."""
    rows = session.execute(
        select(
            CareRequestRow.id,
            CareRequestRow.case_code,
            CareRequestRow.path,
            CareRequestRow.status,
            CareRequestRow.created_at,
            CareRequestRow.continued_from_id,
        )
        .where(CareRequestRow.id.in_(_chain_ids(session, request_id)))
        .order_by(CareRequestRow.created_at, CareRequestRow.id)
    ).all()
    decisions = _load(session, [row.id for row in rows])
    return tuple(ChainLink(*row, tuple(decisions[row.id])) for row in rows)


def roots_of(session: Session, ids: Sequence[str]) -> Mapping[str, str]:
    """The first contact of the chain that each of these belongs to, by contact id."""
    way = (
        select(
            CareRequestRow.id.label("start"), CareRequestRow.id, CareRequestRow.continued_from_id
        )
        .where(CareRequestRow.id.in_(ids))
        .cte("way", recursive=True)
    )
    earlier = aliased(CareRequestRow)
    way = way.union(
        select(way.c.start, earlier.id, earlier.continued_from_id).join(
            earlier, earlier.id == way.c.continued_from_id
        )
    )
    first = session.execute(select(way.c.start, way.c.id).where(way.c.continued_from_id.is_(None)))
    return {row.start: row.id for row in first}


def _chain_ids(session: Session, request_id: str) -> Sequence[str]:
    """Everything below the root: a contact may be continued more than once."""
    root = roots_of(session, [request_id]).get(request_id, request_id)
    tree = select(CareRequestRow.id).where(CareRequestRow.id == root).cte("tree", recursive=True)
    later = aliased(CareRequestRow)
    tree = tree.union(select(later.id).join(tree, later.continued_from_id == tree.c.id))
    return session.scalars(select(tree.c.id)).all()


def _load(session: Session, ids: Sequence[str]) -> Mapping[str, list[DecisionView]]:
    found: dict[str, list[DecisionView]] = defaultdict(list)
    rows = session.execute(
        select(
            DecisionRow,
            AccountRow.name,
            AdmissionRow.id,
            AdmissionRow.status,
            BookingRow.id,
            BookingRow.status,
        )
        .join(AccountRow, AccountRow.id == DecisionRow.account_id)
        .outerjoin(AdmissionRow, AdmissionRow.decision_id == DecisionRow.id)
        .outerjoin(BookingRow, BookingRow.decision_id == DecisionRow.id)
        .where(DecisionRow.request_id.in_(ids))
        .execution_options(populate_existing=True)
    ).all()
    events = _load_events(session, [row[0].id for row in rows])
    made = {decision_id: order for order, decision_id in enumerate(events)}  # as the log has it
    for row, name, *more in sorted(rows, key=lambda each: made.get(each[0].id, -1)):
        found[row.request_id].append(_view(row, name, tuple(more), events[row.id]))
    return found


def _load_events(session: Session, ids: Iterable[str]) -> Mapping[str, list[DecisionEventView]]:
    events: dict[str, list[DecisionEventView]] = defaultdict(list)
    for row, name in session.execute(
        select(DecisionEventRow, AccountRow.name)
        .outerjoin(AccountRow, AccountRow.id == DecisionEventRow.account_id)
        .where(DecisionEventRow.decision_id.in_(ids))
        .order_by(DecisionEventRow.id)
    ):
        events[row.decision_id].append(
            DecisionEventView(
                row.event, row.at, name or "", row.unit_id, row.detail, row.taken_back_at
            )
        )
    return events


def _view(
    row: DecisionRow, name: str, things: tuple[Any, ...], events: Iterable[DecisionEventView]
) -> DecisionView:
    admission_id, admission, booking_id, booking = things
    told = (Told.DECISION, row.request_id, row.account_id)
    return DecisionView(
        id=row.id,
        request_id=row.request_id,
        kind=row.kind,
        status=row.status,
        side=row.side,
        decided_by=name,
        unit_id=row.unit_id,
        receiver_id=row.receiver_id,
        note=Sealed(row.note, *told),
        next_by=row.next_by,
        next_text=Sealed(row.next_text, *told),
        detail=row.detail,
        decided_at=row.decided_at,
        ended_at=row.ended_at,
        replaced_by_id=row.replaced_by_id,
        admission_id=admission_id,
        admission=admission,
        booking_id=booking_id,
        booking=booking,
        events=tuple(events),
    )
