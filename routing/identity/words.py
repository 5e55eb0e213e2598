"""Räkneord: numbers as Swedes (and, for digits and tens, English speakers) say or write them."""

import re
from collections.abc import Iterable, Iterator
from types import MappingProxyType
from typing import Final

HUNDRED: Final = 100
THOUSAND: Final = 1000

_UNITS: Final = (
    (0, "noll", "nolla", "zero"),
    (1, "ett", "etta", "en", "one"),
    (2, "två", "tvåa", "two"),
    (3, "tre", "trea", "three"),
    (4, "fyra", "four"),
    (5, "fem", "femma", "five"),
    (6, "sex", "sexa", "six"),
    (7, "sju", "sjua", "seven"),
    (8, "åtta", "eight"),
    (9, "nio", "nia", "nine"),
)
_TEENS: Final = (
    (10, "tio", "tia", "ten"),
    (11, "elva", "eleven"),
    (12, "tolv", "tolva", "twelve"),
    (13, "tretton", "thirteen"),
    (14, "fjorton", "fourteen"),
    (15, "femton", "fifteen"),
    (16, "sexton", "sixteen"),
    (17, "sjutton", "seventeen"),
    (18, "arton", "aderton", "eighteen"),
    (19, "nitton", "nineteen"),
)
_TENS: Final = (
    (20, "tjugo", "tjugi", "tjugu", "twenty"),
    (30, "trettio", "tretti", "thirty"),
    (40, "fyrtio", "fyrti", "förti", "forty"),
    (50, "femtio", "femti", "fifty"),
    (60, "sextio", "sexti", "sixty"),
    (70, "sjuttio", "sjutti", "seventy"),
    (80, "åttio", "åtti", "eighty"),
    (90, "nittio", "nitti", "ninety"),
)
_GREAT: Final = ((HUNDRED, "hundra", "hundred"), (THOUSAND, "tusen", "thousand"))

_WITHOUT_RINGS: Final = str.maketrans("åäö", "aao")


def _values() -> dict[str, int]:
    """Every word, also as written where the keyboard has no å."""
    named = {word: value for value, *words in (*_UNITS, *_TEENS, *_TENS, *_GREAT) for word in words}
    return {word.translate(_WITHOUT_RINGS): value for word, value in named.items()} | named


_VALUES: Final = MappingProxyType(_values())
_LONGEST_FIRST: Final = "|".join(sorted(_VALUES, key=len, reverse=True))
_PART: Final = re.compile(_LONGEST_FIRST)
_ALONE_IT_IS_AN_ARTICLE: Final = "en"

WORD: Final = re.compile(
    rf"(?<![a-zåäö\0])(?:{'|'.join(sorted(set(_VALUES) - {'en'}, key=len, reverse=True))})"
    r"[a-zåäö\0]*"
)
"""What may be a number in words: it begins with one. Lower case; NUL stands for nothing."""


def parts_of(word: str) -> tuple[int, ...]:
    """``nittonhundraåttioett`` → 19, 100, 80, 1; nothing when any of the word is no number."""
    if word == _ALONE_IT_IS_AN_ARTICLE:
        return ()
    values, at = [], 0
    while at < len(word):  # the longest word that fits, and no second try: always linear
        found = _PART.match(word, at)
        if found is None:
            return ()
        values.append(_VALUES[found[0]])
        at = found.end()
    return tuple(values)


class Sum:
    """A number while its words come in: 19, 100, 80, 1 is 1981; 8, 1 is two numbers."""

    def __init__(self) -> None:
        self._thousands = 0
        self._rest = 0
        self._room = 0  # below this the next word adds up; 0: it begins a new number
        self._is_begun = False

    @property
    def value(self) -> int:
        """What has been said so far."""
        return self._thousands + self._rest

    def takes(self, value: int) -> bool:
        """Add the next word; False when it begins another number."""
        if not self._is_begun:
            self._begin(value)
        elif value == HUNDRED and 0 < self._rest < HUNDRED:
            self._rest, self._room = self._rest * HUNDRED, HUNDRED
        elif value == THOUSAND and not self._thousands and 0 < self._rest < THOUSAND:
            self._thousands, self._rest, self._room = self._rest * THOUSAND, 0, THOUSAND
        elif 0 < value < self._room:
            self._rest += value
            self._room = _room_after(value)
        else:
            return False
        return True

    def _begin(self, value: int) -> None:
        self._is_begun = True
        self._room = _room_after(value)
        if value == THOUSAND:
            self._thousands, self._room = value, value
        else:
            self._rest = value


def numbers_of(values: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The numbers that words in a row make, each with how many words it took."""
    current, count = Sum(), 0
    for value in values:
        if not current.takes(value):
            yield current.value, count
            current, count = Sum(), 0
            current.takes(value)
        count += 1
    if count:
        yield current.value, count


def _room_after(value: int) -> int:
    """What may be added to a word: units to tens, all below it to hundreds and thousands."""
    if value >= HUNDRED:
        return value
    is_ten = value >= 20 and value % 10 == 0
    return 10 if is_ten else 0
