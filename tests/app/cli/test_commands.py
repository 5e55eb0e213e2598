"""The command line, run as one runs it."""

import csv
import io
import json
import re
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from app.cli import main
from app.statistics.exports import TABLES
from models.snapshot import bump_version
from models.tables.accounts import AccountRow
from models.tables.preferences import AwayRow
from seed_directory.loader import DALARNA

WHO = ("who", "--path", "halvakut", "--specialty", "kardiologi", "--municipality", "Mora")
MONDAY = ("--at", "2026-11-23T10:00")
CHRISTMAS_EVE = ("--at", "2026-12-24T10:00")


def runner(url, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", url)

    def run(*arguments: str):
        return CliRunner().invoke(main, arguments, catch_exceptions=False)

    return run


@pytest.fixture
def run(seeded_database_url, monkeypatch):
    """Runs a command on a database that holds the seed."""
    return runner(seeded_database_url, monkeypatch)


def test_who_tells_whom_one_reaches_and_why(run):
    answer = run(*WHO, *MONDAY)
    assert answer.exit_code == 0
    assert "Halvakuta spåret · Kardiologi · Mora · Primärvårdsläkare" in answer.stdout
    assert "Öppen." in answer.stdout
    assert "1. " in answer.stdout
    assert "Därför:" in answer.stdout


def test_who_tells_who_answers_instead(run, seeded_session):
    at = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    seeded_session.add(
        AwayRow(
            id="1",
            person_id="mora-kardiologi-2",
            starts_at=at,
            ends_at=at + timedelta(hours=2),
            forward_to="mora-kardiologi-1",
            made_at=at,
        )
    )
    bump_version(seeded_session, at=at)
    seeded_session.commit()
    answer = run(*WHO, *MONDAY)
    assert "har kopplat sina samtal till" in answer.stdout
    assert "till mån 23 nov 11:00" in answer.stdout or "till i dag 11:00" in answer.stdout


def test_who_tells_when_a_closed_path_opens(run):
    answer = run(*WHO, *CHRISTMAS_EVE)
    assert answer.exit_code == 0
    assert "Stängd. Öppnar mån 28 dec 08:00." in answer.stdout
    assert "Om ingen svarar:" in answer.stdout


def test_who_as_json_has_the_agreed_keys(run):
    document = json.loads(run(*WHO, *MONDAY, "--json").stdout)
    assert document["open"] is True
    assert document["at"] == "2026-11-23T10:00:00+01:00"
    assert document["steps"][0]["unit_id"] == "mora-medicin"
    assert document["requester"] == "primarvardslakare"


def test_who_must_be_told_the_specialty_where_the_path_needs_one(run):
    asked = run("who", "--path", "halvakut", "--municipality", "Mora")
    assert asked.exit_code == 2
    assert "Säg vilken specialitet det gäller" in asked.stderr


def test_who_may_ask_in_any_role(run):
    answer = run(*WHO, *MONDAY, "--requester", "ambulans", "--json")
    assert json.loads(answer.stdout)["requester"] == "ambulans"


@pytest.mark.parametrize(
    ("option", "word", "meant"),
    [("--specialty", "kardiolgi", "Kardiologi"), ("--municipality", "Moora", "Mora")],
)
def test_an_unknown_word_ends_with_the_nearest(run, option, word, meant):
    answer = run(*WHO, option, word)
    assert answer.exit_code == 2
    assert answer.stdout == ""
    assert word in answer.stderr
    assert f"Menade du: {meant}" in answer.stderr


@pytest.mark.parametrize(
    "bad",
    [
        ("--path", "genväg"),
        ("--at", "i morgon"),
        ("--at", "0001-01-01"),
        ("--at", "2026-11-23T16.45"),
        ("--at", "2026-10-25T02:30"),
        ("--at", "2026-03-29T02:30"),
        ("--requester", "x"),
    ],
)
def test_a_bad_option_ends_with_2(run, bad):
    answer = run(*WHO, *bad)
    assert answer.exit_code == 2
    assert "Traceback" not in answer.output


def test_accounts_and_tokens(run):
    assert run("user", "add", "Kalle", "--role", "ambulans", "--unit", "vc-mora").exit_code == 0
    again = run("user", "add", "kalle", "--role", "ambulans")
    assert (again.exit_code, again.stderr) == (1, "Error: Kontot kalle finns redan.\n")
    assert "kalle" in run("user", "list").stdout
    token = run("token", "create", "kalle", "--name", "test", "--days", "3").stdout.strip()
    assert token.startswith("kv_")
    listed = run("token", "list").stdout
    assert "gäller till" in listed
    assert token not in listed
    assert run("token", "revoke", "1").exit_code == 0
    assert "återkallad" in run("token", "list").stdout


def test_the_number_of_an_account_is_kept_as_one_number(run, seeded_session):
    assert (
        run("user", "add", "bo", "--role", "ambulans", "--number", "0701-74 06 05").exit_code == 0
    )
    mine = select(AccountRow.number).where(AccountRow.username == "bo")
    assert seeded_session.scalar(mine) == "+46701740605"


def test_a_caller_code_is_renewed_and_its_pin_shown_once(run):
    run("user", "add", "kerstin", "--role", "ambulans")
    first = run("pins", "renew", "Kerstin")
    assert first.exit_code == 0
    made = re.fullmatch(r"Ringkod: (\d{4})\nPinkod:  \d{6}\n", first.stdout)
    assert made is not None
    assert run("pins", "renew", "kerstin").stdout.startswith(f"Ringkod: {made[1]}\n")


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (
            ("user", "add", "x", "--role", "ambulans", "--unit", "ingen"),
            "Enheten finns inte: ingen",
        ),
        (("user", "add", "x", "--role", "ambulans", "--person", "ingen"), "Personen finns inte"),
        (("user", "add", "x", "--role", "ambulans", "--password", "kort"), "minst 12 tecken"),
        (("user", "add", "x", "--role", "ambulans", "--email", "x@y, z@y"), "går inte att läsa"),
        (("user", "add", "x", "--role", "ambulans", "--number", "116 117"), "går inte att ringa"),
        (("user", "add", "x", "--role", "ambulans", "--number", "+8816" + "12345678"), "satellit"),
        (("token", "create", "ingen"), "Kontot finns inte: ingen"),
        (("pins", "renew", "ingen"), "Kontot finns inte: ingen"),
        (("token", "revoke", "99"), "ingen nyckel nummer 99"),
        (("seed", "finns-inte"), "Mappen finns inte"),
        (("export", "kontakter", "--from", "2026-02-01", "--to", "2026-01-01"), "innan den börjar"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(run, command, sentence):
    answer = run(*command)
    assert answer.exit_code in {1, 2}
    assert sentence in answer.stderr


def test_export_writes_rows_and_leaves_a_trace(run, tmp_path):
    period = ("export", "kontakter", "--from", "2026-01-01", "--to", "2026-12-31")
    on_screen = run(*period)
    assert on_screen.exit_code == 0
    assert next(csv.reader(io.StringIO(on_screen.stdout)))[0] == "contact_id"
    file = tmp_path / "kontakter.csv"
    assert run(*period, "--out", str(file)).exit_code == 0
    assert file.read_bytes().startswith(b"contact_id,")
    assert b"\r\n" in file.read_bytes()


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_each_table_can_be_taken_out(run, table):
    answer = run("export", table.name, "--from", "2026-01-01", "--to", "2026-12-31")
    assert answer.exit_code == 0
    heading = next(csv.reader(io.StringIO(answer.stdout)))
    assert heading == [column.name for column in table.columns]
    assert f"0 {table.many} som csv." in answer.stderr


def test_the_data_dictionary_can_be_taken_out(run, tmp_path):
    assert run("export", "datakatalog").stdout.startswith("table,position,name,")
    file = tmp_path / "datakatalog.md"
    assert run("export", "datakatalog", "--format", "md", "--out", str(file)).exit_code == 0
    assert file.read_text(encoding="utf-8").startswith("# Datakatalog")


def test_seed_a_second_time_changes_nothing(run):
    assert run("seed", "dalarna").stdout.startswith("0 nya rader, 0 ändrade")


def test_a_line_that_nobody_has_for_hours_is_warned_of_and_loaded(run, tmp_path):
    shutil.copytree(DALARNA, tmp_path, dirs_exist_ok=True)
    file = tmp_path / "jourscheman.csv"
    rotas = file.read_text(encoding="utf-8")
    file.write_text(rotas.replace("vardagar 08:00-17:00", "vardagar 08:00-16:00", 2), "utf-8")
    answer = run("seed", str(tmp_path))
    assert answer.exit_code == 0
    assert answer.stdout.startswith("0 nya rader, 2 ändrade")
    [warning] = [line for line in answer.stderr.splitlines() if line.startswith("Varning: ")]
    assert "jourlinjer.csv, rad 2, öppettider" in warning


def test_a_bad_seed_is_told_row_by_row_and_nothing_is_loaded(run, tmp_path):
    answer = run("seed", str(tmp_path))
    assert answer.exit_code == 1
    assert "Ingenting har lästs in." in answer.stderr
    assert "enheter.csv" in answer.stderr


def test_a_database_that_is_not_migrated_is_refused_until_it_is(databases, monkeypatch):
    url = databases.bare()
    run = runner(url, monkeypatch)
    refused = run("user", "list")
    assert refused.exit_code == 1
    assert "kontaktvagar migrate" in refused.stderr
    assert run("migrate").exit_code == 0
    assert run("user", "list").exit_code == 0
    databases.drop(url)


def test_a_database_that_is_not_there_is_said_so(monkeypatch):
    run = runner("postgresql://nobody:secret@127.0.0.1:1/nothing", monkeypatch)
    answer = run("user", "list")
    assert answer.exit_code == 1
    assert "går inte att öppna" in answer.stderr
    assert "secret" not in answer.stderr


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_without_a_secret_nothing_is_started(command, monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    answer = CliRunner().invoke(main, [command])
    assert answer.exit_code == 2
    assert "SECRET_KEY must be set" in answer.output


def test_the_clock_is_moved_in_demonstrations_only():
    answer = CliRunner().invoke(main, ["serve", "--at", "2026-11-23T10:00"])
    assert answer.exit_code == 2
    assert "--demo" in answer.output


def test_a_closed_account_is_shown_as_closed_and_lets_nobody_in(run, seeded_session):
    assert run("user", "add", "anna.exempel", "--role", "administrator").exit_code == 0
    closed = run("user", "close", " Anna.Exempel ")
    assert (closed.exit_code, closed.output) == (0, "Kontot anna.exempel är stängt.\n")
    assert re.search(r"anna\.exempel .*\(stängt\)", run("user", "list").stdout)
    assert not seeded_session.scalar(
        select(AccountRow.is_active).where(AccountRow.username == "anna.exempel")
    )


def test_an_account_that_is_not_there_cannot_be_closed(run):
    refused = run("user", "close", "ingen.exempel")
    assert refused.exit_code == 1
    assert "Kontot ingen.exempel finns inte." in refused.output
