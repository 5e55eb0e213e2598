"""A call timeline one can look at: a lane for each phone along one axis of time."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from string import ascii_uppercase

from app.phone_lab.belonging import conferences_of
from app.phone_lab.exchange import Exchange
from app.phone_lab.page_view import fingerprint
from app.phone_lab.state import Call, Conference, Message, Phone
from app.phone_lab.timeline_facts import (
    STEP,
    Mark,
    Span,
    mark_of_message,
    marks_of,
    spans_of_call,
    spans_of_room,
)
from app.phone_lab.words import clock_time, name_of, short_ids, shown_number
from routing.calendar import to_local

_STEPS_SECONDS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400)
_MOST_TICKS = 4
_LEAST_SECONDS = 10.0
_ROOM_BEFORE, _ROOM_AFTER = 0.04, 0.05
_EVENTS_SHOWN = 400


@dataclass(frozen=True, slots=True)
class Placed:
    """Something on the axis: its place and width in percent, its kind and what it says."""

    x: str
    kind: str
    text: str
    sign: str = ""
    width: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """One phone or conference; the letter stands at its events too."""

    letter: str
    name: str
    number: str
    display: str
    spans: tuple[Placed, ...]
    marks: tuple[Placed, ...]
    summary: str


@dataclass(frozen=True, slots=True)
class EventRow:
    """One line of the list below the picture."""

    moment: str
    letter: str
    name: str
    kind: str
    what: str
    detail: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The whole picture; without lanes nothing has happened. Conferences as (sid, name)."""

    ticks: tuple[Placed, ...]
    lanes: tuple[Lane, ...]
    events: tuple[EventRow, ...]
    conferences: tuple[tuple[str, str], ...]
    is_cut: bool

    @property
    def etag(self) -> str:
        """A fingerprint of what is shown, the same for the same state."""
        return fingerprint(asdict(self))


NOTHING = Timeline((), (), (), (), is_cut=False)


@dataclass(slots=True)
class _Raw:
    """A lane before it is placed on the axis."""

    name: str
    number: str = ""
    spans: list[Span] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)

    @property
    def moments(self) -> Iterable[datetime]:
        yield from (mark.at for mark in self.marks)
        for span in self.spans:
            yield from (span.start, span.end)


@dataclass(frozen=True, slots=True)
class _Axis:
    start: datetime
    seconds: float

    def percent(self, at: datetime) -> float:
        return (at - self.start).total_seconds() / self.seconds * 100

    def place(self, span: Span) -> Placed:
        x = self.percent(span.start)
        width = max(0.5, self.percent(span.end) - x)
        return Placed(f"{x:.2f}%", span.kind, _span_words(span), width=f"{width:.2f}%")

    def put(self, mark: Mark) -> Placed:
        text = f"{clock_time(mark.at)} {mark.what}: {mark.detail}"
        return Placed(f"{self.percent(mark.at):.2f}%", mark.kind, text, mark.sign)


def timeline(exchange: Exchange, calls: Sequence[Call]) -> Timeline:
    """What these calls, their conferences and the text messages meanwhile look like."""
    if not calls:
        return NOTHING
    now = exchange.now.replace(microsecond=0)
    rooms = conferences_of(exchange, calls)
    messages = _messages_meanwhile(exchange.messages()[::-1], calls, now)
    phones = {phone.number: phone for phone in exchange.phones()}
    raw = [*_phone_lanes(calls, messages, rooms, phones, now), *_room_lanes(rooms, now)]
    return _drawn(raw, rooms)


def _messages_meanwhile(
    messages: Iterable[Message], calls: Sequence[Call], now: datetime
) -> list[Message]:
    margin = timedelta(minutes=1)
    began = min(call.created_at for call in calls) - margin
    ended = max(call.ended_at or now for call in calls) + margin
    return [one for one in messages if began <= one.created_at <= ended]


