"""A table that can be taken out: its name, its columns, and its rows as a stream.

A stream reads batch after batch, each beginning where the last one ended, so that memory does not
grow with the period.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Final, TextIO

from sqlalchemy import Select, and_, or_
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.statistics.columns import Column
from app.statistics.csv_lines import Form, Row, csv_lines
from routing.calendar import DAY, STOCKHOLM, YEARS, to_local
from routing.directory import Directory

BATCH: Final = 500

Found = Any  # what SQLAlchemy gives for chosen columns; their types are lost on the way


class PeriodBackwards(ValueError):
    """The period ends before it begins."""


@dataclass(frozen=True, slots=True)
class Span:
    """From a moment (UTC) up to, not including, another."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Table:
    """``title`` names it for people, ``one`` and ``many`` its rows ("kontakt", "kontakter");
    ``preview`` are the columns worth a look before one takes it out. ``stream`` gives rows with the
    keys of ``columns``, in that order, oldest first."""

    name: str
    title: str
    one: str
    many: str
    columns: tuple[Column, ...]
    preview: tuple[str, ...]
    stream: Callable[[Session, Directory, Span], Iterator[Row]]

    def rows(
        self, session: Session, directory: Directory, *, from_on: date, to_on: date
    ) -> Iterator[Row]:
        """The rows from one Stockholm day to another, both included; None is missing.

        Raises ``PeriodBackwards`` at once, not at the first row.
        """
        if to_on < from_on:
            raise PeriodBackwards(f"{from_on} – {to_on}")
        span = Span(_midnight(from_on), _midnight(to_on, days=1))
        return self.stream(session, directory, span)

    def csv_lines(self, rows: Iterable[Row], form: Form = Form.CSV) -> Iterator[str]:
        """Heading and rows as the lines of a CSV, e.g. for a streamed answer."""
        return csv_lines(self.columns, rows, form)

    def write_csv(self, rows: Iterable[Row], out: TextIO, form: Form = Form.CSV) -> int:
        """Write the CSV; returns how many rows. ``out`` is UTF-8 opened with ``newline=""``."""
        lines = self.csv_lines(rows, form)
        out.write(next(lines))
        written = 0
        for written, line in enumerate(lines, start=1):  # noqa: B007 - the last number is the answer
            out.write(line)
        return written


def in_batches(
    session: Session,
    wanted: Select[*tuple[Any, ...]],
    key: tuple[InstrumentedAttribute[datetime], InstrumentedAttribute[Any]],
    span: Span,
) -> Iterator[Sequence[Found]]:
    """What is wanted in the span, oldest first, a batch at a time.

    ``key`` is the moment and the id; ``wanted`` must choose both.
    """
    at, row_id = key
    beyond = at >= span.since
    while True:
        batch = session.execute(
            wanted.where(beyond, at < span.until).order_by(at, row_id).limit(BATCH)
        ).all()
        if batch:
            yield batch
        if len(batch) < BATCH:
            return
        last_at, last_id = getattr(batch[-1], at.key), getattr(batch[-1], row_id.key)
        # The first half lets the index be entered where the last batch ended.
        beyond = and_(at >= last_at, or_(at > last_at, row_id > last_id))


def wall_clock(at: datetime | None) -> str | None:
    """A moment as Stockholm's clocks show it, with the offset."""
    return None if at is None else to_local(at).isoformat(timespec="seconds")


def month_of(at: datetime) -> str:
    """The Stockholm month, YYYY-MM."""
    return f"{to_local(at):%Y-%m}"


def begun_seconds(start: datetime | None, end: datetime | None) -> int | None:
    """Begun seconds, so that a promise of 60 that was broken by a hair reads 61."""
    return None if start is None or end is None else math.ceil((end - start).total_seconds())


def _midnight(on: date, *, days: int = 0) -> datetime:
    """When the Stockholm day begins, in UTC; days outside the calendar end at its edges."""
    inside = min(max(on, date(YEARS.start, 1, 1)), date(YEARS.stop - 1, 12, 30)) + days * DAY
    return datetime.combine(inside, time(0), tzinfo=STOCKHOLM).astimezone(UTC)
