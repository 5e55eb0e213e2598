"""Between a yes and a talk two act at once: the contact is locked, the second sees the first."""

from datetime import timedelta
from functools import partial

import pytest

from app.actions.answers.answer_by_text import IncomingText, answer_by_text
from app.actions.answers.answer_in_browser import answer_in_browser
from app.actions.calls.record_answer import Pressed, record_answer
from app.actions.calls.record_waiting import record_waiting
from app.actions.decisions.add_decision import NewDecision
from app.actions.decisions.decide import Decide, decide_in_contact
from app.actions.shared.errors import NoLongerRinging, StillRinging
from app.actions.talk.await_talk import look_at_yes
from models.db import start_writing
from models.logs.contacts import lock_request
from models.tables.contacts import AttemptRow
from routing.decisions import DecisionKind
from routing.lifecycle import AttemptState, RequestStatus
from tests.races.between import COMMIT, meet

pytestmark = pytest.mark.slow  # PostgreSQL


def doing(clinic, action, *what, **more):
    at, directory = clinic.clock(), clinic.holder.current()

    def do():
        with clinic.sessions() as session:
            return action(session, *what, directory=directory, at=at, **more)

    return do


def looking(clinic, ticket):
    """The worker looks at a contact that somebody has said yes to."""

    def look(session, *, directory, at):
        start_writing(session)
        request = lock_request(session, ticket.id)
        assert request is not None
        if request.status is RequestStatus.JOINING:
            look_at_yes(session, request, directory=directory, at=at)
        session.commit()

    return doing(clinic, look)


def waiting(clinic, ticket):
    """The requester waits alone in the room, and asks what to hear."""
    call_id = clinic.call_id(ticket.requester.id)
    return doing(clinic, record_waiting, ticket.requester.id, call_id=call_id)


@pytest.fixture
def broken(clinic):
    """A contact whose first yes came to nothing; the second consultant's phone is picked up."""
    ticket = clinic.hunt()
    first = ticket.responders[0]
    doctor = clinic.doctor(first.person_id)
    doing(clinic, answer_in_browser, first.id, by=doctor)()
    clinic.clock.at += timedelta(seconds=25)
    looking(clinic, ticket)()
    clinic.send()
    second = ticket.responders[1]
    clinic.pick_up(second.id)
    assert ticket.status is RequestStatus.HUNTING
    return ticket, first, second, doctor


def text(clinic, attempt):
    return doing(clinic, answer_by_text, IncomingText("SM" + "3" * 32, attempt.number, "JA"))


def button(clinic, attempt, doctor):
    return doing(clinic, answer_in_browser, attempt.id, by=doctor)


@pytest.mark.parametrize("way", ["text", "button"])
def test_of_a_yes_said_anew_and_a_colleagues_the_first_has_it(clinic, broken, way):
    ticket, first, second, doctor = broken
    anew = text(clinic, first) if way == "text" else button(clinic, first, doctor)
    press = doing(clinic, record_answer, second.id, Pressed("1"))
    met = meet(clinic.engine, press, anew, before=COMMIT)
    assert met.had_to_wait
    taken = [one.id for one in ticket.responders if one.state is AttemptState.ACCEPTED]
    assert taken == [second.id]
    if way == "button":
        assert isinstance(met.second, NoLongerRinging)
    else:
        assert "redan taget" in met.second


def test_a_yes_said_anew_twice_at_once_rings_one_phone(clinic, broken):
    ticket, first, _second, doctor = broken
    met = meet(
        clinic.engine,
        button(clinic, first, doctor),
        button(clinic, first, doctor),
        before=r"INSERT INTO attempt",
    )
    assert met.both == (ticket.id, ticket.id)
    assert len([one for one in ticket.responders if one.number == first.number]) == 2
    assert ticket.status is RequestStatus.JOINING


@pytest.fixture
def joining(clinic):
    """Both have been sent into the room, the requester has waited there, and no report has come."""
    ticket = clinic.hunt()
    waiting(clinic, ticket)()
    first = ticket.responders[0]
    clinic.pick_up(first.id)
    doing(clinic, record_answer, first.id, Pressed("1"))()
    clinic.clock.at += timedelta(seconds=21)
    return ticket


def test_who_decides_while_the_search_goes_on_is_told_that_it_rings(clinic, joining):
    waiting(clinic, joining)()  # they wait alone
    decide = partial(decide_in_contact, command=Decide(joining.id, ED), by=clinic.gp)
    met = meet(clinic.engine, looking(clinic, joining), doing(clinic, decide), before=COMMIT)
    assert met.had_to_wait
    assert isinstance(met.second, StillRinging)
    assert joining.status is RequestStatus.HUNTING


def test_whoever_waits_alone_after_one_of_them_has_decided_changes_nothing(clinic, joining):
    decide = partial(decide_in_contact, command=Decide(joining.id, ED), by=clinic.gp)
    waits = waiting(clinic, joining)
    met = meet(clinic.engine, doing(clinic, decide), waits, before=COMMIT)
    assert met.had_to_wait
    assert joining.status is RequestStatus.ANSWERED
    assert clinic.fresh().get_one(AttemptRow, joining.responders[0].id).ended_at is None


ED = NewDecision(DecisionKind.ED_OWN_MEANS)
