"""A digit on the phone: 1 is yes, 2 is no, anything else and silence is asked once more."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.actions import hunt
from app.actions.accept_contact import AcceptedIn, accept_contact
from app.actions.locked_call import LockedCall, lock_call
from app.actions.phone_words import PhoneWords
from app.actions.record_pickup import too_late
from notifications.dialogue import AskToAccept, JoinTalk, PhoneReply, SayGoodbye
from notifications.render import render
from routing.directory import Directory
from routing.lifecycle import RequestEvent

YES = "1"
NO = "2"
PROMPTS = 2


def record_answer(
    session: Session, attempt_id: str, *, digits: str, directory: Directory, at: datetime
) -> PhoneReply:
    """What the phone does next. The first yes wins; a repeated one gets the same reply."""
    call = lock_call(session, attempt_id, directory=directory, at=at)
    if call is None:
        return SayGoodbye(render("unknown_call", "voice"))
    reply = _reply(call, digits)
    session.commit()
    return reply


def _reply(call: LockedCall, digits: str) -> PhoneReply:
    attempt = call.attempt
    words = PhoneWords(call.session, call.request, call.directory)
    if attempt.accepted_at is not None:
        return JoinTalk(attempt.id, call.request.id, words.connecting_responder(), starts_talk=True)
    if not call.is_open:
        return too_late(call)
    if digits == YES:
        accept_contact(call, how=AcceptedIn.PHONE)
        return JoinTalk(attempt.id, call.request.id, words.connecting_responder(), starts_talk=True)
    if digits != NO and attempt.prompts < PROMPTS:
        attempt.prompts += 1
        return AskToAccept(attempt.id, words.answer_prompt_again())
    call.attempt_saw(RequestEvent.DECLINED if digits == NO else RequestEvent.NO_DIGIT)
    attempt.ended_at = call.at
    hunt.advance(call.session, call.request, directory=call.directory, at=call.at)
    return SayGoodbye(render("declined" if digits == NO else "no_digit", "voice"))
