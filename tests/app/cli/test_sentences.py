"""Whatever goes wrong on the command line is one sentence, and never a traceback."""

import errno
import os
import socket
import sqlite3
import subprocess
import sys

import click
import psycopg
import pytest
from alembic.util import CommandError
from click.testing import CliRunner
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.cli import main
from app.cli.sentences import Sentences, sentence_of
from app.cli.serve import _listening


def database(kind, original):
    return kind("SELECT 1", {}, original)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (database(OperationalError, sqlite3.OperationalError("database is locked")), "upptagen"),
        (database(OperationalError, sqlite3.OperationalError("no such table: x")), "migrate"),
        (database(OperationalError, sqlite3.OperationalError("unable to open")), "DATABASE_URL"),
        (
            database(
                OperationalError,
                sqlite3.OperationalError("attempt to write a readonly database"),
            ),
            "går inte att skriva",
        ),
        (
            database(OperationalError, sqlite3.OperationalError("database or disk is full")),
            "Disken är full",
        ),
        (
            database(OperationalError, sqlite3.DatabaseError("file is not a database")),
            "ingen SQLite-databas",
        ),
        (database(ProgrammingError, psycopg.errors.UndefinedTable("x")), "migrate"),
        (database(OperationalError, psycopg.errors.LockNotAvailable("lock timeout")), "upptagen"),
        (database(OperationalError, psycopg.OperationalError("refused")), "svarar inte"),
        (
            database(
                OperationalError,
                psycopg.OperationalError("FATAL: password authentication failed for user"),
            ),
            "lösenordet",
        ),
        (PoolTimeout(), "svarar inte"),
        (CommandError("Can't locate revision identified by 'x'"), "annan version"),
        (PermissionError(errno.EACCES, "x", "fil.csv"), "Rättighet saknas: fil.csv"),
        (FileNotFoundError(errno.ENOENT, "x", "fil.csv"), "finns inte: fil.csv"),
        (IsADirectoryError(errno.EISDIR, "x", "mapp"), "mapp"),
        (OSError(errno.ENOSPC, "x"), "Disken är full."),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "x"), "UTF-8"),
        (KeyError("hemligt"), "Oväntat fel i programmet: KeyError"),
    ],
)
def test_each_error_has_its_sentence(error, sentence):
    @click.group(cls=Sentences)
    def group() -> None:
        pass

    @group.command()
    def fails() -> None:
        raise error

    answer = CliRunner().invoke(group, ["fails"], catch_exceptions=False)
    assert answer.exit_code == 1
    assert sentence in answer.stderr
    assert len(answer.stderr.splitlines()) == 1
    assert "hemligt" not in answer.stderr
    assert sentence_of(error) in answer.stderr


def test_settings_that_are_wrong_are_told_all_at_once_and_end_with_2(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "kort")
    monkeypatch.setenv("PUBLIC_URL", "kv.example.se")
    monkeypatch.setenv("TRUSTED_PROXIES", "en")
    for command in ("serve", "worker"):
        answer = CliRunner().invoke(main, [command])
        assert answer.exit_code == 2
        assert len(answer.stderr.splitlines()) == 4
        for name in ("SECRET_KEY", "PUBLIC_URL", "TRUSTED_PROXIES"):
            assert f"{name} " in answer.stderr


@pytest.mark.parametrize("command", [("migrate",), ("user", "list"), ("seed", "dalarna")])
def test_a_database_address_that_is_none_ends_every_command_with_2(command, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "mysql://u:hemligt@db/kv")
    answer = CliRunner().invoke(main, command)
    assert answer.exit_code == 2
    assert "DATABASE_URL " in answer.stderr
    assert "hemligt" not in answer.stderr


@pytest.mark.parametrize("command", [("migrate",), ("user", "list"), ("beds", "show")])
def test_a_file_that_is_no_database_is_said_so(command, monkeypatch, tmp_path):
    file = tmp_path / "kv.sqlite3"
    file.write_text("detta är ingen databas, men lång nog för att se ut som en" * 50)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{file}")
    answer = CliRunner().invoke(main, command)
    assert answer.exit_code == 1
    assert "ingen SQLite-databas" in answer.stderr


def test_a_folder_that_cannot_be_made_is_said_so(monkeypatch, tmp_path):
    (tmp_path / "fil").touch()
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'fil' / 'kv.sqlite3'}")
    answer = CliRunner().invoke(main, ["user", "list"])
    assert answer.exit_code == 1
    assert len(answer.stderr.splitlines()) == 1


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_a_database_that_somebody_writes_in_is_said_to_be_busy(database_url, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setattr("models.db.BUSY_MILLISECONDS", 50)
    writer = sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    try:
        answer = CliRunner().invoke(main, ["user", "add", "kalle", "--role", "ambulans"])
    finally:
        writer.execute("ROLLBACK")
        writer.close()
    assert answer.exit_code == 1
    assert "upptagen" in answer.stderr
    assert len(answer.stderr.splitlines()) == 1


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_a_file_that_cannot_be_written_is_said_so(database_url, monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", database_url)
    out = tmp_path / "finns inte" / "kontakter.csv"
    period = ("--from", "2026-01-01", "--to", "2026-01-31")
    answer = CliRunner().invoke(main, ["export", "kontakter", *period, "--out", str(out)])
    assert answer.exit_code == 1
    assert "finns inte" in answer.stderr
    assert len(answer.stderr.splitlines()) == 1


def test_a_port_in_use_and_an_address_that_is_not_here_are_told_apart():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(click.ClickException, match="upptagen"), _listening("127.0.0.1", port):
            pass
    with (
        pytest.raises(click.ClickException, match="finns inte på den här maskinen"),
        _listening("192.0.2.1", 5000),
    ):
        pass


@pytest.mark.slow
def test_a_reader_who_has_had_enough_sees_no_traceback():
    command = f"{sys.executable} -m app.cli export datakatalog | head -c 10"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, env=os.environ)
    assert "Traceback" not in done.stderr
    assert done.stdout.startswith("table,")


@pytest.mark.slow
def test_a_web_process_with_wrong_settings_says_what_and_ends_with_2():
    environment = {**os.environ, "SECRET_KEY": "kort", "PUBLIC_URL": "kv.example.se"}
    done = subprocess.run(
        [sys.executable, "-c", "import wsgi"], capture_output=True, text=True, env=environment
    )
    assert done.returncode == 2
    assert [line.split()[0] for line in done.stderr.splitlines()] == ["PUBLIC_URL", "SECRET_KEY"]
