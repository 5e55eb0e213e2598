"""The pages of whoever answers: not now, a call-back, a no with its reason, a third party."""

from typing import Any

import pytest
from sqlalchemy import delete

from app.actions.calls.record_answer import Pressed, record_answer
from app.actions.calls.record_pickup import record_pickup
from app.actions.talk.record_connection import record_connection
from app.current import current_clock, current_directory
from models.db import db
from models.reads.contacts import find_contact
from models.snapshot import bump_version
from models.tables.accounts import AccountRole
from models.tables.preferences import AwayRow
from routing.lifecycle import AttemptState, RequestStatus
from routing.outcome import DeclineReason, Side

pytestmark = pytest.mark.slow

COLLEAGUE = "mora-kardiologi-1"
RADIOLOGY = "mora-rontgen-direkt"


@pytest.fixture(autouse=True)
def nobody_is_away(app, clock):
    """The application serves the whole module: each test finds everybody at work."""
    yield
    with app.app_context():
        db.session.execute(delete(AwayRow))
        bump_version(db.session(), at=clock())
        db.session.commit()


@pytest.fixture
def ringing(gp):
    """A contact that rings the cardiologist: (attempt id, contact id)."""
    request_id = gp.starts()
    attempt = gp.picks_up(request_id).ringing
    assert attempt is not None
    return attempt.id, request_id


@pytest.fixture
def talk(app, ringing):
    """The cardiologist has pressed 1, and they talk; the contact's id."""
    attempt_id, request_id = ringing
    with app.app_context():
        now: dict[str, Any] = {"directory": current_directory(), "at": current_clock()()}
        record_pickup(db.session(), attempt_id, call_id=f"CA-{attempt_id}", **now)
        record_answer(db.session(), attempt_id, Pressed("1"), **now)
        found = find_contact(db.session(), request_id)
        assert found is not None
        for one in found.attempts:
            call_id = f"CA-{one.id}"
            record_connection(db.session(), request_id, call_id=call_id, at=now["at"])
    return request_id


# --- Not now --------------------------------------------------------------------------------------
def test_not_now_for_half_an_hour_with_somebody_who_answers_instead(cardiologist, clock):
    assert "Vem svarar i stället?" in cardiologist.text("/jour")
    assert f'value="{COLLEAGUE}"' in cardiologist.get("/jour").get_data(as_text=True)
    answer = cardiologist.post("/jour/inte-nu", how_long="30", forward_to=COLLEAGUE)
    assert answer.location == "/jour"
    page = cardiologist.text("/jour")
    assert "Inte nu – till 10:30" in page
    assert "svarar i stället för dig." in page
    cardiologist.post("/jour/inte-nu/slut")
    page = cardiologist.text("/jour")
    assert "Du kan bli uppringd igen." in page
    assert "Vem svarar i stället?" in page


def test_not_now_for_the_rest_of_the_shift(cardiologist):
    cardiologist.post("/jour/inte-nu", how_long="pass")
    page = cardiologist.text("/jour")
    assert "Inte nu – till 17:00" in page
    assert "Nästa i ordningen rings." in page


def test_off_duty_there_is_no_shift_to_rest_from(visitor):
    colleague = visitor(AccountRole.SPECIALIST, person_id=COLLEAGUE, unit_id="mora-medicin")
    assert "Resten av passet" not in colleague.text("/jour")
    assert colleague.post("/jour/inte-nu", how_long="pass").status_code == 422


@pytest.mark.parametrize("form", [{}, {"how_long": "45"}, {"how_long": "-15"}, {"how_long": "x"}])
def test_a_time_that_is_no_choice_changes_nothing(cardiologist, form):
    assert cardiologist.post("/jour/inte-nu", **form).status_code == 422
    assert "Inte nu – till" not in cardiologist.text("/jour")


def test_a_stranger_does_not_answer_instead(cardiologist):
    answer = cardiologist.post("/jour/inte-nu", how_long="15", forward_to="falun-kirurgi-1")
    assert answer.status_code == 422


def test_an_account_that_is_nobody_has_no_panel(gp):
    assert "Vem svarar i stället?" not in gp.text("/jour")


# --- No, and later --------------------------------------------------------------------------------
@pytest.mark.parametrize("reason", DeclineReason)
def test_each_reason_is_one_tap_and_the_next_is_rung(cardiologist, gp, ringing, reason):
    attempt_id, request_id = ringing
    assert f'value="{reason.value}"' in cardiologist.get("/jour").get_data(as_text=True)
    cardiologist.post(f"/jour/avboj/{attempt_id}", reason=reason.value)
    first, second = gp.contact(request_id).responder_attempts
    assert first.decline_reason is reason
    assert second.is_open


def test_a_reason_that_is_none_changes_nothing(cardiologist, gp, ringing):
    attempt_id, request_id = ringing
    assert cardiologist.post(f"/jour/avboj/{attempt_id}", reason="orkar inte").status_code == 422
    assert gp.contact(request_id).status is RequestStatus.HUNTING


