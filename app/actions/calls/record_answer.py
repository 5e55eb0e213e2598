"""A digit on the phone: 1 is yes, 2 is no, 3 a promise to call back; silence is asked once more.

After a no the next in turn is rung at once, and only then why is asked.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.admission.ward_call import ward_presses
from app.actions.answers.accept_contact import AcceptedIn, accept_contact
from app.actions.answers.decline_contact import decline_contact, give_reason
from app.actions.call_back.call_back_words import CallBackWords
from app.actions.call_back.promise_call_back import may_promise, promise
from app.actions.calls.answer_words import CALL_BACK_AFTER_NO, REASONS, AnswerWords
from app.actions.calls.record_pickup import (
    ask_requester,
    join_requester,
    join_talk,
    may_say_yes_again,
    too_late,
)
from app.actions.calls.third_party_call import third_party_presses
from app.actions.hunting import hunt
from app.actions.hunting.ring_step import GOODBYE
from app.actions.shared.locked_call import LockedCall, lock_call
from app.actions.talk.await_talk import (
    Why,
    give_time_to_join,
    go_on,
    note_yes_over,
    requester_hung_up,
)
from app.actions.talk.prove_requester import (
    end_search,
    is_unproven,
    nobody_is_there,
    person_is_there,
)
from models.db import transaction
from models.logs.contacts import look_again_at
from notifications.dialogue import AskToAccept, PhoneReply, SayGoodbye
from notifications.render import render
from routing.call_back import MINUTES_ON_PHONE
from routing.directory import Directory
from routing.lifecycle import AttemptState, RequestEvent, RequestStatus
from routing.outcome import Side


@dataclass(frozen=True, slots=True)
class Pressed:
    """``digits`` is empty for silence. ``prompt`` says which prompt it answers, from 1."""

    digits: str
    prompt: int = 1


YES = "1"
NO = "2"
CALL_BACK = "3"
PROMPTS = 2
WHY = 9  # the prompt that asks for the reason of a no

# A requester who is rung once more is wanted as long as somebody has said yes, or is sought.
_WANTED = frozenset({RequestStatus.HUNTING, RequestStatus.JOINING, RequestStatus.ANSWERED})


def record_answer(
    session: Session, attempt_id: str, pressed: Pressed, *, directory: Directory, at: datetime
) -> PhoneReply:
    """What the phone does next. The first yes wins; a repeated one gets the same reply."""
    with transaction(session):
        call = lock_call(session, attempt_id, directory=directory, at=at)
        if call is None:
            return SayGoodbye(render("unknown_call", "voice"))
        reply = _reply(call, pressed)
        session.commit()
    return reply


def _reply(call: LockedCall, pressed: Pressed) -> PhoneReply:
    match call.attempt.side:
        case Side.REQUESTER:
            return _requester(call, pressed)
        case Side.THIRD_PARTY:
            return third_party_presses(call, pressed.digits, prompt=pressed.prompt)
        case Side.WARD:
            return ward_presses(call, pressed.digits, prompt=pressed.prompt)
        case Side.RESPONDER if call.attempt.accepted_at is not None:
            return _taken(call, pressed)
        case Side.RESPONDER if may_say_yes_again(call):
            return _once_more(call, pressed)
        case Side.RESPONDER if call.is_open and pressed.prompt != WHY:
            return _first_word(call, pressed)
        case Side.RESPONDER:
            return _afterwards(call, pressed)


def _first_word(call: LockedCall, pressed: Pressed) -> PhoneReply:
    attempt, words = call.attempt, AnswerWords.of(call)
    can_wait = may_promise(call.request)
    if pressed.digits == YES:
        accept_contact(call, how=AcceptedIn.PHONE)
        return join_talk(call)
    if pressed.digits == CALL_BACK and can_wait:
        promise(call, MINUTES_ON_PHONE)
        return words.goodbye(words.call_back_noted(MINUTES_ON_PHONE))
    if pressed.digits in (NO, CALL_BACK):  # where a patient waits, later is no
        decline_contact(call)
        return _why(call)
    if pressed.prompt < PROMPTS:
        attempt.prompts = max(attempt.prompts, pressed.prompt + 1)
        text = words.answer_prompt_again(call_back=can_wait)
        return AskToAccept(attempt.id, text, pressed.prompt + 1, words.language)
    call.attempt_saw(RequestEvent.NO_DIGIT)
    attempt.ended_at = call.at
    hunt.advance(call.session, call.request, directory=call.directory, at=call.at)
    return words.goodbye(words.no_digit())


def _taken(call: LockedCall, pressed: Pressed) -> PhoneReply:
    """The yes is known; after one given elsewhere a digit tells a person from a voicemail box."""
    attempt = call.attempt
    is_asked = attempt.confirmed_at is None and call.request.ended_at is None
    if not is_asked or pressed.digits == YES:
        return join_talk(call)
    if pressed.digits != NO and pressed.prompt < PROMPTS:
        return _confirm_again(call, pressed)
    if pressed.digits == NO:
        go_on(call, Why.SAID_NO)
        return _why(call)
    note_yes_over(call)
    words = AnswerWords.of(call)
    return words.goodbye(words.no_digit())


def _once_more(call: LockedCall, pressed: Pressed) -> PhoneReply:
    """Their yes came to nothing, and the next is being rung, but this phone may say yes still."""
    if pressed.digits == YES:
        accept_contact(call, how=AcceptedIn.PHONE)
        return join_talk(call)
    if pressed.digits != NO and pressed.prompt < PROMPTS:
        return _confirm_again(call, pressed)
    call.attempt.ended_at = call.at
    if pressed.digits == NO:
        call.attempt_saw(RequestEvent.DECLINED)
        return _why(call)
    words = AnswerWords.of(call)
    return words.goodbye(words.no_digit())


def _confirm_again(call: LockedCall, pressed: Pressed) -> AskToAccept:
    attempt, words = call.attempt, AnswerWords.of(call)
    attempt.prompts = max(attempt.prompts, pressed.prompt + 1)
    return AskToAccept(attempt.id, words.confirm(), pressed.prompt + 1, words.language)


def _afterwards(call: LockedCall, pressed: Pressed) -> PhoneReply:
    """The same digit once more gets the words it got before; after a no, why."""
    state, words = call.attempt.state, AnswerWords.of(call)
    if state is AttemptState.CALL_BACK:
        return words.goodbye(words.call_back_noted(MINUTES_ON_PHONE))
    if state is AttemptState.NO_DIGIT:
        return words.goodbye(words.no_digit())
    if state is not AttemptState.DECLINED:
        return too_late(call)
    if pressed.prompt != WHY:
        return _why(call)
    if pressed.digits in REASONS:
        reason, _swedish, _english = REASONS[pressed.digits]
        give_reason(call, reason)
    elif pressed.digits == CALL_BACK_AFTER_NO and may_promise(call.request):
        if call.request.status is RequestStatus.HUNTING:
            promise(call, MINUTES_ON_PHONE)
        if call.attempt.call_back_at is not None:
            return words.goodbye(words.call_back_noted(MINUTES_ON_PHONE))
    return words.goodbye(words.declined())


def _why(call: LockedCall) -> AskToAccept:
    words = AnswerWords.of(call)
    text = words.why_not(call_back=may_promise(call.request))
    return AskToAccept(call.attempt.id, text, WHY, words.language)


def _requester_first(call: LockedCall, pressed: Pressed) -> PhoneReply:
    """Any key but 2 begins the search: a box presses none."""
    words = CallBackWords(call.request, call.directory)
    if not is_unproven(call):
        return words.no_longer_needed()
    if pressed.digits and pressed.digits != NO:
        person_is_there(call)
        return join_requester(call)
    if pressed.digits != NO and pressed.prompt < PROMPTS:
        call.attempt.prompts = max(call.attempt.prompts, pressed.prompt + 1)
        return ask_requester(call, prompt=pressed.prompt + 1)
    if pressed.digits == NO:
        call.attempt_saw(RequestEvent.REQUESTER_HUNG_UP)
        call.attempt.ended_at = call.at
        end_search(call, RequestEvent.REQUESTER_HUNG_UP)
    else:
        nobody_is_there(call, RequestEvent.NO_DIGIT)
    return words.no_longer_needed()


def _requester(call: LockedCall, pressed: Pressed) -> PhoneReply:
    """Rung at the beginning, or for somebody who has said yes: 1 tells a person from a voicemail
    box."""
    attempt, request = call.attempt, call.request
    if request.status is RequestStatus.CALLING_REQUESTER:
        return _requester_first(call, pressed)
    words = CallBackWords(request, call.directory)
    is_asked = attempt.state is AttemptState.PROMPT
    is_wanted = request.status in _WANTED and request.ended_at is None
    if is_asked and is_wanted and pressed.digits == YES:
        call.attempt_saw(RequestEvent.REQUESTER_READY)
        attempt.confirmed_at = call.at
        give_time_to_join(call)
    if attempt.confirmed_at is not None and is_wanted:
        return join_requester(call)
    if not is_asked:
        return SayGoodbye(render("unknown_call", "voice"))
    if is_wanted and pressed.digits != NO and pressed.prompt < PROMPTS:
        attempt.prompts = max(attempt.prompts, pressed.prompt + 1)
        return ask_requester(call, prompt=pressed.prompt + 1)
    call.attempt_saw(RequestEvent.NO_DIGIT)
    attempt.ended_at = call.at
    if request.status is RequestStatus.JOINING and pressed.digits == NO:
        requester_hung_up(call.session, request, at=call.at)
    elif request.status is RequestStatus.JOINING:  # rung once more, when this line is free
        look_again_at(request, call.at + GOODBYE)
    return words.no_longer_needed()
