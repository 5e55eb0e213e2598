"""The directory (länets kontaktuppgifter) as one immutable value the rules read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from routing.index import DirectoryIndex
from routing.matrix import Matrix
from routing.opening_hours import OpeningHours
from routing.rota import Rota, ShiftChange
from routing.types import Audience, ContactKind, LineKind, ProviderKind, UnitKind


@dataclass(frozen=True, slots=True)
class CareProvider:
    """Vårdgivare, huvudman: separate in law."""

    id: str
    name: str
    kind: ProviderKind


@dataclass(frozen=True, slots=True)
class Municipality:
    """Kommun. ``hospitals`` are hospital unit ids, the patient's own first, then by nearness."""

    code: str
    name: str
    population: int
    hospitals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Specialty:
    """Specialitet, with the words people type for it ("hjärta" finds kardiologi)."""

    code: str
    name: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ContactPoint:
    """Kontaktpunkt: a number or address at a unit. ``value`` is E.164, a short number or an
    address."""

    id: str
    unit_id: str
    kind: ContactKind
    value: str
    label: str = ""
    audience: Audience = Audience.PROFESSIONALS


@dataclass(frozen=True, slots=True)
class CareUnit:
    """Vårdenhet, klinik, avdelning, mottagning. ``hours`` None means unknown, not closed."""

    id: str
    hsa_id: str
    name: str
    kind: UnitKind
    provider_id: str
    municipality: str
    parent_id: str | None = None
    hours: OpeningHours | None = None
    specialties: tuple[str, ...] = ()
    verified: bool = False
    note: str = ""
    contact_points: tuple[ContactPoint, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """A clinician who can be on call; ``number`` is E.164 or None."""

    id: str
    name: str
    title: str
    unit_id: str
    number: str | None


@dataclass(frozen=True, slots=True)
class OnCallLine:
    """Jourlinje: a role that is always answered while it is open.

    ``hospital_id`` is the hospital it belongs to (None for lines outside hospitals); ``hours`` None
    means that the rota alone decides. ``number`` is the line's own function phone, E.164 or None;
    ``covers`` the municipality codes it serves (empty: all).
    """

    id: str
    name: str
    kind: LineKind
    unit_id: str
    specialty: str | None = None
    hospital_id: str | None = None
    hours: OpeningHours | None = None
    number: str | None = None
    covers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Directory:
    """Everything the rules may read, frozen; ``version`` grows by one at each change of any part.

    Mappings are keyed by id (municipalities by code). ``rotas`` maps line id → its rotas, at most
    one per tier; ``changes`` maps rota id → take-overs, swaps and overrides. ``index`` is made from
    the rest, never handed in.
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
    index: DirectoryIndex = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        index = DirectoryIndex(
            rules=self.matrix.rules, lines=self.lines, rotas=self.rotas, changes=self.changes
        )
        object.__setattr__(self, "index", index)
