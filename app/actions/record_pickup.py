"""A phone is picked up: the requester waits on the line, the responder is asked to say yes."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.actions import hunt
from app.actions.locked_call import LockedCall, lock_call
from app.actions.phone_words import PhoneWords
from app.actions.tell_requester import ToldBy, write_told
from models.journal import MACHINE, adopt_call, look_again_at
from notifications.dialogue import AskToAccept, JoinTalk, PhoneReply, SayGoodbye
from notifications.render import render
from routing.directory import Directory
from routing.lifecycle import RequestEvent, RequestStatus
from routing.outcome import Side

# Seconds from pick-up until we stop waiting for a digit: two prompts, two silences, some delay.
PROMPT_SECONDS = 75


def record_pickup(
    session: Session, attempt_id: str, *, call_id: str, directory: Directory, at: datetime
) -> PhoneReply:
    """What the phone does next. An unknown attempt gets a goodbye, and nothing is changed."""
    call = lock_call(session, attempt_id, directory=directory, at=at)
    if call is None:
        return SayGoodbye(render("unknown_call", "voice"))
    if call.attempt.connected_at is None and call.attempt.ended_at is None:
        adopt_call(session, call.attempt, call_id)  # of a doubled call, the one picked up
    is_requester = call.attempt.side is Side.REQUESTER
    reply = _requester(call) if is_requester else _responder(call)
    session.commit()
    return reply


def _requester(call: LockedCall) -> PhoneReply:
    request = call.request
    words = PhoneWords(call.session, request, call.directory)
    if request.status is RequestStatus.CALLING_REQUESTER:
        call.both_saw(RequestEvent.REQUESTER_READY)
        hunt.advance(call.session, request, directory=call.directory, at=call.at)
    if request.status is RequestStatus.EXHAUSTED:
        call.attempt_saw(RequestEvent.REQUESTER_READY)
        write_told(call.session, request.id, ToldBy.PHONE, by=MACHINE, at=call.at)
        return SayGoodbye(words.nobody_answered())
    is_wanted = request.status in (RequestStatus.HUNTING, RequestStatus.ANSWERED)
    if is_wanted and request.ended_at is None:
        return JoinTalk(call.attempt.id, request.id, words.requester_waiting(), starts_talk=False)
    return SayGoodbye(render("no_longer_needed", "voice"))


def _responder(call: LockedCall) -> PhoneReply:
    attempt = call.attempt
    words = PhoneWords(call.session, call.request, call.directory)
    if attempt.accepted_at is not None:
        return join_talk(call)
    if not call.is_open:
        return too_late(call)
    if call.attempt_saw(RequestEvent.PROMPT_HEARD):
        attempt.prompts = max(attempt.prompts, 1)
        attempt.gives_up_at = call.at + timedelta(seconds=PROMPT_SECONDS)
        look_again_at(call.request, attempt.gives_up_at)
    return AskToAccept(attempt.id, words.answer_prompt(), prompt=1)


def join_talk(call: LockedCall) -> PhoneReply:
    """Connect somebody who has said yes, unless the one who asked has hung up since."""
    if call.request.ended_at is not None:
        return SayGoodbye(render("no_longer_needed", "voice"))
    text = PhoneWords(call.session, call.request, call.directory).connecting_responder()
    return JoinTalk(call.attempt.id, call.request.id, text, starts_talk=True)


def too_late(call: LockedCall) -> SayGoodbye:
    """A polite word to a second answerer, or to one who answers what is no longer asked."""
    call.attempt_saw(RequestEvent.ALREADY_ANSWERED)
    is_answered = call.request.answered_at is not None
    return SayGoodbye(render("already_answered" if is_answered else "no_longer_needed", "voice"))
