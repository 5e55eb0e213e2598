"""One clock for several processes, moved to a working day when it is night or a red day."""

from collections.abc import Mapping
from datetime import timedelta

from app.cli.demo_clock import working_moment
from app.clock import Clock, system_clock

SETTING = "BENCHMARK_CLOCK_MOVED_BY"  # seconds


def seconds_to_working_hours() -> float:
    """How far the clock must be moved for all paths to be open."""
    now = system_clock()
    return (working_moment(now) - now).total_seconds()


def moved_clock(environment: Mapping[str, str]) -> Clock:
    """The clock of a process; every process with the same setting shows the same time."""
    moved_by = timedelta(seconds=float(environment[SETTING]))
    return lambda: system_clock() + moved_by
