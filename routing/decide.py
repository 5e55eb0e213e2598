"""The decision: who is to be rung for these facts at this moment, in which order and why."""

from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from routing.calendar import DAY, MIDNIGHT, to_utc, whole_minute
from routing.directory import Directory
from routing.errors import NoContactPath
from routing.lines import lines_for
from routing.matrix import MatrixRule, RuleStep, choose_among, serves
from routing.opening_hours import SEARCH_DAYS, Openness
from routing.plan import Plan, PlanStep
from routing.reach import reach
from routing.reached import Reached, Unreached
from routing.reasons import Reason, ReasonCode
from routing.types import PhoneKind, RequestFacts
from routing.units import OnCallLine

HORIZON: Final = timedelta(days=SEARCH_DAYS)


def decide(
    facts: RequestFacts,
    directory: Directory,
    at: datetime,
    *,
    excluding: Set[str] = frozenset(),
) -> Plan:
    """The plan for a contact, or ``NoContactPath`` with the next moment when there is one.

    ``at`` is cut to the whole minute, as hours and rotas are stated in whole minutes: within one
    minute and one directory the answer is the same. ``excluding`` are person ids never to ring (the
    requester). The next moment is searched for up to ``HORIZON`` ahead. Raises ``UnknownZone`` and
    ``MomentOutOfRange`` too.
    """
    at = whole_minute(at)
    made = directory.index.plans(at)
    key = (facts, frozenset(excluding))
    plan = made.get(key)
    if plan is None:
        plan = made[key] = _decide(facts, directory, at, excluding=excluding)
    return plan


def _decide(
    facts: RequestFacts, directory: Directory, at: datetime, *, excluding: Set[str]
) -> Plan:
    case = _Case(facts, directory, excluding)
    ladder = _Ladder(case, at)
    rule = ladder.rule
    if rule is None or not ladder.steps:
        raise _nobody(case, ladder)
    return Plan(
        facts=facts,
        at=at,
        rule_id=rule.id,
        matrix_version=directory.matrix.version,
        promise_seconds=rule.promise_for(facts.specialty),
        steps=tuple(ladder.steps),
        fallback=rule.fallback,
        reasons=(_chosen(rule, directory), *ladder.skipped),
        rounds=rule.rounds,
    )


@dataclass(slots=True)
class _Case:
    """What one decision is about, whatever the moment."""

    facts: RequestFacts
    directory: Directory
    excluding: Set[str]
    rules: tuple[MatrixRule, ...] = field(init=False)

    def __post_init__(self) -> None:
        of_role = _rules_of_role(self.facts, self.directory)
        self.rules = tuple(rule for rule in of_role if serves(rule, self.facts))


def _rules_of_role(facts: RequestFacts, directory: Directory) -> tuple[MatrixRule, ...]:
    return directory.index.rules(facts.path, facts.requester_role, errand=facts.errand)


class _Ladder:
    """Everybody the chosen rule names who can be reached at one moment, each only once.

    No steps while the rule is closed; ``changes`` are the moments before which a missing step
    cannot come.
    """

    __slots__ = (
        "_case",
        "_group",
        "_seen",
        "at",
        "changes",
        "is_closed",
        "rule",
        "skipped",
        "steps",
    )

    def __init__(self, case: _Case, at: datetime) -> None:
        self._case = case
        self._seen: set[tuple[str | None, str | None]] = set()  # person, or else line
        self.at = at
        self.steps: list[PlanStep] = []
        self.skipped: list[Reason] = []
        self.changes: list[datetime] = []
        self.rule = rule = choose_among(case.rules, at)
        self.is_closed = rule is not None and _is_closed(rule, case.directory, at)
        if rule and not self.is_closed:
            ordered = sorted(rule.steps, key=lambda step: step.order)
            for self._group, step in enumerate(ordered, start=1):
                self._climb(step)

    def _climb(self, step: RuleStep) -> None:
        lines = lines_for(step, self._case.facts, self._case.directory)
        if not lines:
            self.skipped.append(_no_line(step, self._case.facts))
        for line in lines:
            self._try(step, line)

    def _try(self, step: RuleStep, line: OnCallLine) -> None:
        case = self._case
        found = reach(
            line, step.tier, directory=case.directory, at=self.at, excluding=case.excluding
        )
        if isinstance(found, Unreached):
            self.skipped.append(found.reason)
            if found.changes_at:
                self.changes.append(found.changes_at)
            return
        who = (found.person_id, None if found.person_id else line.id)
        if who in self._seen:
            self.skipped.append(_duplicate(step, line, found.person_id))
            return
        self._seen.add(who)
        for phone, number, reason in _phones(line, found):
            self.steps.append(
                PlanStep(
                    order=len(self.steps) + 1,
                    line_id=line.id,
                    unit_id=line.unit_id,
                    tier=step.tier,
                    person_id=found.person_id,
                    number=number,
                    ring_seconds=step.ring_seconds,
                    reason=reason,
                    group=self._group,
                    hunting=step.hunting,
                    phone=phone,
                )
            )


