"""The log as the database has it, read once when all is quiet."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.snapshot import load_directory
from models.tables.contacts import AttemptRow, CareRequestRow, RequestEventRow
from models.tables.outbox import MessageState, OutboxMessageRow
from routing.directory import Directory
from routing.lifecycle import LIVE, RequestEvent, RequestStatus
from tests.faults.campaign.admissions import count_asked

UNSENT = (MessageState.PENDING, MessageState.SENDING)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Rows of the log; events and messages in order."""

    requests: Mapping[str, CareRequestRow]
    attempts: Mapping[str, AttemptRow]
    events: Mapping[str, Sequence[RequestEventRow]]
    messages: Mapping[str, Sequence[OutboxMessageRow]]
    directory: Directory

    def story(self, request_id: str) -> str:
        """What happened to a contact, in the words of its log."""
        request = self.requests.get(request_id)
        words = " ".join(
            f"{event.at:%H:%M:%S} {event.event.value}" for event in self.events[request_id]
        )
        return f"{words} → {request.status.value if request else 'okänt'}"

    def story_of_attempt(self, attempt_id: str) -> str:
        """What happened to the contact of an attempt, and the attempt's messages."""
        attempt = self.attempts.get(attempt_id)
        if attempt is None:
            return "okänt"
        messages = " ".join(
            f"{one.created_at:%H:%M:%S} {one.kind.value}:{one.state.value}:{one.tries}"
            for one in self.messages[attempt_id]
        )
        state = f"{attempt.side.value} {attempt.state.value} slut {attempt.ended_at}"
        return f"{state}; {messages}; {self.story(attempt.request_id)}"

    def any_story(self, key: str) -> str:
        """The story of a contact or an attempt."""
        return self.story(key) if key in self.requests else self.story_of_attempt(key)

    def fingerprint(self) -> dict[str, object]:
        """All that may not change any more: the contacts that are over, and their calls."""
        over = {one.id for one in self.requests.values() if one.ended_at is not None}
        return {
            one.id: (
                one.status,
                one.answered_at,
                one.ended_at,
                [(event.event, event.attempt_id, event.at) for event in self.events[one.id]],
            )
            for one in self.requests.values()
            if one.id in over
        } | {
            one.id: (one.state, one.accepted_at)
            for one in self.attempts.values()
            if one.request_id in over
        }


def read_evidence(engine: Engine) -> Evidence:
    """Everything, as it is now."""
    with Session(engine, expire_on_commit=False) as session:
        events: dict[str, list[RequestEventRow]] = defaultdict(list)
        for event in session.scalars(select(RequestEventRow).order_by(RequestEventRow.id)):
            events[event.request_id].append(event)
        messages: dict[str, list[OutboxMessageRow]] = defaultdict(list)
        for message in session.scalars(select(OutboxMessageRow).order_by(OutboxMessageRow.id)):
            messages[message.attempt_id or ""].append(message)
        return Evidence(
            requests={one.id: one for one in session.scalars(select(CareRequestRow))},
            attempts={one.id: one for one in session.scalars(select(AttemptRow))},
            events=events,
            messages=messages,
            directory=load_directory(session),
        )


def unfinished(engine: Engine) -> int:
    """How much is still to be done: contacts that live, messages unsent, requesters untold,
    beds asked for."""
    with Session(engine) as session:
        live = session.scalars(select(CareRequestRow.id).where(CareRequestRow.status.in_(LIVE)))
        unsent = session.scalars(
            select(OutboxMessageRow.id).where(OutboxMessageRow.state.in_(UNSENT))
        )
        told = select(RequestEventRow.request_id).where(
            RequestEventRow.event == RequestEvent.REQUESTER_TOLD
        )
        untold = session.scalars(
            select(CareRequestRow.id).where(
                CareRequestRow.status == RequestStatus.EXHAUSTED, CareRequestRow.id.not_in(told)
            )
        )
        return len(live.all()) + len(unsent.all()) + len(untold.all()) + count_asked(session)
