"""The responder answers the alert with a text message: JA takes the contact, NEJ rings the next.

Holding the phone is what says who it is. A sender's number can be forged by somebody who goes to
some length, so that a JA gives no more than this: the hunt stops and *their own* phone rings, where
whoever picks up is connected. Nothing about the contact is sent to anybody. See the decision on
text messages in docs/adr.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.answers.accept_contact import AcceptedIn, accept_contact
from app.actions.answers.say_yes_anew import ANSWERABLE, call_for_yes, may_say_yes, newest_call
from app.actions.answers.text_reply import Meaning, TextReply, read_reply
from app.actions.hunting import hunt
from app.actions.shared.locked_call import LockedCall, lock_call
from models.db import transaction
from models.logs.contacts import lock_request
from models.tables.contacts import AttemptRow, CareRequestRow
from models.tables.notices import NoticeKind, NoticeRow
from models.tables.outbox import MessageKind
from notifications.language import Language
from notifications.notices import NewNotice, ToPerson, notify
from notifications.outbox import cancel_pending_calls, enqueue
from notifications.render import render
from routing.directory import Directory
from routing.lifecycle import AttemptState, RequestEvent, RequestStatus
from routing.outcome import Side
from routing.units import Person
from routing.urgency import Urgency

log = logging.getLogger(__name__)

# How far back a case may lie that somebody answers about.
REMEMBERED = timedelta(days=1)

TAKEN = "sms_reply_taken"
DECLINED = "sms_reply_declined"
TOO_LATE = "sms_reply_too_late"
WHICH = "sms_reply_which"
NOT_UNDERSTOOD = "sms_reply_not_understood"

_REPEATED = {
    (Meaning.YES, AttemptState.ACCEPTED): TAKEN,
    (Meaning.NO, AttemptState.DECLINED): DECLINED,
}


@dataclass(frozen=True, slots=True)
class IncomingText:
    """A text message to us. ``message_id`` is the provider's, the same when it is told twice."""

    message_id: str
    from_number: str
    body: str


@dataclass(frozen=True, slots=True)
class _Sought:
    """A time the sender was sought, newest first in a list."""

    attempt: AttemptRow
    request: CareRequestRow

    @property
    def may_be_answered(self) -> bool:
        """They are sought, or have said yes and were never joined."""
        is_asked = self.attempt.state in ANSWERABLE
        return self.request.status is RequestStatus.HUNTING and is_asked


def answer_by_text(
    session: Session, text: IncomingText, *, directory: Directory, at: datetime
) -> str | None:
    """Do what it says, and return what to write back; None for nothing.

    The same message told twice is done once, and answered the same. From a number nobody in the
    directory has, nothing is changed and nothing is written back.
    """
    people = [one for one in directory.people.values() if one.number == text.from_number]
    reply = read_reply(text.body)
    if not people or reply.meaning is Meaning.NOT_FOR_US:
        log.info("text message left alone", extra={"message_id": text.message_id})
        return None
    told = session.scalar(select(NoticeRow).where(NoticeRow.key == _key(text)))
    if told is not None:
        return _words(told.values)
    exchange = _Exchange(session, text, people, directory, at)
    return exchange.answer(reply)


