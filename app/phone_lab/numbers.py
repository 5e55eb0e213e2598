"""Which numbers the exchange dials, and which of them can get text messages."""

import re

_E164 = re.compile(r"\+[1-9]\d{7,14}", re.ASCII)
_SWEDISH_LANDLINE = re.compile(r"\+46(?!7[02369])\d+", re.ASCII)

ANONYMOUS = "anonymous"
ANONYMOUS_AS_DIGITS = "+266696687"
"""What Twilio shows when the caller's number is withheld: the word, or the word on a keypad."""


def is_dialable(number: str) -> bool:
    """Whether this is a whole international number; short numbers (112, 1177) are not."""
    return _E164.fullmatch(number) is not None


def is_landline(number: str) -> bool:
    """Whether this is a Swedish number that no text message reaches."""
    return _SWEDISH_LANDLINE.fullmatch(number) is not None
