"""What the dispatch needs of those who carry calls, texts and mail, and the two ways they fail.

Another provider is put behind this by writing one class with these methods: see
docs/guides/leverantor.md.
"""

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, slots=True)
class CallOrder:
    """A call to make. ``to`` is E.164; the URLs are ours: what the call does when picked up, where
    its progress is reported, and whom to ask when one of our answers never came (a process died as
    it answered). ``ring_seconds`` is how long it may ring. ``machine_url`` is where it is told
    that a voicemail box picked up, by a provider that can tell and is asked to; "" is not to ask.
    """

    to: str
    answer_url: str
    status_url: str
    ring_seconds: int
    fallback_url: str = ""
    machine_url: str = ""


class VoiceChannel(Protocol):
    """A telephone provider."""

    def call(self, order: CallOrder) -> str:
        """Start a call; returns the provider's call id. Raises Temporary- or PermanentFailure."""

    def redirect(self, call_id: str, *, url: str) -> None:
        """Let a live call go on at ``url``."""

    def hang_up(self, call_id: str) -> None:
        """End a call, ringing or talking; a call that has ended already is fine."""

    def find_call(
        self, order: CallOrder, *, since: datetime, excluding: Set[str] = frozenset()
    ) -> str | None:
        """The live call that this order led to, if it did: asked when its answer never came.

        ``excluding`` are the ids of calls known to be others'.
        """


class OtherEnd(StrEnum):
    """Vad som blev av ett samtal som en telefon kopplades vidare till: whether anything picked up,
    and if not why. That somebody talked is never known."""

    PICKED_UP = "lyfte"
    BUSY = "upptaget"
    NO_ANSWER = "inget_svar"
    FAILED = "gick_inte_fram"
    CALLER_LEFT = "lade_pa"
    UNKNOWN = "okant"


@dataclass(frozen=True, slots=True)
class TextOrder:
    """A text message (SMS). ``to`` is E.164; ``status_url`` is where its progress is reported."""

    to: str
    text: str
    status_url: str


class TextProgress(StrEnum):
    """Hur långt ett sms har kommit."""

    UNDER_WAY = "pa_vag"
    DELIVERED = "levererat"
    UNDELIVERED = "ej_levererat"


class TextFault(StrEnum):
    """Varför ett sms inte kom fram."""

    STOPPED = "avanmald"
    NOT_MOBILE = "inte_mobil"
    UNKNOWN_NUMBER = "okant_nummer"
    UNREACHABLE = "ej_nabar"
    FILTERED = "stoppat_av_operator"
    NOT_ALLOWED = "ej_tillatet"
    QUEUE_FULL = "ko_full"
    OTHER = "annat"


# After these no text message will ever reach the number: use another way.
USELESS_NUMBER = frozenset({TextFault.STOPPED, TextFault.NOT_MOBILE, TextFault.UNKNOWN_NUMBER})


class TextChannel(Protocol):
    """Somebody who carries text messages."""

    def send(self, order: TextOrder) -> str:
        """Send it; returns the provider's message id. Raises Temporary- or PermanentFailure."""


@dataclass(frozen=True, slots=True)
class MailOrder:
    """A mail to send. ``text`` is plain; ``message_id`` is from ``channels.email.message_id``, the
    same each time the same delivery is tried, so that a doubled mail is seen as one. ``sent_at``
    (aware) becomes its Date; without it the mail server writes one.
    """

    to: str
    subject: str
    text: str
    message_id: str
    html: str | None = None
    sent_at: datetime | None = None


class MailChannel(Protocol):
    """Somebody who carries mail."""

    def send(self, order: MailOrder) -> None:
        """Hand it over to the mail server. Raises Temporary- or PermanentFailure."""


class TemporaryFailure(Exception):
    """The provider cannot just now; trying again may help. ``code`` is the provider's."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class PermanentFailure(Exception):
    """Trying again cannot help, e.g. a number or mail address that does not exist.

    ``is_bad_number``: nothing can ever reach this number or address by this channel.
    """

    def __init__(self, code: str, *, is_bad_number: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.is_bad_number = is_bad_number
