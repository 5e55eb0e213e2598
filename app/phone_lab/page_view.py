"""What the lab's page shows: phones, calls and conferences as plain values with Swedish words."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from json import dumps

from app.labels.phone import phone_display
from app.phone_lab.exchange import Exchange
from app.phone_lab.state import Call, Conference, Phone
from app.phone_lab.types import CallStatus, ConferenceStatus, Direction
from routing.calendar import to_local

_NUMBER_SOUGHT = re.compile(r"[+\d][\d\s()-]*")
_CALLS_SHOWN = 12
_HEARD_SHOWN = 6
_MESSAGES_SHOWN = 3

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


@dataclass(frozen=True, slots=True)
class PhoneCard:
    """A phone as shown; `key` is its number without the plus sign, for element ids."""

    number: str
    key: str
    display: str
    label: str
    group: str
    script: str
    is_ringing: bool
    is_talking: bool
    hearing: str
    caller: str
    heard: tuple[str, ...]
    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CallRow:
    """A call in the list, with its timeline; moments are Swedish local time."""

    sid: str
    started: str
    to: str
    status: CallStatus
    status_words: str
    timeline: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class LabState:
    """All that changes on the page."""

    active: tuple[PhoneCard, ...]
    conversations: tuple[str, ...]
    calls: tuple[CallRow, ...]

    @property
    def etag(self) -> str:
        """A fingerprint of what is shown, the same for the same state."""
        shown = dumps(asdict(self), sort_keys=True, ensure_ascii=False)
        return sha256(shown.encode()).hexdigest()[:32]


def lab_state(exchange: Exchange) -> LabState:
    """The living part of the page: phones in use, who talks with whom, the latest calls."""
    phones = {phone.number: phone for phone in exchange.phones()}
    cards = [_card(exchange, phone) for phone in phones.values()]
    active = [card for card in cards if card.is_ringing or card.is_talking]
    calls = exchange.calls()
    return LabState(
        active=tuple(sorted(active, key=lambda card: (not card.is_ringing, card.label))),
        conversations=_conversations(calls, exchange.conferences(), phones),
        calls=tuple(_row(call, phones) for call in calls[:_CALLS_SHOWN]),
    )


def find_cards(exchange: Exchange, words: str) -> list[PhoneCard]:
    """The phones whose label, group or number holds every one of the words, by group and label."""
    cards = [_card(exchange, phone) for phone in exchange.phones()]
    found = [card for card in cards if _matches(card, words)]
    return sorted(found, key=lambda card: (card.group, card.label))


def _matches(card: PhoneCard, words: str) -> bool:
    if _NUMBER_SOUGHT.fullmatch(words):
        digits = _digits_of(words)
        return digits in _digits_of(card.display) or digits in card.key
    text = f"{card.label} {card.group}".casefold()
    return all(word in text for word in words.casefold().split())


def _digits_of(text: str) -> str:
    return "".join(character for character in text if character.isdecimal())


def _card(exchange: Exchange, phone: Phone) -> PhoneCard:
    ringing = exchange.ringing_call(phone.number)
    current = exchange.current_call(phone.number)
    call = ringing or current
    return PhoneCard(
        number=phone.number,
        key=phone.number.removeprefix("+"),
        display=phone_display(phone.number),
        label=phone.label if phone.label != phone.number else phone_display(phone.number),
        group=phone.group,
        script=phone.script.name,
        is_ringing=ringing is not None,
        is_talking=current is not None,
        hearing=current.activity.hearing if current else "",
        caller=_caller(call) if call else "",
        heard=tuple(phone.heard[-_HEARD_SHOWN:]),
        messages=tuple(message.body for message in phone.messages[-_MESSAGES_SHOWN:]),
    )


def _caller(call: Call) -> str:
    other = call.to if call.direction is Direction.INBOUND else call.from_
    return phone_display(other)


def _row(call: Call, phones: dict[str, Phone]) -> CallRow:
    return CallRow(
        sid=call.sid,
        started=_clock_time(call.created_at),
        to=_name(call, phones),
        status=call.status,
        status_words=STATUS_WORDS[call.status],
        timeline=tuple(
            (_clock_time(entry.at), entry.what.value, entry.detail) for entry in call.timeline
        ),
    )


def _conversations(
    calls: Sequence[Call], conferences: Sequence[Conference], phones: dict[str, Phone]
) -> tuple[str, ...]:
    bridged = [
        f"{_name(parent, phones)} ↔ {_name(call, phones)}"
        for call in calls
        if call.partner_sid is not None
        for parent in calls
        if parent.sid == call.parent_sid == call.partner_sid
    ]
    rooms = [
        " ↔ ".join(_name(one.call, phones) for one in tuple(conference.participants.values()))
        for conference in conferences
        if conference.status is ConferenceStatus.IN_PROGRESS
    ]
    return tuple(bridged + rooms)


def _name(call: Call, phones: dict[str, Phone]) -> str:
    phone = phones.get(call.phone_number)
    is_known = phone is not None and phone.label != phone.number
    return phone.label if phone is not None and is_known else phone_display(call.phone_number)


def _clock_time(at: datetime) -> str:
    return to_local(at).strftime("%H:%M:%S")
