"""What a direct admission's log tells (pure): who was asked, what they said, and how it ended.

Statistics read events, never the live status: the log only grows, so a number once reported can be
computed again.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from routing.admission import (
    AdmissionEvent,
    AdmissionStatus,
    RefusalReason,
    Standing,
    TransportMode,
)

_E = AdmissionEvent

_GIVES_REASON: Final = frozenset({_E.WARD_REFUSED, _E.REFUSAL_REASON_GIVEN})
_TELLS_TRANSPORT: Final = frozenset({_E.LEFT, _E.ETA_CHANGED})
_CAME: Final = frozenset({_E.ARRIVED, _E.PLACED_ELSEWHERE})


@dataclass(frozen=True, slots=True)
class AdmissionLine:
    """One line of the log. ``reason`` goes with a no, ``transport`` with setting off,
    ``is_over_occupancy`` with a reserved bed."""

    event: AdmissionEvent
    at: datetime
    ward_id: str | None = None
    reason: RefusalReason | None = None
    transport: TransportMode | None = None
    is_over_occupancy: bool = False


@dataclass(frozen=True, slots=True)
class AdmissionStory:
    """The log in short; moments in UTC, the first of their kind, None for what has not happened.

    ``counts`` says how often each event happened, ``reasons`` how often each reason was given.
    ``accepting_ward`` is the last ward that said yes, ``placed_ward`` where the patient came to
    lie.
    """

    status: AdmissionStatus
    counts: Counter[AdmissionEvent]
    reasons: Counter[RefusalReason]
    wards_asked: int
    asked_at: datetime | None
    accepted_at: datetime | None
    accepting_ward: str | None
    is_over_occupancy: bool
    left_at: datetime | None
    transport: TransportMode | None
    arrived_at: datetime | None
    placed_ward: str | None
    discharged_at: datetime | None

    @property
    def refusals_without_reason(self) -> int:
        """How many said no and not why."""
        return max(0, self.counts[_E.WARD_REFUSED] - self.reasons.total())

    @property
    def came_to_ward(self) -> bool:
        """The patient was admitted without passing the emergency department."""
        return self.arrived_at is not None


def read_admission(lines: Sequence[AdmissionLine]) -> AdmissionStory:
    """The log in short; ``lines`` in order."""
    reserved = _last(lines, _E.BED_RESERVED)
    accepted = _last(lines, _E.ACCEPTED)
    return AdmissionStory(
        status=_status(lines),
        counts=Counter(line.event for line in lines),
        reasons=Counter(
            line.reason for line in lines if line.event in _GIVES_REASON and line.reason
        ),
        wards_asked=len({line.ward_id for line in lines if line.event is _E.WARD_ASKED}),
        asked_at=_first_at(lines, _E.ASKED),
        accepted_at=_first_at(lines, _E.ACCEPTED),
        accepting_ward=accepted.ward_id if accepted else None,
        is_over_occupancy=reserved.is_over_occupancy if reserved else False,
        left_at=_first_at(lines, _E.LEFT),
        transport=_last_transport(lines),
        arrived_at=_first_at(lines, *_CAME),
        placed_ward=came.ward_id if (came := _last(lines, *_CAME)) else None,
        discharged_at=_first_at(lines, _E.DISCHARGED),
    )


def _status(lines: Sequence[AdmissionLine]) -> AdmissionStatus:
    """Where the log leads; a line that cannot change anything changes nothing."""
    standing = Standing(AdmissionStatus.PROPOSED)
    for line in lines:
        if standing.allows(line.event):
            standing = standing.after(line.event)
    return standing.status


def _first_at(lines: Sequence[AdmissionLine], *events: AdmissionEvent) -> datetime | None:
    return next((line.at for line in lines if line.event in events), None)


def _last(lines: Sequence[AdmissionLine], *events: AdmissionEvent) -> AdmissionLine | None:
    return next((line for line in reversed(lines) if line.event in events), None)


def _last_transport(lines: Sequence[AdmissionLine]) -> TransportMode | None:
    told = (line.transport for line in reversed(lines) if line.event in _TELLS_TRANSPORT)
    return next((mode for mode in told if mode is not None), None)
