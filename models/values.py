"""Routing values as JSON documents: written whole, read whole, so they are columns, not tables."""

from datetime import date, time
from typing import Any

from sqlalchemy import Dialect
from sqlalchemy.types import TypeDecorator

from models.db import JsonDocument
from routing.matrix import Fallback, RuleStep, Scope
from routing.opening_hours import DateException, Interval, OpeningHours, RedDays, WeeklyHours
from routing.rota import DayGroup, ShiftPattern
from routing.types import Hunting, LineKind, OnCallTier

Document = dict[str, Any]


def hours_to_json(hours: OpeningHours) -> Document:
    """An ``OpeningHours`` as a JSON document; clock times as HH:MM, dates as ISO.

    Weekly rows that only say when it is closed, or that hold on red days, stand by themselves
    (``replacing``, with their place among the others): a version that does not know them reads the
    rest as before.
    """
    rows = list(enumerate(hours.weekly))
    return {
        "weekly": [_weekly_to_json(row) for _place, row in rows if not _is_replacing(row)],
        "replacing": [
            {"place": place, **_weekly_to_json(row), "red_days": row.red_days}
            for place, row in rows
            if _is_replacing(row)
        ],
        "on_red_days": None
        if hours.on_red_days is None
        else [_interval_to_json(interval) for interval in hours.on_red_days],
        "exceptions": [
            {
                "on": row.on.isoformat(),
                "intervals": [_interval_to_json(interval) for interval in row.intervals],
                "note": row.note,
            }
            for row in hours.exceptions
        ],
        "eves_as_red": sorted(hours.eves_as_red),
    }


def hours_from_json(document: Document) -> OpeningHours:
    """The inverse of ``hours_to_json``."""
    red = document["on_red_days"]
    weekly = [_weekly_from_json(row) for row in document["weekly"]]
    for row in document.get("replacing", ()):  # absent where it was stored by an earlier version
        weekly.insert(row["place"], _weekly_from_json(row))
    return OpeningHours(
        weekly=tuple(weekly),
        on_red_days=None if red is None else tuple(_interval_from_json(row) for row in red),
        exceptions=tuple(
            DateException(
                date.fromisoformat(row["on"]),
                tuple(_interval_from_json(interval) for interval in row["intervals"]),
                row["note"],
            )
            for row in document["exceptions"]
        ),
        eves_as_red=frozenset(document["eves_as_red"]),
    )


def _is_replacing(row: WeeklyHours) -> bool:
    return row.interval is None or row.red_days is not RedDays.NOT


def _weekly_to_json(row: WeeklyHours) -> Document:
    interval = {} if row.interval is None else _interval_to_json(row.interval)
    return {
        "weekday": row.weekday,
        **interval,
        "valid_from": _date_to_json(row.valid_from),
        "valid_to": _date_to_json(row.valid_to),
    }


def _weekly_from_json(row: Document) -> WeeklyHours:
    return WeeklyHours(
        row["weekday"],
        _interval_from_json(row) if "opens" in row else None,
        _date_from_json(row["valid_from"]),
        _date_from_json(row["valid_to"]),
        RedDays(row.get("red_days", RedDays.NOT)),
    )


def pattern_to_json(pattern: ShiftPattern) -> Document:
    """A ``ShiftPattern`` as a JSON document."""
    return {"days": pattern.days, "starts": _clock(pattern.starts), "ends": _clock(pattern.ends)}


def pattern_from_json(document: Document) -> ShiftPattern:
    """The inverse of ``pattern_to_json``."""
    return ShiftPattern(
        DayGroup(document["days"]),
        time.fromisoformat(document["starts"]),
        time.fromisoformat(document["ends"]),
    )


def step_to_json(step: RuleStep) -> Document:
    """A matrix step as a JSON document."""
    return {
        "order": step.order,
        "kind": step.kind,
        "scope": step.scope,
        "tier": step.tier,
        "ring_seconds": step.ring_seconds,
        "specialty": step.specialty,
        "hunting": step.hunting,
    }


def step_from_json(document: Document) -> RuleStep:
    """The inverse of ``step_to_json``."""
    return RuleStep(
        order=document["order"],
        kind=LineKind(document["kind"]),
        scope=Scope(document["scope"]),
        tier=OnCallTier(document["tier"]),
        ring_seconds=document["ring_seconds"],
        specialty=document["specialty"],
        hunting=Hunting(document.get("hunting", Hunting.SEQUENTIAL)),  # absent in older editions
    )


def fallback_to_json(fallback: Fallback) -> Document:
    """A matrix fallback as a JSON document."""
    document = {"unit_id": fallback.unit_id, "number": fallback.number, "text": fallback.text}
    return document | ({"english": fallback.english} if fallback.english else {})


def fallback_from_json(document: Document) -> Fallback:
    """The inverse of ``fallback_to_json``."""
    english = document.get("english", "")  # plans frozen before there was any
    return Fallback(document["unit_id"], document["number"], document["text"], english)


class OpeningHoursColumn(TypeDecorator[OpeningHours]):
    """A column that holds an ``OpeningHours``; NULL is an unknown schedule."""

    impl = JsonDocument
    cache_ok = True

    def process_bind_param(self, value: OpeningHours | None, dialect: Dialect) -> Document | None:  # noqa: ARG002 - SQLAlchemy's signature
        """To a JSON document."""
        return None if value is None else hours_to_json(value)

    def process_result_value(self, value: Document | None, dialect: Dialect) -> OpeningHours | None:  # noqa: ARG002 - SQLAlchemy's signature
        """From a JSON document."""
        return None if value is None else hours_from_json(value)


def _clock(value: time) -> str:
    return value.isoformat(timespec="minutes")


def _interval_to_json(interval: Interval) -> Document:
    return {"opens": _clock(interval.opens), "closes": _clock(interval.closes)}


def _interval_from_json(document: Document) -> Interval:
    return Interval(time.fromisoformat(document["opens"]), time.fromisoformat(document["closes"]))


def _date_to_json(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _date_from_json(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)
