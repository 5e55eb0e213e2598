"""Yes and no in the browser: as good as a digit, and nobody is rung in vain."""

import itertools
from datetime import timedelta

import pytest

from app.actions.answers.answer_in_browser import Decline, answer_in_browser, decline_in_browser
from app.actions.calls.record_pickup import record_connecting
from app.actions.shared.errors import NoLongerRinging, NotYours, UnknownContact
from models.reads.contacts import load_answered_by, load_incoming
from notifications.channels.base import PermanentFailure, TemporaryFailure
from notifications.dialogue import AskToAccept, JoinTalk, SayGoodbye
from routing.lifecycle import AttemptState, RequestEvent, RequestStatus
from tests.app.actions.clicks import answer, decline, rung
from tests.app.actions.two_phones import ring_the_second_too
from tests.at_once import at_once
from tests.clinic import Clinic


@pytest.mark.postgresql
def test_two_who_answer_in_the_browser_at_the_same_instant_are_one_yes_and_one_no(clinic):
    ticket = clinic.hunt()
    ring_the_second_too(clinic, ticket)
    clinic.holder.current()

    def accept(attempt, doctor):
        with clinic.sessions() as session:
            return answer(clinic, attempt, by=doctor, session=session)

    pairs = [(one, clinic.doctor(one.person_id)) for one in ticket.responders]
    results = at_once(*[lambda pair=pair: accept(*pair) for pair in pairs])
    assert results.count(ticket.id) == 1
    assert sum(isinstance(one, NoLongerRinging) for one in results) == 1
    assert ticket.events.count(RequestEvent.ACCEPTED) == 1


def connects(clinic: Clinic, attempt) -> bool:
    """The phone is picked up by a person: a box would not press 1."""
    assert isinstance(clinic.pick_up(attempt.id), AskToAccept)
    return isinstance(clinic.press(attempt.id, "1"), JoinTalk)


def test_accepted_while_the_phone_rings_is_connected_when_a_person_picks_up(clinic):
    ticket = clinic.hunt()
    first = ticket.ringing
    incoming = load_incoming(clinic.fresh(), first.person_id)
    assert [one.id for one in incoming] == [ticket.id]
    assert answer(clinic, first) == ticket.id
    assert ticket.status is RequestStatus.JOINING
    clinic.send()
    assert clinic.provider.redirected == []
    assert connects(clinic, first)
    assert isinstance(clinic.pick_up(first.id), JoinTalk)  # the same webhook once more
    assert rung(clinic, first.number) == 1
    assert load_incoming(clinic.fresh(), first.person_id) == ()
    answered_by = load_answered_by(clinic.fresh(), first.person_id, limit=5)
    assert [one.id for one in answered_by] == [ticket.id]


def test_accepted_while_listening_to_the_prompt_is_connected_at_once(clinic):
    ticket = clinic.hunt()
    first = ticket.ringing
    clinic.pick_up(first.id)
    answer(clinic, first)
    clinic.send()
    ((call_id, url),) = clinic.provider.redirected
    assert call_id == clinic.call_id(first.id)
    assert url.endswith(f"/voice/{first.id}/connect")
    reply = record_connecting(
        clinic.fresh(), first.id, call_id=call_id, directory=clinic.directory, at=clinic.clock()
    )
    assert isinstance(reply, JoinTalk)


@pytest.mark.parametrize("how_it_ends", [RequestEvent.NO_ANSWER, RequestEvent.BUSY])
def test_accepted_but_never_picked_up_is_rung_once_more_and_then_the_search_goes_on(
    clinic, how_it_ends
):
    ticket = clinic.hunt()
    first = ticket.ringing
    answer(clinic, first)
    first_call = clinic.call_id(first.id)
    clinic.report(first.id, how_it_ends, first_call)
    clinic.report(first.id, how_it_ends, first_call)  # the same webhook twice
    clinic.send()
    clinic.report(first.id, how_it_ends, first_call)  # and once more, late
    clinic.send()
    assert rung(clinic, first.number) == 2
    assert RequestEvent.NOT_JOINED not in ticket.events

    clinic.report(first.id, how_it_ends)
    clinic.report(first.id, how_it_ends)
    clinic.escalate(seconds=3)
    assert rung(clinic, first.number) == 2
    assert ticket.events.count(RequestEvent.NOT_JOINED) == 1
    assert ticket.status is RequestStatus.HUNTING
    assert ticket.responders[0].state is AttemptState.NOT_JOINED
    assert ticket.ringing.step_order == 2
    assert load_answered_by(clinic.fresh(), first.person_id, limit=5) == ()


def test_rung_again_and_picked_up_is_connected(clinic):
    ticket = clinic.hunt()
    first = ticket.ringing
    answer(clinic, first)
    clinic.report(first.id, RequestEvent.NO_ANSWER)
    clinic.send()
    assert connects(clinic, first)


