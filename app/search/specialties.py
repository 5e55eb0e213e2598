"""From what somebody types – a complaint, a diagnosis, a part of a word – to specialties, the one
to ask first before the others, each with the words that led to it."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import IntEnum
from typing import Final

from app.search.text import is_inflected, swedish_key, words_of
from routing.directory import Directory
from routing.units import Specialty

# Words that say nothing of what it is about; and who it is about is not asked for here.
_SMALL: Final = frozenset(
    words_of(
        "i på av och med för en ett den det som har hos vid till från om att nu sedan min mitt "
        "patient patienten pat man kvinna år årig misstänkt akut plötslig konsult jour läkare "
        "sjukdom sjukdomar"
    )
)
# What is asked of the specialty, at the end of its name: "kardiologkonsult", "ortopedbakjour".
_ASKED: Final = re.compile(r"(?<=[a-z]{3})(?:konsult|bakjour|jour|lakare)(?:e?n)?$")

_ALIKE: Final = 3
_LIKENESS: Final = 0.75


class Fit(IntEnum):
    """How well the words typed fit, the less the better: a whole phrase, words of one, beginnings
    of words, words of several phrases, only some of the words, the inside of a word."""

    WHOLE = 0
    WORDS = 1
    BEGINNING = 2
    SCATTERED = 3
    PARTLY = 4
    INSIDE = 5


SURE: Final = Fit.SCATTERED
"""So well, or better, do words lead to the first hit: what is only found inside another word, or
spelled nearly so, or fits only some of what was typed, is shown and never opened unasked."""


@dataclass(frozen=True, slots=True)
class SpecialtyHit:
    """A specialty found. ``word`` is the phrase that led to it, empty for its own name."""

    specialty: Specialty
    word: str
    fit: Fit


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A phrase that leads to a specialty; ``place`` is 0 for one of its names, else its place among
    the specialties that the phrase is for (1 is the one to ask first)."""

    text: str
    words: tuple[str, ...]
    place: int


_Found = tuple[Fit, int, str]
"""How well a phrase fits, its place, and the phrase."""


class _Index:
    """Every phrase of every specialty of one directory; made once per version."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory
        phrases: dict[str, list[_Phrase]] = defaultdict(list)
        for one in directory.specialties.values():
            phrases[one.code] += [
                _Phrase("", words_of(name), 0) for name in (one.name, one.english, one.code) if name
            ]
            phrases[one.code] += [_Phrase(name, words_of(name), 0) for name in one.synonyms]
        for word, codes in directory.search_words.items():
            for place, code in enumerate(codes, start=1):
                phrases[code].append(_Phrase(word, words_of(word), place))
        self.phrases = {
            code: tuple(found) for code, found in phrases.items() if code in directory.specialties
        }
        spellings: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
        for code, found in self.phrases.items():
            for phrase in found:
                spellings[" ".join(phrase.words)].append((phrase.place, code, phrase.text))
        self.spellings = {
            spelling: tuple((code, text) for _place, code, text in sorted(led))
            for spelling, led in spellings.items()
        }


_latest: list[_Index] = []  # the one index of this process; replaced when the directory is another


def find_by_words(directory: Directory, typed: str) -> tuple[SpecialtyHit, ...]:
    """The specialties that fit what was typed, best first: all of it, or else as much of it as any
    does, what was typed first before the rest."""
    said = words_of(typed)
    parts = tuple(part for part in said if part not in _SMALL and not _is_age(part)) or said
    if not parts:
        return ()
    hits = []
    for code, phrases in _index_of(directory).phrases.items():
        apart, whole = _fits(parts, phrases)
        if not apart:
            continue
        specialty = directory.specialties[code]
        missed = [-number for number, part in enumerate(parts) if part not in apart]
        fit, place, word = whole or max(apart.values())
        least = Fit.WHOLE if whole else Fit.PARTLY if missed else Fit.SCATTERED
        hit = SpecialtyHit(specialty, word, max(fit, least))
        hits.append(((len(missed), missed, fit, place), swedish_key(specialty.name), hit))
    hits.sort(key=lambda hit: hit[:2])
    fewest = hits[0][0][0] if hits else 0
    return tuple(hit for order, _name, hit in hits if order[0] == fewest)


def spelled_nearly(directory: Directory, typed: str) -> tuple[SpecialtyHit, ...]:
    """The specialties with a phrase that is spelled almost as what was typed, the most alike first:
    what may have been meant."""
    spellings = _index_of(directory).spellings
    close = get_close_matches(" ".join(words_of(typed)), spellings, n=_ALIKE, cutoff=_LIKENESS)
    found: dict[str, SpecialtyHit] = {}
    for spelling in close:
        for code, word in spellings[spelling]:
            hit = SpecialtyHit(directory.specialties[code], word, Fit.INSIDE)
            found.setdefault(code, hit)
    return tuple(found.values())[:_ALIKE]


def _index_of(directory: Directory) -> _Index:
    found = _latest[0] if _latest else None
    if found is None or found.directory is not directory:
        found = _Index(directory)
        _latest[:] = [found]
    return found  # not what another thread has put there meanwhile


def _is_age(part: str) -> bool:
    return len(part) > 1 and part.isdigit()


def _fits(
    parts: tuple[str, ...], phrases: Iterable[_Phrase]
) -> tuple[dict[str, _Found], _Found | None]:
    """What fits each part best, and the phrase that fits all of them best, if any does."""
    apart: dict[str, _Found] = {}
    whole: _Found | None = None
    for phrase in phrases:
        fits = {part: fit for part in parts if (fit := _fit(part, phrase.words)) is not None}
        for part, fit in fits.items():
            found = (fit, phrase.place, phrase.text)
            apart[part] = min(apart.get(part, found), found)
        if len(fits) < len(set(parts)):
            continue
        fit = max(fits.values())
        counted = [word for word in phrase.words if word not in _SMALL] or phrase.words
        if fit is Fit.WORDS and len(counted) == len(parts):
            fit = Fit.WHOLE
        found = (fit, phrase.place, phrase.text)
        whole = found if whole is None else min(whole, found)
    return apart, whole


def _fit(part: str, words: tuple[str, ...]) -> Fit | None:
    best: Fit | None = None
    bare = _ASKED.sub("", part)
    for word in words:
        if word in (part, bare) or is_inflected(bare, word):
            return Fit.WORDS
        if word.startswith(part):
            best = Fit.BEGINNING
        elif best is None and len(part) >= 4 and part in word:
            best = Fit.INSIDE
    return best
