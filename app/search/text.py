"""Swedish text for searching and sorting, the same on every database and without any."""

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[a-z0-9]+")
_LAST_LETTERS = {"å": "{", "ä": "|", "ö": "}"}  # the characters that follow "z"
_SHORTEST_INSIDE = 3
_VOWELS = frozenset("ae")
_SHORTEST_STEM = 3
_ENDINGS = {
    *("", "a", "ad", "an", "ar", "are", "arna", "at", "de", "den", "e", "en", "ena", "er", "erna"),
    *("et", "ets", "ens", "i", "iga", "igt", "n", "na", "or", "orna", "ns", "r", "s", "t"),
}


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


def is_inflected(typed: str, word: str) -> bool:
    """Whether it is the word with a Swedish ending: "njurarna" is njure, "utslagen" is utslag."""
    stem = word[:-1] if word[-1:] in _VOWELS else word
    return len(stem) >= _SHORTEST_STEM and typed.startswith(stem) and typed[len(stem) :] in _ENDINGS


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
