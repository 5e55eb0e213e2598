"""The requester is told that nobody answered: by voice, or by the page they look at."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from app.actions.call_back.call_back_words import CallBackWords
from app.actions.call_back.promised_minutes import minutes_promised
from app.actions.calls.elsewhere import offer_elsewhere
from app.actions.calls.phone_words import PhoneWords
from app.actions.calls.tell_again import is_told
from app.actions.shared.actor import Actor
from models.db import transaction
from models.logs.contacts import MACHINE, By, Happening, lock_attempt, lock_request, write
from models.tables.contacts import CareRequestRow
from notifications.dialogue import JoinTalk, PhoneReply, SayGoodbye
from notifications.render import render
from routing.directory import Directory
from routing.lifecycle import RequestEvent, RequestStatus

_SAID_YES = frozenset({RequestStatus.JOINING, RequestStatus.ANSWERED})


class ToldBy(StrEnum):
    """Hur remittenten fick veta."""

    PHONE = "telefon"
    PAGE = "sida"


def tell_by_phone(
    session: Session, attempt_id: str, *, directory: Directory, at: datetime
) -> PhoneReply:
    """What the requester hears on the line, with the fallback number; a key connects to it."""
    with transaction(session):
        found = lock_attempt(session, attempt_id)
        if found is None:
            return SayGoodbye(render("unknown_call", "voice"))
        request, _attempt = found
        words = PhoneWords(session, request, directory)
        promised = minutes_promised(session, request_id=request.id)
        reply: PhoneReply = offer_elsewhere(attempt_id, words)
        if request.status in _SAID_YES:  # since this was sent: they are to talk, or have done so
            reply = _back_to_talk(request, attempt_id, words)
        elif promised is not None and request.status is not RequestStatus.EXHAUSTED:
            reply = CallBackWords(request, directory).told(promised)
        if request.status is RequestStatus.EXHAUSTED:
            write_told(session, request.id, ToldBy.PHONE, by=MACHINE, at=at)
        session.commit()
    return reply


def _back_to_talk(request: CareRequestRow, attempt_id: str, words: PhoneWords) -> PhoneReply:
    if request.ended_at is not None:
        return words.to_requester("after_talk")
    return JoinTalk(
        attempt_id, request.id, words.hold(), starts_talk=False, language=words.language
    )


def note_told_by_page(session: Session, request_id: str, *, by: Actor, at: datetime) -> None:
    """The requester's own page shows it. Changes nothing for anybody else or when already noted."""
    with transaction(session):
        request = lock_request(session, request_id)
        if (
            request is None
            or request.requester_id != by.account_id
            or request.status is not RequestStatus.EXHAUSTED
        ):
            return
        write_told(session, request_id, ToldBy.PAGE, by=by.in_log, at=at)
        session.commit()


def write_told(session: Session, request_id: str, how: ToldBy, *, by: By, at: datetime) -> None:
    """Write in the log, once, that the requester knows; part of the caller's transaction."""
    if not is_told(session, request_id):
        detail = {"how": how.value}
        write(session, request_id, Happening(RequestEvent.REQUESTER_TOLD, at, by, detail))
