"""Kontroll mot skada: how it went after direct admissions and after "stay", with the coverage.

Small numbers are never told, nor what only a few doctors have decided: nobody can be singled out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from models.reads.follow_up import counted_follow_up
from models.tables.decisions import DecisionRow
from routing.decisions import FOLLOWED_UP, IN_FORCE, DecisionKind, DecisionStatus
from routing.follow_up import Aftermath

FEWEST: Final = 5
"""What is smaller, and not zero, is told as a range."""

FEWEST_DOCTORS: Final = 3
"""Of fewer doctors' decisions nothing is told."""

CAME_TO_NOTHING: Final = frozenset({DecisionStatus.FELL_THROUGH, DecisionStatus.REPLACED})

Answers = Mapping[Aftermath, bool | None]


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision. ``answers`` None: it has not been followed up."""

    kind: DecisionKind
    status: DecisionStatus
    account_id: int
    answers: Answers | None


@dataclass(frozen=True, slots=True)
class Figure:
    """Of ``known`` decisions, ``yes`` went so. Never shown as it is: see ``shown``."""

    yes: int
    known: int
    doctors: int


@dataclass(frozen=True, slots=True)
class KindFigures:
    """The decisions of one kind that stand. ``came_to_nothing`` are those that do not: they fell
    through or were replaced, and are counted in nothing else."""

    kind: DecisionKind
    decided: int
    followed_up: int
    came_to_nothing: int
    figures: Mapping[Aftermath, Figure]


def figures_of(kind: DecisionKind, decisions: Iterable[Decided]) -> KindFigures:
    """The figures of one kind. A question counts the decisions of which its answer is known."""
    of_kind = [one for one in decisions if one.kind is kind]
    standing = [one for one in of_kind if one.status in IN_FORCE]
    return KindFigures(
        kind=kind,
        decided=len(standing),
        followed_up=sum(one.answers is not None for one in standing),
        came_to_nothing=sum(one.status in CAME_TO_NOTHING for one in of_kind),
        figures={one: _figure(one, standing) for one in Aftermath},
    )


def _figure(question: Aftermath, standing: Sequence[Decided]) -> Figure:
    known = [one for one in standing if (one.answers or {}).get(question) is not None]
    return Figure(
        yes=sum(bool((one.answers or {})[question]) for one in known),
        known=len(known),
        doctors=len({one.account_id for one in known}),
    )


def shown(figure: Figure) -> str | None:
    """How many went so, as it may be told: ``"12"``, ``"1–4"``; None where nothing may be told.

    Also those who did not go so are told as a range when they are few: ``"36–39"`` of 40.
    """
    yes, no = figure.yes, figure.known - figure.yes
    if figure.known < FEWEST or figure.doctors < FEWEST_DOCTORS:
        return None
    if 0 < yes < FEWEST:
        return f"1–{FEWEST - 1}"
    if 0 < no < FEWEST:
        return f"{figure.known - FEWEST + 1}–{figure.known - 1}"
    return str(yes)


def load_follow_up(
    session: Session, *, since: datetime, until: datetime
) -> tuple[KindFigures, ...]:
    """The figures of each kind that is followed up, of decisions made from a moment up to
    another."""
    said = counted_follow_up()
    answers = [said.c[one.value] for one in Aftermath]
    rows = session.execute(
        select(
            DecisionRow.kind,
            DecisionRow.status,
            DecisionRow.account_id,
            said.c.decision_id,
            *answers,
        )
        .outerjoin(said, said.c.decision_id == DecisionRow.id)
        .where(
            and_(DecisionRow.decided_at >= since, DecisionRow.decided_at < until),
            DecisionRow.kind.in_(FOLLOWED_UP),
        )
    )
    decisions = [
        Decided(
            kind, status, account_id, dict(zip(Aftermath, said_of, strict=True)) if id_ else None
        )
        for kind, status, account_id, id_, *said_of in rows
    ]
    return tuple(figures_of(kind, decisions) for kind in DecisionKind if kind in FOLLOWED_UP)
