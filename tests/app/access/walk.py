"""Every address, asked by everybody: what was answered, what was read, and what was noted of it."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy.engine import make_url
from werkzeug.test import TestResponse

from app.auth import reading
from app.auth.guard import access_table
from app.auth.permissions import ALLOWED, Verb
from models.db import db
from tests.app.access.people import (
    EVERYBODY,
    ONE_OF_EACH_ROLE,
    Person,
    as_sent,
    named,
    signed_in,
)
from tests.app.access.sent import FIXED, SENT
from tests.app.access.world import World

TABLE = Path(__file__).parent / "who_may.txt"
STAY_OUT = {403, 404}
FEW = 8
LISTS = {
    "/arenden",
    "/avdelning",
    "/avdelning/lage",
    "/inkorg",
    "/jour",
    "/jour/inkommande",
    "/obesvarade",
    "/rontgen",
    "/uppfoljning/nekade",
    "/uppfoljning/nekade/fil",
    "/utfall",
    "/api/v1/notices",
    "/api/v1/radiology/bookings",
    "/api/v1/wards/<ward_id>/admissions",
}
"""Where contacts of many are read."""
LAST = "SELECT coalesce(max(id), 0) FROM access_log"
NOTED = "SELECT thing FROM access_log WHERE id > ? AND account_id = ?"


@dataclass(frozen=True)
class Row:
    """One line of the table: an address, the situation it is asked about, and who is let in."""

    method: str
    rule: str
    case: str
    who: frozenset[str]

    @property
    def who_at_least(self) -> frozenset[str]:
        """Those it is for, where they are named and not whole groups."""
        return self.who if len(self.who) < FEW else frozenset()

    @property
    def name(self) -> str:
        """As it stands in the table."""
        return f"{self.method} {self.rule} | {self.case}"


@dataclass(frozen=True)
class Answer:
    """What one person got. ``read`` are the planted words in it, ``noted`` the things that the log
    says they have opened by it, and ``made`` what came of it."""

    row: Row
    person: str
    status: int
    read: frozenset[str]
    noted: frozenset[str]
    made: str | None

    @property
    def is_let_in(self) -> bool:
        """Neither told to stay out nor that there is no such thing."""
        return self.status not in STAY_OUT


def table() -> tuple[Row, ...]:
    """The table as it is written."""
    lines = (line.split("#")[0].strip() for line in TABLE.read_text("utf-8").splitlines())
    cells = [re.split(r"\s*\|\s*", line) for line in lines if line]
    return tuple(
        Row(method, rule, case, named(who))
        for (method, rule), case, who in ((one[0].split(), one[1], one[2]) for one in cells)
    )


def guarded(app: Flask) -> dict[tuple[str, str], Verb]:
    """Every (method, rule) that asks for somebody's permission, and which."""
    access = access_table(app)
    return {
        (method, rule.rule): verb
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if (verb := access[rule.endpoint].verb) is not None
    }


def asked_about(row: Row) -> frozenset[str]:
    """Whom a row is tried with: everybody where something is read; where something is done, and
    where no patient is, those it is for and one of each role."""
    reads = row.method == "GET" and (row.case != "-" or row.rule in LISTS)
    return EVERYBODY if reads else row.who_at_least | ONE_OF_EACH_ROLE


class Walk:
    """Goes through the table. What changes the world is put back before the next."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.app = world.app
        self.verbs = guarded(self.app)
        with self.app.app_context():
            path = make_url(str(db.engine.url)).database
        assert path is not None
        self._file = path
        self._before = sqlite3.connect(":memory:", check_same_thread=False)
        with closing(sqlite3.connect(path)) as now:
            now.backup(self._before)
        (self._last,) = self._before.execute(LAST).fetchone()

    def close(self) -> None:
        """Leave nothing behind."""
        self._before.close()

    def all(self) -> Iterator[Answer]:
        """What everybody gets at every address, but for those whose role is kept out of it."""
        for row in table():
            for person in self.world.people.values():
                if person.name in asked_about(row) and self.has_the_role(person, row):
                    yield self.ask(row, person)

    def has_the_role(self, person: Person, row: Row) -> bool:
        """Whether the guard before the view lets them by."""
        return person.role in ALLOWED[self.verbs[row.method, row.rule]]

    def address(self, row: Row) -> str:
        """The row's address in its situation."""
        values = FIXED | self.world.cases[row.case]
        return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: values[found[1]], row.rule)

    def ask(self, row: Row, person: Person) -> Answer:
        """One of them at one of these; the world is afterwards as it was before."""
        self.forget_shown()
        answer = person.asks(row.method, self.address(row), self.sent(row))
        body = answer.get_data(as_text=True)
        made = answer.json.get("id") if answer.status_code == 201 and answer.json else None
        answer.close()
        noted = self._noted(person)
        is_over = answer.status_code in STAY_OUT and not noted
        if not is_over and (noted or row.method != "GET"):
            self.put_back()
        if row.rule == "/logga-ut":
            person.client = signed_in(self.app, person.account_id)
        read = frozenset(one.word for one in self.world.planted if one.word in body)
        return Answer(row, person.name, answer.status_code, read, noted, made)

    def forget_shown(self) -> None:
        """Each visit is somebody's first."""
        self.app.extensions[reading.SHOWN_BEFORE] = reading.ShownBefore()

    def ask_as_nobody(self, row: Row, method: str | None = None) -> TestResponse:
        """The same without being signed in."""
        path = self.address(row)
        sent = as_sent(row.method, path, self.sent(row))
        return self.app.test_client().open(path, method=method or row.method, **sent)

    def sent(self, row: Row) -> dict[str, Any] | None:
        sent = SENT.get((row.method, row.rule))
        return sent(self.world.cases[row.case]) if callable(sent) else sent

    def _noted(self, person: Person) -> frozenset[str]:
        with closing(sqlite3.connect(self._file)) as now:
            rows = now.execute(NOTED, (self._last, person.account_id)).fetchall()
        return frozenset(thing for (thing,) in rows)

    def without_a_log(self, row: Row, person: Person) -> TestResponse:
        """What somebody gets while nothing can be noted."""
        with closing(sqlite3.connect(self._file, timeout=10)) as now:
            now.execute("ALTER TABLE access_log RENAME TO lost")
            now.commit()
        propagates = self.app.config["PROPAGATE_EXCEPTIONS"]
        self.app.config["PROPAGATE_EXCEPTIONS"] = False
        try:
            return person.asks(row.method, self.address(row), self.sent(row))
        finally:
            self.app.config["PROPAGATE_EXCEPTIONS"] = propagates
            self.put_back()

    def times_noted(self, person: Person) -> int:
        """How many lines the log has got of somebody."""
        with closing(sqlite3.connect(self._file)) as now:
            return len(now.execute(NOTED, (self._last, person.account_id)).fetchall())

    def put_back(self) -> None:
        """The world is as it was."""
        with closing(sqlite3.connect(self._file, timeout=10)) as now:
            now.execute("PRAGMA synchronous=OFF")
            self._before.backup(now)
