"""The directory page's search: unit, specialty, place, person or role, from the first letter."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from app.labels import label
from app.search.text import rank_of, swedish_key, words_of
from routing.directory import Directory
from routing.opening_hours import is_open
from routing.types import UnitKind
from routing.units import CareUnit


@dataclass(frozen=True, slots=True)
class UnitFilters:
    """Narrows a search; ``municipality`` and ``specialty`` are codes, None lets all through."""

    specialty: str | None = None
    kind: UnitKind | None = None
    municipality: str | None = None
    open_now: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    """A unit's words: those of its name, and those of everything else that leads to it."""

    unit: CareUnit
    name: tuple[str, ...]
    other: tuple[str, ...]


class _Index:
    """All units of one directory in Swedish order; made once per version."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory
        who: dict[str, list[str]] = defaultdict(list)
        for person in directory.people.values():
            who[person.unit_id] += [person.name, person.title]
        for line in directory.lines.values():
            who[line.unit_id].append(line.name)
        units = sorted(directory.units.values(), key=lambda unit: swedish_key(unit.name))
        self.entries = tuple(
            _Entry(unit, words_of(unit.name), _other_words(directory, unit, who[unit.id]))
            for unit in units
        )


_latest: list[_Index] = []  # the one index of this process; replaced when the directory is another


def search_units(
    directory: Directory,
    typed: str = "",
    *,
    filters: UnitFilters = UnitFilters(),
    at: datetime,
) -> tuple[CareUnit, ...]:
    """Units that match all words and filters: names before other matches, then Swedish order."""
    parts = words_of(typed)
    if typed.strip() and not parts:
        return ()
    hits = []
    for place, entry in enumerate(_index_of(directory).entries):
        rank = _rank(parts, entry)
        if rank is not None and _passes(entry.unit, filters, at):
            hits.append((rank, place, entry.unit))
    return tuple(unit for _rank, _place, unit in sorted(hits, key=lambda hit: hit[:2]))


def _index_of(directory: Directory) -> _Index:
    if not _latest or _latest[0].directory is not directory:
        _latest[:] = [_Index(directory)]
    return _latest[0]


def _other_words(directory: Directory, unit: CareUnit, who: list[str]) -> tuple[str, ...]:
    texts = [label(unit.kind), *who]
    municipality = directory.municipalities.get(unit.municipality)
    if municipality:
        texts.append(municipality.name)
    for code in unit.specialties:
        if specialty := directory.specialties.get(code):
            texts += [specialty.name, *specialty.synonyms]
    return tuple(dict.fromkeys(words_of(" ".join(texts))))


def _rank(parts: tuple[str, ...], entry: _Entry) -> int | None:
    if not parts:
        return 0
    by_name = rank_of(parts, entry.name)
    if by_name is not None:
        return by_name
    by_all = rank_of(parts, entry.name + entry.other)
    return None if by_all is None else by_all + 3


def _passes(unit: CareUnit, filters: UnitFilters, at: datetime) -> bool:
    return (
        (filters.specialty is None or filters.specialty in unit.specialties)
        and (filters.kind is None or unit.kind is filters.kind)
        and (filters.municipality is None or unit.municipality == filters.municipality)
        and (not filters.open_now or is_open(unit.hours, at))
    )
