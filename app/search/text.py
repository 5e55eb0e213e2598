"""Swedish text for searching and sorting, the same on every database and without any."""

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[a-z0-9]+")
_LAST_LETTERS = {"å": "{", "ä": "|", "ö": "}"}  # the characters that follow "z"
_SHORTEST_INSIDE = 3


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Lower case without accents: "Älvdalen" is "alvdalen", so that any keyboard finds it."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def words_of(text: str) -> tuple[str, ...]:
    """The folded words of a text."""
    return tuple(_WORD.findall(fold(text)))


@lru_cache(maxsize=8192)
def swedish_key(text: str) -> tuple[str, str]:
    """Sorts å, ä and ö after z, and other accents with their letter."""
    lowered = unicodedata.normalize("NFC", text.casefold())
    spelled = "".join(_LAST_LETTERS.get(letter) or fold(letter) for letter in lowered)
    return spelled, text


def rank_of(typed: tuple[str, ...], words: tuple[str, ...]) -> int | None:
    """How well what was typed matches: 0 a whole word, 1 a beginning, 2 inside; None not at all.

    Every typed word must be found; the worst of them counts. Swedish makes compounds, so from
    three letters on a word is found inside another ("kirurg" in "kärlkirurgi").
    """
    worst = 0
    for part in typed:
        rank = _rank_of_word(part, words)
        if rank is None:
            return None
        worst = max(worst, rank)
    return worst


def _rank_of_word(part: str, words: tuple[str, ...]) -> int | None:
    best: int | None = None
    for word in words:
        if word == part:
            return 0
        if word.startswith(part):
            best = 1
        elif best is None and len(part) >= _SHORTEST_INSIDE and part in word:
            best = 2
    return best
