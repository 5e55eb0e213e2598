"""A small campaign, so that every change meets killed processes and a bad provider."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.faults, pytest.mark.slow]

ROOT = Path(__file__).parent.parent.parent
NOUGHT = (
    "lost",
    "stuck",
    "off_duty_rung",
    "unexplained_duplicates",
    "forged_heeded",
    "admissions_lost",
    "admissions_stuck",
    "beds_promised_twice",
)


@pytest.mark.timeout(300)  # a minute where nothing else is going on
def test_no_contact_is_lost_whoever_is_killed():
    command = [sys.executable, "-m", "tests.faults.campaign"]
    command += ["--legs", "1", "--kills", "10", "--requests", "20", "--speed", "10"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["kills"] == 10
    assert found["requests"] >= 15
    assert found["admissions"] >= 1
    assert found["requests"] == found["answered"] + found["exhausted_told"] + found["cancelled"]
    assert [found[name] for name in NOUGHT] == [0] * len(NOUGHT)
