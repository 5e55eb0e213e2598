"""The directory's search: unit, specialty, complaint, place, person, role, number or HSA-id, from
the first letter. An index from words to units is made once per version of the directory."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import Final

from app.labels import label
from app.search.everyday import NAMES_OF_KINDS
from app.search.text import fold, is_inflected, swedish_key, words_of
from routing.directory import Directory
from routing.opening_hours import is_open
from routing.types import UnitKind
from routing.units import CareUnit

_NUMBER: Final = re.compile(r"[0-9+()./\s-]+")
_FEWEST_DIGITS: Final = 4
_HSA: Final = re.compile(r"se[0-9]{10}.*")
_LIKENESS: Final = 0.75
# How far a word is from what was typed, and how far what it belongs to is from the unit's name.
_WHOLE, _BEGINNING, _INSIDE = 0, 1, 3
_NAME, _ABOUT, _COMPLAINT = 0, 4, 6
_SHORTEST_INSIDE: Final = 3


@dataclass(frozen=True, slots=True)
class UnitFilters:
    """Narrows a search; ``municipality`` and ``specialty`` are codes, None lets all through."""

    specialty: str | None = None
    kind: UnitKind | None = None
    municipality: str | None = None
    open_now: bool = False


class _Index:
    """All units of one directory in Swedish order, and which of them each word leads to: the place
    of the unit, and how far from its name the word is."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory
        self.units = sorted(directory.units.values(), key=lambda unit: swedish_key(unit.name))
        self.places: dict[str, dict[int, int]] = defaultdict(dict)
        self.numbers: dict[str, set[int]] = defaultdict(set)
        self.hsa_ids: dict[str, int] = {}
        people, lines, numbers = _of_units(directory)
        complaints = _complaints(directory)
        for place, unit in enumerate(self.units):
            known = (*people[unit.id], *lines[unit.id])
            for far, texts in (
                (_COMPLAINT, [one for code in unit.specialties for one in complaints[code]]),
                (_ABOUT, _texts_about(directory, unit, known)),
                (_NAME, [unit.name]),
            ):
                for word in words_of(" ".join(texts)):
                    self.places[word][place] = far
            for number in (*numbers[unit.id], *(point.value for point in unit.contact_points)):
                if digits := _digits(number):
                    self.numbers[digits].add(place)
            self.hsa_ids[_bare(unit.hsa_id)] = place


_latest: list[_Index] = []  # the one index of this process; replaced when the directory is another


def search_units(
    directory: Directory,
    typed: str = "",
    *,
    filters: UnitFilters = UnitFilters(),
    at: datetime,
) -> tuple[CareUnit, ...]:
    """Units that match all words and filters: names before other matches, then Swedish order."""
    index = _index_of(directory)
    return tuple(
        index.units[place]
        for place in _ranked(index, typed)
        if _passes(index.units[place], filters, at)
    )


def respelled(directory: Directory, typed: str) -> str:
    """What may have been meant by words that lead nowhere: each with the word of the directory that
    is spelled most alike; empty when there is none."""
    index = _index_of(directory)
    words = []
    for part in words_of(typed):
        if _fits(index, part):
            words.append(part)
        elif close := get_close_matches(part, index.places, n=1, cutoff=_LIKENESS):
            words += close
        else:
            return ""
    return " ".join(words)


def _ranked(index: _Index, typed: str) -> Iterable[int]:
    """The places of the units that match, the best first."""
    if not typed.strip():
        return range(len(index.units))
    if _is_number(typed):
        return _with_number(index, _digits(typed))
    if _HSA.fullmatch(_bare(typed)):
        return sorted(
            place for known, place in index.hsa_ids.items() if known.startswith(_bare(typed))
        )
    parts = words_of(typed)
    if not parts:
        return ()
    fits = [_fits(index, part) for part in parts]
    common = set(fits[0]).intersection(*fits[1:])
    return sorted(common, key=lambda place: (sum(fit[place] for fit in fits), place))


def _fits(index: _Index, part: str) -> dict[int, int]:
    """How far each unit is from a word that was typed."""
    best: dict[int, int] = {}
    for word, places in index.places.items():
        far = _distance(part, word)
        if far is None:
            continue
        for place, further in places.items():
            found = far + further
            if found < best.get(place, found + 1):
                best[place] = found
    return best


def _distance(part: str, word: str) -> int | None:
    if word == part:
        return _WHOLE
    if word.startswith(part):
        return _BEGINNING
    if len(part) < _SHORTEST_INSIDE:
        return None
    if is_inflected(part, word):
        return _BEGINNING
    return _INSIDE if part in word else None


def _is_number(typed: str) -> bool:
    return _NUMBER.fullmatch(typed) is not None and len(_digits(typed)) >= _FEWEST_DIGITS


def _with_number(index: _Index, digits: str) -> list[int]:
    """Units with a number that is, or else holds, these digits."""
    if digits in index.numbers:
        return sorted(index.numbers[digits])
    found = (places for known, places in index.numbers.items() if digits in known)
    return sorted(set().union(*found))


def _digits(number: str) -> str:
    """A number as it is dialled at home: +46 70 … is 070…"""
    digits = re.sub(r"\D", "", re.sub(r"\(0\)", "", number))
    for abroad in ("0046", "46"):
        if digits.startswith(abroad) and len(digits) > len("46") + 6:
            return "0" + digits.removeprefix(abroad)
    return digits


def _bare(hsa_id: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(hsa_id))


def _index_of(directory: Directory) -> _Index:
    found = _latest[0] if _latest else None
    if found is None or found.directory is not directory:
        found = _Index(directory)
        _latest[:] = [found]
    return found  # not what another thread has put there meanwhile


def _of_units(
    directory: Directory,
) -> tuple[Mapping[str, list[str]], Mapping[str, list[str]], Mapping[str, list[str]]]:
    """The people (with what they are), the lines and the numbers of each unit."""
    people: dict[str, list[str]] = defaultdict(list)
    lines: dict[str, list[str]] = defaultdict(list)
    numbers: dict[str, list[str]] = defaultdict(list)
    for person in directory.people.values():
        people[person.unit_id] += [person.name, person.title]
        numbers[person.unit_id] += [person.number] if person.number else []
    for line in directory.lines.values():
        lines[line.unit_id].append(line.name)
        numbers[line.unit_id] += [line.number] if line.number else []
    return people, lines, numbers


def _complaints(directory: Directory) -> Mapping[str, list[str]]:
    """The words of each specialty that is the first to ask about them."""
    complaints: dict[str, list[str]] = defaultdict(list)
    for word, codes in directory.search_words.items():
        complaints[codes[0]].append(word)
    return complaints


def _texts_about(directory: Directory, unit: CareUnit, known: Iterable[str]) -> list[str]:
    """What else leads to a unit: its kind, people, lines, place and specialties."""
    texts = [label(unit.kind), NAMES_OF_KINDS.get(unit.kind, ""), *known]
    if municipality := directory.municipalities.get(unit.municipality):
        texts.append(municipality.name)
    for code in unit.specialties:
        if specialty := directory.specialties.get(code):
            texts += [specialty.name, *specialty.synonyms]
    return texts


def _passes(unit: CareUnit, filters: UnitFilters, at: datetime) -> bool:
    return (
        (filters.specialty is None or filters.specialty in unit.specialties)
        and (filters.kind is None or unit.kind is filters.kind)
        and (filters.municipality is None or unit.municipality == filters.municipality)
        and (not filters.open_now or is_open(unit.hours, at))
    )
