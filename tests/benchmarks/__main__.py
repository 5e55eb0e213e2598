"""``make bench``: floors and ours in turn; the last line printed is one JSON object."""

import json
import os
import warnings
from collections.abc import Mapping
from contextlib import ExitStack

from app.cli.demo_clock import working_moment
from app.clock import system_clock
from tests.benchmarks import databases, questions
from tests.benchmarks.beds import measure_beds
from tests.benchmarks.compare import Comparison, Contestant, compare
from tests.benchmarks.databases import Prepared
from tests.benchmarks.hunts import Lateness, measure_hunts
from tests.benchmarks.last_bed import LastBed, measure_last_bed
from tests.benchmarks.load import Round
from tests.benchmarks.reaction import Reaction, measure_reaction
from tests.benchmarks.separate_worker import Delays, measure_separate_worker
from tests.benchmarks.servers import granian
from tests.benchmarks.wards import Passing, measure_wards

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
    for kind in (databases.sqlite, databases.postgresql):
        with kind() as prepared:
            figures |= _beds(measure_beds(prepared), kind.__name__)
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
    with databases.postgresql() as prepared:
        figures |= _wards(measure_wards(prepared))
    with databases.postgresql() as prepared:
        figures |= _last_bed(measure_last_bed(prepared))
    print(json.dumps({name: round(figures[name], 3) for name in sorted(figures)}))


def _beds(seen: Figures, database: str) -> Figures:
    for part in ("page", "part"):
        p50, p95 = (seen[f"beds_{part}_{rank}_ms"] for rank in ("p50", "p95"))
        name = f"beds of 60 wards, {part}, {database}"
        print(f"{name:32} p50 {p50:6.1f} ms   p95 {p95:6.1f} ms   (at most 30)", flush=True)
    return {f"{name}_{database}": figure for name, figure in seen.items()}


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


def _wards(seen: Mapping[str, Passing]) -> Figures:
    figures: Figures = {}
    for way, one in seen.items():
        print(
            f"{f'a no to the next ward, {way}':32}p50 {one.p50_ms:6.1f} ms"
            f"   p95 {one.p95_ms:6.1f} ms   worst {one.worst_ms:6.1f} ms"
            f"   {one.count} calls, {one.missing} missing   (at most 1000)",
            flush=True,
        )
        figures |= {
            f"ward_no_{way}_p50_ms": one.p50_ms,
            f"ward_no_{way}_p95_ms": one.p95_ms,
            f"ward_no_{way}_worst_ms": one.worst_ms,
            f"ward_no_{way}_missing": one.missing,
        }
    return figures


def _last_bed(seen: LastBed) -> Figures:
    print(
        f"{'one bed, accepted at once by':32}{seen.asked}: {seen.kept} kept, {seen.told_yes} told"
        f" yes, {seen.told_full} told full, {seen.other} other, in {seen.seconds:.2f} s",
        flush=True,
    )
    return {
        "last_bed_asked": seen.asked,
        "last_bed_kept": seen.kept,
        "last_bed_told_yes": seen.told_yes,
        "last_bed_told_full": seen.told_full,
        "last_bed_other": seen.other,
        "last_bed_s": seen.seconds,
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
