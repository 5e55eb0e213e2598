"""A phone is picked up: the requester waits on the line, the responder is asked to say yes."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.actions.admission.ward_call import ward_picks_up
from app.actions.call_back.call_back_words import CallBackWords
from app.actions.call_back.promise_call_back import may_promise
from app.actions.calls.answer_words import AnswerWords
from app.actions.calls.elsewhere import offer_elsewhere
from app.actions.calls.phone_words import PhoneWords
from app.actions.calls.tell_requester import ToldBy, write_told
from app.actions.calls.third_party_call import third_party_picks_up
from app.actions.hunting import hunt
from app.actions.shared.locked_call import LockedCall, lock_call
from app.actions.talk.await_talk import wait_for_talk
from app.actions.talk.fetch_requester import fetch_requester, is_lost
from app.actions.talk.prove_requester import is_unproven
from models.db import transaction
from models.logs.contacts import MACHINE, adopt_call, look_again_at
from notifications.dialogue import AskToAccept, JoinTalk, PhoneReply, SayGoodbye
from notifications.render import render
from routing.directory import Directory
from routing.lifecycle import OPEN_STATES, AttemptState, RequestEvent, RequestStatus
from routing.outcome import Side

# Seconds from pick-up until we stop waiting for a digit: two prompts, two silences, some delay.
PROMPT_SECONDS = 75


def record_pickup(
    session: Session, attempt_id: str, *, call_id: str, directory: Directory, at: datetime
) -> PhoneReply:
    """What the phone does next. An unknown attempt gets a goodbye, and nothing is changed."""
    with transaction(session):
        call = lock_call(session, attempt_id, directory=directory, at=at)
        if call is None:
            return SayGoodbye(render("unknown_call", "voice"))
        if call.attempt.connected_at is None and call.attempt.ended_at is None:
            adopt_call(session, call.attempt, call_id)  # of a doubled call, the one picked up
        reply = _picked_up(call)
        session.commit()
    return reply


def record_connecting(
    session: Session, attempt_id: str, *, call_id: str, directory: Directory, at: datetime
) -> PhoneReply:
    """What the phone does of somebody who listened to the question and said yes elsewhere."""
    with transaction(session):
        call = lock_call(session, attempt_id, directory=directory, at=at)
        if call is None or call.attempt.accepted_at is None:
            return record_pickup(session, attempt_id, call_id=call_id, directory=directory, at=at)
        reply = join_talk(call)
        session.commit()
    return reply


def _picked_up(call: LockedCall) -> PhoneReply:
    match call.attempt.side:
        case Side.REQUESTER:
            return _requester(call)
        case Side.RESPONDER:
            return _responder(call)
        case Side.THIRD_PARTY:
            reply = third_party_picks_up(call)
            if isinstance(reply, AskToAccept):
                wait_for_digit(call)
            return reply
        case Side.WARD:
            return ward_picks_up(call)


def _requester(call: LockedCall) -> PhoneReply:
    request = call.request
    words = PhoneWords(call.session, request, call.directory)
    if request.status is RequestStatus.CALLING_REQUESTER:
        if not is_unproven(call):  # over already; they are being rung anew
            return words.to_requester("no_longer_needed")
        if call.attempt_saw(RequestEvent.PROMPT_HEARD):
            wait_for_digit(call)
        return ask_requester(call, prompt=1)
    if request.status is RequestStatus.EXHAUSTED:
        call.attempt_saw(RequestEvent.REQUESTER_READY)
        return _told(call, words)
    is_wanted = request.status in (
        *(RequestStatus.HUNTING, RequestStatus.JOINING),
        RequestStatus.ANSWERED,
    )
    if not is_wanted or request.ended_at is not None:
        return words.to_requester("no_longer_needed")
    if call.attempt.state in OPEN_STATES:
        call.attempt_saw(RequestEvent.PROMPT_HEARD)  # rung again: perhaps a voicemail box by now
        wait_for_digit(call)
        return ask_requester(call, prompt=1)
    call.attempt_saw(RequestEvent.REQUESTER_READY)
    return _wait_in_room(call, words)


def _told(call: LockedCall, words: PhoneWords) -> PhoneReply:
    """Nobody is left to ring: they hear it now, and may be put through elsewhere."""
    write_told(call.session, call.request.id, ToldBy.PHONE, by=MACHINE, at=call.at)
    return offer_elsewhere(call.attempt.id, words)


def _wait_in_room(call: LockedCall, words: PhoneWords) -> JoinTalk:
    return JoinTalk(
        call.attempt.id,
        call.request.id,
        words.requester_waiting(),
        starts_talk=False,
        language=words.language,
    )


def _responder(call: LockedCall) -> PhoneReply:
    attempt = call.attempt
    words = AnswerWords.of(call)
    is_lifted_now = attempt.picked_up_at is None
    if is_lifted_now and attempt.ended_at is None:
        attempt.picked_up_at = call.at
    if attempt.accepted_at is not None:
        if attempt.confirmed_at is None and call.request.ended_at is None:
            if is_lifted_now and call.request.status is RequestStatus.JOINING:
                wait_for_talk(call)
            return AskToAccept(attempt.id, words.confirm(), 1, words.language)
        return join_talk(call)
    if may_say_yes_again(call):
        return AskToAccept(attempt.id, words.confirm(), 1, words.language)
    if not call.is_open:
        return too_late(call)
    if call.attempt_saw(RequestEvent.PROMPT_HEARD):
        wait_for_digit(call)
        look_again_at(call.request, call.at + hunt.question_may_take(call.request))
    if attempt.call_back_at is not None:
        return AskToAccept(attempt.id, words.call_back_due(), 1, words.language)
    text = words.answer_prompt(call_back=may_promise(call.request))
    return AskToAccept(attempt.id, text, 1, words.language)


def ask_requester(call: LockedCall, *, prompt: int) -> AskToAccept:
    """Whether a person holds the requester's phone: somebody is on the line for them, or will be
    rung."""
    if call.request.status not in (RequestStatus.CALLING_REQUESTER, RequestStatus.HUNTING):
        return CallBackWords(call.request, call.directory).ask(call, prompt=prompt)
    words = PhoneWords(call.session, call.request, call.directory)
    return AskToAccept(call.attempt.id, words.ready(), prompt, words.language)


def join_requester(call: LockedCall) -> PhoneReply:
    """Into the room: the other is there, or is still sought; told at once when nobody is left."""
    words = PhoneWords(call.session, call.request, call.directory)
    match call.request.status:
        case RequestStatus.EXHAUSTED:
            return _told(call, words)
        case RequestStatus.HUNTING:
            return _wait_in_room(call, words)
        case _:
            return CallBackWords(call.request, call.directory).connect(call)


def wait_for_digit(call: LockedCall) -> None:
    """Have the worker look when the questions have been asked and no digit has come."""
    attempt = call.attempt
    attempt.prompts = max(attempt.prompts, 1)
    attempt.gives_up_at = call.at + timedelta(seconds=PROMPT_SECONDS)
    look_again_at(call.request, attempt.gives_up_at)


def join_talk(call: LockedCall) -> PhoneReply:
    """Connect a person who has said yes; a requester who is not on the line is rung first."""
    words = AnswerWords.of(call)
    attempt, request = call.attempt, call.request
    if request.ended_at is None and attempt.confirmed_at is None:
        attempt.confirmed_at = call.at
        if request.status is RequestStatus.JOINING:
            wait_for_talk(call)
    is_waiting = request.ended_at is None and fetch_requester(call.session, request, at=call.at)
    if request.ended_at is not None:
        was_lost = is_lost(call.session, request.id)
        return words.goodbye(words.requester_unreached() if was_lost else words.no_longer_needed())
    text = words.waiting_for_requester() if is_waiting else words.connecting()
    return JoinTalk(attempt.id, request.id, text, starts_talk=True, language=words.language)


def may_say_yes_again(call: LockedCall) -> bool:
    """Their yes came to nothing, but the phone is not over, and nobody else has said yes since."""
    attempt = call.attempt
    is_alive = attempt.state is AttemptState.NOT_JOINED and attempt.ended_at is None
    return is_alive and call.request.status is RequestStatus.HUNTING


def too_late(call: LockedCall) -> SayGoodbye:
    """A polite word to a second answerer, or to one who answers what is no longer asked."""
    call.attempt_saw(RequestEvent.ALREADY_ANSWERED)
    words = AnswerWords.of(call)
    is_taken = call.request.status in (
        *(RequestStatus.JOINING, RequestStatus.ANSWERED),
        RequestStatus.CALL_BACK_PROMISED,
    )
    is_released = call.attempt.state is AttemptState.CANCELLED and call.attempt.prompts > 0
    return words.goodbye(words.too_late(was_listening=is_taken and is_released))
