"""A GP whose patient needs a bed, and wards to answer."""

import pytest

from models.tables.accounts import AccountRole
from tests.app.admitting import HEART, forget_beds, talks
from tests.app.api.admission.calls import NEW


@pytest.fixture(autouse=True)
def nobody_has_said_anything(app, clock):
    forget_beds(app)


@pytest.fixture
def gp(caller):
    return caller()


@pytest.fixture
def contact(app, gp):
    """A contact of the GP's in which a cardiologist has answered."""
    return talks(app, gp.account_id)


@pytest.fixture
def ward(caller):
    """Makes somebody who answers for a ward, or for a whole hospital."""

    def make(unit_id=HEART):
        return caller(AccountRole.VARDPLATSKOORDINATOR, unit_id=unit_id)

    return make


@pytest.fixture
def asked(gp, contact):
    """An admission the wards are asked about; its id."""
    answer = gp.post(f"/requests/{contact}/admissions", json=NEW)
    assert answer.status_code == 201, answer.json
    return answer.json["id"]
