"""SBAR sägs i telefonen medan det ringer: one part at a time, and nobody waits for it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from models.tables.outbox import MessageKind, MessageState, OutboxMessageRow
from routing.lifecycle import RequestStatus
from routing.types import ContactPath
from routing.urgency import PatientUrgency
from tests.stories.county import GP_NUMBER, Contact, County
from tests.stories.ringing_in import rings_in, the_contact

pytestmark = pytest.mark.slow

STOCKHOLM = ZoneInfo("Europe/Stockholm")
NIGHT = datetime(2026, 11, 24, 2, 10, tzinfo=STOCKHOLM)
MORNING = datetime(2026, 11, 23, 10, 0, tzinfo=STOCKHOLM)
CONFIG = "kontaktvagar.config"


@pytest.fixture
def county(county_at: Callable[[datetime], County]) -> County:
    """The county at night; who waits on the acute path may dictate."""
    county = county_at(NIGHT)
    county.app.extensions[CONFIG] = replace(county.app.extensions[CONFIG], sbar_by_voice=True)
    return county


def says(county: County, words: str) -> None:
    county.exchange.say(GP_NUMBER, words)
    county.advance(seconds=1)


def asks(county: County, **more) -> Contact:
    contact = county.ask("kirurgi", path=ContactPath.AKUT, **more)
    county.gp_phone.answers()
    return contact


def test_four_parts_are_said_while_it_rings_and_then_they_wait(county):
    contact = asks(county)
    assert contact.consultant(1).rings  # the hunt does not wait for what is said
    assert "Situation: vad händer just nu?" in county.gp_phone.heard
    says(county, "Buksmärta sedan i morse")
    assert contact.view.situation == "Buksmärta sedan i morse"
    says(county, "Frisk förut")
    says(county, "Tror appendicit")
    says(county, "Vill lägga in")
    told = contact.view
    assert told.background == "Frisk förut"
    assert told.assessment == "Tror appendicit"
    assert told.recommendation == "Vill lägga in"
    assert "Den som svarar ser det du har sagt" in county.gp_phone.heard

    first = contact.consultant(1)
    first.answers()
    first.presses("1")
    county.advance(seconds=5)
    assert first.talks_with(county.gp_phone)


def test_a_yes_breaks_off_what_is_being_said_and_connects_at_once(county):
    contact = asks(county)
    says(county, "Buksmärta")
    first = contact.consultant(1)
    first.answers()
    first.presses("1")
    joined = county.advance_until(lambda: first.talks_with(county.gp_phone), at_most_seconds=6)
    assert joined
    assert contact.view.situation == "Buksmärta"
    assert contact.status() is RequestStatus.ANSWERED
    county.advance(seconds=30)
    assert first.talks_with(county.gp_phone)  # nothing takes them out of the talk again


def test_a_part_that_ends_as_somebody_says_yes_is_kept_and_does_not_end_the_talk(county):
    contact = asks(county)
    first = contact.consultant(1)
    first.answers()
    county.exchange.press(first.number, "1")
    county.exchange.say(GP_NUMBER, "Buksmärta")  # in the same instant
    county.advance(seconds=6)
    assert first.talks_with(county.gp_phone)
    assert contact.view.situation == "Buksmärta"
    county.advance(seconds=30)
    assert first.talks_with(county.gp_phone)


def test_they_do_not_join_while_the_word_to_join_is_on_its_way(county):
    contact = asks(county)
    first = contact.consultant(1)
    first.answers()
    county.exchange.press(first.number, "1")
    county.exchange.run_due()
    leg = contact.view.attempts[0]
    row = the_join(county, leg.id)
    row.state = MessageState.SENDING  # another process has claimed it, and is telling the provider
    county.session.commit()
    county.exchange.say(GP_NUMBER, "Buksmärta")
    county.advance(seconds=3)
    assert not first.talks_with(county.gp_phone)
    assert contact.view.situation == "Buksmärta"
    the_join(county, leg.id).state = MessageState.FAILED
    county.session.commit()
    assert county.advance_until(lambda: first.talks_with(county.gp_phone), at_most_seconds=6)


def the_join(county: County, attempt_id: str) -> OutboxMessageRow:
    session = county.fresh_session()
    rows = session.query(OutboxMessageRow).filter_by(
        attempt_id=attempt_id, kind=MessageKind.JOIN_REQUESTER
    )
    return rows.one()


def test_an_identity_is_refused_with_a_sentence_and_asked_for_again(county):
    contact = asks(county)
    says(county, "1985 03 12 12 34 har ont i magen")
    assert contact.view.situation == ""
    assert "Det lät som ett personnummer" in county.gp_phone.heard
    says(county, "Ont i magen")
    assert contact.view.situation == "Ont i magen"
    rows = county.fresh_session().query(OutboxMessageRow).all()
    assert "1985" not in str([row.payload for row in rows])


def test_silence_twice_ends_it_and_hash_skips_a_part(county):
    contact = asks(county)
    county.gp_phone.presses("#")
    assert "Bakgrund: vad är viktigast" in county.gp_phone.heard
    says(county, "Op 2019")
    assert contact.view.situation == ""
    assert contact.view.background == "Op 2019"
    county.advance(seconds=19)
    assert county.gp_phone.heard.count("Aktuell bedömning:") == 2
    heard = len(county.gp_phone.heard)
    county.advance(seconds=20)
    assert "Rekommendation:" not in county.gp_phone.heard
    assert "Stanna kvar i luren" in county.gp_phone.heard[heard - 80 :]


def test_star_ends_it_and_what_is_written_is_not_asked_for(county):
    contact = asks(county, situation="Buksmärta", urgency=PatientUrgency.IMMEDIATE)
    assert "Situation:" not in county.gp_phone.heard
    assert "Bakgrund:" in county.gp_phone.heard
    county.gp_phone.presses("*")
    county.advance(seconds=60)
    assert county.gp_phone.heard.count("Bakgrund:") == 1
    assert contact.view.background == ""


def test_nobody_answers_and_who_dictates_is_told(county):
    contact = asks(county)
    for _time in range(90):
        if contact.status() is not RequestStatus.HUNTING:
            break
        county.exchange.say(GP_NUMBER, "Ja")
        county.advance(seconds=10)
    assert contact.status() is RequestStatus.EXHAUSTED
    county.advance(seconds=30)
    assert "kunde ingen svara" in county.gp_phone.heard


def test_who_rings_in_hears_112_first_and_may_dictate(county):
    phone = rings_in(county, GP_NUMBER)
    phone.presses("9")
    phone.presses("113#")
    assert "Vid fara för liv: lägg på och ring 112." in phone.heard
    assert phone.heard.index("112") < phone.heard.index("Vi söker kirurgi, akut")
    says(county, "Buksmärta")
    contact = the_contact(county)
    assert contact.consultant(1).rings
    assert contact.view.situation == "Buksmärta"


def test_on_other_paths_they_wait_as_before(county_at):
    county = county_at(MORNING)
    county.app.extensions[CONFIG] = replace(county.app.extensions[CONFIG], sbar_by_voice=True)
    county.ask("kardiologi")
    county.gp_phone.answers()
    assert "Situation:" not in county.gp_phone.heard
    assert "Stanna kvar i luren" in county.gp_phone.heard


def test_without_the_switch_nobody_is_listened_to(county_at):
    county = county_at(NIGHT)
    county.ask("kirurgi", path=ContactPath.AKUT)
    county.gp_phone.answers()
    county.advance(seconds=20)
    assert "Situation:" not in county.gp_phone.heard
