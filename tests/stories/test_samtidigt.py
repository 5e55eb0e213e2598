"""Hunting in full: all at once, by turns, in rounds; the function phone first, then one's own."""

import pytest

from app.phone_lab.types import BUSY, MANUAL
from models.tables.contacts import CallMode
from routing.lifecycle import AttemptState, RequestEvent, RequestStatus
from routing.plan import PlanStep
from routing.types import ContactPath, Hunting, OnCallTier, PhoneKind
from tests.at_once import at_once
from tests.stories.hunting_rules import (
    RING,
    anywhere,
    digit_webhook,
    edit_matrix,
    give_function_phone,
)

pytestmark = pytest.mark.slow


@pytest.fixture
def at_the_same_time(county):
    edit_matrix(
        county,
        anywhere(Hunting.SIMULTANEOUS),
        anywhere(Hunting.SEQUENTIAL, order=2, tier=OnCallTier.SENIOR),
    )
    contact = county.ask()
    county.gp_phone.answers()
    rung = [county.phone(one.number) for one in contact.view.responder_attempts]
    assert len(rung) == 4
    return contact, rung


@pytest.mark.postgresql
def test_all_ring_at_once_and_the_first_to_press_one_wins(county, at_the_same_time):
    contact, (one, two, three, four) = at_the_same_time
    assert all(phone.rings for phone in (one, two, three, four))
    two.answers()
    three.answers()
    county.advance(seconds=3)
    three.presses("1")
    county.advance(seconds=10)
    assert three.talks_with(county.gp_phone)
    assert "En kollega hann strax före" in two.heard
    assert not one.rings
    assert not four.rings
    assert not two.talks_with(county.gp_phone)
    assert sorted(one.state for one in contact.view.responder_attempts) == sorted(
        [AttemptState.ACCEPTED, *[AttemptState.CANCELLED] * 3]
    )


@pytest.mark.postgresql
def test_two_who_press_one_within_the_same_second_are_one_yes(county, at_the_same_time):
    contact, (one, two, *_others) = at_the_same_time
    one.answers()
    two.answers()
    county.advance(seconds=3)
    county.exchange.press(one.number, "1")
    county.exchange.press(two.number, "1")
    county.advance(seconds=15)
    talking = [phone for phone in (one, two) if phone.talks_with(county.gp_phone)]
    assert len(talking) == 1
    (loser,) = {one.number, two.number} - {talking[0].number}
    assert "En kollega hann strax före" in county.phone(loser).heard
    assert contact.events.count(RequestEvent.ACCEPTED) == 1


@pytest.mark.postgresql
def test_the_webhooks_of_two_presses_at_the_same_instant_are_one_yes(county, at_the_same_time):
    contact, (one, two, *_others) = at_the_same_time
    one.answers()
    two.answers()
    attempts = {attempt.number: attempt for attempt in contact.view.responder_attempts}

    def presses(phone):
        return lambda: digit_webhook(county, attempts[phone.number].id, "1")

    replies = at_once(presses(one), presses(two))
    assert sum("<Conference" in reply for reply in replies) == 1
    assert sum("hann strax före" in reply for reply in replies) == 1
    assert contact.events.count(RequestEvent.ACCEPTED) == 1


def test_nobody_answers_of_those_rung_at_once_and_the_next_tier_is_rung(county, at_the_same_time):
    contact, (one, *others) = at_the_same_time
    others[0].declines()
    county.advance(seconds=RING + 2)
    assert not any(phone.rings for phone in (one, *others))
    later = contact.view.responder_attempts[4:]
    assert [attempt.tier for attempt in later] == [OnCallTier.SENIOR] or not later
    assert later or contact.status() is RequestStatus.EXHAUSTED


def test_one_no_among_those_who_ring_at_once_leaves_the_others_ringing(county, at_the_same_time):
    contact, (one, two, *others) = at_the_same_time
    one.answers()
    county.advance(seconds=2)
    one.presses("2")
    assert all(phone.rings for phone in (two, *others))
    assert len(contact.view.responder_attempts) == 4


