"""Siffror: a text as a reader sees its digits, however they are written.

Digits of any script, wide or raised; number words in Swedish and English; with invisible signs,
HTML tags, entities and percent signs of addresses between them. A reading is as long as its text,
character for character, so that whoever finds something in it can take it out.
"""

import html
import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from typing import Final
from urllib.parse import unquote

from routing.identity.words import numbers_of, parts_of

NOTHING: Final = "\0"
"""Stands where the reader sees nothing: digits around it stand together."""

PARTS: Final = "\1"
"""Stands for the rest of a number word: digits around it belong to two numbers."""

_COMMON: Final = frozenset(chr(code) for code in range(0x100)) - frozenset("\u00a0\u00ad²³¹")
_PERCENT: Final = re.compile(r"(?:%[0-9a-f]{2})+")
_ENTITY: Final = re.compile(r"&(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});")
_TAG: Final = re.compile(r"</?[a-z][a-z0-9]{0,20}(?:\s[^<>]{0,300})?/?>|<!--[^<>]{0,300}-->")
_LETTERS: Final = re.compile(r"[a-zåäö\0]+")
_BETWEEN_WORDS: Final = re.compile(r"[\s\0-]*")
_LAST_FOUR: Final = re.compile(r"(?:de )?(?:sista fyra|fyra sista|last four)")


def readings(text: str) -> Iterator[str]:
    """The text in plain small letters with every number in digits; and once more without tags,
    entities and percent signs where it has any.
    """
    plain = _plain(text)
    yield _in_digits(plain)
    if "<" in plain or "&" in plain or "%" in plain:
        bare = _PERCENT.sub(_unquoted, plain)
        bare = _ENTITY.sub(lambda found: _padded(html.unescape(found[0]), len(found[0])), bare)
        bare = _TAG.sub(lambda found: NOTHING * len(found[0]), bare)
        if bare != plain:
            yield _in_digits(bare)


def _plain(text: str) -> str:
    if text.isascii():
        return text.lower()
    odd = set(text) - _COMMON
    if odd:
        text = text.translate({ord(one): _plain_of(one) for one in odd})
    return text.lower()


def _plain_of(one: str) -> str:
    """One character for one character, whatever alphabet it is from."""
    kind = unicodedata.category(one)
    if kind in {"Cf", "Mn", "Me"}:
        return NOTHING
    if kind == "Pd" or one == "−":
        return "-"
    if kind.startswith("Z"):
        return " "
    digit = unicodedata.digit(one, None)
    if digit is not None:
        return str(digit)
    wide = unicodedata.normalize("NFKC", one).lower()
    return wide if len(wide) == 1 else "¤"


def _unquoted(found: re.Match[str]) -> str:
    """What the percent signs of an address stand for."""
    return _padded(unquote(found[0], errors="replace"), len(found[0]))


def _padded(short: str, length: int) -> str:
    return _plain(short)[:length].ljust(length, NOTHING)


def _in_digits(plain: str) -> str:
    """The reading with its number words as digits, where they stand."""
    if "sista" in plain or "last four" in plain:
        plain = _LAST_FOUR.sub(lambda found: "sista".ljust(len(found[0]), NOTHING), plain)
    known = {word for word in set(_LETTERS.findall(plain)) if parts_of(word.replace(NOTHING, ""))}
    if not known:
        return plain
    run: list[tuple[int, int, tuple[int, ...]]] = []
    pieces, done = [], 0
    for found in _LETTERS.finditer(plain):
        if found[0] not in known:
            continue
        if run and not _BETWEEN_WORDS.fullmatch(plain, run[-1][1], found.start()):
            pieces += [plain[done : run[0][0]], _said(run)]
            done, run = run[-1][1], []
        run.append((found.start(), found.end(), parts_of(found[0].replace(NOTHING, ""))))
    return "".join([*pieces, plain[done : run[0][0]], _said(run), plain[run[-1][1] :]])


def _said(run: list[tuple[int, int, tuple[int, ...]]]) -> str:
    """Number words that follow upon one another, as the numbers they make together; as long as they
    are, which is always longer than the digits.
    """
    offset = run[0][0]
    room = [PARTS] * (run[-1][1] - offset)
    places = [(start - offset, end - offset) for start, end, parts in run for _ in parts]
    values = [value for _, _, parts in run for value in parts]
    used, free = 0, 0
    for number, count in numbers_of(values):
        digits = str(number)
        at = max(places[used][0], free)
        room[at : at + len(digits)] = digits
        used, free = used + count, at + len(digits) + 1
    for (_, end), (start, _) in pairwise(places):
        if end < start:
            room[end:start] = [" " if one == PARTS else one for one in room[end:start]]
    return "".join(room)
