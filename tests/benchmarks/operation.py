"""Everything as in operation: a web server, workers of their own, PostgreSQL, a provider."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from tests.benchmarks.databases import Prepared
from tests.benchmarks.moved_clock import SETTING, seconds_to_working_hours
from tests.benchmarks.provider import Notes, taking_notes
from tests.benchmarks.servers import LOCALHOST, ROOT, free_port, granian

ACCOUNT = "AC" + "0" * 32
AUTH_TOKEN = "benchmark-token"
CALLER = "+46313900699"


@dataclass(frozen=True, slots=True)
class Operation:
    """A running service. ``clock_moved_by``: how far ahead its clocks are of the machine's."""

    prepared: Prepared
    provider: Notes
    port: int
    workers: tuple[int, ...]
    clock_moved_by: timedelta

    @property
    def address(self) -> str:
        """Where the service and its webhooks are."""
        return f"http://{LOCALHOST}:{self.port}"


@dataclass(frozen=True, slots=True)
class Memory:
    """Resident memory of one process, MiB: now, and the most it has been."""

    now: float
    most: float


@contextmanager
def in_operation(prepared: Prepared, *, workers: int = 1) -> Iterator[Operation]:
    """One web process and ``workers`` worker processes."""
    port, moved_by = free_port(), seconds_to_working_hours()
    with ExitStack() as stack:
        provider = stack.enter_context(taking_notes())
        environment = {
            **prepared.environment,
            "KONTAKTVAGAR_TELEPHONY": "twilio",
            "PUBLIC_URL": f"http://{LOCALHOST}:{port}",
            "TWILIO_ACCOUNT_SID": ACCOUNT,
            "TWILIO_AUTH_TOKEN": AUTH_TOKEN,
            "TWILIO_API_BASE": provider.address,
            "TWILIO_FROM_NUMBER": CALLER,
            "NO_PROXY": LOCALHOST,
            SETTING: str(moved_by),
        }
        stack.enter_context(granian("ours", environment, port=port))
        running = tuple(stack.enter_context(_worker(environment)) for _ in range(workers))
        yield Operation(prepared, provider, port, running, timedelta(seconds=moved_by))


def memory_of(process_id: int) -> Memory:
    """What the kernel says of a process (VmRSS and VmHWM of its status)."""
    status = Path(f"/proc/{process_id}/status").read_text(encoding="ascii")
    kib = {name: int(size) for name, size in re.findall(r"(VmRSS|VmHWM):\s+(\d+) kB", status)}
    return Memory(now=kib["VmRSS"] / 1024, most=kib["VmHWM"] / 1024)


def cpu_seconds_of(process_id: int) -> float:
    """How much of a core a process has used since it began, in seconds."""
    status = Path(f"/proc/{process_id}/stat").read_text(encoding="ascii").rpartition(")")[2]
    ticks = [int(field) for field in status.split()[11:13]]  # utime and stime
    return sum(ticks) / os.sysconf("SC_CLK_TCK")


@contextmanager
def _worker(environment: Mapping[str, str]) -> Iterator[int]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.worker"],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            if process.stdout is None or process.stdout.readline() != "ready\n":
                raise RuntimeError("the worker did not start")
            yield process.pid
        finally:
            process.terminate()
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
