"""A key after the talk, and a key when nobody answered: who is asked, and what is kept."""

import pytest

from app.actions.calls.ask_outcome import ask_outcome, take_outcome
from app.actions.calls.elsewhere import take_elsewhere
from app.actions.calls.record_answer import Pressed
from app.actions.calls.record_leaving import record_leaving
from app.actions.calls.tell_requester import tell_by_phone
from app.actions.contact.create_request import NewRequest, create_request
from app.actions.outcome.record_outcome import NewOutcome, record_outcome
from app.actions.shared.errors import UnknownWord
from models.tables.contacts import CallMode, CareRequestRow
from notifications.dialogue import AskForDigits, ConnectTo, SayGoodbye
from routing.lifecycle import RequestEvent, RequestStatus
from routing.outcome import PlanBefore, ResultAfter, Side
from routing.types import ContactPath
from tests.app.actions.contact.test_ending import exhaust
from tests.clinic import MORA


def asks(clinic, attempt_id):
    return ask_outcome(clinic.fresh(), attempt_id, directory=clinic.directory)


def says(clinic, attempt_id, digits, prompt=1):
    return take_outcome(
        clinic.fresh(),
        attempt_id,
        Pressed(digits, prompt),
        directory=clinic.directory,
        at=clinic.clock(),
    )


def kept(ticket):
    outcome = ticket.view.outcomes.get(Side.REQUESTER)
    return outcome and outcome.result


def test_whoever_asked_is_asked_how_it_went_in_the_words_of_their_plan(clinic):
    ticket = clinic.answered()
    clinic.fresh().get_one(CareRequestRow, ticket.id).plan_before = PlanBefore.ADMIT
    clinic.session.commit()
    question = asks(clinic, ticket.requester.id)
    assert isinstance(question, AskForDigits)
    assert "Tryck 1 om inläggningen undveks" in question.text
    assert isinstance(asks(clinic, ticket.responders[0].id), SayGoodbye)


def test_the_same_key_twice_is_one_outcome(clinic):
    ticket = clinic.answered()
    for _twice in range(2):
        assert "antecknat" in says(clinic, ticket.requester.id, "3").text
    assert kept(ticket) is ResultAfter.OUTPATIENT_VISIT
    assert ticket.events.count(RequestEvent.OUTCOME_RECORDED) == 1
    assert ticket.status is RequestStatus.CLOSED


def test_another_key_afterwards_replaces_it(clinic):
    ticket = clinic.answered()
    says(clinic, ticket.requester.id, "3")
    says(clinic, ticket.requester.id, "1")
    assert kept(ticket) is ResultAfter.HANDLED


def test_who_has_said_it_on_the_page_is_not_asked(clinic):
    ticket = clinic.answered()
    said = NewOutcome(result=ResultAfter.OTHER)
    record_outcome(clinic.fresh(), ticket.id, said, by=clinic.gp, at=clinic.clock())
    assert isinstance(asks(clinic, ticket.requester.id), SayGoodbye)


@pytest.mark.parametrize("digits", ["7", "8", "0", "*", "#", "11"])
def test_a_key_that_means_nothing_is_asked_once_more(clinic, digits):
    ticket = clinic.answered()
    again = says(clinic, ticket.requester.id, digits)
    assert isinstance(again, AskForDigits)
    assert again.to.endswith("prompt=2")
    assert isinstance(says(clinic, ticket.requester.id, digits, prompt=2), SayGoodbye)
    assert kept(ticket) is None


def test_silence_is_no_outcome(clinic):
    ticket = clinic.answered()
    assert "Registrera gärna utfallet" in says(clinic, ticket.requester.id, "").text
    assert kept(ticket) is None


@pytest.mark.parametrize("attempt_id", ["x", "0" * 36, "11111111-1111-4111-8111-111111111111"])
def test_an_unknown_call_is_thanked(clinic, attempt_id):
    before = clinic.everything()
    assert isinstance(asks(clinic, attempt_id), SayGoodbye)
    assert isinstance(says(clinic, attempt_id, "1"), SayGoodbye)
    reply = elsewhere(clinic, attempt_id, "1")
    assert isinstance(reply, SayGoodbye)
    assert clinic.everything() == before


def test_an_outcome_before_anybody_answered_is_not_kept(clinic):
    ticket = clinic.hunt()
    before = clinic.everything()
    assert isinstance(says(clinic, ticket.requester.id, "1"), SayGoodbye)
    assert isinstance(says(clinic, ticket.ringing.id, "1"), SayGoodbye)  # not theirs to say
    assert clinic.everything() == before


# -- nobody answered -------------------------------------------------------------------------------
def elsewhere(clinic, attempt_id, digits):
    return take_elsewhere(
        clinic.fresh(), attempt_id, digits, directory=clinic.directory, at=clinic.clock()
    )


def test_one_connects_to_the_fallback_and_all_else_says_its_number(clinic):
    ticket = exhaust(clinic)
    offer = tell_by_phone(
        clinic.fresh(), ticket.requester.id, directory=clinic.directory, at=clinic.clock()
    )
    assert isinstance(offer, AskForDigits)
    assert ticket.events.count(RequestEvent.REQUESTER_TOLD) == 1
    number = ticket.view.plan.fallback.number
    connected = elsewhere(clinic, ticket.requester.id, "1")
    assert isinstance(connected, ConnectTo)
    assert connected.number == number
    for digits in ("", "2", "#"):
        goodbye = elsewhere(clinic, ticket.requester.id, digits)
        assert isinstance(goodbye, SayGoodbye)
        assert "Numret är 0980-31 92 02" in goodbye.text


def test_nobody_is_connected_elsewhere_while_we_hunt(clinic):
    ticket = clinic.hunt()
    assert isinstance(elsewhere(clinic, ticket.requester.id, "1"), SayGoodbye)
    assert isinstance(elsewhere(clinic, ticket.ringing.id, "1"), SayGoodbye)


# -- leaving the room ------------------------------------------------------------------------------
def leaves(clinic, ticket, call_id):
    record_leaving(
        clinic.fresh(),
        ticket.id,
        call_id=call_id,
        directory=clinic.directory,
        at=clinic.clock(),
    )


def test_only_the_requester_who_waits_ends_the_hunt_by_leaving(clinic):
    ticket = clinic.hunt()
    before = clinic.everything()
    leaves(clinic, ticket, "CA" + "9" * 32)
    assert clinic.everything() == before
    leaves(clinic, ticket, clinic.call_id(ticket.requester.id))
    assert ticket.status is RequestStatus.CANCELLED


def test_who_leaves_to_be_told_something_has_not_hung_up(clinic):
    ticket = exhaust(clinic)
    before = clinic.everything()
    leaves(clinic, ticket, clinic.call_id(ticket.requester.id))
    assert clinic.everything() == before


# -- the way in ------------------------------------------------------------------------------------
def test_nobody_claims_to_have_rung_in(clinic):
    before = clinic.everything()
    command = NewRequest(ContactPath.HALVAKUT, MORA, CallMode.CALLED_IN, specialty="kardiologi")
    with pytest.raises(UnknownWord) as refused:
        create_request(
            clinic.fresh(),
            command,
            by=clinic.gp,
            directory=clinic.directory,
            at=clinic.clock(),
        )
    assert refused.value.kind == "mode"
    assert clinic.everything() == before
