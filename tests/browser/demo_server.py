"""The real demonstration in a process of its own: web, worker and phone lab, as `make demo`."""

import http.client
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import urlsplit

COMMAND = Path(sys.executable).with_name("kontaktvagar")
STARTS_WITHIN, ENDS_WITHIN = 60.0, 15.0  # seconds, with room for a loaded machine
ADDRESS = re.compile(r"igång:\s+(http://127\.0\.0\.1:\d+)")
OURS = ("KONTAKTVAGAR_", "TWILIO_", "PUBLIC_URL", "PORT", "DATABASE_URL", "SECRET_KEY")
NOT_FINE = ("Traceback", "ERROR", "CRITICAL")


@dataclass(frozen=True, slots=True)
class DemoServer:
    """A running demonstration; ``address`` has no slash at the end."""

    address: str


@contextmanager
def demo_server(at: str, *, folder: Path, log: Path) -> Iterator[DemoServer]:
    """A demonstration whose clock begins at ``at`` (Stockholm), with a database in ``folder``.

    What it says goes to ``log``; an error in there fails whoever asked for the server.
    """
    command = [str(COMMAND), "serve", "--demo", "--at", at, "--port", "0"]
    with log.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(
            command, stdout=out, stderr=subprocess.STDOUT, env=_environment(folder)
        )
        try:
            address = _address(process, log)
            _wait_until_ready(address)
            yield DemoServer(address)
        finally:
            _end(process)
    said = log.read_text(encoding="utf-8")
    assert not any(word in said for word in NOT_FINE), f"the server complained, see {log}"


def _environment(folder: Path) -> dict[str, str]:
    """The settings of this test, whatever the developer has set for their own demonstration."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith(OURS)}
    return {
        **kept,
        "DATABASE_URL": f"sqlite:///{folder / 'demo.sqlite3'}",
        "SECRET_KEY": "only-for-the-browser-tests-0123456789",
    }


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    deadline = monotonic() + STARTS_WITHIN
    while monotonic() < deadline:
        said = log.read_text(encoding="utf-8")
        if found := ADDRESS.search(said):
            return found.group(1)
        assert process.poll() is None, f"the server ended before it began:\n{said}"
        sleep(0.1)
    raise AssertionError(f"no address within {STARTS_WITHIN:.0f} s, see {log}")


def _wait_until_ready(address: str) -> None:
    deadline = monotonic() + STARTS_WITHIN
    while monotonic() < deadline:
        if _is_ready(address):
            return
        sleep(0.1)
    raise AssertionError(f"not ready within {STARTS_WITHIN:.0f} s")


def _is_ready(address: str) -> bool:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=5)
    try:
        connection.request("GET", "/health/ready")
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        connection.close()


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(ENDS_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(ENDS_WITHIN)
