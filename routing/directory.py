"""The directory (länets kontaktuppgifter) as one immutable value the rules read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from routing.away import Away
from routing.index import DirectoryIndex
from routing.live_limits import USUAL_LIMITS, LiveLimits
from routing.matrix import Matrix
from routing.rota import Rota, ShiftChange
from routing.units import CareProvider, CareUnit, Municipality, OnCallLine, Person, Specialty

SWEDEN_AND_NEIGHBOURS: Final = frozenset({"SE", "NO", "DK", "FI", "IS"})


@dataclass(frozen=True, slots=True)
class Directory:
    """Everything the rules may read, frozen; ``version`` grows by one at each change of any part.

    Mappings are keyed by id (municipalities by code). ``rotas`` maps line id → its rotas, at most
    one per tier; ``changes`` maps rota id → take-overs, swaps and overrides; ``away`` maps person
    id → when they may not be disturbed. ``search_words`` maps a word people seek by →
    the codes of the specialties it is for, in order. ``callable_countries`` (ISO 3166, a setting):
    whose ordinary numbers may be rung when somebody types one; what stands in the directory always
    may. ``live_limits`` (a setting): how many contacts are sought at the same time. ``index`` is
    made from the rest, never handed in.
    """

    version: int
    matrix: Matrix
    providers: Mapping[str, CareProvider]
    municipalities: Mapping[str, Municipality]
    specialties: Mapping[str, Specialty]
    units: Mapping[str, CareUnit]
    people: Mapping[str, Person]
    lines: Mapping[str, OnCallLine]
    rotas: Mapping[str, tuple[Rota, ...]]
    changes: Mapping[str, tuple[ShiftChange, ...]]
    away: Mapping[str, tuple[Away, ...]] = field(default_factory=dict)
    search_words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    callable_countries: frozenset[str] = SWEDEN_AND_NEIGHBOURS
    live_limits: LiveLimits = USUAL_LIMITS
    index: DirectoryIndex = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        index = DirectoryIndex(
            rules=self.matrix.rules,
            lines=self.lines,
            units=self.units,
            rotas=self.rotas,
            changes=self.changes,
        )
        object.__setattr__(self, "index", index)
