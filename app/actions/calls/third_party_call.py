"""The phone of a third party asked into a talk: 1 joins, and leaving ends nothing.

They are in the talk when they have been seen there, and not before: their line may break too.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.calls.answer_words import AnswerWords
from app.actions.shared.locked_call import LockedCall
from app.actions.talk.await_talk import JOIN_WITHIN
from app.labels import label
from models.logs.contacts import Happening, happened_to_attempt, look_again_at, write
from models.tables.accounts import AccountRow
from models.tables.contacts import AttemptRow, CareRequestRow, RequestEventRow
from notifications.dialogue import AskToAccept, JoinTalk, PhoneReply
from routing.lifecycle import OPEN_STATES, AttemptState, RequestEvent, RequestStatus
from routing.outcome import Side

YES, NO, PROMPTS = "1", "2", 2


def talk_goes_on(call: LockedCall) -> bool:
    """Whether there is a talk to join."""
    return call.request.status is RequestStatus.ANSWERED and call.request.ended_at is None


def third_party_picks_up(call: LockedCall) -> PhoneReply:
    """What the phone does next. Part of its callers' transactions."""
    if call.attempt.state is AttemptState.ACCEPTED and talk_goes_on(call):
        return _join(call)
    words = AnswerWords.of(call)
    if call.attempt.state not in OPEN_STATES or not talk_goes_on(call):
        return words.goodbye(words.no_longer_needed())
    call.attempt_saw(RequestEvent.PROMPT_HEARD)
    return AskToAccept(call.attempt.id, _question(call, words), 1, words.language)


def third_party_presses(call: LockedCall, digits: str, *, prompt: int) -> PhoneReply:
    """What the phone does after a digit, or none. Part of its callers' transactions."""
    words = AnswerWords.of(call)
    is_open = call.attempt.state in OPEN_STATES
    if is_open and talk_goes_on(call) and digits == YES:
        call.attempt_saw(RequestEvent.ACCEPTED)
        call.attempt.accepted_at = call.attempt.confirmed_at = call.at
        call.attempt.gives_up_at = call.at + JOIN_WITHIN
        look_again_at(call.request, call.attempt.gives_up_at)
    if call.attempt.state is AttemptState.ACCEPTED and talk_goes_on(call):
        return _join(call)
    if is_open and talk_goes_on(call) and digits != NO and prompt < PROMPTS:
        call.attempt.prompts = max(call.attempt.prompts, prompt + 1)
        return AskToAccept(call.attempt.id, _question(call, words), prompt + 1, words.language)
    if is_open:
        call.attempt_saw(RequestEvent.DECLINED if digits == NO else RequestEvent.NO_DIGIT)
        call.attempt.ended_at = call.at
    return words.goodbye(words.third_party_goodbye())


def third_party_call_over(call: LockedCall, event: RequestEvent) -> None:
    """The call has ended; the two go on talking. Part of its callers' transactions."""
    attempt = call.attempt
    attempt.ended_at = call.at
    if attempt.state is AttemptState.ACCEPTED and attempt.connected_at is None:
        call.attempt_saw(RequestEvent.NOT_JOINED)
    elif not call.attempt_saw(event) and attempt.state is AttemptState.ACCEPTED:
        left = Happening(RequestEvent.CALL_ENDED, call.at)
        write(call.session, call.request.id, left, attempt=attempt)


def give_up_lost(session: Session, request: CareRequestRow, *, at: datetime) -> None:
    """Those who said yes and have not been seen in the talk: their place is free again. Part of its
    callers' transactions."""
    said_yes = session.scalars(
        select(AttemptRow).where(
            AttemptRow.request_id == request.id,
            AttemptRow.side == Side.THIRD_PARTY,
            AttemptRow.state == AttemptState.ACCEPTED,
            AttemptRow.connected_at.is_(None),
            AttemptRow.ended_at.is_(None),
        )
    ).all()
    for attempt in said_yes:
        if attempt.gives_up_at > at:
            look_again_at(request, attempt.gives_up_at)
            continue
        happened_to_attempt(session, attempt, Happening(RequestEvent.NOT_JOINED, at))


def _join(call: LockedCall) -> JoinTalk:
    words = AnswerWords.of(call)
    return JoinTalk(
        call.attempt.id,
        call.request.id,
        words.third_party_joining(),
        starts_talk=False,
        language=words.language,
        ends_talk=False,
    )


def _question(call: LockedCall, words: AnswerWords) -> str:
    asked_by = call.session.scalar(
        select(AccountRow)
        .join(RequestEventRow, RequestEventRow.account_id == AccountRow.id)
        .where(
            RequestEventRow.attempt_id == call.attempt.id,
            RequestEventRow.event == RequestEvent.THIRD_PARTY_ASKED,
        )
    )
    if asked_by is None:
        return words.third_party_prompt("", "")
    unit = call.directory.units.get(asked_by.unit_id or "")
    who = f"{label(asked_by.role, words.language)} {asked_by.name}"
    return words.third_party_prompt(who, unit.name if unit else "")
