"""A GP whose patient needs a bed, and those who answer for wards."""

import pytest

from tests.app.admitting import HEART, forget_beds, talks
from tests.app.web.admission.bed_seekers import COORDINATOR, FORM, admission_ids
from tests.app.web.visitors import words_of


@pytest.fixture(autouse=True)
def nobody_has_said_anything(app, clock):
    forget_beds(app)


@pytest.fixture
def contact(app, gp):
    return talks(app, gp.account_id, background="Hjärtsvikt", recommendation="Inläggning")


@pytest.fixture
def asked(gp, contact):
    """An admission the wards are asked about; its id."""
    answer = gp.post(f"/arenden/{contact}/direktinlaggning", **FORM, note="Sitter bra")
    assert answer.status_code == 303, words_of(answer)
    return admission_ids(gp, contact)[0]


@pytest.fixture
def heart(visitor):
    """Whoever answers for the heart ward in Mora."""
    return visitor(COORDINATOR, unit_id=HEART)


@pytest.fixture
def desk(visitor):
    """Whoever answers for all wards in Mora."""
    return visitor(COORDINATOR, unit_id="mora-vardplatskoordination")
