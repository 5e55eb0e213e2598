"""What the requester hears while they wait on the line: whom we ring, or that we cannot ring."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.calls.answer_words import AnswerWords
from app.actions.calls.note_delay import is_delayed, note_delay_told_by_phone
from app.actions.calls.phone_words import PhoneWords
from models.reads.contacts import find_contact
from models.reads.outages import find_outage
from models.tables.contacts import AttemptRow, CareRequestRow, is_id
from notifications.dialogue import Hold
from routing.directory import Directory
from routing.lifecycle import RequestStatus
from routing.outcome import Side

# That a phone still asks is how one knows that the two do not talk yet: asked for often, then.
JOINING_SECONDS = 5


def hold_words(
    session: Session, attempt_id: str, *, directory: Directory, at: datetime
) -> Hold | None:
    """None when there is no such attempt. Told of a broken promise, they have been told: the log
    says so, once."""
    attempt = session.get(AttemptRow, attempt_id) if is_id(attempt_id) else None
    if attempt is None:
        return None
    request = session.get_one(CareRequestRow, attempt.request_id)
    if attempt.side is not Side.REQUESTER:  # said yes, and waits for the requester to be rung
        to_answerer = AnswerWords(session, request, attempt, directory)
        return Hold(to_answerer.waiting_for_requester(), to_answerer.language)
    words = PhoneWords(session, request, directory)
    text = words.hold()
    outage = find_outage(session)
    if outage is not None:
        contact = find_contact(session, request.id)
        if contact is not None and is_delayed(contact, outage, at):
            text = words.cannot_call_out()
            note_delay_told_by_phone(session, request.id, at=at)
    if request.status is RequestStatus.JOINING:
        return Hold(text, words.language, seconds=JOINING_SECONDS)
    return Hold(text, words.language)
