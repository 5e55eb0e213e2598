"""Escalation (eskalering): whom to ring next on a frozen plan, looked up when the step fires.

The plan stands: steps, numbers and order stay as decided, and a line that closes meanwhile is still
rung, however the directory is edited. Only who is on duty is asked again, for nobody may be rung
off duty.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from routing.calendar import in_utc
from routing.directory import Directory
from routing.hunting_order import in_hunting_order
from routing.lifecycle import AttemptOutcome
from routing.on_duty import on_duty
from routing.plan import Plan, PlanStep
from routing.reasons import Reason, ReasonCode
from routing.types import Hunting

ROUND_PAUSE: Final = timedelta(seconds=15)
"""How long those who were busy are left in peace before they are rung once more."""


@dataclass(frozen=True, slots=True)
class AttemptView:
    """One call already placed for a step. ``outcome`` None: not over; after ``gives_up_at`` (UTC)
    it is no longer waited for. ``number`` is what was rung, ``round`` (varv) counts from 1.

    ``yields_at`` (UTC), if before that: from then the next may be rung at the same time, for what
    has picked up may be a voicemail box.
    """

    step_order: int
    person_id: str | None
    outcome: AttemptOutcome | None
    gives_up_at: datetime
    number: str = ""
    round: int = 1
    ended_at: datetime | None = None
    yields_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class HuntSoFar:
    """What has been tried, and what else the next step depends on.

    ``excluding`` are person ids never to ring. ``rested`` maps line id → when it was last rung
    (UTC): where lines begin to take turns, the one that has rested longest is first.
    """

    attempts: Sequence[AttemptView] = ()
    excluding: Set[str] = frozenset()
    rested: Mapping[str, datetime] = field(default_factory=dict)


class Skipped(NamedTuple):
    """A step that was passed over, and why."""

    step_order: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Ring:
    """Ring these steps now, all at once; their persons and numbers are those on duty now."""

    steps: tuple[PlanStep, ...]
    skipped: tuple[Skipped, ...]
    round: int = 1

    @property
    def step(self) -> PlanStep:
        """The first of them, where there is only one."""
        return self.steps[0]


@dataclass(frozen=True, slots=True)
class Wait:
    """Somebody's phone rings, or a new round is about to begin; ask again at ``until`` (UTC) or
    when an attempt is over."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Exhausted:
    """Nobody is left to ring."""

    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """Somebody has accepted."""

    step_order: int
    person_id: str | None


def next_step(
    plan: Plan, so_far: HuntSoFar, directory: Directory, at: datetime
) -> Ring | Wait | Exhausted | Settled:
    """What to do next for a contact that is looking for a responder.

    Steps are taken in order, each once in a round; those of a simultaneous step all at once. A call
    that was broken off before anything came of it does not count. Passed over are a phone already
    rung in the round, a person already sought on another line, whoever has said no, and those never
    to ring. Where the order in which phones were taken may have been another, none of those left
    out is forgotten: they are rung before nobody is left. Whoever said yes and was never joined is
    rung once more before all is given up. Raises ``UnknownZone``.
    """
    at = in_utc(at)
    attempts = so_far.attempts
    for attempt in attempts:
        if attempt.outcome is AttemptOutcome.ACCEPTED:
            return Settled(attempt.step_order, attempt.person_id)
    pending = [one for one in attempts if one.outcome is None and one.gives_up_at > at]
    held_up_until = [_yields_at(one) for one in pending if _yields_at(one) > at]
    if held_up_until:
        return Wait(min(held_up_until))
    climb = _Climb(plan, so_far, directory, at)
    ordered = in_hunting_order(plan.steps, so_far.rested, turns=plan.turns)
    last_round = max((attempt.round for attempt in attempts), default=1)
    left = climb.rest_of_round(ordered, last_round)
    found = climb.first_to_ring(left, last_round) or climb.first_missed(ordered, last_round)
    if found:
        return found
    if pending:
        return Wait(min(one.gives_up_at for one in pending))
    if last_round >= plan.rounds or not climb.may_ring_again(ordered):
        return climb.last_resort(ordered, last_round + 1) or Exhausted(tuple(climb.skipped))
    begins_at = max((one.ended_at or one.gives_up_at for one in attempts), default=at) + ROUND_PAUSE
    if attempts and begins_at > at:
        return Wait(begins_at)
    return climb.first_to_ring(ordered, last_round + 1) or Exhausted(tuple(climb.skipped))


def _yields_at(attempt: AttemptView) -> datetime:
    """From when the next may be rung although this one is not over."""
    if attempt.yields_at is None:
        return attempt.gives_up_at
    return min(attempt.yields_at, attempt.gives_up_at)


