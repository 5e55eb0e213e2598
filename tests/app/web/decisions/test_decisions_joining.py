"""Ett beslut innan de två är ihopkopplade: what to do is said, and nothing that was filled in is
lost."""

import pytest

from models.db import db
from models.reads.decisions import load_decisions
from models.tables.contacts import CareRequestRow
from routing.lifecycle import RequestStatus
from tests.app.web.visitors import words_of

pytestmark = pytest.mark.slow

WAIT = "Ni är inte ihopkopplade än. Vänta några sekunder och tryck igen."


def stands(gp, request_id, status):
    """The contact stands so, whatever has happened."""
    with gp.app.app_context():
        db.session.get_one(CareRequestRow, request_id).status = status
        db.session.commit()


@pytest.fixture
def joining(gp):
    """A contact somebody has said yes to."""
    request_id = gp.starts()
    stands(gp, request_id, RequestStatus.JOINING)
    return request_id


def test_a_decision_is_kept_on_its_page_and_made_at_the_next_press(gp, joining):
    form = {"next_by": "remittent", "next_text": "Ringer i morgon", "note": "Feber", "key": "k1"}
    answer = gp.post(f"/arenden/{joining}/beslut/kvar_med_rad", **form)
    assert answer.status_code == 422
    assert WAIT in words_of(answer)
    page = answer.get_data(as_text=True)
    for kept in ("Ringer i morgon", "Feber", 'value="k1"'):
        assert kept in page
    stands(gp, joining, RequestStatus.ANSWERED)
    assert gp.post(f"/arenden/{joining}/beslut/kvar_med_rad", **form).status_code == 303
    with gp.app.app_context():
        assert len(load_decisions(db.session(), joining)) == 1


def test_while_it_rings_it_is_kept_too(gp):
    request_id = gp.starts()
    form = {"next_by": "remittent", "next_text": "Ringer i morgon"}
    answer = gp.post(f"/arenden/{request_id}/beslut/akuten_ambulans", **form)
    assert answer.status_code == 422
    assert "Det ringer fortfarande" in words_of(answer)
    assert "Ringer i morgon" in answer.get_data(as_text=True)


def test_an_admission_is_kept_on_its_page(gp, joining):
    answer = gp.post(f"/arenden/{joining}/direktinlaggning", note="Behöver syrgas")
    assert answer.status_code == 422
    assert "Behöver syrgas" in answer.get_data(as_text=True)
