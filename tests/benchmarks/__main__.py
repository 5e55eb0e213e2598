"""``make bench``: floors and ours in turn; the last line printed is one JSON object."""

import json
import os
import warnings
from contextlib import ExitStack

from app.cli.demo_clock import working_moment
from app.clock import system_clock
from tests.benchmarks import databases, questions
from tests.benchmarks.compare import Comparison, Contestant, compare
from tests.benchmarks.databases import Prepared
from tests.benchmarks.hunts import Lateness, measure_hunts
from tests.benchmarks.load import Round
from tests.benchmarks.reaction import Reaction, measure_reaction
from tests.benchmarks.separate_worker import Delays, measure_separate_worker
from tests.benchmarks.servers import granian

Figures = dict[str, float]

WORKERS = 2  # one for each core


def main() -> None:
    """Measure, tell, and sum up."""
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} cores, of which others use {load:.1f} at the start", flush=True)
    # The PostgreSQL wheel complains of a folder for sockets that many machines do not have.
    warnings.simplefilter("ignore")
    figures: Figures = {}
    with databases.sqlite() as prepared:
        figures |= _plans(prepared)
        figures |= _creation(prepared, "sqlite")
    with databases.postgresql() as prepared:
        figures |= _creation(prepared, "postgresql")
    # Said once, of the database on which we are worse.
    figures["create_vs_floor"] = min(
        figures["create_vs_floor_sqlite"], figures["create_vs_floor_postgresql"]
    )
    with databases.sqlite() as prepared:
        figures |= _reaction(measure_reaction(prepared))
    with databases.postgresql() as prepared:
        calm, busy = measure_separate_worker(prepared)
        figures |= _delays("post_to_call_worker", "POST to call, own worker", calm)
        figures |= _delays("post_to_call_50_per_second", "the same, 50/s arriving", busy)
    with databases.postgresql() as prepared:
        figures |= _hunts(measure_hunts(prepared, workers=WORKERS))
    print(json.dumps({name: round(figures[name], 3) for name in sorted(figures)}))


def _plans(prepared: Prepared) -> Figures:
    at = working_moment(system_clock())
    with ExitStack() as stack:
        floor = Contestant(
            stack.enter_context(granian("static_floor", prepared.environment)), questions.static()
        )
        port = stack.enter_context(granian("ours", prepared.environment))
        warm = compare(Contestant(port, questions.same_plan(prepared)), floor)
        cold = compare(Contestant(port, questions.fresh_plans(prepared, at)), floor)
    return _figures("plan", "plan_vs_floor", warm) | _figures(
        "plan_cold", "plan_cold_vs_floor", cold
    )


def _creation(prepared: Prepared, database: str) -> Figures:
    with ExitStack() as stack:
        floor = Contestant(
            stack.enter_context(granian("insert_floor", prepared.environment)), questions.insert()
        )
        ours = Contestant(
            stack.enter_context(granian("ours", prepared.environment)),
            questions.new_contacts(prepared),
        )
        seen = compare(ours, floor)
    return _figures(f"create_{database}", f"create_vs_floor_{database}", seen)


def _figures(name: str, ratio_name: str, seen: Comparison) -> Figures:
    _tell(f"{name}, floor", seen.floor)
    _tell(f"{name}, ours", seen.ours)
    print(f"{name + ', ours per floor':32}{seen.ratio:9.2f}", flush=True)
    return {
        ratio_name: seen.ratio,
        f"{name}_floor_per_second": seen.floor.per_second,
        f"{name}_per_second": seen.ours.per_second,
        f"{name}_p99_ms": seen.ours.p99_ms,
    }


def _tell(name: str, seen: Round) -> None:
    print(
        f"{name:32}{seen.per_second:9.0f}/s   p50 {seen.p50_ms:6.2f} ms   p99 {seen.p99_ms:6.2f} ms"
        f"   generator {seen.generator_busy:4.0%}",
        flush=True,
    )


def _reaction(seen: Reaction) -> Figures:
    print(
        f"{'POST to call':32}p50 {seen.p50_ms:6.1f} ms   p95 {seen.p95_ms:6.1f} ms"
        f"   worst {seen.worst_ms:6.1f} ms",
        flush=True,
    )
    return {
        "post_to_call_p50_ms": seen.p50_ms,
        "post_to_call_p95_ms": seen.p95_ms,
        "post_to_call_worst_ms": seen.worst_ms,
    }


def _delays(key: str, name: str, seen: Delays) -> Figures:
    print(
        f"{name:32}p50 {seen.p50_ms:6.1f} ms   p95 {seen.p95_ms:6.1f} ms"
        f"   p99 {seen.p99_ms:6.1f} ms   worst {seen.worst_ms:6.1f} ms"
        f"   {seen.count} calls in {seen.seconds:.0f} s, {seen.missing} missing",
        flush=True,
    )
    return {
        f"{key}_p50_ms": seen.p50_ms,
        f"{key}_p95_ms": seen.p95_ms,
        f"{key}_worst_ms": seen.worst_ms,
        f"{key}_missing": seen.missing,
    }


def _hunts(seen: Lateness) -> Figures:
    rss = max(each.now for each in seen.memory)
    most = max(each.most for each in seen.memory)
    print(
        f"{f'{seen.hunting} hunts at once':32}late p95 {seen.p95:.2f} s   worst {seen.worst:.2f} s"
        f"   until at the provider p95 {seen.called_p95:.2f} s   worst {seen.called_worst:.2f} s\n"
        f"{'':32}{seen.steps} steps, {1000 * seen.cpu_seconds:.0f} ms of a core each in"
        f" {len(seen.memory)} workers; {seen.unfinished} contacts never got on\n"
        f"{'memory of a worker':32}{rss:.0f} MiB after that, {most:.0f} MiB at most",
        flush=True,
    )
    return {
        "hunts_at_once": seen.hunting,
        "hunts_late_p95_s": seen.p95,
        "hunts_late_worst_s": seen.worst,
        "hunts_called_p95_s": seen.called_p95,
        "hunts_called_worst_s": seen.called_worst,
        "hunts_unfinished": seen.unfinished,
        "worker_memory_mib": rss,
        "worker_memory_most_mib": most,
    }


if __name__ == "__main__":
    main()
