"""Nothing that visitors do may stop a call: as the README runs it, and in one process.

Each kind of visitor stays, or comes again and again, while a contact is made and hunted for, and
while webhooks, health and the plan are asked for.
"""

import itertools
import os
import re
import shlex
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
import requests
from sqlalchemy import create_engine, insert, inspect, select, text
from sqlalchemy.orm import Session
from twilio.request_validator import RequestValidator

from app.auth.tokens import create_token
from app.cli.demo import prepare_demo
from app.clock import system_clock
from models.tables.contacts import CareRequestRow
from notifications import callbacks as paths
from notifications.callbacks import Callbacks, answer_to
from routing.lifecycle import RequestStatus
from tests.benchmarks.moved_clock import SETTING, seconds_to_working_hours
from tests.benchmarks.provider import taking_notes
from tests.benchmarks.servers import LOCALHOST, ROOT, free_port
from tests.faults import crowd
from tests.faults.crowd import Door, signed_in

pytestmark = [pytest.mark.faults, pytest.mark.alone, pytest.mark.timeout(300)]

ACCOUNT, AUTH_TOKEN = "AC" + "0" * 32, "crowd-token"
REQUESTER = "+46701740699"
PLAN = "/api/v1/plan?path=halvakut&specialty=kardiologi&municipality=Mora"
ROWS = 8000
URGENT_SECONDS = 5.0
HUNT_SECONDS = 10.0  # from the press until the consultant's phone is ordered
CONTACT = {
    "path": "halvakut",
    "specialty": "kardiologi",
    "municipality": "Mora",
    "mode": "ring_upp_mig",
    "plan_before": "remittera",
    "callback_number": REQUESTER,
}


@dataclass
class Running:
    """A service under way, its processes, and what is needed to ask it."""

    door: Door
    url: str
    provider: object
    processes: "list[subprocess.Popen[bytes]]"


def readme_command() -> list[str]:
    """How the README runs the web, with the application of the benchmarks, by day."""
    text_of = (ROOT / "README.md").read_text(encoding="utf-8")
    (line,) = re.findall(r"^\.venv/bin/granian (.+) wsgi:app$", text_of, flags=re.MULTILINE)
    words = shlex.split(line)
    return [sys.executable, "-m", "granian", *words, "--factory", "tests.benchmarks.apps:ours"]


def serve_command() -> list[str]:
    return [sys.executable, "-m", "tests.faults.by_day", "serve"]


@pytest.fixture(scope="module")
def county(_postgres_databases):
    """The demonstration's county and accounts, and many contacts of the year."""
    url = _postgres_databases.bare()
    prepare_demo({"DATABASE_URL": url}, root=ROOT)
    engine = create_engine(url)
    with Session(engine) as session:
        token = create_token(session, "lakare.mora", name="crowd", at=system_clock())
    yield url, token, engine
    engine.dispose()
    _postgres_databases.drop(url)


def fill(engine, token, port):
    """Thousands of contacts, from one that was made as they are."""
    answer = requests.post(
        f"http://{LOCALHOST}:{port}/api/v1/requests",
        json=CONTACT | {"mode": "jag_ringer_sjalv"},
        headers={"Authorization": f"Bearer {token}"},
        timeout=30,
    )
    assert answer.status_code == 201, answer.text
    with Session(engine) as session:
        one = session.scalars(select(CareRequestRow)).first()
        values = {
            column.key: getattr(one, column.key) for column in inspect(CareRequestRow).columns
        }
        begun = datetime(2026, 1, 10, tzinfo=UTC)
        values |= {"status": RequestStatus.CANCELLED, "check_at": None}
        copies = [
            values
            | {"id": f"copy-{turn}", "case_code": f"K-{turn}"}
            | {"created_at": begun + timedelta(minutes=turn)}
            for turn in range(ROWS)
        ]
        session.execute(insert(CareRequestRow), copies)
        session.commit()


@contextmanager
def started(command, environment, port, *, worker):
    commands = [[*command, "--port", str(port)]]
    if worker:
        commands.append([sys.executable, "-m", "tests.faults.by_day", "worker"])
    processes = [
        subprocess.Popen(one, cwd=ROOT, env=os.environ | environment, stdout=subprocess.DEVNULL)
        for one in commands
    ]
    try:
        begun = time.monotonic()
        while True:
            try:
                requests.get(f"http://{LOCALHOST}:{port}/health/live", timeout=5)
                break
            except requests.RequestException:
                assert time.monotonic() - begun < 60, "it does not start"
                time.sleep(0.2)
        yield processes
    finally:
        for process in processes:
            process.kill()
            process.wait()


