"""Of being an obesvarad a contact's row says what its log says."""

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.tables.contacts import CareRequestRow, RequestEventRow
from routing.lifecycle import RequestEvent


def assert_unanswered_as_logged(session: Session) -> None:
    """Nobody left to ring, no talk told of, and no unit has dealt with it."""
    events: dict[str, set[RequestEvent]] = defaultdict(set)
    for request_id, event in session.execute(
        select(RequestEventRow.request_id, RequestEventRow.event).where(
            RequestEventRow.taken_back_at.is_(None)
        )
    ):
        events[request_id].add(event)
    for row in session.execute(
        select(CareRequestRow.id, CareRequestRow.answered_at, CareRequestRow.unanswered_at)
    ):
        said = events[row.id]
        expected = (
            RequestEvent.EXHAUSTED in said
            and RequestEvent.UNANSWERED_HANDLED not in said
            and row.answered_at is None
        )
        assert (row.unanswered_at is not None) is expected, (row, said)
