"""Nobody answered: the requester on the line is offered to be connected to the fallback."""

from typing import Final

from sqlalchemy.orm import Session

from app.actions.phone_words import PhoneWords
from models.care_request import AttemptRow, CareRequestRow, is_id
from models.frozen_plan import plan_from_json
from notifications import callbacks as paths
from notifications.callbacks import answer_to
from notifications.dialogue import AskForDigits, ConnectTo, PhoneReply, SayGoodbye
from notifications.render import render
from routing.directory import Directory
from routing.lifecycle import RequestStatus
from routing.outcome import Side

YES: Final = "1"


def offer_elsewhere(attempt_id: str, words: PhoneWords) -> AskForDigits:
    """The fallback with its number; 1 connects."""
    to = answer_to(paths.ELSEWHERE, 1, attempt_id=attempt_id)
    return AskForDigits(to, words.offer_fallback(), language=words.language)


def take_elsewhere(
    session: Session, attempt_id: str, digits: str, *, directory: Directory
) -> PhoneReply:
    """Connect, or say the number once more. Changes nothing: they have been told already."""
    attempt = session.get(AttemptRow, attempt_id) if is_id(attempt_id) else None
    if attempt is None or attempt.side is not Side.REQUESTER:
        return SayGoodbye(render("unknown_call", "voice"))
    request = session.get_one(CareRequestRow, attempt.request_id)
    words = PhoneWords(session, request, directory)
    if request.status not in (RequestStatus.EXHAUSTED, RequestStatus.CLOSED):
        return words.to_requester("no_longer_needed")
    if digits != YES:
        return SayGoodbye(words.nobody_answered(), words.language)
    fallback = plan_from_json(request.plan).fallback
    after = words.elsewhere_ended(fallback.number)
    return ConnectTo(fallback.number, words.connecting_fallback(), after, words.language)
