"""A file that takes long is made elsewhere, one at a time; no page ever waits for it."""

import csv
import gzip
import io
import sys
import tempfile
import time

import pytest
from sqlalchemy import select

from app.statistics import long_export
from app.statistics.file_process import FAILED
from models.db import db
from models.tables.accounts import AccessLogRow, AccountRole
from tests.app.applications import application

DAY = "from=2026-11-23&to=2026-11-23"
ADDRESS = f"/analys/export/kontakter?{DAY}"


@pytest.fixture(scope="module")
def app(sqlite_databases, module_clock):
    """The application on one kind of database: where a file is made is the same on both."""
    with application(sqlite_databases.with_seed(), module_clock) as made:
        yield made


@pytest.fixture
def analyst(visitor, monkeypatch, tmp_path):
    """Somebody who takes out rows where nothing is made in a moment."""
    monkeypatch.setattr(long_export, "SOON_SECONDS", -1.0)
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path))
    yield visitor(AccountRole.ANALYTIKER, unit_id="region-dalarna")
    for process in long_export._running:
        process.communicate()
    long_export._forget_ended()


def fetched(someone, address=ADDRESS, **headers):
    """Asks until there is a file, as the page does."""
    begun = time.monotonic()
    while (answer := someone.get(address, headers=headers)).status_code == 503:
        assert int(answer.headers["Retry-After"]) > 0
        assert time.monotonic() - begun < 60
        time.sleep(0.1)
    return answer


@pytest.mark.slow
def test_the_file_is_made_elsewhere_and_given_once(analyst, gp, app):
    code = gp.contact(gp.starts()).case_code
    first = analyst.get(ADDRESS)
    assert first.status_code == 503
    assert "Filen görs i ordning" in first.get_data(as_text=True)
    assert 'http-equiv="refresh"' in first.get_data(as_text=True)
    answer = fetched(analyst, **{"Accept-Encoding": "gzip"})
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    assert answer.headers["Content-Encoding"] == "gzip"
    rows = list(csv.DictReader(io.StringIO(gzip.decompress(answer.data).decode())))
    assert code in {row["case_code"] for row in rows}
    assert "kontakter_2026-11-23_2026-11-23.csv" in answer.headers["Content-Disposition"]
    with app.app_context():
        noted = db.session.scalars(
            select(AccessLogRow.thing).where(AccessLogRow.account_id == analyst.account_id)
        ).all()
    assert noted == ["kontakter_2026-11-23_2026-11-23"]
    assert analyst.get(ADDRESS).status_code == 503  # given once: another time it is made anew


@pytest.mark.slow
def test_another_waits_for_their_turn_and_gets_their_own(analyst, visitor):
    other = visitor(AccountRole.ANALYTIKER, unit_id="region-dalarna")
    assert analyst.get(ADDRESS).status_code == 503
    waiting = other.get(ADDRESS)
    assert waiting.status_code == 503
    assert "Någon annans fil" in waiting.get_data(as_text=True)


@pytest.mark.slow
def test_whoever_made_it_may_die_and_it_is_begun_again(analyst):
    assert analyst.get(ADDRESS).status_code == 503
    (process,) = long_export._running
    process.kill()
    process.wait()
    answer = fetched(analyst)
    assert answer.get_data(as_text=True).startswith("contact_id,")


@pytest.mark.slow
def test_it_ends_with_whoever_asked_for_it(analyst):
    assert analyst.get(ADDRESS).status_code == 503
    (process,) = long_export._running
    assert process.stdin is not None
    process.stdin.close()  # what happens when the web process ends, in whatever way
    assert process.wait(timeout=20) in {0, 1}


@pytest.mark.slow
def test_one_that_fails_says_so_and_may_be_tried_again(analyst, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(sys, "executable", "/bin/false")
        analyst.get(ADDRESS)
        long_export._running[-1].wait()
    wanted = next(long_export._folder().glob("*.asked"))
    wanted.with_suffix(FAILED).touch()
    page = analyst.get(ADDRESS)
    assert page.status_code == 503
    assert "gick inte att göra" in page.get_data(as_text=True)
    assert 'http-equiv="refresh"' not in page.get_data(as_text=True)
    assert "Filen görs i ordning" in analyst.get(ADDRESS).get_data(as_text=True)


def test_a_folder_that_somebody_else_can_read_is_not_used(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path))
    long_export._folder().chmod(0o755)
    with pytest.raises(long_export.NoSafeFolder):
        long_export._folder()


def test_what_is_made_in_a_moment_needs_nobody_else():
    assert long_export.soon(iter(["a", "b"])) == "ab"
    assert long_export.soon(iter(["a", "b"]), seconds=-1) is None


def test_to_ask_what_it_would_be_makes_nothing(analyst):
    assert analyst.client.head(ADDRESS).status_code == 200
    assert long_export._running == []
