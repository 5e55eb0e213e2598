"""What the exchange remembers: phones, calls, conferences and text messages."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from app.phone_lab.scripts import USUAL, Script
from app.phone_lab.types import (
    MANUAL,
    Behaviour,
    CallStatus,
    ConferenceStatus,
    Detection,
    Direction,
    Instructions,
    MessageDirection,
    MessageStatus,
    StatusCallback,
    TimelineEntry,
)
from app.phone_lab.verbs import Verb


@dataclass(slots=True, kw_only=True)
class Message:
    """A text message (SMS) to a phone, or from one; moments in UTC."""

    sid: str
    to: str
    from_: str
    body: str
    created_at: datetime
    segments: int
    direction: MessageDirection = MessageDirection.OUTBOUND_API
    status: MessageStatus = MessageStatus.QUEUED
    error_code: int | None = None
    status_callback: str = ""
    sent_at: datetime | None = None
    updated_at: datetime | None = None

    @property
    def phone_number(self) -> str:
        """The phone at the far end."""
        return self.from_ if self.direction is MessageDirection.INBOUND else self.to


@dataclass(slots=True)
class Phone:
    """A phone of the lab: what it does when rung, what it heard, got and sent; oldest first."""

    number: str
    label: str
    group: str = ""
    script: Script = USUAL
    calls_taken: int = 0
    heard: list[str] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    sent: list[Message] = field(default_factory=list)

    @property
    def behaviour(self) -> Behaviour:
        """What it does the next time it is rung."""
        return self.script.turn(self.calls_taken)

    def follow(self, script: Script) -> None:
        """Do as another script says, from its beginning."""
        self.script, self.calls_taken = script, 0

    def take_turn(self) -> Behaviour:
        """What it does this time; the next time is the script's next turn."""
        behaviour = self.behaviour
        self.calls_taken += 1
        return behaviour


@dataclass(frozen=True, slots=True)
class Activity:
    """What a call is doing now: what is heard, who listens for digits or speech, how to stop it."""

    hearing: str = ""
    on_digit: Callable[[str], None] | None = None
    on_speech: Callable[[str], None] | None = None
    let_go: Callable[[], None] | None = None


def _nothing(_call: "Call") -> None:
    """Nobody waits for this call."""


@dataclass(slots=True, kw_only=True)
class Call:
    """One leg between the exchange and a phone."""

    sid: str
    to: str
    from_: str
    direction: Direction
    created_at: datetime
    updated_at: datetime
    instructions: Instructions
    timeout_seconds: float
    handset: str = ""
    callback: StatusCallback | None = None
    detection: Detection | None = None
    fallback: Instructions | None = None
    behaviour: Behaviour = MANUAL
    parent_sid: str | None = None
    status: CallStatus = CallStatus.QUEUED
    started_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    answered_by: str | None = None
    partner_sid: str | None = None
    conference_sid: str | None = None
    callbacks_sent: int = 0
    documents_fetched: int = 0
    is_on_fallback: bool = False
    generation: int = 0
    activity: Activity = Activity()
    document_url: str = ""
    script: deque[Verb] = field(default_factory=deque)
    when_answered: Callable[["Call"], None] = _nothing
    when_finished: Callable[["Call"], None] = _nothing
    after_script: Callable[["Call"], None] = _nothing
    timeline: list[TimelineEntry] = field(default_factory=list)

    @property
    def phone_number(self) -> str:
        """The phone at the far end: the called, or the one that rang us, number hidden or not."""
        return self.handset or (self.from_ if self.is_inbound else self.to)

    @property
    def is_inbound(self) -> bool:
        """Whether a phone rang the service."""
        return self.direction is Direction.INBOUND

    @property
    def awaits_service(self) -> bool:
        """Whether a phone rings the service, which has not answered."""
        return self.is_inbound and self.status is CallStatus.RINGING

    @property
    def duration_seconds(self) -> int:
        """Whole seconds of talk, 0 when nobody answered or the call goes on."""
        if self.answered_at is None or self.ended_at is None:
            return 0
        return round((self.ended_at - self.answered_at).total_seconds())


@dataclass(slots=True)
class Participant:
    """A call's place in a conference."""

    call: Call
    joined_at: datetime
    starts_conference: bool
    ends_conference: bool
    leave: Callable[[Call], None]
    on_digit: Callable[[str], None] | None = None


@dataclass(slots=True, kw_only=True)
class Conference:
    """A room where calls hear each other; participants in the order they came."""

    sid: str
    name: str
    created_at: datetime
    updated_at: datetime
    status: ConferenceStatus = ConferenceStatus.INIT
    callback: StatusCallback | None = None
    callbacks_sent: int = 0
    started_at: datetime | None = None
    ended_at: datetime | None = None
    ended_reason: str | None = None
    ended_by: str | None = None
    participants: dict[str, Participant] = field(default_factory=dict)
    call_sids: list[str] = field(default_factory=list)
    timeline: list[TimelineEntry] = field(default_factory=list)
