"""People in front of the pages."""

from collections.abc import Callable

import pytest

from models.tables.accounts import AccountRole
from tests.app.web.visitors import Visitor


@pytest.fixture
def visitor(app, clock) -> Callable[..., Visitor]:
    """Makes somebody who is signed in: ``visitor(AccountRole.SPECIALIST, person_id=…)``."""

    def make(role: AccountRole = AccountRole.PRIMARVARDSLAKARE, **about: object) -> Visitor:
        return Visitor(app, role, **about)

    return make


@pytest.fixture
def gp(visitor: Callable[..., Visitor]) -> Visitor:
    """A GP in Mora."""
    return visitor()


@pytest.fixture
def cardiologist(visitor: Callable[..., Visitor]) -> Visitor:
    """The cardiologist on duty in Mora at ten on the Monday."""
    return visitor(AccountRole.SPECIALIST, person_id="mora-kardiologi-2", unit_id="mora-medicin")
