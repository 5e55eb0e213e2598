"""A digit on the phone: 1 is yes, 2 is no, anything else and silence is asked once more."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.actions import hunt
from app.actions.accept_contact import AcceptedIn, accept_contact
from app.actions.locked_call import LockedCall, lock_call
from app.actions.phone_words import PhoneWords
from app.actions.record_pickup import join_talk, too_late
from notifications.dialogue import AskToAccept, PhoneReply, SayGoodbye
from notifications.render import render
from routing.directory import Directory
from routing.lifecycle import AttemptState, RequestEvent
from routing.outcome import Side


@dataclass(frozen=True, slots=True)
class Pressed:
    """``digits`` is empty for silence. ``prompt`` says which prompt it answers, from 1."""

    digits: str
    prompt: int = 1


YES = "1"
NO = "2"
PROMPTS = 2


def record_answer(
    session: Session, attempt_id: str, pressed: Pressed, *, directory: Directory, at: datetime
) -> PhoneReply:
    """What the phone does next. The first yes wins; a repeated one gets the same reply."""
    call = lock_call(session, attempt_id, directory=directory, at=at)
    if call is None:
        return SayGoodbye(render("unknown_call", "voice"))
    if call.attempt.side is Side.REQUESTER:  # is asked for no digit
        session.rollback()
        return SayGoodbye(render("unknown_call", "voice"))
    reply = _reply(call, pressed)
    session.commit()
    return reply


def _reply(call: LockedCall, pressed: Pressed) -> PhoneReply:
    attempt = call.attempt
    if attempt.accepted_at is not None:
        return join_talk(call)
    if not call.is_open:
        return _goodbye_again(call)
    if pressed.digits == YES:
        accept_contact(call, how=AcceptedIn.PHONE)
        return join_talk(call)
    if pressed.digits != NO and pressed.prompt < PROMPTS:
        attempt.prompts = max(attempt.prompts, pressed.prompt + 1)
        words = PhoneWords(call.session, call.request, call.directory)
        return AskToAccept(attempt.id, words.answer_prompt_again(), prompt=pressed.prompt + 1)
    is_no = pressed.digits == NO
    call.attempt_saw(RequestEvent.DECLINED if is_no else RequestEvent.NO_DIGIT)
    attempt.ended_at = call.at
    hunt.advance(call.session, call.request, directory=call.directory, at=call.at)
    return SayGoodbye(render("declined" if is_no else "no_digit", "voice"))


def _goodbye_again(call: LockedCall) -> SayGoodbye:
    """The same digit once more gets the words it got before."""
    said = {AttemptState.DECLINED: "declined", AttemptState.NO_DIGIT: "no_digit"}
    name = said.get(call.attempt.state)
    return too_late(call) if name is None else SayGoodbye(render(name, "voice"))
