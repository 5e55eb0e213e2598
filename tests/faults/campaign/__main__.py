"""``python -m tests.faults.campaign [--kills N] [--requests N] [--seed N]``; JSON comes last."""

import argparse
import json
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

from tests.faults.campaign.cluster import own_cluster
from tests.faults.campaign.leg import Ground, Leg, Report
from tests.faults.campaign.settings import LEGS, LOCALHOST, Settings
from tests.faults.campaign.supervisor import prepared_context

# What may not be anything but nought.
BROKEN = (
    "lost",
    "stuck",
    "off_duty_rung",
    "unexplained_duplicates",
    "forged_heeded",
    "changed_after_end",
    "forgotten_calls",
    "admissions_lost",
    "admissions_stuck",
    "beds_promised_twice",
)
SHOWN = 10  # of a leg


def main(arguments: Sequence[str]) -> int:
    """Run the campaign; returns the exit code: 1 when a promise was broken."""
    settings, legs = _parsed(arguments)
    os.environ["NO_PROXY"] = LOCALHOST
    begun = time.monotonic()
    context = prepared_context()
    folder = Path(tempfile.mkdtemp(prefix="kontaktvagar-faults-log-"))
    reports = []
    with own_cluster() as cluster:
        for number, (name, start) in enumerate(list(LEGS.items())[:legs]):
            share = settings.of_leg(number, legs)
            _say(f"{name}: {share.kills} kill, {share.requests} ärenden")
            ground = Ground(cluster, context, folder, _say)
            reports.append(Leg(ground, f"leg_{number}", share, start).run())
            for line in reports[-1].verdict.to_look_at[:SHOWN]:
                _say(f"  att titta på: {line}")
        restarts = cluster.restarts
    result = _result(reports) | {
        "db_restarts": restarts,
        "seed": settings.seed,
        "seconds": round(time.monotonic() - begun),
    }
    _show(reports, folder)
    print(json.dumps(result, ensure_ascii=False), flush=True)
    return int(any(result[name] for name in BROKEN))


def _parsed(arguments: Sequence[str]) -> tuple[Settings, int]:
    usual = Settings()
    parser = argparse.ArgumentParser(prog="make faults")
    parser.add_argument("--seed", type=int, default=usual.seed)
    parser.add_argument("--kills", type=int, default=usual.kills)
    parser.add_argument("--requests", type=int, default=usual.requests)
    parser.add_argument("--speed", type=float, default=usual.speed)
    parser.add_argument("--legs", type=int, default=len(LEGS), choices=range(1, len(LEGS) + 1))
    given = parser.parse_args(arguments)
    settings = Settings(
        seed=given.seed, kills=given.kills, requests=given.requests, speed=given.speed
    )
    return settings, given.legs


def _result(reports: Sequence[Report]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for report in reports:
        for one in fields(report.verdict):
            value = getattr(report.verdict, one.name)
            if isinstance(value, int):
                total[one.name] += value
        total.update(report.more)
    return dict(total)


def _show(reports: Sequence[Report], folder: Path) -> None:
    found = [line for report in reports for line in report.verdict.to_look_at]
    stories = [line for report in reports for line in report.verdict.stories]
    (folder / "stories.txt").write_text("\n".join(found + stories), encoding="utf-8")
    _say(f"Processernas egna klagomål, och det som gick snett men höll: {folder}")


def _say(words: str) -> None:
    print(words, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
