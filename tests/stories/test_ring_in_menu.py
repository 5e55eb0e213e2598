"""Ett nummer: the menu and its codes, the wait, and what is said when it is over."""

from datetime import datetime

import pytest
from sqlalchemy import select

from models.tables.incoming import IncomingCallRow
from routing.lifecycle import OPEN_STATES, RequestEvent, RequestStatus
from routing.outcome import PlanBefore, ResultAfter, Side
from routing.types import ContactPath
from tests.stories.ringing_in import (
    RING,
    STOCKHOLM,
    has_hung_up,
    no_contact,
    reach,
    rings_in,
    the_contact,
)

pytestmark = pytest.mark.slow


def test_the_menu_has_learned(county):
    gp = rings_in(county, county.gp.number)
    reach(county, gp, "232*2080#")  # lungmedicin or the like, in Falun
    asked = the_contact(county).view
    gp.hangs_up()
    county.advance(seconds=60)
    gp = rings_in(county, county.gp.number)
    name = county.directory.specialties[asked.specialty].name.lower()
    assert f"Tryck 1 för {name}, Falun" in gp.heard
    gp.presses("1")
    gp.presses("#")
    again = the_contact(county).view
    assert (again.specialty, again.municipality) == (asked.specialty, "2080")
    assert again.id != asked.id


def test_more_choices_back_and_again(county):
    gp = rings_in(county, county.gp.number)
    assert "Tryck 8 för fler val" in gp.heard
    gp.presses("8")
    assert "Tryck stjärna för att gå tillbaka" in gp.heard
    first_page = gp.heard.count("Tryck 2 för kardiologi, Mora")
    gp.presses("*")
    assert gp.heard.count("Tryck 2 för kardiologi, Mora") == first_page + 1
    gp.presses("0")
    assert gp.heard.count("Tryck 2 för kardiologi, Mora") == first_page + 2


def test_a_direct_code_on_the_acute_path_rings_at_once(county):
    gp = rings_in(county, county.gp.number)
    gp.presses("9")  # while the menu is still being read
    gp.presses("112#")
    contact = the_contact(county)
    assert (contact.view.path, contact.view.specialty) == (ContactPath.AKUT, "medicin")
    assert contact.view.plan_before is None
    assert contact.consultant(1).rings


def test_silence_after_the_plan_question_goes_on_without_one(county):
    gp = rings_in(county, county.gp.number)
    gp.presses("9")
    gp.presses("211#")
    assert no_contact(county)
    county.advance(seconds=30)
    assert the_contact(county).view.plan_before is None


@pytest.mark.parametrize("keys", [("7", "5", "#"), ("", "", ""), ("9", "599#", "2#", "77#")])
def test_three_keys_that_mean_nothing_end_with_a_number(county, keys):
    gp = rings_in(county, county.gp.number)
    for key in keys:
        if key:
            gp.presses(key)
        else:
            county.advance(seconds=45)
    county.advance(seconds=30)
    assert "Behöver du nå någon nu, ring 0980" in gp.heard
    assert has_hung_up(county, gp)
    assert no_contact(county)


def test_at_night_a_closed_path_says_when_it_opens_and_connects_to_the_fallback(county_at):
    county = county_at(datetime(2026, 11, 23, 22, 0, tzinfo=STOCKHOLM))
    gp = rings_in(county, county.gp.number)
    gp.presses("9")
    gp.presses("211#")
    county.advance(seconds=1)
    assert "Det öppnar i morgon 08:00" in gp.heard
    assert "Mora lasarett" in gp.heard
    gp.presses("1")
    county.advance(seconds=10)
    switchboard = county.phone("+46980319202")
    assert switchboard.rings
    switchboard.answers()
    assert switchboard.talks_with(gp)
    assert no_contact(county)


def test_hanging_up_during_the_hunt_stops_every_phone_at_once(county):
    gp = rings_in(county, county.gp.number)
    contact = reach(county, gp)
    first = contact.consultant(1)
    assert first.rings
    gp.hangs_up()
    assert not first.rings
    assert contact.status() is RequestStatus.CANCELLED
    assert RequestEvent.REQUESTER_HUNG_UP in contact.events
    county.advance(seconds=120)
    assert not any(phone.rings for phone in contact.consultants)


def test_hanging_up_in_the_menu_makes_no_contact(county):
    gp = rings_in(county, county.gp.number)
    gp.presses("2")
    gp.hangs_up()
    county.advance(seconds=60)
    assert no_contact(county)
    call = county.fresh_session().scalars(select(IncomingCallRow)).one()
    assert call.ended_at is not None


def test_the_one_who_waits_hears_whom_we_ring_and_nobody_answers(county):
    gp = rings_in(county, county.gp.number)
    contact = reach(county, gp)
    steps = contact.view.plan.steps
    units = county.directory.units
    county.advance(seconds=10)
    assert f"Nu ringer vi {units[steps[0].unit_id].name}, nummer 1 av {len(steps)}" in gp.heard
    county.advance(seconds=RING + 15)
    assert f"nummer 2 av {len(steps)}" in gp.heard
    is_offered = "Tryck 1 så kopplar vi dig dit"
    assert county.advance_until(lambda: is_offered in gp.heard, at_most_seconds=300)
    assert contact.status() is RequestStatus.EXHAUSTED
    assert RequestEvent.REQUESTER_TOLD in contact.events
    gp.presses("1")
    county.advance(seconds=10)
    fallback = county.phone(contact.view.plan.fallback.number)
    assert fallback.rings
    fallback.answers()
    assert fallback.talks_with(gp)
    fallback.hangs_up()
    county.advance(seconds=20)
    assert has_hung_up(county, gp)


def test_who_is_rung_up_hears_it_too_and_stays_for_the_outcome(county):
    contact = county.ask(plan_before=PlanBefore.SEND_TO_ED)
    county.gp_phone.answers()
    county.advance(seconds=10)
    assert "Nu ringer vi" in county.gp_phone.heard
    first = contact.consultant(1)
    first.answers()
    first.presses("1")
    county.advance(seconds=5)
    first.hangs_up()
    county.advance(seconds=3)
    assert "Tryck 1 om akutbesöket undveks" in county.gp_phone.heard
    county.gp_phone.presses("7")  # is no choice
    county.gp_phone.presses("3")
    assert contact.view.outcomes[Side.REQUESTER].result is ResultAfter.OUTPATIENT_VISIT


def test_who_stays_silent_after_the_talk_is_not_kept(county):
    gp = rings_in(county, county.gp.number)
    contact = reach(county, gp)
    first = contact.consultant(1)
    first.answers()
    first.presses("1")
    county.advance(seconds=5)
    first.hangs_up()
    county.advance(seconds=100)
    assert has_hung_up(county, gp)
    assert contact.view.outcomes == {}


def test_several_rung_at_once_are_named_together(county):
    gp = rings_in(county, county.gp.number)
    contact = reach(county, gp, "112*2084#")  # Avesta has no on-call line of its own
    county.advance(seconds=14)
    rung = [one for one in contact.view.responder_attempts if one.state in OPEN_STATES]
    assert len({one.unit_id for one in rung}) > 1
    names = [county.directory.units[one.unit_id].name for one in rung if one.unit_id]
    assert f"Nu ringer vi {names[0]}" in gp.heard
    assert f" och {names[-1]}, nummer 1 av" in gp.heard