def _phones(line: OnCallLine, found: Reached) -> Iterator[tuple[PhoneKind, str, Reason]]:
    """The phones on which somebody is reached, the function phone first."""
    if found.function_number:
        values = {key: found.reason.values[key] for key in ("line", "tier", "person")}
        yield PhoneKind.FUNCTION, found.function_number, Reason(ReasonCode.FUNCTION_PHONE, values)
    is_own = found.person_id is not None and found.number != line.number
    yield PhoneKind.OWN if is_own else PhoneKind.FUNCTION, found.number, found.reason


def _is_closed(rule: MatrixRule, directory: Directory, at: datetime) -> bool:
    if rule.hours is None:
        return False
    return directory.index.stretch(rule.id, rule.hours, at).openness is Openness.CLOSED


def _nobody(case: _Case, ladder: _Ladder) -> NoContactPath:
    """Why there is no plan, and when there is one next."""
    opens_at = _next_moment(case, ladder)
    rule = ladder.rule
    if rule is None:
        reasons: tuple[Reason, ...] = (_no_rule(case),)
    else:
        values = {"rule": rule.id} | ({"from": opens_at.isoformat()} if opens_at else {})
        closed = (Reason(ReasonCode.PATH_CLOSED, values),) if ladder.is_closed else ()
        reasons = (_chosen(rule, case.directory), *closed, *ladder.skipped)
    return NoContactPath(
        next_opening=opens_at,
        fallback=rule.fallback if rule else None,
        reasons=reasons,
        matrix_version=case.directory.matrix.version,
    )


def _next_moment(case: _Case, ladder: _Ladder) -> datetime | None:
    """The first moment with a plan: jumps from one change of hours, rota or rule to the next."""
    limit = ladder.at + HORIZON
    while not ladder.steps:
        changes = (*ladder.changes, *_rule_changes(case, ladder.at))
        moment = min((change for change in changes if change > ladder.at), default=None)
        if moment is None or moment > limit:
            return None
        ladder = _Ladder(case, moment)
    return ladder.at


def _rule_changes(case: _Case, at: datetime) -> Iterator[datetime]:
    """When any rule that serves the facts begins or ceases to hold, opens or closes."""
    for rule in case.rules:
        if rule.hours:
            yield case.directory.index.stretch(rule.id, rule.hours, at).until
        if rule.valid_from:
            yield to_utc(rule.valid_from, MIDNIGHT)
        if rule.valid_to and rule.valid_to < date.max:
            yield to_utc(rule.valid_to + DAY, MIDNIGHT)


def _chosen(rule: MatrixRule, directory: Directory) -> Reason:
    return Reason(ReasonCode.RULE_CHOSEN, {"rule": rule.id, "version": directory.matrix.version})


def _no_rule(case: _Case) -> Reason:
    """The role is not on the path at all, or only not for this specialty, place or date."""
    facts = case.facts
    values = {"path": facts.path.value, "role": facts.requester_role.value}
    if not _rules_of_role(facts, case.directory):
        return Reason(ReasonCode.PATH_NOT_FOR_ROLE, values)
    values["municipality"] = facts.municipality
    if facts.specialty:
        values["specialty"] = facts.specialty
    return Reason(ReasonCode.NO_RULE, values)


def _no_line(step: RuleStep, facts: RequestFacts) -> Reason:
    values = {"kind": step.kind.value, "scope": step.scope.value}
    specialty = step.specialty or facts.specialty
    if specialty:
        values["specialty"] = specialty
    return Reason(ReasonCode.NO_LINE, values)


def _duplicate(step: RuleStep, line: OnCallLine, person_id: str | None) -> Reason:
    values = {"line": line.id, "tier": step.tier.value}
    if person_id:
        values["person"] = person_id
    return Reason(ReasonCode.DUPLICATE_PERSON, values)