class _Climb:
    """One look at the ladder: what has been tried, and what is passed over on the way."""

    def __init__(self, plan: Plan, so_far: HuntSoFar, directory: Directory, at: datetime) -> None:
        self.skipped: list[Skipped] = []
        self._attempts = so_far.attempts
        self._excluding = so_far.excluding
        self._directory = directory
        self._at = at
        self._rounds = plan.rounds
        self._lines = {step.order: step.line_id for step in plan.steps}
        self._is_by_hand = plan.is_by_hand

    def rest_of_round(self, ordered: Sequence[PlanStep], number: int) -> Sequence[PlanStep]:
        """The steps after the last one taken in a round, and those broken off in its group, or
        before it in turn. Beyond the plan's rounds there are none: see ``last_resort``."""
        if number > self._rounds:
            return ()
        of_round = [one for one in self._attempts if one.round == number]
        taken = {one.step_order for one in of_round if not _is_broken_off(one)}
        broken_off = {one.step_order for one in of_round if _is_broken_off(one)} - taken
        positions = [place for place, step in enumerate(ordered) if step.order in taken]
        if not positions:
            return ordered
        last = ordered[positions[-1]]
        left = ordered[positions[-1] + 1 :]
        if last.hunting is not Hunting.SIMULTANEOUS:
            before = ordered[: positions[-1]]
            return [*(step for step in before if step.order in broken_off), *left]
        return [
            *(step for step in ordered if step.order in broken_off and step.group == last.group),
            *(step for step in left if step.group != last.group),
        ]

    def first_missed(self, ordered: Sequence[PlanStep], number: int) -> Ring | None:
        """The first of those left out of a round who can be rung now, wherever they stand.

        One after the other, whoever was passed over stays so. But those who take turns, or rang all
        at once, may have been taken in another order than the one that holds now: by an earlier
        version, or by us before the requester dials by hand. Beyond the plan's rounds nobody is.
        """
        if number > self._rounds:
            return None
        of_round = (one for one in self._attempts if one.round == number)
        taken = {one.step_order for one in of_round if not _is_broken_off(one)}
        missed = [
            step
            for step in ordered
            if (self._is_by_hand or step.hunting is not Hunting.SEQUENTIAL)
            and step.order not in taken
            and isinstance(self._look_up(step, number, ()), PlanStep)
        ]
        return self.first_to_ring(missed, number)

    def first_to_ring(self, steps: Sequence[PlanStep], number: int) -> Ring | None:
        """The first of the steps that can be rung, with those to be rung at the same time."""
        chosen: list[PlanStep] = []
        for step in steps:
            if chosen and (
                step.group != chosen[0].group or step.hunting is not Hunting.SIMULTANEOUS
            ):
                break
            found = self._look_up(step, number, chosen)
            if isinstance(found, PlanStep):
                chosen.append(found)
            else:
                self.skipped.append(Skipped(step.order, found))
        return Ring(tuple(chosen), tuple(self.skipped), number) if chosen else None

    def last_resort(self, steps: Sequence[PlanStep], number: int) -> Ring | None:
        """Whoever said yes and was never joined with the requester, once more: they are willing."""
        broken = {
            one.step_order for one in self._attempts if one.outcome is AttemptOutcome.NOT_JOINED
        }
        again = {one.step_order for one in self._attempts if one.round > self._rounds}
        willing = [step for step in steps if step.order in broken - again]
        return self.first_to_ring(willing, number) if willing else None

    def may_ring_again(self, steps: Sequence[PlanStep]) -> bool:
        """Whether there is anybody to ring once more."""
        return any(isinstance(self._look_up(step, 0, ()), PlanStep) for step in steps)

    def _look_up(
        self, step: PlanStep, number: int, chosen: Sequence[PlanStep]
    ) -> PlanStep | Reason:
        """The step with the person on duty now, or why it is passed over."""
        found = on_duty(step, self._directory, self._at, excluding=self._excluding)
        if isinstance(found, Reason):
            return found
        if any(_says_no(one, found) for one in self._attempts):
            return _reason(ReasonCode.HAS_DECLINED, found)
        is_known = any(
            self._is_same(one, found) for one in self._attempts if one.round == number
        ) or any(one.number == found.number for one in chosen)
        return _reason(ReasonCode.DUPLICATE_PERSON, found) if is_known else found

    def _is_same(self, attempt: AttemptView, step: PlanStep) -> bool:
        """The same phone, or the same person for another line."""
        if _is_broken_off(attempt):
            return False
        if attempt.number == step.number:
            return True
        is_person = step.person_id is not None and attempt.person_id == step.person_id
        return is_person and self._lines.get(attempt.step_order) != step.line_id


def _is_broken_off(attempt: AttemptView) -> bool:
    """Taken back while it rang: somebody promised to call back, or would not be disturbed."""
    return attempt.outcome is AttemptOutcome.CANCELLED


def _says_no(attempt: AttemptView, step: PlanStep) -> bool:
    """Whether an earlier attempt makes this one useless, in whatever round."""
    if attempt.outcome is AttemptOutcome.NUMBER_BAD:
        return attempt.number == step.number
    if attempt.outcome is not AttemptOutcome.DECLINED:
        return False
    if step.person_id is None:
        return attempt.number == step.number
    return attempt.person_id == step.person_id


def _reason(code: ReasonCode, step: PlanStep) -> Reason:
    values = {"line": step.line_id, "tier": step.tier.value}
    return Reason(code, values | ({"person": step.person_id} if step.person_id else {}))
