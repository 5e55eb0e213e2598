"""Min ringkod, and the number to ring where one chooses a path."""

import re

import pytest
from sqlalchemy import select

from app.actions.account.pins import RightPin, try_pin
from app.config import Telephony
from models.db import db
from models.tables.accounts import AccessLogRow, AccountRole
from tests.app.applications import application
from tests.app.web.visitors import Visitor, words_of

CODE = re.compile(r"Ringkod (\d{4}), pinkod (\d{6})")


def made_by(visitor):
    """The caller code and the PIN that the page shows when they are made."""
    answer = visitor.post("/ringkod")
    assert answer.status_code == 200
    found = CODE.search(answer.get_data(as_text=True))
    assert found is not None
    return found[1], found[2], answer


def test_a_code_is_made_and_its_pin_shown_once(gp, app, clock):
    assert "Du har ingen kod än" in gp.text("/ringkod")
    caller_code, pin, answer = made_by(gp)
    assert answer.headers["Cache-Control"] == "no-store"
    page = gp.text("/ringkod")
    assert caller_code in page
    assert pin not in page.replace(" ", "")
    with app.app_context():
        right = try_pin(db.session(), caller_code + pin, None, at=clock())
    assert right == RightPin(gp.account_id)


def test_a_new_pin_makes_the_old_one_worthless(gp, app, clock):
    caller_code, old, _answer = made_by(gp)
    again, new, _answer = made_by(gp)
    assert again == caller_code
    with app.app_context():
        assert try_pin(db.session(), again + new, None, at=clock()) == RightPin(gp.account_id)
        if old != new:
            assert try_pin(db.session(), again + old, None, at=clock()) != RightPin(gp.account_id)


def test_making_one_is_in_the_access_log_without_the_code(gp, app):
    made_by(gp)
    with app.app_context():
        row = db.session.scalars(select(AccessLogRow).order_by(AccessLogRow.id.desc())).first()
        assert row is not None
        assert (row.account_id, row.verb, row.thing) == (
            gp.account_id,
            "anvanda_ringkod",
            "ringkod",
        )


def test_nobody_makes_a_code_without_the_token_of_the_form(gp):
    assert gp.client.post("/ringkod").status_code == 400


@pytest.mark.parametrize("role", [AccountRole.ANALYTIKER, AccountRole.KATALOGREDAKTOR])
def test_who_asks_for_nobody_has_no_code(visitor, role):
    someone = visitor(role)
    assert someone.get("/ringkod").status_code == 403
    assert "Min ringkod" not in someone.text("/inkorg")


def test_whose_number_is_known_needs_no_code(visitor):
    someone = visitor(number="+46313900691")
    assert "Ringer du från 031-390 06 91 känner vi igen dig" in someone.text("/ringkod")
    visitor(number="+46313900691")  # and now two share it
    assert "känner vi igen dig" not in someone.text("/ringkod")


def test_the_start_page_says_where_to_ring(gp):
    page = gp.text("/")
    assert "031-390 06 99" in page
    caller_code, _pin, _answer = made_by(gp)
    assert f"kod {caller_code}" in gp.text("/")


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("/kontakt/halvakut/plan?specialty=kardiologi", "2 11 #"),
        ("/kontakt/halvakut/plan?specialty=kardiologi&municipality=2084", "2 11 * 2084 #"),
        ("/kontakt/akut/plan?specialty=kirurgi&livshotande=nej", "1 13 #"),
        ("/kontakt/mdk/plan", "3 00 #"),
    ],
)
def test_the_plan_says_its_direct_code(visitor, address, code):
    gp = visitor(unit_id="vc-mora")
    assert f"tryck 9 och slå direktkoden {code}" in gp.text(address)


def test_a_chosen_health_centre_has_no_direct_code(visitor):
    crew = visitor(AccountRole.AMBULANS, unit_id="ambulans-mora")
    page = crew.text("/kontakt/primarvard/plan?unit=vc-mora")
    assert "031-390 06 99" in page
    assert "direktkoden" not in page


def test_the_codes_of_paths_and_specialties_are_listed(visitor):
    page = visitor(unit_id="vc-mora").text("/ringkod")
    assert "1 Akutspåret" in page
    assert "11 Kardiologi" in page
    assert "4 Tillgänglig primärvård" not in page  # is no path of a GP's


def test_without_a_telephone_no_number_is_shown(sqlite_databases, clock):
    url = sqlite_databases.with_seed()
    with application(url, clock, telephony=Telephony.OFF) as app:
        someone = Visitor(app, AccountRole.PRIMARVARDSLAKARE)
        page = words_of(someone.get("/kontakt/halvakut/plan?specialty=kardiologi"))
        assert "031-390 06 99" not in page
