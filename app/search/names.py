"""From a word somebody typed to a specialty, municipality or unit, or to the nearest ones."""

import difflib
from collections.abc import Iterable, Mapping

from app.search.specialties import find_by_words
from app.search.text import fold, rank_of, swedish_key, words_of
from routing.directory import Directory
from routing.units import CareUnit, Municipality, Specialty

SUGGESTIONS = 3
_LIKENESS = 0.6


def find_specialty(directory: Directory, word: str) -> Specialty | None:
    """By code or name, whatever the case and accents."""
    folded = fold(word.strip())
    for specialty in directory.specialties.values():
        if folded in (fold(specialty.code), fold(specialty.name)):
            return specialty
    return None


def find_municipality(directory: Directory, word: str) -> Municipality | None:
    """By code ("2062") or name ("Mora", "mora kommun")."""
    folded = fold(word.strip()).removesuffix(" kommun")
    for municipality in directory.municipalities.values():
        if folded in (municipality.code, fold(municipality.name)):
            return municipality
    return None


def find_unit(directory: Directory, word: str) -> CareUnit | None:
    """By id, or by name when only one has it."""
    if word in directory.units:
        return directory.units[word]
    folded = fold(word.strip())
    named = [unit for unit in directory.units.values() if fold(unit.name) == folded]
    return named[0] if len(named) == 1 else None


def nearest(directory: Directory, kind: str, word: str) -> tuple[str, ...]:
    """Names that may have been meant; ``kind`` is "specialty", "municipality" or "unit"."""
    if kind == "specialty":
        by_letters = [hit.specialty.name for hit in find_by_words(directory, word)]
        spellings = {
            fold(text): specialty.name
            for specialty in directory.specialties.values()
            for text in (specialty.code, *specialty.synonyms, specialty.name)
        }
    else:
        things: Iterable[Municipality | CareUnit] = (
            directory.municipalities.values()
            if kind == "municipality"
            else directory.units.values()
        )
        names = sorted((thing.name for thing in things), key=swedish_key)
        by_letters = [name for name in names if rank_of(words_of(word), words_of(name)) is not None]
        spellings = {fold(name): name for name in names}
    found = [*(by_letters if word.strip() else ()), *_alike(word, spellings)]
    return tuple(dict.fromkeys(found))[:SUGGESTIONS]


def _alike(word: str, spellings: Mapping[str, str]) -> list[str]:
    """The names spelled most alike; some even when none is, so that one sees what there is."""
    for least in (_LIKENESS, 0.0):
        close = difflib.get_close_matches(fold(word), spellings, n=SUGGESTIONS * 2, cutoff=least)
        if close:
            return [spellings[spelling] for spelling in close]
    return []
