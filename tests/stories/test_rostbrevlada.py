"""Röstbrevlådor, where the provider listens for them: the next in turn is rung at once."""

from dataclasses import replace

import pytest

from app.actions.answers.answer_in_browser import answer_in_browser
from app.actions.talk.ask_third_party import ThirdParty, ask_third_party
from app.carriers import make_channel
from app.phone_lab.types import Behaviour
from routing.lifecycle import AttemptState, RequestEvent, RequestStatus
from routing.outcome import Side
from tests.app.phone_lab.world import InProcessTwilio
from tests.stories.hunting_rules import act, doctor_of, machine_webhook

pytestmark = pytest.mark.slow

BOX = Behaviour.voicemail(after_seconds=3)


@pytest.fixture(autouse=True)
def the_provider_listens(county):
    config = county.app.extensions["kontaktvagar.config"]
    listening = replace(config, twilio=replace(config.twilio, detects_machines=True))
    channel = make_channel(listening, http_client=InProcessTwilio(county.app))
    dispatcher = replace(county.worker.dispatcher, channel=channel)
    county.worker = replace(county.worker, dispatcher=dispatcher)


def test_a_box_is_hung_up_on_and_the_next_is_rung_long_before_the_question_is_over(county):
    contact = county.ask()
    first, second = contact.consultants[:2]
    county.exchange.set_behaviour(first.number, BOX)
    county.gp_phone.answers()
    county.advance(seconds=9)
    assert contact.attempt(1).state is AttemptState.VOICEMAIL
    assert second.rings
    county.advance(seconds=1)
    assert county.exchange.current_call(first.number) is None


def test_a_person_is_not_taken_for_a_box(county):
    contact = county.ask()
    county.gp_phone.answers()
    first = contact.consultant(1)
    first.answers()
    county.advance(seconds=8)
    assert contact.attempt(1).state is AttemptState.PROMPT
    first.presses("1")
    assert contact.status() is RequestStatus.JOINING


def test_one_who_has_pressed_one_is_never_hung_up_on(county):
    contact = county.ask()
    county.gp_phone.answers()
    first = contact.consultant(1)
    first.answers()
    county.advance(seconds=2)
    first.presses("1")
    county.advance(seconds=10)
    attempt = contact.attempt(1)
    call = county.exchange.current_call(first.number)
    status = machine_webhook(county, attempt.id, call.sid, "machine_start")
    assert status == 204
    county.advance(seconds=5)
    assert first.talks_with(county.gp_phone)


@pytest.mark.parametrize("word", ["human", "unknown", "", "nonsense"])
def test_a_doubt_hangs_up_on_nobody(county, word):
    contact = county.ask()
    county.gp_phone.answers()
    first = contact.consultant(1)
    first.answers()
    call = county.exchange.current_call(first.number)
    assert machine_webhook(county, contact.attempt(1).id, call.sid, word) == 204
    assert contact.attempt(1).state is AttemptState.PROMPT


def test_after_a_click_the_box_is_hung_up_on_and_the_phone_rung_once_more(county):
    contact = county.ask()
    county.gp_phone.answers()
    first = contact.consultant(1)
    county.exchange.set_behaviour(first.number, BOX)
    attempt = contact.attempt(1)
    act(county, answer_in_browser, attempt.id, by=doctor_of(county, attempt))
    county.advance(seconds=8)
    assert county.exchange.current_call(first.number) is None
    county.advance(seconds=60)
    calls = [one for one in county.exchange.calls() if one.to == first.number]
    assert len(calls) == 2
    assert contact.attempt(1).state is AttemptState.NOT_JOINED
    assert RequestEvent.CONNECTED not in contact.events


def test_a_box_of_a_third_party_is_hung_up_on_and_the_two_talk_on(county):
    contact = county.ask()
    county.gp_phone.answers()
    phone = contact.consultant(1)
    phone.answers()
    county.advance(seconds=2)
    phone.presses("1")
    county.advance(seconds=10)
    point = "mora-rontgen-direkt"
    number = next(
        one.value
        for one in county.directory.units["mora-rontgen"].contact_points
        if one.id == point
    )
    county.exchange.set_behaviour(number, BOX)
    whom = ThirdParty(contact.id, contact_point_id=point)
    act(county, ask_third_party, whom, by=county.gp)
    county.advance(seconds=12)
    (third,) = [one for one in contact.view.attempts if one.side is Side.THIRD_PARTY]
    assert third.state is AttemptState.VOICEMAIL
    assert phone.talks_with(county.gp_phone)


def test_another_call_than_the_attempts_own_is_not_believed(county):
    contact = county.ask()
    county.gp_phone.answers()
    contact.consultant(1).answers()
    assert machine_webhook(county, contact.attempt(1).id, "CA" + "0" * 32, "machine_start") == 204
    unknown = "00000000-0000-4000-8000-000000000000"
    assert machine_webhook(county, unknown, "CA" + "0" * 32, "machine_start") == 204
    assert contact.attempt(1).state is AttemptState.PROMPT
