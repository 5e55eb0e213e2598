"""Akutspåret: round the clock, first tier and then bakjour, with what was told read by whoever
answers."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.actions.contact.errors import LifeThreatening
from app.actions.sbar.write_sbar import Told, write_sbar
from app.actions.shared.errors import PatientIdentityInText
from models.reads.contacts import load_continued, load_incoming
from models.tables.accounts import AccountRole
from models.tables.contacts import CallMode
from routing.lifecycle import AttemptState, RequestEvent, RequestStatus
from routing.sbar import SbarPart
from routing.types import ContactPath, OnCallTier, RequesterRole
from routing.urgency import PatientUrgency
from tests.stories.county import Contact, County

STOCKHOLM = ZoneInfo("Europe/Stockholm")
NIGHT = datetime(2026, 11, 24, 2, 10, tzinfo=STOCKHOLM)
NURSE_NUMBER = "+46701740698"


@pytest.fixture
def county(county_at: Callable[[datetime], County]) -> County:
    """The county in the middle of the night."""
    return county_at(NIGHT)


def tells(county: County, contact: Contact, part: SbarPart, text: str) -> None:
    told = Told(part, text)
    write_sbar(county.fresh_session(), contact.id, told, by=county.gp, at=county.clock())


def acutely(county: County, specialty: str = "kirurgi", **more: Any) -> Contact:
    usual: dict[str, Any] = {"urgency": PatientUrgency.WITHIN_HOUR, "life_threatening": False}
    return county.ask(specialty, path=ContactPath.AKUT, **(usual | more))


def test_at_night_the_first_tier_is_silent_and_the_bakjour_answers(county):
    contact = acutely(county)
    county.gp_phone.answers()
    steps = contact.view.plan.steps
    senior = next(step for step in steps if step.tier is OnCallTier.SENIOR)
    bakjour = county.phone(senior.number)
    assert contact.consultant(1).rings
    assert not bakjour.rings

    assert county.advance_until(lambda: bakjour.rings, at_most_seconds=120)
    before = [one for one in contact.view.responder_attempts if one.tier is OnCallTier.FIRST]
    assert before
    assert {one.state for one in before} == {AttemptState.NO_ANSWER}
    bakjour.answers()
    assert "kirurgi, akut, inom en timme" in bakjour.heard
    bakjour.presses("1")
    county.advance(seconds=10)
    assert bakjour.talks_with(county.gp_phone)
    taken = contact.view.accepted
    assert taken is not None
    assert taken.tier is OnCallTier.SENIOR


def test_sbar_is_written_while_it_rings_and_read_before_and_during_the_talk(county):
    contact = acutely(county, situation="Buksmärta sedan i morse")
    county.gp_phone.answers()
    rung = contact.view.ringing
    assert rung is not None
    assert rung.person_id is not None
    tells(county, contact, SbarPart.BACKGROUND, "Frisk förut")
    [shown] = load_incoming(county.fresh_session(), rung.person_id)
    assert shown.situation == "Buksmärta sedan i morse"
    assert shown.background == "Frisk förut"
    assert shown.urgency is PatientUrgency.WITHIN_HOUR

    first = contact.consultant(1)
    first.answers()
    first.presses("1")
    tells(county, contact, SbarPart.RECOMMENDATION, "Vill lägga in")
    assert contact.view.recommendation == "Vill lägga in"
    told = [event.detail["part"] for event in contact.log if event.event is RequestEvent.SBAR_TOLD]
    assert told == ["background", "recommendation"]
    assert "Vill lägga in" not in str(contact.log)


def test_an_identity_is_written_nowhere(county):
    contact = acutely(county)
    with pytest.raises(PatientIdentityInText):
        tells(county, contact, SbarPart.SITUATION, "19850312-1234 har ont")
    assert contact.view.situation == ""


def test_how_urgent_it_is_stands_in_the_text_message(county):
    contact = acutely(county)
    county.gp_phone.answers()
    county.advance(seconds=120)
    texts = " ".join(text for phone in contact.consultants for text in phone.texts)
    assert "söker kirurgi, akut, inom en timme. Ärende" in texts


def test_a_municipal_nurse_reaches_a_doctor_at_night(county):
    nurse = county.account("ssk.mora", AccountRole.KOMMUNSJUKSKOTERSKA, number=NURSE_NUMBER)
    contact = acutely(county, "medicin", by=nurse, urgency=PatientUrgency.IMMEDIATE)
    county.phone(NURSE_NUMBER).answers()
    doctor = contact.consultant(1)
    doctor.answers()
    assert "Kommunsjuksköterska Mira Exempel" in doctor.heard
    assert "medicin, akut, omedelbart" in doctor.heard
    doctor.presses("1")
    county.advance(seconds=10)
    assert doctor.talks_with(county.phone(NURSE_NUMBER))


@pytest.mark.parametrize("role", [AccountRole.AMBULANS, AccountRole.INRE_BEFAL])
def test_the_ambulance_and_its_commander_may_ask(county, role):
    crew = county.account("bil", role, number=NURSE_NUMBER)
    contact = acutely(county, "medicin", by=crew)
    county.phone(NURSE_NUMBER).answers()
    assert contact.consultant(1).rings
    assert contact.view.requester_role is RequesterRole(role.value)


def test_danger_to_life_rings_nobody(county):
    with pytest.raises(LifeThreatening):
        acutely(county, life_threatening=True)
    assert not county.gp_phone.rings


def test_each_specialty_has_its_own_promise(county):
    rules = {rule.id: rule for rule in county.directory.matrix.rules}
    for specialty in ("kardiologi", "kirurgi", "medicin"):
        plan = acutely(county, specialty, mode=CallMode.SELF_DIAL).view
        promised = rules[plan.plan.rule_id].promise_for(specialty)
        assert plan.promise_seconds == plan.plan.promise_seconds == promised
    heart, medicine = (
        acutely(county, one, mode=CallMode.SELF_DIAL).view for one in ("kardiologi", "medicin")
    )
    assert heart.promise_seconds < medicine.promise_seconds


def test_an_unanswered_halvakut_goes_on_as_acute_and_the_chain_stays(county_at):
    county = county_at(datetime(2026, 11, 23, 10, 0, tzinfo=STOCKHOLM))
    earlier = county.ask("kirurgi", situation="Buksmärta")
    county.gp_phone.answers()
    assert county.advance_until(
        lambda: earlier.status() is RequestStatus.EXHAUSTED, at_most_seconds=600
    )
    county.gp_phone.hangs_up()

    later = acutely(county, situation="Buksmärta", continued_from=earlier.id)
    county.gp_phone.answers()
    first = later.consultant(1)
    first.answers()
    first.presses("1")
    assert later.view.continued_from_id == earlier.id
    assert later.status() is RequestStatus.JOINING
    assert [one.id for one in load_continued(county.fresh_session(), earlier.id)] == [later.id]
    assert earlier.status() is RequestStatus.EXHAUSTED
