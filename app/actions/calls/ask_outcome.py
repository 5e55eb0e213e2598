"""Whoever asked stays on the line: one key says how it went."""

from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.calls.outcome_keys import result_of_key
from app.actions.calls.phone_words import PhoneWords
from app.actions.calls.record_answer import Pressed
from app.actions.outcome.record_outcome import NewOutcome, record_outcome
from app.actions.shared.actor import Actor
from app.actions.shared.errors import Refused
from models.tables.accounts import AccountRow
from models.tables.contacts import AttemptRow, CareRequestRow, OutcomeRow, is_id
from notifications import callbacks as paths
from notifications.callbacks import answer_to
from notifications.dialogue import AskForDigits, PhoneReply, SayGoodbye
from notifications.render import render
from routing.directory import Directory
from routing.outcome import ResultAfter, Side

PROMPTS: Final = 2
SILENCE_SECONDS: Final = 10


def ask_outcome(session: Session, attempt_id: str, *, directory: Directory) -> PhoneReply:
    """What a phone does when the talk is over: the requester is asked, once, all others thanked."""
    found = _load(session, attempt_id)
    if found is None:
        return SayGoodbye(render("after_talk", "voice"))
    attempt, request = found
    words = PhoneWords(session, request, directory)
    is_asked = attempt.side is Side.REQUESTER and request.answered_at is not None
    if not is_asked or _said_before(session, request.id) is not None:
        return words.to_requester("after_talk")
    return _question(attempt_id, words, prompt=1)


def take_outcome(
    session: Session, attempt_id: str, pressed: Pressed, *, directory: Directory, at: datetime
) -> PhoneReply:
    """Keep what a key says, on behalf of the account that asked. The same key twice is kept
    once."""
    found = _load(session, attempt_id)
    if found is None or found[0].side is not Side.REQUESTER:
        return SayGoodbye(render("unknown_call", "voice"))
    _attempt, request = found
    words = PhoneWords(session, request, directory)
    result = result_of_key(pressed.digits, request.requester_role)
    if result is None:
        is_over = not pressed.digits or pressed.prompt >= PROMPTS
        return (
            words.to_requester("after_talk")
            if is_over
            else _question(attempt_id, words, prompt=pressed.prompt + 1)
        )
    if _said_before(session, request.id) is result:
        return words.to_requester("outcome_thanks")
    outcome, by = NewOutcome(result=result), _requester(session, request)
    try:
        record_outcome(session, request.id, outcome, by=by, at=at)
    except Refused:  # asked too early, by somebody who sent it without being asked
        return words.to_requester("after_talk")
    return words.to_requester("outcome_thanks")


def _question(attempt_id: str, words: PhoneWords, *, prompt: int) -> AskForDigits:
    return AskForDigits(
        answer_to(paths.OUTCOME, prompt, attempt_id=attempt_id),
        words.ask_outcome(),
        seconds=SILENCE_SECONDS,
        language=words.language,
    )


def _load(session: Session, attempt_id: str) -> tuple[AttemptRow, CareRequestRow] | None:
    attempt = session.get(AttemptRow, attempt_id) if is_id(attempt_id) else None
    if attempt is None:
        return None
    return attempt, session.get_one(CareRequestRow, attempt.request_id)


def _said_before(session: Session, request_id: str) -> ResultAfter | None:
    return session.scalar(
        select(OutcomeRow.result).where(
            OutcomeRow.request_id == request_id, OutcomeRow.side == Side.REQUESTER
        )
    )


def _requester(session: Session, request: CareRequestRow) -> Actor:
    row = session.get_one(AccountRow, request.requester_id)
    return Actor(
        account_id=row.id,
        name=row.name,
        role=row.role,
        person_id=row.person_id,
        unit_id=request.requester_unit_id,
        number=row.number,
    )
