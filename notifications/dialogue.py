"""What happens next on somebody's phone, as values; a channel turns them into its own format.

``language`` is that of the text: it chooses the voice.
"""

from dataclasses import dataclass

from notifications.language import Language


@dataclass(frozen=True, slots=True)
class AskToAccept:
    """Say the text and wait for a digit. ``prompt``: the how-manieth time it is asked, from 1."""

    attempt_id: str
    text: str
    prompt: int
    language: Language = Language.SV


@dataclass(frozen=True, slots=True)
class JoinTalk:
    """Say the text and join the contact's common talk.

    ``starts_talk`` False: wait there, hearing ``Hold``, until somebody joins who starts it.
    ``ends_talk`` False: the others go on talking when this phone hangs up.
    """

    attempt_id: str
    request_id: str
    text: str
    starts_talk: bool
    language: Language = Language.SV
    ends_talk: bool = True


@dataclass(frozen=True, slots=True)
class Hold:
    """Said over and over to the one who waits, with so many ``seconds`` of silence after it."""

    text: str
    language: Language = Language.SV
    seconds: int = 12


@dataclass(frozen=True, slots=True)
class SayGoodbye:
    """Say the text and hang up."""

    text: str
    language: Language = Language.SV


@dataclass(frozen=True, slots=True)
class AskForDigits:
    """Say the text and wait for digits, which may come while it is said; they are sent to ``to``.

    ``to`` is a path of ``notifications.callbacks``, filled in, with its query. Without
    ``ends_with_hash`` one key is awaited, ``*`` and ``#`` among them. ``seconds`` of silence after
    the text, or between digits, are an answer too.
    """

    to: str
    text: str
    ends_with_hash: bool = False
    seconds: int = 8
    language: Language = Language.SV


@dataclass(frozen=True, slots=True)
class AskToSay:
    """Say the text and listen to what is said, or to one key; either may come while it is said.

    ``to`` is a path as in ``AskForDigits``; what is recognised is sent there as text. Silence is an
    answer too. What is said leaves the house: the provider writes it down.
    """

    to: str
    text: str
    language: Language = Language.SV


@dataclass(frozen=True, slots=True)
class ConnectTo:
    """Say the text and connect to a number (E.164); afterwards, or when it does not answer, say
    ``after`` and hang up. With ``attempt_id`` we are told how it goes, and asked what comes
    after."""

    number: str
    text: str
    after: str = ""
    language: Language = Language.SV
    attempt_id: str = ""


PhoneReply = AskToAccept | JoinTalk | Hold | SayGoodbye | AskForDigits | AskToSay | ConnectTo
