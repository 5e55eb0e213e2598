"""No log holds a number or a row, whatever the database says of what it refuses."""

import io
import logging
import uuid
from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError

from app.factory import create_app
from app.logs import HIDDEN, install, without_people
from app.scheduler import RunningWorker
from models.tables.contacts import AttemptRow
from routing.identity import holds_identity
from routing.lifecycle import AttemptState
from routing.outcome import Side
from tests.clinic_fixtures import postgresql_clinic
from tests.routing.identity_spellings import REFUSED

__all__ = ["postgresql_clinic"]

NUMBER = "+46701740605"
WORDS = "Kvinna, bröstsmärta\nDETAIL: sedan i går\n\nbehov av syrgas"


@pytest.fixture
def bare_logging() -> Iterator[None]:
    """Logging as Python comes with it."""
    before = logging.getLogRecordFactory()
    logging.setLogRecordFactory(logging.LogRecord)
    yield
    logging.setLogRecordFactory(before)


@pytest.fixture
def said(bare_logging) -> Iterator[io.StringIO]:
    """What a handler that knows nothing of us writes."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    logger = logging.getLogger("kontaktvagar.test")
    logger.addHandler(handler)
    yield stream
    logger.removeHandler(handler)


log = logging.getLogger("kontaktvagar.test")


def test_a_row_the_database_refuses_is_not_in_the_log(postgresql_clinic, said):
    postgresql_clinic.reset()
    ticket = postgresql_clinic.ask(situation="Nyupptäckt förmaksflimmer.")
    install()
    session = postgresql_clinic.fresh()
    attempt = insert(AttemptRow).values(
        id=str(uuid.uuid4()),
        request_id=ticket.id,
        side=Side.RESPONDER,
        step_order=1,
        number=NUMBER,
        ring_seconds=20,
        state=AttemptState.QUEUED,
        started_at=postgresql_clinic.clock(),
        gives_up_at=None,  # may not be empty: PostgreSQL answers with the whole row
    )
    with pytest.raises(DBAPIError, match="740605") as refused:
        session.execute(attempt)
    log.error("could not ring", exc_info=refused.value)
    session.rollback()
    with pytest.raises(DBAPIError, match="syrgas") as refused:
        session.execute(
            text("UPDATE care_request SET situation = :words, promise_seconds = NULL"),
            {"words": WORDS},
        )
    log.error("could not write", exc_info=refused.value)
    session.rollback()
    told = said.getvalue()
    assert "NotNullViolation" in told
    assert "gives_up_at" in told
    assert f"DETAIL: {HIDDEN}" in told
    assert "740605" not in told
    for word in ("bröstsmärta", "sedan i går", "syrgas", "Nyupptäckt"):
        assert word not in told


def test_neither_without_sqlalchemy_around_it(postgresql_clinic, said):
    install()
    address = postgresql_clinic.engine.url.set(drivername="postgresql")
    with psycopg.connect(address.render_as_string(hide_password=False)) as connection:
        connection.execute("CREATE TEMPORARY TABLE t (words text, must int NOT NULL)")
        try:
            connection.execute("INSERT INTO t VALUES (%s, NULL)", (WORDS,))
        except psycopg.Error:
            log.exception("refused")
    assert "null value in column" in said.getvalue()
    assert "bröstsmärta" not in said.getvalue()
    assert "syrgas" not in said.getvalue()


@pytest.mark.parametrize(
    "number",
    [
        "+46701740605",
        "0046701740605",
        "46701740605",
        "0701740605",
        "070-174 06 05",
        "070-1740605",
        "+46 (0)70 174 06 05",
        "%2B46701740605",
        "08-465 004 00",
        "0980-319200",
        "19121212-1212",
        "121212-1212",
    ],
)
def test_a_number_is_hidden_however_it_is_written(number):
    assert without_people(f"invalid number '{number}', try {number}.") == (
        f"invalid number '{HIDDEN}', try {HIDDEN}."
    )


@pytest.mark.parametrize("spelling", REFUSED)
def test_no_identity_is_left_in_any_spelling(spelling):
    line = (
        f"contact 01234567-8901-4234-8567-890123456789 at 2026-11-23 09:00:00: {spelling} refused"
    )
    clean = without_people(line)
    assert not holds_identity(clean)
    assert spelling not in clean
    assert clean.startswith("contact 01234567-8901-4234-8567-890123456789 at 2026-11-23 09:00:00: ")
    assert clean.endswith(" refused")


@pytest.mark.parametrize(
    ("target", "shown"),
    [
        ("/katalog?q=811218-9876&kommun=2062", f"/katalog?q={HIDDEN}&kommun=2062"),
        ("/katalog?q=811218%2D9876", f"/katalog?q={HIDDEN}"),
        ("/katalog?q=811218%20%209876&x=1", f"/katalog?q={HIDDEN}&x=1"),
        ("/katalog/1981-12-18-9876", f"/katalog/{HIDDEN}"),
        ("/?q=%D9%A8%D9%A1%D9%A1%D9%A2%D9%A1%D9%A8-9876", f"/?q={HIDDEN}"),
        ("/katalog?q=mora+lasarett", "/katalog?q=mora+lasarett"),
    ],
)
def test_an_access_log_holds_no_identity(said, target, shown):
    install()
    form = '[%(time)s] %(addr)s - "%(method)s %(path)s %(protocol)s" %(status)d %(dt_ms).3f'
    about = {
        "time": "2026-11-28 22:35:00 +0000",
        "addr": "10.112.18.98",
        "method": "GET",
        "path": target,
        "protocol": "HTTP/1.1",
        "status": 200,
        "dt_ms": 12.345,
    }
    log.setLevel(logging.INFO)
    log.info(form, about)
    log.setLevel(logging.NOTSET)
    expected = f'[2026-11-28 22:35:00 +0000] 10.112.18.98 - "GET {shown} HTTP/1.1" 200 12.345\n'
    assert said.getvalue() == expected


def test_tracebacks_and_stacks_hold_no_identity(said):
    install()
    try:
        raise ValueError("no such unit: 811218;9876")
    except ValueError:
        log.exception("asked for %s", "åtta ett ett två ett åtta nio åtta sju sex", stack_info=True)
    told = said.getvalue()
    assert f"asked for {HIDDEN}\n" in told
    assert f"ValueError: no such unit: {HIDDEN}\n" in told


@pytest.mark.parametrize(
    "harmless",
    [
        "attempt 01234567-8901-4234-8567-890123456789 failed",
        "call CA00000000000000000000000000000042",
        "due at 2026-11-23 09:00:00.123456+00:00",
        'File "app/scheduler.py", line 123456, in run',
        "took 1234.5678901 ms",
        "object at 0x7f0012345678",
        "code 20500, status 503, 127.0.0.1:5432",
    ],
)
def test_what_helps_to_find_the_fault_is_left(harmless):
    assert without_people(harmless) == harmless


def test_a_warning_that_quotes_a_number_is_cleaned_and_an_unfinished_one_is_left(said):
    install()
    log.warning("no such number: %s", NUMBER)
    assert said.getvalue() == f"no such number: {HIDDEN}\n"
    record = logging.getLogRecordFactory()("x", logging.ERROR, "x", 1, "%s %s", ("one",), None)
    assert record.args == ("one",)


def test_web_and_worker_install_it(postgresql_clinic, said):
    create_app(postgresql_clinic.config)
    log.error("to %s", NUMBER)
    logging.setLogRecordFactory(logging.LogRecord)
    RunningWorker(postgresql_clinic.config, postgresql_clinic.engine, postgresql_clinic.holder)
    log.error("to %s", NUMBER)
    assert said.getvalue() == f"to {HIDDEN}\n" * 2


def test_installing_it_twice_is_once(bare_logging):
    install()
    once = logging.getLogRecordFactory()
    install()
    assert logging.getLogRecordFactory() is once
