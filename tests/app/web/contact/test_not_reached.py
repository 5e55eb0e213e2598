"""Vi nådde dig inte: what one's own phone did, in its own words, and every way on from there."""

import pytest

from app.actions.calls.record_call_status import CallReport, record_call_status
from app.current import current_directory, current_moment
from models.db import db
from routing.lifecycle import RequestEvent
from routing.outcome import Side

WHAT_IT_DID = {
    RequestEvent.NO_ANSWER: "Ingen svarade på",
    RequestEvent.BUSY: "Det var upptaget på",
    RequestEvent.NUMBER_BAD: "Är numret rätt?",
    RequestEvent.VOICEMAIL: "En telefonsvarare svarade på",
}
WAYS_ON = ("Försök igen", "Ring själv", "Ändra något först")


@pytest.fixture
def not_reached(app, gp):
    """A contact whose requester's own phone ended so."""

    def make(event):
        request_id = gp.starts()
        (own,) = (one for one in gp.contact(request_id).attempts if one.side is Side.REQUESTER)
        with app.app_context():
            record_call_status(
                db.session(),
                own.id,
                CallReport(f"CA-{own.id}", event),
                directory=current_directory(),
                at=current_moment(),
            )
        return request_id

    return make


@pytest.mark.parametrize(("event", "words"), WHAT_IT_DID.items())
def test_it_is_said_what_happened_and_what_can_be_done(gp, not_reached, event, words):
    request_id = not_reached(event)
    page = gp.text(f"/arenden/{request_id}")
    assert "Vi nådde dig inte" in page
    assert words in page
    for other in WHAT_IT_DID.values():
        assert other == words or other not in page
    assert "Ingen kollega har störts." in page
    for way in WAYS_ON:
        assert way in page


def test_the_operators_fault_is_not_the_numbers(gp, not_reached):
    page = gp.text(f"/arenden/{not_reached(RequestEvent.CALL_FAILED)}")
    assert "Fel hos teleoperatören" in page
    assert "Är numret rätt?" not in page
    assert "Ring själv" in page
