"""Nobody answered: the requester on the line is offered to be connected to the fallback."""

from datetime import datetime
from typing import Final

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.actions.calls.phone_words import PhoneWords
from app.actions.calls.record_elsewhere import ANSWERS_WITHIN
from app.actions.shared.locked_call import LockedCall, lock_call
from models.db import transaction
from models.frozen_plan import plan_from_json
from models.logs.contacts import Happening, look_again_at, write
from models.tables.contacts import RequestEventRow
from notifications import callbacks as paths
from notifications.callbacks import answer_to
from notifications.dialogue import AskForDigits, ConnectTo, PhoneReply, SayGoodbye
from notifications.render import render
from routing.directory import Directory
from routing.lifecycle import RequestEvent, RequestStatus
from routing.outcome import Side

YES: Final = "1"


def offer_elsewhere(attempt_id: str, words: PhoneWords) -> AskForDigits:
    """The fallback with its number; 1 connects."""
    to = answer_to(paths.ELSEWHERE, 1, attempt_id=attempt_id)
    return AskForDigits(to, words.offer_fallback(), language=words.language)


def take_elsewhere(
    session: Session, attempt_id: str, digits: str, *, directory: Directory, at: datetime
) -> PhoneReply:
    """Connect, or say the number once more. That they were put through stands in the log, once for
    each call."""
    with transaction(session):
        call = lock_call(session, attempt_id, directory=directory, at=at)
        if call is None or call.attempt.side is not Side.REQUESTER:
            return SayGoodbye(render("unknown_call", "voice"))
        request = call.request
        words = PhoneWords(session, request, directory)
        reply: PhoneReply = words.to_requester("no_longer_needed")
        if request.status in (RequestStatus.EXHAUSTED, RequestStatus.CLOSED):
            reply = SayGoodbye(words.nobody_answered(), words.language)
            if digits == YES:
                reply = _connect(call, words)
        session.commit()
    return reply


def _connect(call: LockedCall, words: PhoneWords) -> ConnectTo:
    session, request, attempt = call.session, call.request, call.attempt
    is_noted = exists().where(
        RequestEventRow.request_id == request.id,
        RequestEventRow.attempt_id == attempt.id,
        RequestEventRow.event == RequestEvent.FALLBACK_DIALLED,
    )
    if not session.scalar(select(is_noted)):
        dialled = Happening(RequestEvent.FALLBACK_DIALLED, call.at)
        write(session, request.id, dialled, attempt=attempt)
    look_again_at(request, call.at + ANSWERS_WITHIN)
    number = plan_from_json(request.plan).fallback.number
    text = words.connecting_fallback()
    return ConnectTo(number, text, language=words.language, attempt_id=attempt.id)