def test_the_gp_hangs_up_and_every_phone_is_silent_at_once(county, at_the_same_time):
    contact, (one, two, *others) = at_the_same_time
    one.answers()
    county.gp_phone.hangs_up()
    assert contact.status() is RequestStatus.CANCELLED
    assert not any(phone.rings for phone in (two, *others))
    assert "behövs inte längre" in one.heard


@pytest.mark.postgresql
def test_lines_take_turns_across_contacts(county):
    edit_matrix(county, anywhere(Hunting.ROUND_ROBIN))
    first_rung = []
    for _contact in range(4):
        contact = county.ask()
        county.gp_phone.answers()
        first_rung.append(contact.attempt(1).line_id)
        county.gp_phone.hangs_up()
        county.advance(seconds=60)
    assert len(set(first_rung)) == 4
    contact = county.ask()
    county.gp_phone.answers()
    assert contact.attempt(1).line_id == first_rung[0]


def test_who_was_busy_is_rung_again_in_the_next_round_but_who_said_no_is_not(county):
    edit_matrix(county, anywhere(Hunting.SEQUENTIAL), rounds=2)
    contact = county.ask()
    phones = contact.consultants
    for busy in phones[1:]:
        county.exchange.set_behaviour(busy.number, BUSY)
    county.gp_phone.answers()
    phones[0].answers()
    county.advance(seconds=2)
    phones[0].presses("2")
    county.advance(seconds=10)
    assert len(contact.view.responder_attempts) == len(phones)
    for busy in phones[1:]:
        county.exchange.set_behaviour(busy.number, MANUAL)
    assert contact.status() is RequestStatus.HUNTING  # those who were busy get a moment
    county.advance(seconds=15)
    second_round = [one for one in contact.view.responder_attempts if one.round == 2]
    assert [one.number for one in second_round] == [phones[1].number]
    assert phones[1].rings
    county.advance(seconds=len(phones) * (RING + 2))
    assert contact.status() is RequestStatus.EXHAUSTED
    rung = [one.number for one in contact.view.responder_attempts]
    assert rung.count(phones[0].number) == 1
    assert all(rung.count(phone.number) == 2 for phone in phones[1:])


def test_the_function_phone_rings_first_and_then_ones_own(county):
    function = "+46980319298"
    give_function_phone(county, "mora-kardiologi-konsult", function)
    contact = county.ask()
    county.gp_phone.answers()
    assert county.phone(function).rings
    assert contact.attempt(1).phone is PhoneKind.FUNCTION
    county.advance(seconds=RING + 1)
    own = contact.attempt(2)
    assert own.phone is PhoneKind.OWN
    assert own.person_id == contact.attempt(1).person_id
    assert county.phone(own.number).rings


def test_each_step_rings_as_long_as_the_matrix_says(county):
    edit_matrix(county, anywhere(Hunting.SEQUENTIAL, ring_seconds=7))
    contact = county.ask()
    county.gp_phone.answers()
    first, second = contact.consultants[:2]
    county.advance(seconds=5)
    assert first.rings
    county.advance(seconds=3)
    assert not first.rings
    assert second.rings


def test_the_acute_path_rings_the_other_hospitals_at_once(county):
    contact = county.ask("kirurgi", path=ContactPath.AKUT, mode=CallMode.RING_ME)
    county.gp_phone.answers()
    groups: dict[int, list[PlanStep]] = {}
    for step in contact.view.plan.steps:
        groups.setdefault(step.group, []).append(step)
    at_once_ = [steps for steps in groups.values() if steps[0].hunting is Hunting.SIMULTANEOUS]
    assert at_once_
    county.advance(seconds=RING + 1)
    ringing = contact.view.all_ringing
    assert len(ringing) == len({step.number for step in at_once_[0]})
