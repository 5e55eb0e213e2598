"""Applications for tests, with the Dalarna seed, and people to use them."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import event
from werkzeug.test import TestResponse

from app.auth.tokens import create_token
from app.config import LAB_ACCOUNT, LAB_NUMBER, Config, Telephony, TwilioSettings
from app.current import current_holder
from app.factory import create_app
from models.db import db
from models.tables.accounts import AccountRole, AccountRow
from routing.live_limits import LiveLimits
from tests.clinic import MANY
from tests.compiled import compile_once
from tests.databases import do_not_wait_for_the_disk

MONDAY_AT_TEN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # ten o'clock in Stockholm

_numbers = itertools.count(1)


class MovedClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.at = MONDAY_AT_TEN

    def __call__(self) -> datetime:
        return self.at

    def advance(self, **amount: float) -> None:
        """Let time pass, e.g. ``advance(minutes=1)``."""
        self.at += timedelta(**amount)


@contextmanager
def application(
    database_url: str,
    clock: MovedClock,
    *,
    telephony: Telephony = Telephony.LAB,
    limits: LiveLimits = MANY,
) -> Iterator[Flask]:
    """An application over a database, closed afterwards; a module's contacts all live in it."""
    app = create_app(
        Config(
            database_url=database_url,
            secret_key="not-secret",
            public_url="http://localhost",
            telephony=telephony,
            twilio=TwilioSettings(
                account_sid=LAB_ACCOUNT,
                auth_token="lab-token",
                api_base="http://localhost/phone-lab",
                from_number=LAB_NUMBER,
            ),
            secure_cookies=False,
            live_limits=limits,
            clock=clock,
            testing=True,
        )
    )
    compile_once(app)
    with app.app_context():
        do_not_wait_for_the_disk(db.engine)
    try:
        yield app
    finally:
        with app.app_context():
            current_holder().close()
            db.engine.dispose()


class Caller:
    """Somebody who calls the API with a token of an account of their own."""

    def __init__(self, app: Flask, role: AccountRole, **about: Any) -> None:
        self.app = app
        self.username = f"{role.value}-{next(_numbers)}"
        with app.app_context():
            row = AccountRow(
                username=self.username,
                password_hash="none",
                role=role,
                name="Test",
                is_active=True,
                created_at=MONDAY_AT_TEN,
                session_nonce="0" * 32,
                **({"unit_id": "vc-mora", "number": "+46701740605"} | about),
            )
            db.session.add(row)
            db.session.commit()
            self.account_id = row.id
            self.token = create_token(db.session(), self.username, name="test", at=MONDAY_AT_TEN)

    def get(self, path: str, **settings: Any) -> TestResponse:
        """GET below /api/v1."""
        return self._call("GET", path, **settings)

    def post(self, path: str, **settings: Any) -> TestResponse:
        """POST below /api/v1."""
        return self._call("POST", path, **settings)

    def put(self, path: str, **settings: Any) -> TestResponse:
        """PUT below /api/v1."""
        return self._call("PUT", path, **settings)

    def delete(self, path: str, **settings: Any) -> TestResponse:
        """DELETE below /api/v1."""
        return self._call("DELETE", path, **settings)

    def _call(self, method: str, path: str, **settings: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.token}", **settings.pop("headers", {})}
        client = self.app.test_client()
        return client.open(f"/api/v1{path}", method=method, headers=headers, **settings)


@contextmanager
def counted_queries(app: Flask) -> Iterator[list[str]]:
    """The statements the application sends to its database meanwhile."""
    statements: list[str] = []

    def note(_connection, _cursor, statement, *_more) -> None:
        statements.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)
