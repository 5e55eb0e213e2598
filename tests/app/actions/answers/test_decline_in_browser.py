"""No in the browser: the next in turn is rung at once, and why may be said."""

from models.tables.outbox import MessageState
from notifications.channels.base import TemporaryFailure
from routing.lifecycle import RequestEvent
from routing.outcome import DeclineReason
from tests.app.actions.clicks import decline, rung
from tests.clinic import GP_NUMBER


def test_declining_rings_the_next_at_once_and_hangs_up(clinic):
    ticket = clinic.hunt()
    first = ticket.ringing
    doctor = clinic.doctor(first.person_id)
    decline(clinic, first, by=doctor)
    clinic.send()
    assert clinic.call_id(first.id) in clinic.provider.hung_up
    assert clinic.provider.rung() == [GP_NUMBER, first.number, ticket.ringing.number]
    before = clinic.everything()
    decline(clinic, first, by=doctor)
    assert clinic.everything() == before


def test_why_is_said_with_the_no_or_after_it_and_stands_once_it_is_said(clinic):
    ticket = clinic.hunt()
    first = ticket.ringing
    doctor = clinic.doctor(first.person_id)
    decline(clinic, first, by=doctor)
    decline(clinic, first, by=doctor, reason=DeclineReason.WRONG_SPECIALTY)
    decline(clinic, first, by=doctor, reason=DeclineReason.WITH_PATIENT)
    assert ticket.responders[0].decline_reason is DeclineReason.WRONG_SPECIALTY
    assert ticket.events.count(RequestEvent.DECLINE_REASON_GIVEN) == 1
    assert ticket.events.count(RequestEvent.DECLINED) == 1
    decline(clinic, ticket.ringing, reason=DeclineReason.NOT_ON_DUTY)
    assert ticket.responders[1].decline_reason is DeclineReason.NOT_ON_DUTY


def test_declining_while_the_provider_is_down_takes_the_call_back(clinic):
    ticket = clinic.ask()
    clinic.send()
    clinic.pick_up(ticket.requester.id)
    clinic.provider.failures.append(TemporaryFailure("20500"))
    clinic.send()
    first = ticket.ringing
    decline(clinic, first)
    clinic.escalate(seconds=5)
    assert rung(clinic, first.number) == 0
    assert MessageState.CANCELLED in [one.state for one in clinic.messages(ticket)]


def test_declining_while_the_provider_is_being_told_hangs_up_afterwards(clinic):
    ticket = clinic.ask()
    clinic.send()
    clinic.pick_up(ticket.requester.id)
    first = ticket.ringing
    doctor = clinic.doctor(first.person_id)

    def declines(order) -> None:
        if order.to == first.number:
            decline(clinic, first, by=doctor)

    clinic.provider.meanwhile = declines
    clinic.send()
    assert set(clinic.provider.hung_up) == {clinic.call_id(first.id)}
    assert ticket.ringing.step_order == 2
