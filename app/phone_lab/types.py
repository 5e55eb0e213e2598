"""Values of the phone lab: statuses, behaviours, webhooks and what a call was asked to do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.phone_lab.faults import Outage as Outage
from app.phone_lab.faults import OutageMode as OutageMode
from app.phone_lab.faults import WebhookFaults as WebhookFaults


class CallStatus(StrEnum):
    """Where a call stands, in Twilio's words."""

    QUEUED = "queued"
    RINGING = "ringing"
    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"
    BUSY = "busy"
    NO_ANSWER = "no-answer"
    FAILED = "failed"
    CANCELED = "canceled"

    @property
    def is_over(self) -> bool:
        """Whether nothing more can happen to a call with this status."""
        return self not in (CallStatus.QUEUED, CallStatus.RINGING, CallStatus.IN_PROGRESS)


class CallEvent(StrEnum):
    """The moments of a call that a status callback can be asked for, in Twilio's words."""

    INITIATED = "initiated"
    RINGING = "ringing"
    ANSWERED = "answered"
    COMPLETED = "completed"


class ConferenceStatus(StrEnum):
    """Where a conference stands, in Twilio's words."""

    INIT = "init"
    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"


class ConferenceEvent(StrEnum):
    """The moments of a conference that a status callback can be asked for, as TwiML names them."""

    START = "start"
    END = "end"
    JOIN = "join"
    LEAVE = "leave"


class Direction(StrEnum):
    """Who set the call up, in Twilio's words."""

    INBOUND = "inbound"
    OUTBOUND_API = "outbound-api"
    OUTBOUND_DIAL = "outbound-dial"


class MessageDirection(StrEnum):
    """Who wrote a text message: our order, a phone, or we in answer to one; in Twilio's words."""

    OUTBOUND_API = "outbound-api"
    INBOUND = "inbound"
    OUTBOUND_REPLY = "outbound-reply"


class MessageStatus(StrEnum):
    """Where a text message stands, in Twilio's words."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    RECEIVED = "received"


class BehaviourKind(StrEnum):
    """What a phone does when it is rung."""

    MANUAL = "manuell"
    ANSWERS = "svarar"
    VOICEMAIL = "rostbrevlada"
    BUSY = "upptagen"
    UNREACHABLE = "ej_natt"
    DECLINES = "avvisar"


class Happening(StrEnum):
    """What a line of a call's timeline tells; the value is the text shown."""

    QUEUED = "i kö"
    CALLS_IN = "ringer tjänsten"
    PICKED_UP = "tjänsten svarar"
    DIALLED = "rings upp"
    RINGS = "ringer"
    ANSWERED = "besvarat"
    HEARD = "hör"
    SPEAKS = "säger"
    DETECTED = "svararen bedöms vara"
    PRESSED = "trycker"
    IGNORED = "trycker, men ingen lyssnar"
    SAYS = "talar in"
    UNHEARD = "talar, men ingen lyssnar"
    SILENCE = "tystnad"
    FETCHED = "hämtar instruktion"
    DIALS = "kopplar vidare"
    BRIDGED = "kopplat till"
    STAR = "lämnar med stjärnan"
    JOINED = "i konferens"
    LEFT = "lämnar konferensen"
    ENDED = "slut"
    BAD_TWIML = "fel i TwiML"
    BAD_WEBHOOK = "fel från webhook"
    TOLD = "statusanrop"
    LIED = "falskt statusanrop"
    CALLBACK_FAILED = "statusanrop misslyckades"


@dataclass(frozen=True, slots=True)
class Press:
    """Digits pressed by script, a number of seconds after the phone was answered."""

    after_seconds: float
    digits: str


@dataclass(frozen=True, slots=True)
class TextBack:
    """A text message sent by script, a number of seconds after one was received."""

    after_seconds: float
    body: str


GREETING = "Hej, du har kommit till en röstbrevlåda. Lämna ett meddelande efter tonen."


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What a phone does by itself when it is rung or written to; seconds count from pick-up."""

    kind: BehaviourKind = BehaviourKind.MANUAL
    after_seconds: float = 0.0
    presses: tuple[Press, ...] = ()
    says: str = ""
    hangs_up_after_seconds: float | None = None
    texts_back: TextBack | None = None

    @classmethod
    def answers(cls, after_seconds: float = 2.0, *, presses: tuple[Press, ...] = ()) -> "Behaviour":
        """A person who answers after some seconds and then presses by script."""
        return cls(BehaviourKind.ANSWERS, after_seconds, presses)

    @classmethod
    def voicemail(
        cls, after_seconds: float = 5.0, *, greeting: str = GREETING, tape_seconds: float = 120.0
    ) -> "Behaviour":
        """A machine that greets, never presses a digit and hangs up in the end (röstbrevlåda)."""
        return cls(
            BehaviourKind.VOICEMAIL,
            after_seconds,
            says=greeting,
            hangs_up_after_seconds=tape_seconds,
        )


MANUAL = Behaviour()
BUSY = Behaviour(BehaviourKind.BUSY)
UNREACHABLE = Behaviour(BehaviourKind.UNREACHABLE)
DECLINES = Behaviour(BehaviourKind.DECLINES, 2.0)


@dataclass(frozen=True, slots=True)
class PhoneEntry:
    """A phone the county has: an E.164 number, whose it is, and the group it is listed under."""

    number: str
    label: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class WebhookRequest:
    """A signed request to the application; with GET the parameters stand in the URL."""

    method: str
    url: str
    params: Mapping[str, str]
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FetchResult:
    """What a webhook answered; status 0 means that it could not be reached."""

    status: int
    body: str


Fetch = Callable[[str, str, Mapping[str, str], Mapping[str, str]], FetchResult]
"""Fetches a webhook: method, URL, form parameters, headers. Raises OSError when unreachable."""

Clock = Callable[[], datetime]
"""Tells the moment, aware and in UTC."""


@dataclass(frozen=True, slots=True)
class Instructions:
    """Where a call gets its TwiML: inline, or by fetching a URL."""

    url: str = ""
    method: str = "POST"
    twiml: str | None = None


@dataclass(frozen=True, slots=True)
class StatusCallback:
    """Who is told of a call's or a conference's events, and of which."""

    url: str
    method: str = "POST"
    events: frozenset[str] = frozenset({CallEvent.COMPLETED})


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOrder:
    """A call somebody has ordered over REST; timeout in seconds of ringing."""

    to: str
    from_: str
    instructions: Instructions
    timeout_seconds: float = 60.0
    callback: StatusCallback | None = None
    detection: "Detection | None" = None
    fallback: Instructions | None = None


@dataclass(frozen=True, slots=True)
class Detection:
    """Answering machine detection: Twilio's mode, and who is told when it runs beside the call."""

    mode: str
    is_async: bool = False
    callback: StatusCallback | None = None


@dataclass(frozen=True, slots=True)
class IncomingUrls:
    """Where the provider sends what reaches the service's own number (its console settings)."""

    number: str
    voice_url: str
    voice_status_url: str = ""
    sms_url: str = ""
    fallback_url: str = ""


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that happened in a call or conference, with its moment in UTC."""

    at: datetime
    what: Happening
    detail: str = ""


class RefusedOrder(Exception):
    """The exchange refuses a REST request: Twilio's error code, message and HTTP status."""

    def __init__(self, code: int, message: str, *, status: int = 400) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status


class NothingToActOn(Exception):
    """A phone was told to answer, press or hang up when it has no such call."""
