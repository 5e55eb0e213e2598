"""``kontaktvagar serve``: as a process of its own, as an administrator starts it."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from contextlib import contextmanager

import pytest

from app.cli.demo import demo_environment
from app.cli.serve import _listening

pytestmark = pytest.mark.slow


@contextmanager
def serving(*options: str, **environment: str):
    """A running server: (address, everything it printed until it was ready)."""
    process = subprocess.Popen(
        [sys.executable, "-m", "app.cli", "serve", *options],
        env={**os.environ, "PYTHONUNBUFFERED": "1", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    watchdog = threading.Timer(60, process.kill)
    watchdog.start()
    try:
        printed, address = "", None
        assert process.stdout is not None
        for line in process.stdout:
            printed += line
            if match := re.search(r"igång: +(http://\S+)", line):
                address = match[1]
            if address and ("Ctrl+C" in line or "--demo" not in options):
                break
        assert address, printed
        yield address, printed
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
    finally:
        watchdog.cancel()
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def get(address):
    with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 - our own server
        return json.load(answer)


def test_the_demonstration_starts_twice_on_the_same_data(tmp_path):
    data = {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'demo åäö' / 'd.sqlite3'}",
        "SECRET_KEY": "x" * 40,
    }
    for _time in ("first", "again"):
        with serving("--demo", "--port", "0", **data) as (address, printed):
            assert address.startswith("http://127.0.0.1:")
            assert "lakare.mora" in printed
            assert get(f"{address}/health/ready") == {"status": "ok", "reasons": []}


def test_it_serves_a_migrated_database_without_telephony(seeded_database_url):
    data = {"DATABASE_URL": seeded_database_url, "SECRET_KEY": "x" * 40, "PORT": "0"}
    with serving(**data, KONTAKTVAGAR_TELEPHONY="off") as (address, _printed):
        assert get(f"{address}/health/ready")["status"] == "ok"


def test_a_port_in_use_is_left_for_the_next():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Exception, match="upptagen"), _listening("127.0.0.1", port):
            pass
    with _listening("127.0.0.1", None) as first, _listening("127.0.0.1", None) as second:
        assert first.getsockname()[1] != second.getsockname()[1]


def test_the_secret_of_a_demonstration_lasts_and_is_private(tmp_path):
    first = demo_environment({}, root=tmp_path)
    assert first["SECRET_KEY"] == demo_environment({}, root=tmp_path)["SECRET_KEY"]
    assert len(first["SECRET_KEY"]) > 40
    assert (tmp_path / "instance" / "secret_key").stat().st_mode & 0o077 == 0
    assert demo_environment({"SECRET_KEY": "egen"}, root=tmp_path)["SECRET_KEY"] == "egen"
