"""One large file of a table, made by a process of its own: see ``long_export``.

Started as ``python -m app.statistics.file_process '{"table": …}'`` with the database's address in
``DATABASE_URL``. It yields to everything else on the machine, ends with whoever started it, and
after ``LONGEST_SECONDS`` in any case.
"""

import gzip
import json
import os
import signal
import sys
import threading
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, TextIO, cast

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from app import logs
from app.statistics.csv_lines import Form
from app.statistics.exports import TABLES
from models.db import engine_options, prepare_sqlite
from models.snapshot import load_directory

LONGEST_SECONDS: Final = 15 * 60
NICENESS: Final = 15
FAILED: Final = ".failed"
PART: Final = ".part"


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be written: which days of a table (ISO dates, both included), in which form."""

    table: str
    from_on: str
    to_on: str
    form: str
    file: str


def main(order: Order) -> None:
    """Write the file, whole or not at all; where it cannot be made another says so."""
    ready = Path(order.file)
    part = ready.with_suffix(PART)
    try:
        with gzip.open(part, "wt", compresslevel=4, encoding="utf-8", newline="") as out:
            _write(order, cast(TextIO, out))
        part.replace(ready)
    except BaseException:
        part.unlink(missing_ok=True)
        ready.with_suffix(FAILED).touch(mode=0o600)
        raise


def _write(order: Order, out: TextIO) -> None:
    from_on, to_on = date.fromisoformat(order.from_on), date.fromisoformat(order.to_on)
    url = os.environ["DATABASE_URL"]
    engine = create_engine(url, **engine_options(url))
    if engine.dialect.name == "sqlite":
        prepare_sqlite(engine)
    try:
        with Session(engine) as session:
            directory, table = load_directory(session), TABLES[order.table]
            rows = table.rows(session, directory, from_on=from_on, to_on=to_on)
            table.write_csv(rows, out, Form(order.form))
    finally:
        engine.dispose()


def _end_with_parent() -> None:
    """Its end of our standard input is closed when it ends, however that happens."""
    os.read(0, 1)  # without a buffer, whose lock Python would want when it ends
    os._exit(1)


if __name__ == "__main__":
    logs.install()
    os.nice(NICENESS)
    signal.alarm(LONGEST_SECONDS)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    main(Order(**json.loads(sys.argv[1])))
