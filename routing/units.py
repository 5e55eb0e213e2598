"""What the directory holds: providers, municipalities, specialties, units, people and lines."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from routing.opening_hours import OpeningHours
from routing.types import Audience, ContactKind, LineKind, ProviderKind, UnitKind
from routing.urgency import Channel, Urgency


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
    """Specialitet, with the words people type for it ("hjärta" finds kardiologi).

    ``dial_code`` (kortnummer): two digits to press for it on the phone, or None. ``english`` is its
    name in English, empty where nobody has given it one.
    """

    code: str
    name: str
    synonyms: tuple[str, ...] = ()
    dial_code: str | None = None
    english: str = ""

    def called(self, lang: str) -> str:
        """Its name in Swedish (``sv``) or English (``en``)."""
        return self.english or self.name if lang == "en" else self.name


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
    """A clinician who can be on call; ``number`` is E.164 or None.

    ``language`` (sv, en) is what they hear and read; ``channels`` what they have chosen for each
    urgency, where they have.
    """

    id: str
    name: str
    title: str
    unit_id: str
    number: str | None
    language: str = "sv"
    channels: Mapping[Urgency, tuple[Channel, ...]] = field(default_factory=dict)


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
