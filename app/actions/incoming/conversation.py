"""A call to our own number, from the first ring until the hunt begins: what the phone does next.

The row says where the caller is in the menu, and the next question is written before it is asked:
the same webhook twice is the same question twice, and is counted once.
"""

import logging
import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from math import ceil

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.actions.account import pins
from app.actions.incoming.callers import (
    KnownCaller,
    find_by_number,
    latest_choices,
    load_caller,
    shown_number,
)
from app.actions.incoming.connect import Wish, connect
from app.actions.incoming.keys import MOST_WRONG, Listener, not_understood
from app.actions.incoming.state import (
    ASKS,
    PUTS_THROUGH,
    Lead,
    MenuState,
    Step,
    state_from_json,
    state_to_json,
)
from app.actions.incoming.words import CallWords
from models.db import start_writing
from models.tables.incoming import IncomingCallRow, KnownBy
from notifications import callbacks as paths
from notifications.callbacks import answer_to
from notifications.dialogue import AskForDigits, ConnectTo, PhoneReply, SayGoodbye
from notifications.render import render
from routing.directory import Directory

log = logging.getLogger(__name__)

# Seconds of silence that are an answer: a plan before is soon skipped, a code is looked up first.
SECONDS = {Step.PLAN_BEFORE: 4, Step.CODE_OF_CALLER: 12, Step.DIRECT_CODE: 12}
USUAL_SECONDS = 8
SEVERAL_DIGITS = frozenset({Step.CODE_OF_CALLER, Step.DIRECT_CODE})


@dataclass(frozen=True, slots=True)
class InboundCall:
    """A call to us: the provider's id, and what it says of where it comes from."""

    call_id: str
    shown_from: str


@dataclass(frozen=True, slots=True)
class Entered:
    """``digits`` is empty for silence; ``prompt`` says which question they answer."""

    digits: str
    prompt: int


@dataclass(frozen=True, slots=True)
class _Talk:
    """A call with its row locked, for as long as the transaction lasts."""

    session: Session
    row: IncomingCallRow
    directory: Directory
    at: datetime

    @property
    def state(self) -> MenuState:
        return state_from_json(self.row.menu)

    def save(self, state: MenuState) -> None:
        self.row.menu = state_to_json(state)
        self.row.wrong_entries = state.wrong

    def caller(self) -> KnownCaller | None:
        if self.row.account_id is None:
            return None
        return load_caller(self.session, self.row.account_id, self.directory)

    def know(self, account_id: int, how: KnownBy) -> None:
        """We know who it is: the menu begins, or their role asks for nobody."""
        self.row.account_id, self.row.known_by = account_id, how
        caller, state = self.caller(), self.state
        if caller is None:
            self.save(replace(state, step=Step.NOT_ALLOWED))
            return
        listener = Listener(caller, self.directory, self.at)
        self.save(listener.start(state, latest_choices(self.session, account_id)))


def answer_call(
    session: Session, call: InboundCall, *, directory: Directory, at: datetime
) -> PhoneReply:
    """Somebody rings, or the provider asks again what that phone should do."""
    talk = _lock(session, call.call_id, directory=directory, at=at)
    if talk is None:
        try:
            talk = _begin(session, call, directory=directory, at=at)
            session.commit()
        except IntegrityError:  # the same webhook a moment ago
            talk = _lock(session, call.call_id, directory=directory, at=at)
    if talk is None:
        return SayGoodbye(render("unknown_call", "voice"))
    return _reply(talk)


def take_entry(
    session: Session, call_id: str, entered: Entered, *, directory: Directory, at: datetime
) -> PhoneReply:
    """Digits were pressed, or none were. An answer to an earlier question changes nothing."""
    talk = _lock(session, call_id, directory=directory, at=at)
    if talk is None:
        return SayGoodbye(render("unknown_call", "voice"))
    state = talk.state
    if state.step not in ASKS or entered.prompt != state.prompt:
        return _reply(talk)
    if state.step is Step.CODE_OF_CALLER:
        return _reply(_try_code(talk, entered.digits))
    caller = talk.caller()
    if caller is None:  # closed while they listened
        talk.save(replace(state, step=Step.NOT_ALLOWED))
    else:
        talk.save(Listener(caller, directory, at).hear(state, entered.digits))
    return _reply(talk)


