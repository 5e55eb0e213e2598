"""How a contact ends without an answer, who is told, and what the pages read."""

from datetime import timedelta
from uuid import uuid4

import pytest

from app.actions.calls.tell_requester import note_told_by_page, tell_by_phone
from app.actions.contact.cancel_request import cancel_request
from app.actions.contact.errors import NotSelfDialled
from app.actions.contact.handle_unanswered import handle_unanswered
from app.actions.contact.report_self_dial import SelfDialReport, report_self_dial
from app.actions.shared.errors import NotYours, UnknownContact
from models.reads.contacts import find_contact, load_contacts_of, load_events, load_incoming
from models.reads.unanswered import load_unanswered
from models.tables.contacts import CallMode, CareRequestRow
from routing.errors import InvalidTransition
from routing.lifecycle import AttemptState, RequestEvent, RequestStatus
from tests.clinic import Clinic, Ticket


def exhaust(clinic: Clinic) -> Ticket:
    ticket = clinic.hunt()
    for _step in ticket.view.plan.steps:
        clinic.escalate(seconds=31)
    assert ticket.status is RequestStatus.EXHAUSTED
    return ticket


def cancel(clinic, ticket, *, by=None):
    cancel_request(clinic.fresh(), ticket.id, by=by or clinic.gp, at=clinic.clock())


def handle(clinic, ticket, *, by):
    handle_unanswered(clinic.fresh(), ticket.id, by=by, at=clinic.clock())


# -- cancelled -------------------------------------------------------------------------------------
def test_cancelling_silences_every_phone_once(clinic):
    ticket = clinic.hunt()
    phones = {clinic.call_id(one.id) for one in ticket.view.attempts}
    cancel(clinic, ticket)
    clinic.send()
    assert set(clinic.provider.hung_up) == phones
    assert ticket.responders[0].state is AttemptState.CANCELLED
    before = clinic.everything()
    cancel(clinic, ticket)
    assert clinic.everything() == before


def test_an_answered_contact_is_not_cancelled(clinic):
    ticket = clinic.answered()
    before = clinic.everything()
    cancel(clinic, ticket)
    assert clinic.everything() == before


def test_only_the_one_who_asked_cancels(clinic):
    ticket = clinic.hunt()
    before = clinic.everything()
    with pytest.raises(NotYours):
        cancel(clinic, ticket, by=clinic.doctor(ticket.ringing.person_id))
    with pytest.raises(UnknownContact):
        cancel_request(clinic.fresh(), str(uuid4()), by=clinic.gp, at=clinic.clock())
    assert clinic.everything() == before


# -- nobody answered -------------------------------------------------------------------------------
def test_an_unanswered_contact_stands_on_the_list_until_it_is_dealt_with(clinic):
    ticket = exhaust(clinic)
    attempt = ticket.responders[0]
    assert attempt.unit_id is not None
    doctor = clinic.doctor(attempt.person_id)
    of_unit = load_unanswered(clinic.fresh(), [attempt.unit_id], limit=5)
    assert [one.id for one in of_unit] == [ticket.id]
    assert load_unanswered(clinic.fresh(), [clinic.a_health_centre], limit=5) == ()
    assert load_unanswered(clinic.fresh(), [], limit=5) == ()
    by_unit = clinic.account(doctor.role, person=attempt.person_id)
    handle(clinic, ticket, by=by_unit)
    handle(clinic, ticket, by=by_unit)
    assert ticket.events.count(RequestEvent.UNANSWERED_HANDLED) == 1
    assert load_unanswered(clinic.fresh(), [by_unit.unit_id], limit=5) == ()


def test_only_a_unit_that_was_rung_deals_with_it(clinic):
    ticket = exhaust(clinic)
    before = clinic.everything()
    with pytest.raises(NotYours):
        handle(clinic, ticket, by=clinic.gp)  # its own phone rang, but not to answer
    with pytest.raises(UnknownContact):
        handle_unanswered(clinic.fresh(), "x", by=clinic.gp, at=clinic.clock())
    assert clinic.everything() == before


@pytest.mark.parametrize("state", ["hunt", "answered"])
def test_what_is_not_unanswered_cannot_be_dealt_with_as_such(clinic, state):
    ticket = getattr(clinic, state)()
    doctor = clinic.doctor(ticket.responders[0].person_id)
    before = clinic.everything()
    with pytest.raises(InvalidTransition):
        handle(clinic, ticket, by=doctor)
    assert clinic.everything() == before


