"""What a demonstration shows as now: the right time by day, a working day at night."""

from datetime import date, datetime, time, timedelta

from app.clock import Clock, clock_from, system_clock
from routing.calendar import STOCKHOLM, is_weekday, to_local

OPENS = time(8)
LATEST_START = time(16)  # leaves an hour before the weekday paths close
STARTS = time(10)
EVES_AS_RED = frozenset({"midsommarafton", "julafton", "nyarsafton"})


def demo_clock(start: datetime | None) -> Clock:
    """The clock of a demonstration that begins at ``start``, or now when that is a working hour.

    At night and on red days it begins at ten on the next working day, as the halvakuta spåret
    rightly is closed then.
    """
    if start is not None:
        return clock_from(start)
    now = system_clock()
    begin = working_moment(now)
    return system_clock if begin == now else clock_from(begin)


def working_moment(at: datetime) -> datetime:
    """``at`` itself in working hours, else ten o'clock (Stockholm) on the next working day."""
    local = to_local(at)
    if _is_working_day(local.date()) and OPENS <= local.time() < LATEST_START:
        return at
    day = local.date() if local.time() < OPENS else local.date() + timedelta(days=1)
    while not _is_working_day(day):
        day += timedelta(days=1)
    return datetime.combine(day, STARTS, STOCKHOLM)


def _is_working_day(day: date) -> bool:
    return is_weekday(day, eves_as_red=EVES_AS_RED)
