"""TwiML's verbs and nouns as values; `twiml` reads them from a document."""

from dataclasses import dataclass

_SPEECH_CHARACTERS_PER_SECOND = 14.0
_PLAY_SECONDS = 3.0


def speech_seconds(text: str) -> float:
    """How long it takes to say something, estimated from its length."""
    return max(0.5, len(text) / _SPEECH_CHARACTERS_PER_SECOND)


class BadTwiml(Exception):
    """The document cannot be executed; the message tells why, in Swedish."""


@dataclass(frozen=True, slots=True)
class Say:
    """Speech."""

    text: str
    language: str
    voice: str

    @property
    def seconds(self) -> float:
        """How long the speech takes, estimated from its length."""
        return speech_seconds(self.text)


@dataclass(frozen=True, slots=True)
class Play:
    """A sound file, or nothing but digits sent as tones."""

    url: str

    @property
    def text(self) -> str:
        """What stands in the list of what a phone heard."""
        return f"♪ {self.url}"

    @property
    def seconds(self) -> float:
        """A sound's length is not known here: a fixed one."""
        return _PLAY_SECONDS


@dataclass(frozen=True, slots=True)
class Pause:
    """Silence."""

    seconds: float
    text: str = ""


Prompt = Say | Play | Pause


@dataclass(frozen=True, slots=True, kw_only=True)
class Gather:
    """Waits for digits or speech while its prompts are heard; an empty action means the current
    document."""

    prompts: tuple[Prompt, ...]
    hears_digits: bool
    hears_speech: bool
    num_digits: int | None
    timeout_seconds: float
    finish_on_key: str
    action: str
    method: str
    action_on_empty_result: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number to dial, with what the answering side hears before the two are connected."""

    number: str
    url: str
    method: str
    status_callback: str
    status_callback_method: str
    status_callback_events: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A conference to enter (TwiML's noun Conference)."""

    name: str
    starts_conference: bool
    ends_conference: bool
    wait_url: str
    wait_method: str
    status_callback: str
    status_callback_method: str
    status_callback_events: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dial:
    """Connects the call to numbers rung at once, or to a conference."""

    numbers: tuple[Number, ...]
    room: Room | None
    timeout_seconds: float
    action: str
    method: str
    caller_id: str
    time_limit_seconds: float
    hangs_up_on_star: bool


@dataclass(frozen=True, slots=True)
class Redirect:
    """Continues with another document."""

    url: str
    method: str


@dataclass(frozen=True, slots=True)
class Hangup:
    """Ends the call."""


@dataclass(frozen=True, slots=True)
class Reject:
    """Refuses an inbound call without answering it."""

    reason: str


Verb = Say | Play | Pause | Gather | Dial | Redirect | Hangup | Reject