class _Exchange:
    """One message and what is written back, in one transaction."""

    def __init__(
        self,
        session: Session,
        text: IncomingText,
        people: Sequence[Person],
        directory: Directory,
        at: datetime,
    ) -> None:
        self._session = session
        self._text = text
        self._people = people
        self._directory = directory
        self._at = at

    def answer(self, reply: TextReply) -> str | None:
        """What the message leads to."""
        sought = self._sought()
        if reply.code:
            sought = [one for one in sought if one.request.case_code == reply.code]
        candidates = [one for one in sought if one.may_be_answered]
        if reply.meaning is Meaning.UNCLEAR:
            return self._ask_again(candidates)
        if len({one.request.id for one in candidates}) > 1:
            codes = sorted({one.request.case_code for one in candidates})
            return self._say(WHICH, candidates[0], codes=codes)
        if candidates:
            return self._act(reply.meaning, candidates[0])
        if sought:
            name = _REPEATED.get((reply.meaning, sought[0].attempt.state), TOO_LATE)
            return self._say(name, sought[0], code=sought[0].request.case_code)
        return None

    def _sought(self) -> list[_Sought]:
        rows = self._session.execute(
            select(AttemptRow, CareRequestRow)
            .join(CareRequestRow, CareRequestRow.id == AttemptRow.request_id)
            .where(
                AttemptRow.number == self._text.from_number,
                AttemptRow.side == Side.RESPONDER,
                AttemptRow.person_id.in_([one.id for one in self._people]),
                AttemptRow.started_at > self._at - REMEMBERED,
            )
            .order_by(AttemptRow.started_at.desc())
        ).all()
        return [_Sought(attempt, request) for attempt, request in rows]

    def _ask_again(self, candidates: Sequence[_Sought]) -> str | None:
        """Once for each contact: what answers is perhaps a machine that says "jag är på
        semester" to whatever it is sent."""
        if not candidates:
            return None
        key = f"sms-unclear:{candidates[0].request.id}:{candidates[0].attempt.person_id}"
        return self._say(NOT_UNDERSTOOD, candidates[0], key=key)

    def _say(self, name: str, about: _Sought, *, key: str | None = None, **values: Any) -> str:
        """A reply that changes nothing else; empty when it has been said under another message.

        The contact is locked before the words are written: the same message, told twice, may just
        now be a yes that holds it, and the two would wait for each other.
        """
        with transaction(self._session):
            lock_request(self._session, about.request.id)
            said = self._remember(name, about.attempt, values, key=key or _key(self._text))
            self._session.commit()
        return said

    def _act(self, meaning: Meaning, about: _Sought) -> str:
        with transaction(self._session):
            call = lock_call(
                self._session, about.attempt.id, directory=self._directory, at=self._at
            )
            if call is None:
                raise LookupError(about.attempt.id)
            call = newest_call(call)
            if not may_say_yes(call):  # between our looking and our locking
                name = TOO_LATE
            elif meaning is Meaning.YES:
                name = TAKEN
            else:
                name = DECLINED
            code = {"code": call.request.case_code}
            said = self._remember(name, call.attempt, code, key=_key(self._text))
            if said and name == TAKEN:
                _take(call)
            elif said and name == DECLINED:
                _decline(call)
            self._session.commit()
        return said

    def _remember(
        self, name: str, attempt: AttemptRow, values: Mapping[str, Any], *, key: str
    ) -> str:
        """Write down what is said, so that the same message is answered once; "" when it was."""
        person = self._directory.people[attempt.person_id or ""]
        said = {"reply": name, "language": person.language, **values}
        notice = NewNotice(
            kind=NoticeKind.SMS_REPLY,
            key=key,
            to=ToPerson(person.id),
            values=said,
            urgency=Urgency.PLANNED,
            request_id=attempt.request_id,
            attempt_id=attempt.id,
            channels=(),
        )
        row = notify(self._session, notice, directory=self._directory, at=self._at)
        if row is None:
            return ""
        row.read_at = self._at
        return _words(said)


def _take(call: LockedCall) -> None:
    """Their phone rings at once, or goes on ringing; who listens already is connected."""
    call = call_for_yes(call)
    is_listening = call.attempt.state is AttemptState.PROMPT
    accept_contact(call, how=AcceptedIn.SMS)
    if is_listening:
        enqueue(call.session, MessageKind.CONNECT_RESPONDER, call.attempt, at=call.at)


def _decline(call: LockedCall) -> None:
    call.attempt_saw(RequestEvent.DECLINED)
    cancel_pending_calls(call.session, [call.attempt])
    if call.attempt.ended_at is None:  # else it was their yes, which came to nothing
        call.attempt.ended_at = call.at
        enqueue(call.session, MessageKind.HANG_UP, call.attempt, at=call.at)
    hunt.advance(call.session, call.request, directory=call.directory, at=call.at)


def _key(text: IncomingText) -> str:
    return f"sms:{text.message_id}"


def _words(said: Mapping[str, Any]) -> str:
    values = {name: value for name, value in said.items() if name not in ("reply", "language")}
    return render(said["reply"], "sms", Language(said["language"]), **values)
