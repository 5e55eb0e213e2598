"""What the rules look up in a directory again and again, made once per directory.

A directory never changes, so an answer that holds until a known moment is remembered until then:
who is on call and whether a schedule is open. The answers are the same with and without the memory.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from routing.calendar import DAY, MIDNIGHT, to_local, to_utc
from routing.matrix import MatrixRule
from routing.opening_hours import OpeningHours, Stretch, stretch_at
from routing.plan import Plan
from routing.reached import Reached
from routing.rota import OnCall, Rota, Shift, ShiftChange, who_is_on_call
from routing.types import ContactPath, Errand, LineKind, OnCallTier, RequesterRole, RequestFacts
from routing.units import CareUnit, OnCallLine

MOST_PLANS: Final = 4096


class DirectoryIndex:
    """Lines by kind and specialty, rules by use, rotas by tier; who is on call, is it
    open.

    Safe between threads: what is remembered is replaced as a whole, never changed.
    """

    __slots__ = (
        "_changes",
        "_lines",
        "_on_call",
        "_plans",
        "_rotas",
        "_rules",
        "_stretches",
        "reached",
    )

    def __init__(
        self,
        *,
        rules: Iterable[MatrixRule],
        lines: Mapping[str, OnCallLine],
        units: Mapping[str, CareUnit],
        rotas: Mapping[str, tuple[Rota, ...]],
        changes: Mapping[str, tuple[ShiftChange, ...]],
    ) -> None:
        self._changes = changes
        self._rules = _rules_by_use(rules)
        self._lines: dict[tuple[LineKind, str | None], tuple[OnCallLine, ...]] = {}
        for line in sorted(lines.values(), key=lambda line: line.id):
            for specialty in _serves(line, units):
                key = (line.kind, specialty)
                self._lines[key] = (*self._lines.get(key, ()), line)
        self._rotas: Mapping[str, Mapping[OnCallTier, Rota]] = {
            line_id: {rota.tier: rota for rota in of_line}
            for line_id, of_line in rotas.items()
            if of_line
        }
        self._on_call: dict[str, tuple[datetime, datetime, OnCall]] = {}
        self._plans: tuple[datetime | None, dict[tuple[RequestFacts, frozenset[str]], Plan]]
        self._plans = (None, {})
        self._stretches: dict[str, tuple[datetime, OpeningHours, Stretch]] = {}
        self.reached: dict[str, tuple[Shift, Reached]] = {}  # by rota: the last shift's answer

    def plans(self, minute: datetime) -> dict[tuple[RequestFacts, frozenset[str]], Plan]:
        """The plans already made at a minute, by facts and people never to ring; add to it freely.

        Within a minute the answer is the same, so "vem når jag nu?" and the call that follows are
        decided once.
        """
        made_at, plans = self._plans
        if made_at != minute or len(plans) > MOST_PLANS:
            plans = {}
            self._plans = (minute, plans)
        return plans

    def rules(
        self, path: ContactPath, role: RequesterRole, *, errand: Errand = Errand.TALK
    ) -> tuple[MatrixRule, ...]:
        """The rules of a path that a role may use to find somebody for an errand."""
        return self._rules.get((path, role, errand), ())

    def lines(self, kind: LineKind, specialty: str | None) -> tuple[OnCallLine, ...]:
        """Lines of a kind that serve a specialty: those that have it, then those without any."""
        general = self._lines.get((kind, None), ())
        return (*self._lines.get((kind, specialty), ()), *general) if specialty else general

    def rotas(self, line_id: str) -> Mapping[OnCallTier, Rota]:
        """A line's rotas by tier; empty when it has none."""
        return self._rotas.get(line_id, {})

    def on_call(self, rota: Rota, at: datetime) -> OnCall:
        """``who_is_on_call`` for one of the directory's own rotas."""
        known = self._on_call.get(rota.id)
        if known and known[0] <= at < known[1]:
            return known[2]
        answer = who_is_on_call(rota, self._changes.get(rota.id, ()), at)
        self._on_call[rota.id] = (*_holds(answer, at), answer)
        return answer

    def stretch(self, key: str, hours: OpeningHours, at: datetime) -> Stretch:
        """``stretch_at`` for the hours of one of the directory's lines or rules (``key``: its
        id)."""
        known = self._stretches.get(key)
        if known and known[1] is hours and known[0] <= at < known[2].until:
            return known[2]
        answer = stretch_at(hours, at)
        self._stretches[key] = (at, hours, answer)
        return answer


def _serves(line: OnCallLine, units: Mapping[str, CareUnit]) -> tuple[str | None, ...]:
    """The specialties a line is found under; None for one that serves them all."""
    unit = units.get(line.unit_id) if line.kind is LineKind.WARD else None
    return unit.specialties if unit and unit.specialties else (line.specialty,)


def _rules_by_use(
    rules: Iterable[MatrixRule],
) -> dict[tuple[ContactPath, RequesterRole, Errand], tuple[MatrixRule, ...]]:
    found: dict[tuple[ContactPath, RequesterRole, Errand], tuple[MatrixRule, ...]] = {}
    for rule in rules:
        for role in rule.roles or RequesterRole:
            use = (rule.path, role, rule.errand)
            found[use] = (*found.get(use, ()), rule)
    return found


def _holds(answer: OnCall, at: datetime) -> tuple[datetime, datetime]:
    """From when until when an answer is the same; a search without result is sure for its day
    only."""
    if answer.current:
        return answer.current.starts_at, answer.current.ends_at
    if answer.following:
        return at, answer.following.starts_at
    return at, to_utc(to_local(at).date() + DAY, MIDNIGHT)
