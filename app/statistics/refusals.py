"""Nekade direktinläggningar (pure): what wards answered, and what became of those without a bed.

Counts rows of the log of what wards said and of what happened; never the live status.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Final

from models.sealed import Sealed
from routing.admission import AdmissionEvent, RefusalReason, WardReply
from routing.decisions import DecisionKind
from routing.follow_up import AfterRefusal

_E = AdmissionEvent

_TO_ED: Final = frozenset({DecisionKind.ED_OWN_MEANS, DecisionKind.ED_AMBULANCE})
_LEADS_TO: Final = MappingProxyType(
    {
        _E.ASKED: AfterRefusal.ASKED_AGAIN,
        _E.ACCEPTED: AfterRefusal.BED_FOUND,
        _E.WARD_WITHDREW: AfterRefusal.ASKED_AGAIN,
        _E.ALL_REFUSED: AfterRefusal.WAITING,
        _E.EXPIRED: AfterRefusal.WAITING,
        _E.ARRIVED: AfterRefusal.BED_FOUND,
        _E.PLACED_ELSEWHERE: AfterRefusal.BED_FOUND,
        _E.TURNED_TO_ED: AfterRefusal.TO_ED,
        _E.CANCELLED: AfterRefusal.CANCELLED,
    }
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one ward answered once. ``reason`` None: none was given."""

    admission_id: str
    ward_id: str
    reply: WardReply
    at: datetime
    reason: RefusalReason | None = None
    note: Sealed | None = None
    round: int = 1


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the log of an admission."""

    admission_id: str
    event: AdmissionEvent
    at: datetime
    ward_id: str | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """What came of questions to wards. ``refused`` is the sum of the reasons, where None counts
    those that came without one. ``expired`` are beds kept in vain."""

    reasons: Mapping[RefusalReason | None, int] = field(default_factory=dict)
    accepted: int = 0
    silent: int = 0
    withdrew: int = 0
    expired: int = 0

    @property
    def refused(self) -> int:
        """How many times a ward said no."""
        return sum(self.reasons.values())

    @property
    def answers(self) -> int:
        """How many times a ward was asked and something came of it."""
        return self.accepted + self.refused + self.silent

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            Counter(self.reasons) + Counter(other.reasons),
            self.accepted + other.accepted,
            self.silent + other.silent,
            self.withdrew + other.withdrew,
            self.expired + other.expired,
        )


def tallies(answers: Iterable[Answer], log: Iterable[Happened]) -> Mapping[str, Tally]:
    """By ward, in the order of their names; wards that nothing came of are not there."""
    counts: dict[str, Tally] = {}
    for answer in answers:
        counts[answer.ward_id] = counts.get(answer.ward_id, Tally()) + _of_answer(answer)
    for line in log:
        if line.event is _E.EXPIRED and line.ward_id is not None:
            counts[line.ward_id] = counts.get(line.ward_id, Tally()) + Tally(expired=1)
    return {ward_id: counts[ward_id] for ward_id in sorted(counts)}


def after_refusal(
    since: Happened, log: Sequence[Happened], *, replaced_by: DecisionKind | None
) -> AfterRefusal:
    """What became of an admission that came back at ``since``, as far as its log goes.

    ``log`` is all of the admission's, in order, with ``since`` in it. ``replaced_by`` is the
    decision that took the place of the admission.
    """
    ending = AfterRefusal.WAITING
    for line in log[log.index(since) + 1 :]:
        ending = _LEADS_TO.get(line.event, ending)
    if replaced_by is not None and ending in {AfterRefusal.WAITING, AfterRefusal.CANCELLED}:
        return AfterRefusal.TO_ED if replaced_by in _TO_ED else AfterRefusal.OTHER_DECISION
    return ending


def _of_answer(answer: Answer) -> Tally:
    match answer.reply:
        case WardReply.REFUSED:
            return Tally(reasons={answer.reason: 1})
        case WardReply.ACCEPTED:
            return Tally(accepted=1)
        case WardReply.SILENT:
            return Tally(silent=1)
        case WardReply.WITHDREW:
            return Tally(withdrew=1)
