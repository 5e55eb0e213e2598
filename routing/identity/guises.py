"""Förklädda nummer: what only a reader would take for an identity, written as one would be.

A date of birth with the day first or its month in letters, letters that look like digits, and one
letter where a hyphen belongs. It may be a date and an amount, or a code, just as well: what is
found in such a reading counts when the check digit is right.
"""

import re
from collections.abc import Iterable
from typing import Final

from routing.identity.digits import NOTHING


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_MONTHS: Final = (
    ("jan", "januari", "january"),
    ("feb", "febr", "februari", "february"),
    ("mar", "mars", "march"),
    ("apr", "april"),
    ("maj", "may"),
    ("jun", "juni", "june"),
    ("jul", "juli", "july"),
    ("aug", "augusti", "august"),
    ("sep", "sept", "september"),
    ("okt", "oktober", "oct", "october"),
    ("nov", "november"),
    ("dec", "december"),
)
_FEW: Final = (
    "första",
    "andra",
    "tredje",
    "fjärde",
    "femte",
    "sjätte",
    "sjunde",
    "åttonde",
    "nionde",
)
_ORDINALS: Final = (
    *_FEW,
    *("tionde", "elfte", "tolfte", "trettonde", "fjortonde", "femtonde", "sextonde", "sjuttonde"),
    *("artonde", "nittonde", "tjugonde", *(f"tjugo{word}" for word in _FEW)),
    *("trettionde", "trettioförsta"),
)
_NUMBERS: Final = {word: f"{at:02}" for at, words in enumerate(_MONTHS, 1) for word in words} | {
    word: f"{day:02}" for day, word in enumerate(_ORDINALS, 1)
}
_NAME: Final = f"(?P<month>{_any_of(word for words in _MONTHS for word in words)})"
_NAMED: Final = re.compile(r"(?:jan|feb|mar|apr|ma[jy]|jun|jul|aug|sep|o[kc]t|nov|dec)")
_APART: Final = r"[\s\0\1./,-]{0,30}"
_MARK: Final = r"[\s\0\1]{0,3}[\s./-][\s\0\1]{0,3}"
_DIGITS_OF_DAY: Final = "0?[1-9]|[12][0-9]|3[01]"
_DAY: Final = rf"(?<![0-9])(?P<day>{_DIGITS_OF_DAY}|{_any_of(_ORDINALS)})(?::?[ae])?(?![0-9])"
_YEAR: Final = r"(?P<year>(?:1[89]|20)[0-9]{2}|[0-9]{2})(?![0-9])"
_DATES: Final = (
    re.compile(rf"{_DAY}{_APART}{_NAME}{_APART}{_YEAR}"),
    re.compile(rf"{_NAME}{_APART}{_DAY}{_APART}{_YEAR}"),
    re.compile(rf"(?<![0-9]){_YEAR}{_APART}{_NAME}{_APART}{_DAY}"),
)
_IN_DIGITS: Final = re.compile(
    rf"(?<![0-9])(?<![0-9][./-])(?P<day>{_DIGITS_OF_DAY}){_MARK}(?P<month>0?[1-9]|1[0-2]){_MARK}{_YEAR}"
)

_LOOKALIKE: Final = re.compile(r"(?<=[0-9])[ilo]{1,2}(?=[0-9-])|(?<=[0-9]-)[ilo]{1,2}(?=[0-9])")
_AS_DIGITS: Final = str.maketrans("ilo", "110")
_LETTER: Final = re.compile(r"(?<=[0-9]{6})( ?)[a-z]( ?)(?=[0-9]{4}(?![0-9a-z]))")


def in_guise(reading: str) -> str:
    """The reading without such disguises, as long as it is; itself when it has none."""
    if _NAMED.search(reading):
        for date in _DATES:
            reading = date.sub(_year_first, reading)
    reading = _IN_DIGITS.sub(_year_first, reading)
    reading = _LOOKALIKE.sub(lambda found: found[0].translate(_AS_DIGITS), reading)
    return _LETTER.sub(lambda found: f"{found[1]}-{found[2]}", reading)


def _year_first(found: re.Match[str]) -> str:
    """The digits from where it begins to where it ends: what joins them to the rest is near."""
    day, month = (_NUMBERS.get(found[part], found[part].zfill(2)) for part in ("day", "month"))
    return (found["year"] + month).ljust(len(found[0]) - len(day), NOTHING) + day
