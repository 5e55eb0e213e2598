"""What the lab's pages call things, in Swedish."""

import re
from datetime import datetime

from app.labels.phone import phone_display
from app.phone_lab.numbers import ANONYMOUS, ANONYMOUS_AS_DIGITS, is_dialable
from app.phone_lab.state import Call, Phone
from app.phone_lab.types import CallStatus, MessageStatus
from routing.calendar import to_local

_LONG_ID = re.compile(r"\b([0-9a-f]{8})(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")

SERVICE = "Kontaktvägar"

STATUS_WORDS: dict[CallStatus, str] = {
    CallStatus.QUEUED: "i kö",
    CallStatus.RINGING: "ringer",
    CallStatus.IN_PROGRESS: "samtal pågår",
    CallStatus.COMPLETED: "avslutat",
    CallStatus.BUSY: "upptaget eller avvisat",
    CallStatus.NO_ANSWER: "inget svar",
    CallStatus.FAILED: "gick inte fram",
    CallStatus.CANCELED: "avbrutet",
}

MESSAGE_WORDS: dict[MessageStatus, str] = {
    MessageStatus.QUEUED: "i kö",
    MessageStatus.SENDING: "skickas",
    MessageStatus.SENT: "skickat",
    MessageStatus.DELIVERED: "framme",
    MessageStatus.UNDELIVERED: "kom inte fram",
    MessageStatus.FAILED: "kunde inte skickas",
    MessageStatus.RECEIVED: "mottaget av tjänsten",
}


def shown_number(number: str) -> str:
    """A number as people write it, or what stands in its place."""
    if number in (ANONYMOUS, ANONYMOUS_AS_DIGITS):
        return "dolt nummer"
    return phone_display(number) if is_dialable(number) else number


def short_ids(text: str) -> str:
    """The text with long identifiers cut short, as in `/voice/1f0e9a2c…/status`."""
    return _LONG_ID.sub(r"\1…", text)


def name_of(phone: Phone | None, number: str) -> str:
    """Whose phone it is; an unknown one is called by its number."""
    if phone is None or phone.label == phone.number:
        return shown_number(number)
    return phone.label


def name_of_call(call: Call, phones: dict[str, Phone]) -> str:
    """Whose phone is at the far end."""
    return name_of(phones.get(call.phone_number), call.phone_number)


def clock_time(at: datetime) -> str:
    """Swedish local time to the second."""
    return to_local(at).strftime("%H:%M:%S")
