"""What somebody means by a text message: JA, NEJ, for which case; pure."""

import re
from dataclasses import dataclass
from enum import StrEnum

from app.actions.shared.case_code import PREFIX

LONGEST = 480  # characters; nobody says yes in more


class Meaning(StrEnum):
    """Svaret."""

    YES = "ja"
    NO = "nej"
    UNCLEAR = "oklart"
    NOT_FOR_US = "till_operatoren"


@dataclass(frozen=True, slots=True)
class TextReply:
    """``code`` is a case code such as ``HV-7F3K`` where one was written, else empty."""

    meaning: Meaning
    code: str = ""


_CODE = re.compile(rf"\b({'|'.join(PREFIX.values())})[\s-]?([A-Z0-9]{{4,8}})\b")
_WORD = re.compile(r"[A-ZÅÄÖÉ]+")
_YES = frozenset({"JA", "YES"})
_NO = frozenset({"NEJ", "NO"})

# A yes sends a patient's case to somebody, so that beside it only courtesy is understood: "ja, men
# inte nu" is no yes. After a no anything may stand.
_COURTESY = frozenset(
    {"TACK", "JAG", "TAR", "DET", "DEN", "ÄRENDE", "ÄRENDET", "THANKS", "THANK", "YOU", "PLEASE"}
)

# The provider itself answers these, and stops or starts sending; nothing of ours changes. YES is
# one of them too, but is ours to understand.
_OPERATORS = frozenset(
    {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "START", "UNSTOP", "HELP", "INFO"}
    | {"HJÄLP", "STOPP"}
)


def read_reply(body: str) -> TextReply:
    """Any case, with dots and spaces, with or without the case's code."""
    text = body[:LONGEST].upper()
    found = _CODE.search(text)
    code = f"{found[1]}-{found[2]}" if found else ""
    words = _WORD.findall(_CODE.sub(" ", text))
    first = words[0] if words else ""
    if len(words) == 1 and first in _OPERATORS:
        return TextReply(Meaning.NOT_FOR_US)
    if first in _YES and set(words[1:]) <= _COURTESY:
        return TextReply(Meaning.YES, code)
    if first in _NO and not _YES & set(words):
        return TextReply(Meaning.NO, code)
    return TextReply(Meaning.UNCLEAR, code)