def _lock(session: Session, call_id: str, *, directory: Directory, at: datetime) -> _Talk | None:
    """The call, locked, in a transaction that ``_reply`` ends; None, with nothing begun, when it is
    unknown."""
    start_writing(session)
    row = session.scalar(
        select(IncomingCallRow)
        .where(IncomingCallRow.provider_call_id == call_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        session.rollback()
        return None
    return _Talk(session, row, directory, at)


def _begin(session: Session, call: InboundCall, *, directory: Directory, at: datetime) -> _Talk:
    start_writing(session)
    number = shown_number(call.shown_from)
    row = IncomingCallRow(
        id=str(uuid.uuid4()),
        provider_call_id=call.call_id,
        from_number=number,
        menu=state_to_json(MenuState(Step.CODE_OF_CALLER)),
        wrong_entries=0,
        started_at=at,
    )
    session.add(row)
    session.flush()
    talk = _Talk(session, row, directory, at)
    account_id = find_by_number(session, number) if number else None
    if account_id is not None:
        talk.know(account_id, KnownBy.NUMBER)
    elif until := pins.locked_until(session, number, at=at):
        talk.save(_locked(talk.state, until, at=at))
    log.info("call to our number", extra={"incoming_id": row.id, "account_id": account_id})
    return talk


def _try_code(talk: _Talk, entry: str) -> _Talk:
    """The next question is written before the slow check, and answers to this one are over."""
    session, call_id, number = talk.session, talk.row.provider_call_id, talk.row.from_number
    directory, at = talk.directory, talk.at
    state = replace(talk.state, prompt=talk.state.prompt + 1)
    if not entry:
        talk.save(_once_more(state, Lead.NONE))
        return talk
    talk.save(_once_more(state, Lead.WRONG_PIN))
    session.commit()
    answer = pins.try_pin(session, entry, number, at=at)
    found = _lock(session, call_id, directory=directory, at=at)
    if found is None:
        raise RuntimeError("a call is never forgotten")
    match answer:
        case pins.RightPin(account_id):
            found.know(account_id, KnownBy.PIN)
        case pins.LockedOut(until):
            found.save(_locked(found.state, until, at=at))
        case pins.WrongPin():
            pass
    return found


def _once_more(state: MenuState, lead: Lead) -> MenuState:
    after = not_understood(state, lead)
    return replace(after, step=Step.NO_CHOICE) if after.wrong >= MOST_WRONG else after


def _locked(state: MenuState, until: datetime, *, at: datetime) -> MenuState:
    minutes = max(1, ceil((until - at).total_seconds() / 60))
    return replace(state, step=Step.LOCKED, minutes=minutes)


def _reply(talk: _Talk) -> PhoneReply:
    """Ends the transaction; the contact, when it has come so far, is made in the next one."""
    caller, state, row = talk.caller(), talk.state, talk.row
    is_anonymous, wish = row.from_number is None, _wish(row, state)
    talk.session.commit()
    if wish is not None and caller is not None:
        joined = connect(talk.session, wish, caller, directory=talk.directory, at=talk.at)
        if not isinstance(joined, Step):
            return joined
        state = _no_contact_after_all(talk, wish.call_id, joined)
    words = CallWords(caller, talk.directory, talk.at)
    text = words.of(state, is_anonymous=is_anonymous)
    if state.step in PUTS_THROUGH:
        number = words.put_through_to(state)
        if number is not None:
            return ConnectTo(number, text, words.elsewhere_ended(number), words.language)
    if state.step not in ASKS:
        return SayGoodbye(text, words.language)
    return AskForDigits(
        answer_to(paths.INCOMING_ENTRY, state.prompt),
        text,
        ends_with_hash=state.step in SEVERAL_DIGITS,
        seconds=SECONDS.get(state.step, USUAL_SECONDS),
        language=words.language,
    )


def _wish(row: IncomingCallRow, state: MenuState) -> Wish | None:
    if state.step is not Step.CALLING or state.choice is None:
        return None
    return Wish(
        incoming_id=row.id,
        call_id=row.provider_call_id,
        from_number=row.from_number,
        choice=state.choice,
        plan_before=state.plan_before,
    )


def _no_contact_after_all(talk: _Talk, call_id: str, step: Step) -> MenuState:
    """The path closed while they said what they plan, or they have too many already."""
    found = _lock(talk.session, call_id, directory=talk.directory, at=talk.at)
    if found is None:
        raise RuntimeError("a call is never forgotten")
    state = replace(found.state, step=step)
    found.save(state)
    found.session.commit()
    return state