def test_a_voicemail_box_that_picks_up_after_the_click_is_never_connected(clinic):
    ticket = clinic.hunt()
    first = ticket.ringing
    answer(clinic, first)
    box = clinic.call_id(first.id)
    for prompt in (1, 2):
        assert isinstance(clinic.pick_up(first.id), AskToAccept)
        clinic.press(first.id, "", prompt=prompt)
    clinic.report(first.id, RequestEvent.CALL_ENDED, box)
    clinic.escalate(seconds=3)
    assert rung(clinic, first.number) == 1
    assert ticket.view.ended_at is None  # the requester waits on
    assert ticket.ringing.step_order == 2
    assert isinstance(clinic.pick_up(first.id), SayGoodbye)


def test_a_click_and_two_on_the_phone_is_a_no(clinic):
    ticket = clinic.hunt()
    first = ticket.ringing
    answer(clinic, first)
    clinic.pick_up(first.id)
    assert isinstance(clinic.press(first.id, "2"), AskToAccept)  # why?
    assert ticket.responders[0].state is AttemptState.DECLINED
    assert ticket.ringing.step_order == 2


def test_accepted_while_the_provider_is_down_is_rung_when_it_is_back(clinic):
    ticket = clinic.ask()
    clinic.send()
    clinic.pick_up(ticket.requester.id)
    clinic.provider.failures.append(TemporaryFailure("20500"))
    clinic.send()
    first = ticket.ringing
    answer(clinic, first)
    clinic.escalate(seconds=2)
    assert rung(clinic, first.number) == 1
    assert clinic.provider.hung_up == []
    assert connects(clinic, first)


def test_accepted_on_a_phone_that_can_never_be_rung_lets_the_search_go_on(clinic):
    ticket = clinic.ask()
    clinic.send()
    clinic.pick_up(ticket.requester.id)
    answer(clinic, ticket.ringing)
    clinic.provider.failures.append(PermanentFailure("21211", is_bad_number=True))
    clinic.send()
    assert RequestEvent.NUMBER_BAD in ticket.events
    clinic.escalate(seconds=3)
    assert ticket.status is RequestStatus.HUNTING
    assert ticket.ringing.step_order == 2


def test_the_requester_who_hangs_up_leaves_no_doctor_ringing(clinic):
    ticket = clinic.hunt()
    first = ticket.ringing
    answer(clinic, first)
    clinic.report(first.id, RequestEvent.NO_ANSWER)  # is about to be rung once more
    clinic.report(ticket.requester.id, RequestEvent.CALL_ENDED)
    clinic.worker.escalate()
    clinic.clock.at += timedelta(seconds=3)
    clinic.worker.escalate()
    clinic.send()
    assert rung(clinic, first.number) == 1
    assert isinstance(clinic.pick_up(first.id), SayGoodbye)
    assert ticket.status is RequestStatus.CANCELLED


def test_answering_twice_changes_nothing_the_second_time(clinic):
    ticket = clinic.hunt()
    first = ticket.ringing
    doctor = clinic.doctor(first.person_id)
    answer(clinic, first, by=doctor)
    before = clinic.everything()
    assert answer(clinic, first, by=doctor) == ticket.id
    assert clinic.everything() == before


# -- refused ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("act", [answer, decline])
def test_a_call_of_somebody_else_is_neither_taken_nor_declined(clinic, act):
    ticket = clinic.hunt()
    first = ticket.ringing
    other = clinic.doctor(ticket.view.plan.steps[1].person_id)
    before = clinic.everything()
    for stranger in (other, clinic.gp):
        with pytest.raises(NotYours):
            act(clinic, first, by=stranger)
    assert clinic.everything() == before


@pytest.mark.parametrize("act", [answer, decline])
def test_a_call_that_is_over_is_neither_taken_nor_declined(clinic, act):
    ticket = clinic.hunt()
    first = ticket.ringing
    doctor = clinic.doctor(first.person_id)
    clinic.report(first.id, RequestEvent.NO_ANSWER)
    before = clinic.everything()
    with pytest.raises(NoLongerRinging):
        act(clinic, first, by=doctor)
    assert clinic.everything() == before


def test_an_unknown_call_is_refused(clinic):
    before = clinic.everything()
    unknown = ("0" * 36, "finns inte", "\x00", "")
    acts = (
        answer_in_browser,
        lambda session, one, **who: decline_in_browser(session, Decline(one), **who),
    )
    for act, attempt_id in itertools.product(acts, unknown):
        with pytest.raises(UnknownContact):
            act(
                clinic.fresh(),
                attempt_id,
                by=clinic.gp,
                directory=clinic.directory,
                at=clinic.clock(),
            )
    assert clinic.everything() == before
