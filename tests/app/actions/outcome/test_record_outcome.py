"""Result and value afterwards: from both sides, from nobody else, and never too early."""

import pytest

from app.actions.contact.cancel_request import cancel_request
from app.actions.contact.set_plan_before import set_plan_before
from app.actions.outcome.errors import BadOutcome
from app.actions.outcome.record_outcome import NewOutcome, record_outcome
from app.actions.shared.errors import NotYours, TooEarly, UnknownContact
from routing.lifecycle import RequestEvent, RequestStatus
from routing.outcome import PlanBefore, ResultAfter, Side
from tests.at_once import at_once

HANDLED = NewOutcome(result=ResultAfter.HANDLED)


def say(clinic, ticket, outcome=HANDLED, *, by=None, session=None):
    return record_outcome(
        session or clinic.fresh(), ticket.id, outcome, by=by or clinic.gp, at=clinic.clock()
    )


def test_both_sides_say_theirs(clinic):
    ticket = clinic.answered()
    doctor = clinic.doctor(ticket.view.accepted.person_id)
    assert say(clinic, ticket) is Side.REQUESTER
    assert say(clinic, ticket, NewOutcome(ResultAfter.OTHER, 4, 5), by=doctor) is Side.RESPONDER
    outcomes = ticket.view.outcomes
    assert outcomes[Side.REQUESTER].result is ResultAfter.HANDLED
    assert outcomes[Side.REQUESTER].value is None
    assert (outcomes[Side.RESPONDER].value, outcomes[Side.RESPONDER].understanding) == (4, 5)
    assert ticket.status is RequestStatus.CLOSED
    assert ticket.events.count(RequestEvent.OUTCOME_RECORDED) == 2
    assert ticket.events.count(RequestEvent.VALUE_RECORDED) == 1


def test_every_result_can_be_said(clinic):
    ticket = clinic.answered()
    for result in ResultAfter:
        say(clinic, ticket, NewOutcome(result=result))
        assert ticket.view.outcomes[Side.REQUESTER].result is result


def test_a_second_tap_replaces_the_first_and_keeps_the_rest(clinic):
    ticket = clinic.answered()
    say(clinic, ticket, NewOutcome(result=ResultAfter.HANDLED, value=3))
    say(clinic, ticket, NewOutcome(value=5))
    say(clinic, ticket, NewOutcome(result=ResultAfter.OTHER))
    (outcome,) = ticket.view.outcomes.values()
    assert (outcome.result, outcome.value) == (ResultAfter.OTHER, 5)


@pytest.mark.postgresql
def test_two_taps_at_once_are_one_outcome(clinic):
    ticket = clinic.answered()

    def tap():
        with clinic.sessions() as session:
            return say(clinic, ticket, session=session)

    assert at_once(tap, tap, tap) == [Side.REQUESTER] * 3
    assert len(clinic.everything()["outcome"]) == 1


def test_a_value_alone_does_not_close_the_contact(clinic):
    ticket = clinic.answered()
    say(clinic, ticket, NewOutcome(understanding=1))
    assert ticket.status is RequestStatus.ANSWERED


BAD = (
    NewOutcome(),
    *[NewOutcome(value=number) for number in (0, 6, -1, 100)],
    *[NewOutcome(understanding=number) for number in (0, 6)],
    NewOutcome(result=ResultAfter.HANDLED, value=9),
)


def test_an_outcome_that_says_nothing_or_too_much_changes_nothing(clinic):
    ticket = clinic.answered()
    before = clinic.everything()
    for outcome in BAD:
        with pytest.raises(BadOutcome):
            say(clinic, ticket, outcome)
    assert clinic.everything() == before


def test_strangers_say_nothing(clinic):
    ticket = clinic.hunt()
    asked_but_declined = clinic.doctor(ticket.ringing.person_id)
    clinic.pick_up(ticket.ringing.id)
    clinic.press(ticket.ringing.id, "2")
    clinic.pick_up(ticket.ringing.id)
    clinic.press(ticket.ringing.id, "1")
    colleague = clinic.account(clinic.gp.role)
    before = clinic.everything()
    for stranger in (asked_but_declined, colleague):
        with pytest.raises(NotYours):
            say(clinic, ticket, by=stranger)
    assert clinic.everything() == before


def test_nobody_says_how_it_went_while_it_rings(clinic):
    for ticket in (clinic.ask(), clinic.hunt()):
        before = clinic.everything()
        with pytest.raises(TooEarly):
            say(clinic, ticket)
        assert clinic.everything() == before


def test_an_unknown_contact_has_no_outcome(clinic):
    for request_id in ("0" * 36, "\x00", "finns inte"):
        with pytest.raises(UnknownContact):
            record_outcome(clinic.fresh(), request_id, HANDLED, by=clinic.gp, at=clinic.clock())


def test_one_who_got_nobody_may_say_what_came_of_it(clinic):
    ticket = clinic.ask()
    cancel_request(clinic.fresh(), ticket.id, by=clinic.gp, at=clinic.clock())
    say(clinic, ticket, NewOutcome(result=ResultAfter.NOT_ANSWERED))
    assert ticket.status is RequestStatus.CANCELLED
    assert ticket.view.outcomes[Side.REQUESTER].result is ResultAfter.NOT_ANSWERED


# -- plan before -----------------------------------------------------------------------------------
def plan(clinic, ticket, what, *, by=None):
    set_plan_before(clinic.fresh(), ticket.id, what, by=by or clinic.gp, at=clinic.clock())


def test_the_plan_is_kept_while_nobody_has_answered_and_may_change(clinic):
    ticket = clinic.ask()
    plan(clinic, ticket, PlanBefore.REFER)
    plan(clinic, ticket, PlanBefore.REFER)
    plan(clinic, ticket, PlanBefore.SEND_TO_ED)
    assert ticket.view.plan_before is PlanBefore.SEND_TO_ED
    assert ticket.events.count(RequestEvent.PLAN_BEFORE_SET) == 2


def test_a_plan_made_after_the_answer_is_none(clinic):
    ticket = clinic.answered()
    before = clinic.everything()
    plan(clinic, ticket, PlanBefore.SEND_TO_ED)
    assert clinic.everything() == before


def test_only_the_one_who_asked_has_a_plan(clinic):
    ticket = clinic.hunt()
    before = clinic.everything()
    with pytest.raises(NotYours):
        plan(clinic, ticket, PlanBefore.SEND_TO_ED, by=clinic.doctor(ticket.ringing.person_id))
    with pytest.raises(UnknownContact):
        set_plan_before(
            clinic.fresh(), "0" * 36, PlanBefore.SEND_TO_ED, by=clinic.gp, at=clinic.clock()
        )
    assert clinic.everything() == before
