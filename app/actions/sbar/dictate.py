"""SBAR said on the phone (diktering) by a requester who waits, while the hunt goes on.

They are outside the common talk meanwhile: a provider lets nobody be listened to in a room that one
waits in. Whoever says yes ends it: the requester's call is told to join, and what is being said
just then is not waited for. So it never delays a talk.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from app.actions.calls.phone_words import PhoneWords
from app.actions.calls.record_pickup import record_pickup
from app.actions.sbar.spoken import checked_speech
from app.actions.sbar.write_sbar import Told, keep, told_so_far
from app.actions.shared.errors import PatientIdentityInText
from app.actions.shared.locked_call import LockedCall, lock_call
from models.db import transaction
from models.tables.outbox import MessageKind
from notifications import callbacks as paths
from notifications.dialogue import AskForDigits, AskToSay, JoinTalk, PhoneReply
from notifications.outbox import note_arrived, take_back
from notifications.render import render
from routing.directory import Directory
from routing.lifecycle import RequestStatus
from routing.outcome import Side
from routing.sbar import SbarPart, may_be_told, next_untold
from routing.types import ContactPath

TIMES_ASKED: Final = 2
"""Times that one part is asked for, before we go on without it."""

STOP: Final = "*"

MOMENTS: Final = 2
"""Seconds after which we look again whether the word to join has been sent."""


@dataclass(frozen=True, slots=True)
class Said:
    """The answer to one question: what was recognised, or a key, or neither. ``prompt`` is the
    how-manieth time that part was asked for, from 1."""

    call_id: str
    part: SbarPart
    text: str
    digits: str
    prompt: int


def offer_dictation(
    session: Session, reply: PhoneReply, *, directory: Directory, at: datetime
) -> PhoneReply:
    """Instead of waiting in the room: the first part that nobody has told. Another reply than a
    requester's wait on the acute path is left as it is, and so is one that has said enough.

    One transaction. A requester who has been answered meanwhile is connected, with few words.
    """
    if not isinstance(reply, JoinTalk) or reply.starts_talk:
        return reply
    with transaction(session):
        call = lock_call(session, reply.attempt_id, directory=directory, at=at)
        if call is None:
            return reply
        if call.attempt.side is not Side.REQUESTER or call.request.path is not ContactPath.AKUT:
            return reply
        if call.request.status is not RequestStatus.HUNTING:
            if call.attempt.is_dictating:
                reply = _join(call, reply)
            session.commit()
            return reply
        part = next_untold(told_so_far(call.request))
        if call.attempt.is_dictating is False or part is None:
            session.commit()
            return reply
        lead = "" if call.attempt.is_dictating else f"{reply.text} {_say(call, 'sbar_begin')}"
        call.attempt.is_dictating = True
        question = _ask(call, part, lead=lead)
        session.commit()
    return question


def take_said(
    session: Session, attempt_id: str, said: Said, *, directory: Directory, at: datetime
) -> PhoneReply:
    """Keep what was said, also when somebody has answered since, and ask for the next part.

    The same answer twice changes nothing the second time: a part that is told is left as it is.
    """
    with transaction(session):
        call = lock_call(session, attempt_id, directory=directory, at=at)
        is_theirs = call is not None and call.attempt.side is Side.REQUESTER
        if call is None or not is_theirs or not call.attempt.is_dictating:
            return record_pickup(
                session, attempt_id, call_id=said.call_id, directory=directory, at=at
            )
        lead = _keep(call, said)
        is_repeated = lead in ("sbar_refused", "sbar_unheard")
        repeats = is_repeated and said.prompt < TIMES_ASKED
        part = said.part if repeats else next_untold(told_so_far(call.request), after=said.part)
        gives_up = said.digits == STOP or (lead == "sbar_unheard" and not repeats)
        if call.request.status is RequestStatus.HUNTING and part is not None and not gives_up:
            spoken = _say(call, lead) if lead else ""
            question = _ask(call, part, lead=spoken, prompt=said.prompt + 1 if repeats else 1)
            session.commit()
            return question
        if call.request.status is not RequestStatus.HUNTING:
            session.commit()
            reply = record_pickup(
                session, attempt_id, call_id=said.call_id, directory=directory, at=at
            )
            return offer_dictation(session, reply, directory=directory, at=at)
        call.attempt.is_dictating = False
        text = _say(
            call, "sbar_done" if any(told_so_far(call.request).values()) else "sbar_waiting"
        )
        session.commit()
    reply = record_pickup(session, attempt_id, call_id=said.call_id, directory=directory, at=at)
    return replace(reply, text=text) if isinstance(reply, JoinTalk) else reply


def join_talk_now(
    session: Session, attempt_id: str, *, call_id: str, directory: Directory, at: datetime
) -> PhoneReply:
    """Somebody has said yes, and the call of the requester has been told to join."""
    with transaction(session):
        call = lock_call(session, attempt_id, directory=directory, at=at)
        text = ""
        if call is not None:
            note_arrived(session, call.attempt, MessageKind.JOIN_REQUESTER, at=at)
            call.attempt.is_dictating = False
            text = _say(call, "connecting_requester")
            session.commit()
    reply = record_pickup(session, attempt_id, call_id=call_id, directory=directory, at=at)
    return replace(reply, text=text) if isinstance(reply, JoinTalk) else reply


def _join(call: LockedCall, reply: JoinTalk) -> PhoneReply:
    """Into the room, unless the word to go there is on its way: it would take them out of the talk
    again, and whoever answered with them. Then they wait for it, outside, for moments."""
    text = _say(call, "connecting_requester")
    if not take_back(call.session, call.attempt, MessageKind.JOIN_REQUESTER):
        to = paths.ANSWER.replace("<attempt_id>", call.attempt.id)
        return AskForDigits(to, text, seconds=MOMENTS, language=reply.language)
    call.attempt.is_dictating = False
    return replace(reply, text=text)


def _keep(call: LockedCall, said: Said) -> str:
    """Keep a part that is untold; returns the message that says what came of it, "" for none."""
    if said.digits:
        return ""
    if not said.text.strip():
        return "sbar_unheard"
    try:
        text = checked_speech(said.part, said.text)
    except PatientIdentityInText:
        return "sbar_refused"
    request = call.request
    is_told = bool(told_so_far(request)[said.part])
    if not is_told and may_be_told(request.status, is_over=request.ended_at is not None):
        keep(call.session, request, Told(said.part, text), at=call.at)
    return "sbar_noted"


def _ask(call: LockedCall, part: SbarPart, *, lead: str, prompt: int = 1) -> AskToSay:
    question = _say(call, f"sbar_{part.value}")
    return AskToSay(
        to=paths.said_to(call.attempt.id, part.value, prompt),
        text=f"{lead} {question}".strip(),
        language=_words(call).language,
    )


def _say(call: LockedCall, name: str) -> str:
    return render(name, "voice", _words(call).language)


def _words(call: LockedCall) -> PhoneWords:
    return PhoneWords(call.session, call.request, call.directory)
