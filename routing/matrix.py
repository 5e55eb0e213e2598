"""The matrix (matrisen): who may reach whom, for what, where, when and in which order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from routing.calendar import to_local
from routing.opening_hours import OpeningHours, Openness, is_valid, openness
from routing.types import (
    ContactPath,
    Errand,
    Hunting,
    LineKind,
    OnCallTier,
    RequesterRole,
    RequestFacts,
)


class Scope(StrEnum):
    """Var linjen finns, seen from the patient's municipality."""

    OWN_HOSPITAL = "eget_sjukhus"
    OTHER_HOSPITALS = "ovriga_sjukhus"
    OWN_MUNICIPALITY = "egen_kommun"
    CHOSEN_UNIT = "vald_enhet"
    COUNTY = "lanet"


@dataclass(frozen=True, slots=True)
class RuleStep:
    """One rung of the ladder. ``specialty`` None means the one asked for; ``ring_seconds`` per
    phone; ``hunting`` says how the lines of the step are rung when there are several."""

    order: int
    kind: LineKind
    scope: Scope
    tier: OnCallTier
    ring_seconds: int = 20
    specialty: str | None = None
    hunting: Hunting = Hunting.SEQUENTIAL


@dataclass(frozen=True, slots=True)
class Fallback:
    """What to do when nobody can be reached: a number to ring and a sentence, in Swedish and, where
    the region has written it, in English."""

    unit_id: str
    number: str
    text: str
    english: str = ""

    def said(self, lang: str) -> str:
        """The sentence in Swedish (``sv``) or English (``en``)."""
        return self.english or self.text if lang == "en" else self.text


@dataclass(frozen=True, slots=True)
class MatrixRule:
    """One row of the matrix. Empty sets mean "any"; ``hours`` None means round the clock.

    ``promise_seconds`` is the answer promise (svarslöfte). ``rounds`` (varv) is how many times the
    ladder is climbed before nobody is left. Dates are inclusive, local. ``promises`` are those of
    specialties that promise something else. ``errand`` says what those named are sought for.
    """

    id: str
    path: ContactPath
    roles: frozenset[RequesterRole]
    specialties: frozenset[str]
    municipalities: frozenset[str]
    hours: OpeningHours | None
    promise_seconds: int
    steps: tuple[RuleStep, ...]
    fallback: Fallback
    valid_from: date | None = None
    valid_to: date | None = None
    rounds: int = 1
    promises: Mapping[str, int] = field(default_factory=dict)
    errand: Errand = Errand.TALK

    def promise_for(self, specialty: str | None) -> int:
        """The answer promise in seconds for somebody of a specialty."""
        return self.promises.get(specialty or "", self.promise_seconds)


@dataclass(frozen=True, slots=True)
class Matrix:
    """All rules of one approved version."""

    version: str
    rules: tuple[MatrixRule, ...]


def serves(rule: MatrixRule, facts: RequestFacts) -> bool:
    """Whether a rule is made for these facts, whatever the moment."""
    return (
        rule.path is facts.path
        and rule.errand is facts.errand
        and (not rule.roles or facts.requester_role in rule.roles)
        and (not rule.specialties or facts.specialty in rule.specialties)
        and (not rule.municipalities or facts.municipality in rule.municipalities)
    )


def choose_among(rules: Iterable[MatrixRule], at: datetime) -> MatrixRule | None:
    """The one rule that decides, of those that serve the facts: valid on the local date, the most
    specific.

    Municipality and specialty beat specialty beats municipality beats general. Of equally specific
    rules one that is not closed at ``at`` comes first (so day and night can be two rules), then the
    lowest id. None when no rule fits; a rule that is closed may be the answer.
    """
    on = to_local(at).date()
    valid = [rule for rule in rules if is_valid(on, rule.valid_from, rule.valid_to)]
    if len(valid) < 2:
        return valid[0] if valid else None
    most = max(map(_specificity, valid))
    best = [rule for rule in valid if _specificity(rule) == most]
    return min(best, key=lambda rule: (openness(rule.hours, at) is Openness.CLOSED, rule.id))


def _specificity(rule: MatrixRule) -> int:
    return 2 * bool(rule.specialties) + bool(rule.municipalities)