def _phone_lanes(
    calls: Sequence[Call],
    messages: Sequence[Message],
    rooms: Sequence[Conference],
    phones: dict[str, Phone],
    now: datetime,
) -> list[_Raw]:
    lanes: dict[str, _Raw] = {}

    def lane(number: str) -> _Raw:
        return lanes.setdefault(number, _Raw(name_of(phones.get(number), number), number))

    for call in calls:
        mine = [room for room in rooms if call.sid in room.call_sids]
        lane(call.phone_number).spans += spans_of_call(call, rooms=mine, now=now)
        lane(call.phone_number).marks += marks_of(call.timeline)
    for message in messages:
        lane(message.phone_number).marks.append(mark_of_message(message))
    return list(lanes.values())


def _room_lanes(rooms: Sequence[Conference], now: datetime) -> list[_Raw]:
    return [
        _Raw(
            f"Konferens {short_ids(room.name)}",
            spans=list(spans_of_room(room, now=now)),
            marks=list(marks_of(room.timeline)),
        )
        for room in rooms
    ]


def _drawn(raw: Sequence[_Raw], rooms: Sequence[Conference]) -> Timeline:
    axis = _axis([moment for lane in raw for moment in lane.moments])
    lettered = [(_letter(place), lane) for place, lane in enumerate(raw)]
    events = sorted(
        ((mark.at, letter, lane.name, mark) for letter, lane in lettered for mark in lane.marks),
        key=lambda event: event[0],
    )
    return Timeline(
        ticks=_ticks(axis),
        lanes=tuple(_lane(letter, lane, axis) for letter, lane in lettered),
        events=tuple(_row(*event) for event in events[-_EVENTS_SHOWN:]),
        conferences=tuple((room.sid, short_ids(room.name)) for room in rooms),
        is_cut=len(events) > _EVENTS_SHOWN,
    )


def _lane(letter: str, raw: _Raw, axis: _Axis) -> Lane:
    shown = [mark for mark in raw.marks if mark.kind != STEP]
    said = [_span_words(span) for span in sorted(raw.spans, key=lambda span: span.start)]
    pressed = "".join(mark.sign for mark in shown)
    return Lane(
        letter=letter,
        name=raw.name,
        number=raw.number,
        display=shown_number(raw.number) if raw.number else "",
        spans=tuple(axis.place(span) for span in raw.spans),
        marks=tuple(axis.put(mark) for mark in shown),
        summary="; ".join((*said, f"trycker {pressed}" if pressed else "")).strip("; "),
    )


def _row(at: datetime, letter: str, name: str, mark: Mark) -> EventRow:
    return EventRow(clock_time(at), letter, name, mark.kind, mark.what, mark.detail)


def _span_words(span: Span) -> str:
    return f"{span.words} {clock_time(span.start)}–{clock_time(span.end)}"


def _axis(moments: Sequence[datetime]) -> _Axis:
    start, end = min(moments), max(moments)
    seconds = max(_LEAST_SECONDS, (end - start).total_seconds())
    before = timedelta(seconds=seconds * _ROOM_BEFORE)
    return _Axis(start - before, seconds * (1 + _ROOM_BEFORE + _ROOM_AFTER))


def _ticks(axis: _Axis) -> tuple[Placed, ...]:
    step = next((one for one in _STEPS_SECONDS if axis.seconds / one <= _MOST_TICKS), 86_400)
    local = to_local(axis.start)
    past = (local.hour * 3600 + local.minute * 60 + local.second) % step
    first = axis.start.replace(microsecond=0) + timedelta(seconds=step - past)
    moments = [first + timedelta(seconds=step * count) for count in range(_MOST_TICKS + 1)]
    return tuple(
        Placed(f"{axis.percent(at):.2f}%", "tick", clock_time(at))
        for at in moments
        if axis.percent(at) < 100 - _ROOM_AFTER
    )


def _letter(place: int) -> str:
    """A, B … Z, then A2, B2 …"""
    round_, index = divmod(place, len(ascii_uppercase))
    return ascii_uppercase[index] + (str(round_ + 1) if round_ else "")
