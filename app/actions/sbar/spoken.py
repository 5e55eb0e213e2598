"""What a machine has heard somebody say: made a text, unless it may be an identity."""

import re
from types import MappingProxyType
from typing import Final

from app.actions.errors import PatientIdentityInText
from app.actions.free_text import LIMIT, checked
from routing.sbar import SbarPart

DIGITS_OF_IDENTITY: Final = 8
"""So many digits on end are no measure, dose or time of day: a date of birth, or a number."""

_DIGIT_WORDS = MappingProxyType(
    {
        word: str(digit)
        for words in (
            ("noll", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio"),
            ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
        )
        for digit, word in enumerate(words)
    }
)
_WORD = re.compile(r"[^\W\d_]+")
_RUN = re.compile(r"\d(?:[\s.,/+-]*\d)*")


def checked_speech(part: SbarPart, heard: str) -> str:
    """The text, cut after the last whole word that has room.

    Stricter than what is typed: a machine writes a personnummer with blanks anywhere, or in words.
    Raises ``PatientIdentityInText``. Tens said in words ("åttiofem") are not understood.
    """
    digits = _WORD.sub(lambda found: _DIGIT_WORDS.get(found[0].casefold(), found[0]), heard)
    for run in _RUN.findall(digits):
        if sum(one.isdigit() for one in run) >= DIGITS_OF_IDENTITY:
            raise PatientIdentityInText(part)
    text = " ".join(heard.split())
    if len(text) > LIMIT:
        text = text[: LIMIT - 2].rsplit(" ", 1)[0] + " …"
    return checked(part, text)
