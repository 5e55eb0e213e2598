"""What the lab's page shows: phones, calls and conferences as plain values with Swedish words."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from json import dumps
from typing import Any

from app.phone_lab.exchange import Exchange
from app.phone_lab.state import Call, Conference, Message, Phone
from app.phone_lab.types import CallStatus, ConferenceStatus, MessageDirection
from app.phone_lab.words import (
    MESSAGE_WORDS,
    SERVICE,
    STATUS_WORDS,
    clock_time,
    name_of,
    name_of_call,
    short_ids,
    shown_number,
)

_NUMBER_SOUGHT = re.compile(r"[+\d][\d\s()-]*")
_CALLS_SHOWN = 12
_HEARD_SHOWN = 6
_MESSAGES_SHOWN = 6
_THREAD_SHOWN = 30


@dataclass(frozen=True, slots=True)
class MessageLine:
    """A text message as shown; `is_ours` when the service wrote it."""

    moment: str
    who: str
    body: str
    status_words: str
    is_ours: bool


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
    is_calling: bool
    is_talking: bool
    hearing: str
    caller: str
    heard: tuple[str, ...]
    messages: tuple[str, ...]

    @property
    def is_idle(self) -> bool:
        """Whether nobody uses the phone."""
        return not (self.is_ringing or self.is_calling or self.is_talking)


@dataclass(frozen=True, slots=True)
class CallRow:
    """A call in the list, with its timeline; moments are Swedish local time."""

    sid: str
    started: str
    to: str
    is_inbound: bool
    status: CallStatus
    status_words: str
    timeline: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class LabState:
    """All that changes on the page."""

    active: tuple[PhoneCard, ...]
    conversations: tuple[str, ...]
    calls: tuple[CallRow, ...]
    messages: tuple[MessageLine, ...]
    is_disturbed: bool

    @property
    def etag(self) -> str:
        """A fingerprint of what is shown, the same for the same state."""
        return fingerprint(asdict(self))


@dataclass(frozen=True, slots=True)
class PhoneState:
    """One phone with all its text messages, oldest first, and its latest calls."""

    card: PhoneCard
    thread: tuple[MessageLine, ...]
    calls: tuple[CallRow, ...]

    @property
    def etag(self) -> str:
        """A fingerprint of what is shown, the same for the same state."""
        return fingerprint(asdict(self))


def fingerprint(shown: dict[str, Any]) -> str:
    """The same text for the same values."""
    text = dumps(shown, sort_keys=True, ensure_ascii=False)
    return sha256(text.encode()).hexdigest()[:32]


def lab_state(exchange: Exchange) -> LabState:
    """The living part of the page: phones in use, who talks with whom, the latest calls."""
    phones = {phone.number: phone for phone in exchange.phones()}
    in_use = exchange.numbers_in_use()
    active = [_card(exchange, phones[number]) for number in in_use if number in phones]
    calls = exchange.calls()
    return LabState(
        active=tuple(sorted(active, key=lambda card: (not card.is_ringing, card.label, card.key))),
        conversations=_conversations(calls, exchange.conferences(), phones),
        calls=tuple(_row(call, phones) for call in calls[:_CALLS_SHOWN]),
        messages=tuple(_line(one, phones) for one in exchange.messages()[:_MESSAGES_SHOWN]),
        is_disturbed=exchange.is_disturbed,
    )


def phone_state(exchange: Exchange, number: str) -> PhoneState:
    """The living part of one phone's own page."""
    phones = {phone.number: phone for phone in exchange.phones()}
    phone = phones.get(number) or exchange.phone(number)
    thread = [one for one in exchange.messages() if one.phone_number == number]
    calls = [one for one in exchange.calls() if one.phone_number == number]
    return PhoneState(
        card=_card(exchange, phone),
        thread=tuple(_line(one, phones) for one in reversed(thread[:_THREAD_SHOWN])),
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
    is_calling = current is not None and current.awaits_service
    return PhoneCard(
        number=phone.number,
        key=phone.number.removeprefix("+"),
        display=shown_number(phone.number),
        label=name_of(phone, phone.number),
        group=phone.group,
        script=phone.script.name,
        is_ringing=ringing is not None,
        is_calling=is_calling,
        is_talking=current is not None and not is_calling,
        hearing=current.activity.hearing if current else "",
        caller=_other_end(call) if call else "",
        heard=tuple(phone.heard[-_HEARD_SHOWN:]),
        messages=tuple(message.body for message in phone.messages[-_MESSAGES_SHOWN:]),
    )


def _other_end(call: Call) -> str:
    return SERVICE if call.is_inbound else shown_number(call.from_)


def _row(call: Call, phones: dict[str, Phone]) -> CallRow:
    return CallRow(
        sid=call.sid,
        started=clock_time(call.created_at),
        to=name_of_call(call, phones),
        is_inbound=call.is_inbound,
        status=call.status,
        status_words=STATUS_WORDS[call.status],
        timeline=tuple(
            (clock_time(entry.at), entry.what.value, short_ids(entry.detail))
            for entry in call.timeline
        ),
    )


def _line(message: Message, phones: dict[str, Phone]) -> MessageLine:
    return MessageLine(
        moment=clock_time(message.created_at),
        who=name_of(phones.get(message.phone_number), message.phone_number),
        body=message.body,
        status_words=_fate(message),
        is_ours=message.direction is not MessageDirection.INBOUND,
    )


def _fate(message: Message) -> str:
    words = MESSAGE_WORDS[message.status]
    if message.error_code is not None:
        words += f" ({message.error_code})"
    return words if message.segments == 1 else f"{words} · {message.segments} delar"


def _conversations(
    calls: Sequence[Call], conferences: Sequence[Conference], phones: dict[str, Phone]
) -> tuple[str, ...]:
    bridged = [
        f"{name_of_call(parent, phones)} ↔ {name_of_call(call, phones)}"
        for call in calls
        if call.partner_sid is not None
        for parent in calls
        if parent.sid == call.parent_sid == call.partner_sid
    ]
    rooms = [
        " ↔ ".join(
            name_of_call(one.call, phones) for one in tuple(conference.participants.values())
        )
        for conference in conferences
        if conference.status is ConferenceStatus.IN_PROGRESS
    ]
    return tuple(bridged + rooms)
