"""Ingen störs förrän remittenten bevisligen är i luren: a key, or what the provider hears."""

from dataclasses import replace

import pytest

from app.carriers import make_channel
from app.phone_lab.types import Behaviour
from routing.lifecycle import RequestEvent, RequestStatus
from routing.types import ContactPath
from tests.app.phone_lab.world import InProcessTwilio
from tests.stories.hunting_rules import machine_webhook

SLOW = pytest.mark.slow
BOX = Behaviour.voicemail(after_seconds=3)


def lifts(county):
    """The GP's phone is picked up, by whatever answers it."""
    county.exchange.answer(county.gp_phone.number)
    county.advance(seconds=1)


def nobody_is_rung(county, contact):
    own = county.gp_phone.number
    return contact.view.responder_attempts == () and all(
        one.to == own for one in county.exchange.calls()
    )


def test_nobody_is_rung_until_a_key_is_pressed(county):
    contact = county.ask()
    lifts(county)
    assert "Tryck 1, så ringer vi konsult i kardiologi" in county.gp_phone.heard
    county.advance(seconds=10)
    assert contact.status() is RequestStatus.CALLING_REQUESTER
    assert nobody_is_rung(county, contact)
    county.gp_phone.presses("1")
    assert contact.status() is RequestStatus.HUNTING
    assert contact.consultant(1).rings
    assert "Vi söker konsult i kardiologi" in county.gp_phone.heard


@SLOW
def test_the_requesters_voicemail_box_disturbs_nobody(county):
    county.exchange.set_behaviour(county.gp_phone.number, BOX)
    contact = county.ask()
    county.advance(seconds=200)
    assert nobody_is_rung(county, contact)
    assert contact.status() is RequestStatus.CANCELLED
    assert RequestEvent.REQUESTER_UNREACHABLE in contact.events
    calls = [one for one in county.exchange.calls() if one.to == county.gp_phone.number]
    assert len(calls) == 2  # tried once more


@SLOW
def test_the_second_call_is_answered_by_a_person(county):
    contact = county.ask()
    lifts(county)
    county.gp_phone.hangs_up()
    assert contact.status() is RequestStatus.CALLING_REQUESTER
    assert county.advance_until(lambda: county.gp_phone.rings, at_most_seconds=12)
    county.gp_phone.answers()
    assert contact.consultant(1).rings


@SLOW
@pytest.mark.parametrize("key", ["1", "5", "*"])
def test_any_key_but_two_is_a_person(county, key):
    contact = county.ask()
    lifts(county)
    county.gp_phone.presses(key)
    assert contact.consultant(1).rings


@SLOW
def test_two_is_no_longer(county):
    contact = county.ask()
    lifts(county)
    county.gp_phone.presses("2")
    county.advance(seconds=60)
    assert contact.status() is RequestStatus.CANCELLED
    assert nobody_is_rung(county, contact)
    assert not county.gp_phone.rings


@SLOW
def test_silence_is_asked_once_more(county):
    contact = county.ask()
    lifts(county)
    county.advance(seconds=25)
    assert county.gp_phone.heard.count("Tryck 1") == 2
    county.gp_phone.presses("1")
    assert contact.consultant(1).rings


# -- where the provider listens --------------------------------------------------------------------
@pytest.fixture
def listening(county):
    config = county.app.extensions["kontaktvagar.config"]
    listens = replace(config, twilio=replace(config.twilio, detects_machines=True))
    channel = make_channel(listens, http_client=InProcessTwilio(county.app))
    dispatcher = replace(county.worker.dispatcher, channel=channel)
    county.worker = replace(county.worker, dispatcher=dispatcher)
    return county


@SLOW
@pytest.mark.parametrize("path", [ContactPath.HALVAKUT, ContactPath.AKUT])
def test_a_person_who_is_heard_need_not_press(listening, path):
    specialty = "kirurgi" if path is ContactPath.AKUT else "kardiologi"
    contact = listening.ask(path=path, specialty=specialty)
    lifts(listening)
    listening.advance(seconds=4)
    assert contact.status() is RequestStatus.HUNTING
    first = contact.consultant(1)
    assert first.rings
    first.answers()
    first.presses("1")
    assert listening.advance_until(lambda: first.talks_with(listening.gp_phone), at_most_seconds=15)


@SLOW
def test_a_box_that_is_heard_is_hung_up_on_and_disturbs_nobody(listening):
    listening.exchange.set_behaviour(listening.gp_phone.number, BOX)
    contact = listening.ask()
    listening.advance(seconds=40)
    assert nobody_is_rung(listening, contact)
    assert contact.status() is RequestStatus.CANCELLED


@SLOW
@pytest.mark.parametrize("word", ["unknown", "", "nonsense"])
def test_a_doubt_is_no_person(county, word):
    contact = county.ask()
    lifts(county)
    call = county.exchange.current_call(county.gp_phone.number)
    own = contact.view.attempts[0]
    assert machine_webhook(county, own.id, call.sid, word) == 204
    assert nobody_is_rung(county, contact)


@SLOW
def test_heard_and_pressed_is_one_start(county):
    contact = county.ask()
    lifts(county)
    call = county.exchange.current_call(county.gp_phone.number)
    own = contact.view.attempts[0]
    county.gp_phone.presses("1")
    assert machine_webhook(county, own.id, call.sid, "human") == 204
    assert machine_webhook(county, own.id, call.sid, "machine_start") == 204
    county.advance(seconds=3)
    assert contact.events.count(RequestEvent.REQUESTER_READY) == 1
    assert county.exchange.current_call(county.gp_phone.number) is not None
