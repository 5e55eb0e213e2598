"""Servers as they run in operation, started and stopped for a benchmark, on 127.0.0.1 only."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from routing.calendar import to_local

ROOT = Path(__file__).parent.parent.parent
LOCALHOST = "127.0.0.1"
PATIENCE = 60.0  # seconds for a server to start


class NotStarted(RuntimeError):
    """A server ended, or did not listen in time; the text is what it said."""


@contextmanager
def granian(
    application: str,
    environment: Mapping[str, str],
    *,
    port: int | None = None,
    threads: int = 1,
) -> Iterator[int]:
    """A factory of ``tests.benchmarks.apps`` on the production server; yields the port.

    One worker and usually one blocking thread, so that the server has a core of its own and the
    load generator the other.
    """
    port = port or free_port()
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--factory"),
        *("--host", LOCALHOST, "--port", str(port)),
        *("--workers", "1", "--blocking-threads", str(threads)),
        *("--no-ws", "--no-access-log", "--log-level", "warning"),
        f"tests.benchmarks.apps:{application}",
    ]
    with _running(command, environment, port):
        yield port


@contextmanager
def serve(environment: Mapping[str, str], *, at: datetime) -> Iterator[int]:
    """``kontaktvagar serve --demo``: web, worker and phone lab in one process; yields the port."""
    port = free_port()
    start = f"{to_local(at):%Y-%m-%dT%H:%M}"
    script = "from app.cli import main; main()"
    command = [sys.executable, "-c", script, "serve", "--demo", "--at", start, "--port", str(port)]
    with _running(command, environment, port):
        yield port


def free_port() -> int:
    """A port nobody listens on at the moment."""
    with socket.create_server((LOCALHOST, 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def _running(command: list[str], environment: Mapping[str, str], port: int) -> Iterator[None]:
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=subprocess.DEVNULL,
            stderr=said,
        )
        try:
            _wait_for(process, port, said)
            yield
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_for(process: subprocess.Popen[bytes], port: int, said: IO[bytes]) -> None:
    begun = time.monotonic()
    while time.monotonic() - begun < PATIENCE:
        if process.poll() is not None:
            said.seek(0)
            raise NotStarted(said.read().decode("utf-8", "replace")[-2000:])
        try:
            socket.create_connection((LOCALHOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise NotStarted(f"nothing listens on port {port}")
