"""What happened on each phone and in each conference, as spans and moments of time."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.phone_lab.numbers import is_dialable
from app.phone_lab.state import Call, Conference, Message
from app.phone_lab.types import (
    CallStatus,
    Happening,
    MessageDirection,
    MessageStatus,
    TimelineEntry,
)
from app.phone_lab.words import MESSAGE_WORDS, STATUS_WORDS, short_ids, shown_number

_KINDS: dict[Happening, str] = {
    Happening.PRESSED: "pressed",
    Happening.IGNORED: "ignored",
    Happening.HEARD: "heard",
    Happening.SPEAKS: "speaks",
    Happening.SAYS: "speaks",
    Happening.UNHEARD: "ignored",
    Happening.FETCHED: "webhook",
    Happening.TOLD: "webhook",
    Happening.LIED: "fault",
    Happening.BAD_TWIML: "fault",
    Happening.BAD_WEBHOOK: "fault",
    Happening.CALLBACK_FAILED: "fault",
}
STEP = "step"
"""What stands in the list only: the bars already show it."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time: `ring`, `talk`, `together` or `waiting`."""

    start: datetime
    end: datetime
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment: its kind, what happened, and a sign short enough to stand in the picture."""

    at: datetime
    kind: str
    what: str
    detail: str
    sign: str = ""


def spans_of_call(call: Call, *, rooms: Sequence[Conference], now: datetime) -> Iterator[Span]:
    """When it rang, when somebody talked, and when with others."""
    end = call.ended_at or now
    began = _first(call, Happening.RINGS, Happening.CALLS_IN)
    if began is not None:
        yield Span(began, call.answered_at or end, "ring", "ringer")
    if call.answered_at is not None:
        yield Span(call.answered_at, end, "talk", "i samtal")
    bridged = _first(call, Happening.BRIDGED)
    if bridged is not None:
        yield Span(bridged, end, "together", "pratar med varandra")
    for room in rooms:
        yield from _spans_in_room(call, room, now=now)


def _spans_in_room(call: Call, room: Conference, *, now: datetime) -> Iterator[Span]:
    joined: datetime | None = None
    for entry in (*call.timeline, TimelineEntry(call.ended_at or now, Happening.LEFT, room.name)):
        if entry.detail != room.name:
            continue
        if entry.what is Happening.JOINED:
            joined = entry.at
        elif entry.what is Happening.LEFT and joined is not None:
            start = max(joined, room.started_at) if room.started_at else entry.at
            if start < entry.at:
                yield Span(start, entry.at, "together", "pratar i konferensen")
            joined = None


def spans_of_room(room: Conference, *, now: datetime) -> Iterator[Span]:
    """When somebody waited, and when they talked."""
    end = room.ended_at or now
    yield Span(room.created_at, room.started_at or end, "waiting", "väntar på någon")
    if room.started_at is not None:
        yield Span(room.started_at, end, "together", "pratar")


def marks_of(entries: Iterable[TimelineEntry]) -> Iterator[Mark]:
    """Each line of a timeline as a moment."""
    for entry in entries:
        kind = "missed" if _is_missed(entry) else _KINDS.get(entry.what, STEP)
        sign = entry.detail if kind in ("pressed", "ignored") else ""
        yield Mark(entry.at, kind, entry.what.value, _detail(entry), sign)


def mark_of_message(message: Message) -> Mark:
    """A text message where it was sent or arrived."""
    if message.direction is MessageDirection.INBOUND:
        return Mark(message.created_at, "text", "skickar sms", message.body)
    if message.status is MessageStatus.DELIVERED:
        return Mark(message.updated_at or message.created_at, "text", "får sms", message.body)
    error = f" ({message.error_code})" if message.error_code is not None else ""
    words = f"{MESSAGE_WORDS[message.status]}{error}: {message.body}"
    kind = "fault" if message.error_code is not None else "text"
    return Mark(message.updated_at or message.created_at, kind, "sms", words)


def _is_missed(entry: TimelineEntry) -> bool:
    """Whether a call ended here without an answer."""
    completed = CallStatus.COMPLETED.value
    return entry.what is Happening.ENDED and entry.detail.partition(":")[0] != completed


def _detail(entry: TimelineEntry) -> str:
    if entry.what is Happening.ENDED:
        status, _colon, why = entry.detail.partition(": ")
        return why or STATUS_WORDS[CallStatus(status)]
    return shown_number(entry.detail) if is_dialable(entry.detail) else short_ids(entry.detail)


def _first(call: Call, *happenings: Happening) -> datetime | None:
    return next((entry.at for entry in call.timeline if entry.what in happenings), None)
