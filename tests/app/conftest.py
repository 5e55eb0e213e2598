"""Fixtures of the application: one per module and kind of database, as starting takes a while."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from models.tables.accounts import AccountRole
from tests.app.applications import MONDAY_AT_TEN, Caller, MovedClock, application


@pytest.fixture(scope="module")
def module_clock() -> MovedClock:
    """The clock of the module's application."""
    return MovedClock()


@pytest.fixture(scope="module")
def app(databases, module_clock) -> Iterator[Flask]:
    """The application with the Dalarna seed and the phone lab."""
    with databases.lent(seeded=True) as url, application(url, module_clock) as made:
        yield made


@pytest.fixture
def clock(module_clock: MovedClock) -> MovedClock:
    """The application's clock, put back to a Monday at ten."""
    module_clock.at = MONDAY_AT_TEN
    return module_clock


@pytest.fixture
def caller(app, clock) -> Callable[..., Caller]:
    """Makes somebody with an account and a token: ``caller(AccountRole.SPECIALIST, unit_id=…)``."""

    def make(role: AccountRole = AccountRole.PRIMARVARDSLAKARE, **about: object) -> Caller:
        return Caller(app, role, **about)

    return make