def test_the_requester_is_told_once_by_phone_or_by_page(clinic):
    ticket = exhaust(clinic)
    note_told_by_page(
        clinic.fresh(), ticket.id, by=clinic.account(clinic.gp.role), at=clinic.clock()
    )
    assert RequestEvent.REQUESTER_TOLD not in ticket.events
    for _twice in range(2):
        reply = tell_by_phone(
            clinic.fresh(), ticket.requester.id, directory=clinic.directory, at=clinic.clock()
        )
        assert "ingen svara" in reply.text
        note_told_by_page(clinic.fresh(), ticket.id, by=clinic.gp, at=clinic.clock())
    assert ticket.events.count(RequestEvent.REQUESTER_TOLD) == 1


def test_one_contact_that_cannot_be_taken_further_keeps_no_other_waiting(clinic):
    broken, sound = clinic.hunt(), clinic.hunt()
    clinic.clock.at += timedelta(seconds=31)
    clinic.fresh().get_one(CareRequestRow, broken.id).plan = {}
    clinic.session.commit()
    clinic.worker.escalate()
    assert sound.ringing.step_order == 2


# -- dialled by hand -------------------------------------------------------------------------------
def reports(clinic, attempt_id, *, answered, by=None):
    return report_self_dial(
        clinic.fresh(),
        SelfDialReport(attempt_id, answered),
        by=by or clinic.gp,
        directory=clinic.directory,
        at=clinic.clock(),
    )


def test_dialled_by_hand_and_answered(clinic):
    ticket = clinic.ask(mode=CallMode.SELF_DIAL)
    first = ticket.ringing
    assert reports(clinic, first.id, answered=False) == ticket.id
    second = ticket.ringing
    assert second.step_order == 2
    reports(clinic, second.id, answered=True)
    assert ticket.status is RequestStatus.ANSWERED
    assert ticket.view.answered_at is not None
    before = clinic.everything()
    for attempt in (first, second):
        for answered in (True, False):
            reports(clinic, attempt.id, answered=answered)
    assert clinic.everything() == before
    clinic.send()
    assert clinic.provider.made == []


def test_dialled_by_hand_until_nobody_is_left(clinic):
    ticket = clinic.ask(mode=CallMode.SELF_DIAL)
    while ticket.view.ringing:
        reports(clinic, ticket.ringing.id, answered=False)
    assert ticket.status is RequestStatus.EXHAUSTED


def test_who_may_report_what(clinic):
    ticket = clinic.ask(mode=CallMode.SELF_DIAL)
    machine = clinic.hunt()
    incoming = load_incoming(clinic.fresh(), ticket.ringing.person_id)
    assert ticket.id not in [one.id for one in incoming]
    before = clinic.everything()
    with pytest.raises(NotYours):
        reports(clinic, ticket.ringing.id, answered=True, by=clinic.account(clinic.gp.role))
    with pytest.raises(NotSelfDialled):
        reports(clinic, machine.ringing.id, answered=True)
    with pytest.raises(UnknownContact):
        reports(clinic, "\x00", answered=True)
    assert clinic.everything() == before


# -- what the pages read ---------------------------------------------------------------------------
def test_ones_own_contacts_newest_first(clinic):
    tickets = []
    for _minute in range(3):
        tickets.append(clinic.ask())
        clinic.clock.at += timedelta(minutes=1)
    mine = load_contacts_of(clinic.fresh(), clinic.gp.account_id, limit=2)
    assert [one.id for one in mine] == [tickets[2].id, tickets[1].id]
    other = clinic.account(clinic.gp.role)
    assert load_contacts_of(clinic.fresh(), other.account_id, limit=2) == ()


def test_the_log_is_in_order_and_names_no_person_and_no_number(clinic):
    ticket = exhaust(clinic)
    events = load_events(clinic.fresh(), ticket.id)
    assert [one.at for one in events] == sorted(one.at for one in events)
    text = repr([one.detail for one in events])
    people = clinic.directory.people.values()
    assert not [one for one in people if one.name in text or one.number in text]


def test_a_contact_that_does_not_exist_is_not_found(clinic):
    for request_id in ("", "x", "\x00", "0" * 36, "' OR 1=1 --"):
        assert find_contact(clinic.fresh(), request_id) is None
    assert load_incoming(clinic.fresh(), "ingen") == ()