def test_a_promise_is_one_tap_and_both_see_it(cardiologist, gp, ringing):
    attempt_id, request_id = ringing
    answer = cardiologist.post(f"/jour/ring-tillbaka/{attempt_id}", minutes="15")
    assert answer.location == f"/arenden/{request_id}"
    page = gp.text(f"/arenden/{request_id}")
    assert "Du blir uppringd" in page
    assert "senast 10:15" in page
    assert "Sök vidare nu" in page
    assert "Ring nu" not in page
    for path in (f"/arenden/{request_id}", "/jour"):
        page = cardiologist.text(path)
        assert "Ring nu" in page
        assert "senast 10:15" in page
        assert "Sök vidare nu" not in page
    cardiologist.post(f"/arenden/{request_id}/ring-nu")
    assert "Du har lovat" not in cardiologist.text("/jour")


def test_the_gp_does_not_wait(cardiologist, gp, ringing):
    attempt_id, request_id = ringing
    cardiologist.post(f"/jour/ring-tillbaka/{attempt_id}", minutes="60")
    assert cardiologist.post(f"/arenden/{request_id}/sok-vidare").status_code == 403
    gp.post(f"/arenden/{request_id}/sok-vidare")
    contact = gp.contact(request_id)
    assert contact.status is RequestStatus.HUNTING
    assert contact.responder_attempts[1].is_open


def test_free_before_the_time(cardiologist, gp, ringing):
    attempt_id, request_id = ringing
    cardiologist.post(f"/jour/ring-tillbaka/{attempt_id}", minutes="60")
    assert gp.post(f"/arenden/{request_id}/ring-nu").status_code == 403
    cardiologist.post(f"/arenden/{request_id}/ring-nu")
    again = gp.contact(request_id).responder_attempts[1]
    assert again.person_id == "mora-kardiologi-2"
    assert "Ring upp nu" in cardiologist.text("/jour/inkommande")


@pytest.mark.parametrize("minutes", ["", "0", "16", "-5", "femton"])
def test_other_minutes_are_no_promise(cardiologist, gp, ringing, minutes):
    attempt_id, request_id = ringing
    answer = cardiologist.post(f"/jour/ring-tillbaka/{attempt_id}", minutes=minutes)
    assert answer.status_code == 422
    assert gp.contact(request_id).status is RequestStatus.HUNTING


def test_on_the_acute_path_later_is_not_offered(visitor, gp):
    attempt = gp.picks_up(gp.starts_acutely()).ringing
    surgeon = visitor(AccountRole.SPECIALIST, person_id=attempt.person_id)
    page = surgeon.text("/jour/inkommande")
    assert "Jag tar det" in page
    assert "Jag ringer tillbaka inom" not in page
    assert surgeon.post(f"/jour/ring-tillbaka/{attempt.id}", minutes="5").status_code == 409


# --- A third party --------------------------------------------------------------------------------
def test_radiology_is_two_taps_away_and_seen_by_both(app, cardiologist, gp, talk):
    assert "Lägg till någon i samtalet" in cardiologist.text(f"/arenden/{talk}")
    address = f"/arenden/{talk}/tredje-part"
    page = cardiologist.get(address).get_data(as_text=True)
    assert f'value="{RADIOLOGY}"' in page
    assert cardiologist.post(address, point=RADIOLOGY, line="").status_code == 303
    (third,) = [one for one in gp.contact(talk).attempts if one.side is Side.THIRD_PARTY]
    assert third.state is AttemptState.QUEUED
    with app.app_context():
        unit = current_directory().units["mora-rontgen"].name
    for someone in (cardiologist, gp):
        assert f"{unit} rings upp" in someone.text(f"/arenden/{talk}")


def test_lines_are_found_by_name(cardiologist, talk):
    page = cardiologist.get(f"/arenden/{talk}/tredje-part?q=kirurgi+falun").get_data(as_text=True)
    assert 'value="falun-kirurgi-jour"' in page
    assert "Inget passar" in cardiologist.text(f"/arenden/{talk}/tredje-part?q=xyzzy")
    sent = cardiologist.post(f"/arenden/{talk}/tredje-part/sok", q="kirurgi falun")
    assert (sent.status_code, sent.location) == (
        303,
        f"/arenden/{talk}/tredje-part?q=kirurgi+falun",
    )
    refused = cardiologist.post(f"/arenden/{talk}/tredje-part/sok", q="811218-9876")
    assert refused.status_code == 422
    assert "ser ut att innehålla ett personnummer" in refused.get_data(as_text=True)


def test_others_ask_nobody_in(visitor, talk):
    other = visitor(AccountRole.SPECIALIST, person_id="falun-kardiologi-2")
    address = f"/arenden/{talk}/tredje-part"
    assert other.get(address).status_code == 404
    assert other.post(address, point=RADIOLOGY).status_code == 404


def test_a_number_that_is_not_in_the_directory_is_not_rung(cardiologist, gp, talk):
    answer = cardiologist.post(f"/arenden/{talk}/tredje-part", point="+46701740605")
    assert answer.status_code == 422
    assert not [one for one in gp.contact(talk).attempts if one.side is Side.THIRD_PARTY]