@pytest.fixture(scope="module", params=["granian", "serve"])
def service(request, county):
    url, token, engine = county
    port = free_port()
    with taking_notes() as provider:
        environment = {
            "DATABASE_URL": url,
            "SECRET_KEY": "x" * 40,
            "LIVE_CONTACTS_PER_ACCOUNT": "1000",  # one account asks for all of them
            "LIVE_CONTACTS_PER_NUMBER": "1000",
            "KONTAKTVAGAR_TELEPHONY": "twilio",
            "PUBLIC_URL": f"http://{LOCALHOST}:{port}",
            "TWILIO_ACCOUNT_SID": ACCOUNT,
            "TWILIO_AUTH_TOKEN": AUTH_TOKEN,
            "TWILIO_API_BASE": provider.address,
            "TWILIO_FROM_NUMBER": "+46313900699",
            "NO_PROXY": LOCALHOST,
            SETTING: str(seconds_to_working_hours()),
        }
        is_granian = request.param == "granian"
        command = readme_command() if is_granian else serve_command()
        with started(command, environment, port, worker=is_granian) as processes:
            with Session(engine) as session:
                is_empty = session.scalar(text("SELECT count(*) FROM care_request")) < ROWS
            if is_empty:
                fill(engine, token, port)
            cookie = signed_in(port, "analytiker", "exempel-analytiker")
            yield Running(Door(port, cookie, token), url, provider, processes)


def send(running, url, form):
    """A webhook as the provider sends it; how long the answer took."""
    form = {"AccountSid": ACCOUNT} | form
    signature = RequestValidator(AUTH_TOKEN).compute_signature(url, form)
    begun = time.monotonic()
    answer = requests.post(url, data=form, headers={"X-Twilio-Signature": signature}, timeout=30)
    assert answer.status_code == 200, answer.status_code
    return time.monotonic() - begun


def hunt(running):
    """Seconds from the press until the consultant's phone is ordered, through both webhooks."""
    door, provider = running.door, running.provider
    known = len(provider.orders)
    begun = time.monotonic()
    answer = requests.post(
        f"{door.address}/api/v1/requests",
        json=CONTACT,
        headers={"Authorization": f"Bearer {door.token}"},
        timeout=30,
    )
    assert answer.status_code == 201, answer.status_code
    own = ordered(provider, known, lambda order: order.number == REQUESTER)
    url = Callbacks(door.address).of(paths.ANSWER, attempt_id=own.attempt_id)
    send(running, url, {"CallSid": own.call_id})
    url = Callbacks(door.address).of(answer_to(paths.DIGIT, 1, attempt_id=own.attempt_id))
    send(running, url, {"CallSid": own.call_id, "Digits": "1"})
    ordered(provider, known, lambda order: order.number != REQUESTER)
    return time.monotonic() - begun


def ordered(provider, known, is_it):
    begun = time.monotonic()
    while time.monotonic() - begun < 30:
        for order in provider.orders[known:]:
            if is_it(order):
                return order
        time.sleep(0.02)
    raise AssertionError("the call was never ordered")


def urgent(running):
    """The slowest of what must always get through, in seconds."""
    door, took = running.door, []
    for _round, path in itertools.product(range(4), ("/health/live", "/health/ready", PLAN)):
        begun = time.monotonic()
        headers = {"Authorization": f"Bearer {door.token}"}
        answer = requests.get(f"{door.address}{path}", headers=headers, timeout=30)
        took.append(time.monotonic() - begun)
        assert answer.status_code == 200, (path, answer.status_code)
    return max(took)


def idle_in_transaction(url):
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            asked = text(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND state LIKE 'idle in transaction%'"
                " AND now() - state_change > interval '2 seconds'"
            )
            return connection.scalar(asked)
    finally:
        engine.dispose()


@pytest.mark.parametrize("kind", crowd.KINDS, ids=lambda kind: kind.__name__)
def test_a_call_is_made_in_time_whoever_else_is_there(service, kind):
    made_in_time(service, kind)


@pytest.mark.parametrize("service", ["serve"], indirect=True, scope="module")
def test_a_call_is_made_in_time_although_many_send_half_a_form(service):
    """Granian has a proxy before it that takes in whole requests: see the README."""
    made_in_time(service, crowd.half_uploads)


def made_in_time(service, kind):
    with kind(service.door):
        time.sleep(0.5)
        assert hunt(service) < HUNT_SECONDS
        assert urgent(service) < URGENT_SECONDS
        assert hunt(service) < HUNT_SECONDS
        assert idle_in_transaction(service.url) == 0
    assert urgent(service) < URGENT_SECONDS


def test_two_large_files_are_made_one_after_the_other_and_come_whole(service):
    door = service.door
    got: list[int] = []
    begun = time.monotonic()
    while len(got) < 2:
        assert time.monotonic() - begun < 200
        path = crowd.EXPORT if not got else crowd.EXPORT.replace("12-31", "12-30")
        answer = requests.get(door.address + path, headers={"Cookie": door.cookie}, timeout=30)
        assert answer.status_code in {200, 503}
        if answer.status_code == 503:
            assert urgent(service) < URGENT_SECONDS
            time.sleep(min(int(answer.headers["Retry-After"]), 1))
            continue
        got.append(answer.text.count("\r\n"))
    assert min(got) > ROWS


def test_it_ends_within_ten_seconds_of_sigterm_whoever_is_there(service):
    """The last of the module: the service is gone afterwards."""
    with crowd.slow_readers(service.door), crowd.idle_connections(service.door):
        begun = time.monotonic()
        for process in service.processes:
            process.terminate()
        for process in service.processes:
            process.wait(timeout=15)
        assert time.monotonic() - begun < 10.0
