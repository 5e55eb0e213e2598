"""A service one can kill, and the provider it rings through."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from twilio.request_validator import RequestValidator

from app.config import LAB_ACCOUNT
from tests.clinic import Clinic
from tests.clinic_fixtures import clinic, postgresql_clinic, sqlite_clinic
from tests.faults.provider_stub import ProviderStub, provider_stub
from tests.faults.service import TOKEN

__all__ = ["clinic", "postgresql_clinic", "sqlite_clinic"]

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 30.0


@dataclass
class Service:
    """One running process."""

    process: "subprocess.Popen[str]"
    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def kill(self) -> None:
        """``kill -9``: no goodbye, nothing flushed."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def post(self, path: str, **more) -> requests.Response:
        return requests.post(f"{self.address}{path}", timeout=20, **more)

    def webhook(self, path: str, form: dict[str, str]) -> requests.Response:
        """What the provider says, signed."""
        form = {"AccountSid": LAB_ACCOUNT} | form
        signature = RequestValidator(TOKEN).compute_signature(f"{self.address}{path}", form)
        return self.post(path, data=form, headers={"X-Twilio-Signature": signature})


@pytest.fixture
def provider(monkeypatch) -> Iterator[ProviderStub]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with provider_stub() as stub:
        yield stub


@pytest.fixture
def start(clinic: Clinic, provider: ProviderStub) -> Iterator[Callable[..., Service]]:
    """Starts the service on the clinic's database; ``later`` seconds after Monday morning."""
    processes = []

    def run(*, later: float = 0) -> Service:
        settings = {"database": clinic.url, "provider": provider.address, "later": later}
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.service", json.dumps(settings)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        processes.append(process)
        assert process.stdout is not None
        return Service(process, int(process.stdout.readline()))

    yield run
    for process in processes:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def until(is_so: Callable[[], object]) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline, "it never became so"
        time.sleep(0.05)
