"""A PostgreSQL database that goes away in the middle: everyone is cut off, nobody gets in."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, create_engine, make_url, text

_CUT_OFF = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = :name AND pid <> pg_backend_pid()"
)


@contextmanager
def database_away(url: str) -> Iterator[None]:
    """As while it is restarted, for as long as the block lasts."""
    address = make_url(url)
    engine = create_engine(address.set(database="postgres"), isolation_level="AUTOCOMMIT")
    name = {"name": address.database}
    try:
        with engine.connect() as connection:
            _allow(connection, address.database, "false")
            connection.execute(_CUT_OFF, name)
            try:
                yield
            finally:
                _allow(connection, address.database, "true")
    finally:
        engine.dispose()


def _allow(connection: Connection, database: str | None, is_allowed: str) -> None:
    connection.exec_driver_sql(f'ALTER DATABASE "{database}" ALLOW_CONNECTIONS {is_allowed}')
