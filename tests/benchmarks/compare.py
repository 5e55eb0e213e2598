"""Ours against a floor, in turn: A B A B …, and the ratio of each pair."""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from tests.benchmarks.load import Round, run_round

PAIRS = 7
SECONDS = 1.5
WARM_UP = 0.7


@dataclass(frozen=True, slots=True)
class Contestant:
    """A running server and what it is asked."""

    port: int
    requests: Iterator[bytes]


@dataclass(frozen=True, slots=True)
class Comparison:
    """``ratio``: ours per floor, the median of the pairs. The rest are medians of the rounds."""

    ratio: float
    floor: Round
    ours: Round


def compare(ours: Contestant, floor: Contestant) -> Comparison:
    """Both are warmed up first; each pair's two rounds stand next to each other in time."""
    for contestant in (floor, ours):
        run_round(contestant.port, contestant.requests, seconds=WARM_UP)
    floors, own = [], []
    for _ in range(PAIRS):
        floors.append(run_round(floor.port, floor.requests, seconds=SECONDS))
        own.append(run_round(ours.port, ours.requests, seconds=SECONDS))
    ratios = [mine.per_second / bare.per_second for mine, bare in zip(own, floors, strict=True)]
    return Comparison(median(ratios), _middle(floors), _middle(own))


def _middle(rounds: list[Round]) -> Round:
    return Round(
        per_second=median(each.per_second for each in rounds),
        p50_ms=median(each.p50_ms for each in rounds),
        p99_ms=median(each.p99_ms for each in rounds),
        generator_busy=median(each.generator_busy for each in rounds),
    )
