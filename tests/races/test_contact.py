"""One contact, and two who do something to it: its row is locked, and the second sees the first."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from app.actions.answers.answer_by_text import IncomingText, answer_by_text
from app.actions.answers.answer_in_browser import Decline, answer_in_browser, decline_in_browser
from app.actions.call_back.call_back_due import call_back_now, search_on
from app.actions.call_back.promise_call_back import Promise, promise_call_back
from app.actions.calls.record_answer import Pressed, record_answer
from app.actions.contact import create_request as creation
from app.actions.contact.cancel_request import cancel_request
from app.actions.contact.create_request import Created, create_request
from app.actions.outcome.record_outcome import NewOutcome, record_outcome
from app.actions.shared.actor import Actor
from app.actions.shared.errors import NoLongerRinging
from app.actions.talk.ask_third_party import (
    CAN_BE_RUNG,
    ThirdParty,
    ask_third_party,
    is_dialable,
)
from app.actions.talk.errors import AlreadyInTalk
from models.tables.contacts import AttemptRow, CareRequestRow, OutcomeRow
from models.tables.notices import NoticeKind, NoticeRow
from models.tables.outbox import MessageKind
from routing.call_back import MINUTES
from routing.lifecycle import AttemptState, RequestStatus
from routing.outcome import ResultAfter
from tests.app.actions.two_phones import ring_the_second_too
from tests.at_once import at_once
from tests.clinic import Clinic, Ticket
from tests.races.between import COMMIT, at_statement, meet
from tests.races.talks import a_talk

pytestmark = pytest.mark.slow  # PostgreSQL

SAYS_YES = [r"UPDATE care_request ", r"INSERT INTO request_event", COMMIT]


def doing(clinic: Clinic, action: Callable[..., Any], *what: Any, **more: Any) -> Callable[[], Any]:
    """A step that does one action in a session of its own."""
    at = clinic.clock()

    def do() -> Any:
        with clinic.sessions() as session:
            return action(session, *what, at=at, **more)

    return do


def pressing(clinic: Clinic, attempt_id: str, digits: str) -> Callable[[], Any]:
    pressed, directory = Pressed(digits, 1), clinic.holder.current()
    return doing(clinic, record_answer, attempt_id, pressed, directory=directory)


def clicking(clinic: Clinic, attempt_id: str, by: Actor) -> Callable[[], Any]:
    directory = clinic.holder.current()
    return doing(clinic, answer_in_browser, attempt_id, by=by, directory=directory)


@pytest.fixture
def two_phones(clinic) -> tuple[Ticket, list[str]]:
    """A contact for which two phones ring; both have been picked up."""
    ticket = clinic.hunt()
    ring_the_second_too(clinic, ticket)
    rung = [one.id for one in ticket.responders]
    for attempt_id in rung:
        clinic.pick_up(attempt_id)
    return ticket, rung


def accepted(ticket: Ticket) -> list[str]:
    return [one.id for one in ticket.responders if one.state is AttemptState.ACCEPTED]


@pytest.mark.parametrize("before", SAYS_YES)
def test_of_two_who_press_one_the_first_has_it(clinic, two_phones, before):
    ticket, (one, other) = two_phones
    met = meet(
        clinic.engine, pressing(clinic, one, "1"), pressing(clinic, other, "1"), before=before
    )
    assert met.had_to_wait
    assert accepted(ticket) == [one]


@pytest.mark.parametrize("before", SAYS_YES)
def test_a_yes_in_the_browser_and_one_on_the_phone_are_one_answer(clinic, two_phones, before):
    ticket, (one, other) = two_phones
    doctor = clinic.doctor(ticket.responders[1].person_id)
    met = meet(
        clinic.engine, pressing(clinic, one, "1"), clicking(clinic, other, doctor), before=before
    )
    assert isinstance(met.second, NoLongerRinging)
    assert accepted(ticket) == [one]


@pytest.mark.parametrize("before", SAYS_YES)
def test_who_cancels_while_somebody_says_yes_sees_the_yes_and_lets_them_go(clinic, before):
    ticket = clinic.hunt()
    attempt = ticket.ringing
    clinic.pick_up(attempt.id)
    met = meet(
        clinic.engine,
        pressing(clinic, attempt.id, "1"),
        doing(clinic, cancel_request, ticket.id, by=clinic.gp),
        before=before,
    )
    assert met.had_to_wait
    assert ticket.status is RequestStatus.CANCELLED  # the two had not been joined
    let_go = {one.kind for one in clinic.messages(ticket) if one.attempt_id == attempt.id}
    assert let_go & {MessageKind.HANG_UP, MessageKind.RELEASE}


@pytest.mark.parametrize("before", [r"UPDATE care_request ", COMMIT])
def test_who_says_yes_while_it_is_cancelled_is_let_go(clinic, before):
    ticket = clinic.hunt()
    attempt = ticket.ringing
    clinic.pick_up(attempt.id)
    meet(
        clinic.engine,
        doing(clinic, cancel_request, ticket.id, by=clinic.gp),
        pressing(clinic, attempt.id, "1"),
        before=before,
    )
    assert (ticket.status, accepted(ticket)) == (RequestStatus.CANCELLED, [])


@pytest.mark.parametrize("before", [r"UPDATE attempt ", COMMIT])
def test_the_same_no_twice_rings_one_more_phone(clinic, before):
    ticket = clinic.hunt()
    attempt = ticket.ringing
    by, directory = clinic.doctor(attempt.person_id), clinic.holder.current()
    said = Decline(attempt.id)
    twice = doing(clinic, decline_in_browser, said, by=by, directory=directory)
    meet(clinic.engine, twice, twice, before=before)
    assert len(ticket.responders) == 2


@pytest.mark.parametrize("before", [r"UPDATE care_request ", COMMIT])
def test_a_promise_and_a_yes_are_one_of_the_two(clinic, two_phones, before):
    ticket, (one, other) = two_phones
    promising = doing(
        clinic,
        promise_call_back,
        Promise(one, MINUTES[0]),
        by=clinic.doctor(ticket.responders[0].person_id),
        directory=clinic.holder.current(),
    )
    meet(clinic.engine, promising, pressing(clinic, other, "1"), before=before)
    assert (ticket.status, accepted(ticket)) == (RequestStatus.CALL_BACK_PROMISED, [])


@pytest.mark.parametrize("before", [r"UPDATE care_request ", r"INSERT INTO attempt", COMMIT])
def test_who_calls_back_and_who_waits_no_longer_ring_one_phone(clinic, before):
    ticket = clinic.hunt()
    attempt = ticket.ringing
    doctor, directory = clinic.doctor(attempt.person_id), clinic.holder.current()
    promised = Promise(attempt.id, MINUTES[0])
    doing(clinic, promise_call_back, promised, by=doctor, directory=directory)()
    met = meet(
        clinic.engine,
        doing(clinic, call_back_now, ticket.id, by=doctor, directory=directory),
        doing(clinic, search_on, ticket.id, by=clinic.gp, directory=directory),
        before=before,
    )
    assert met.both == (None, None)
    assert len(ticket.responders) == 2


@pytest.mark.parametrize("before", [r"INSERT INTO attempt", COMMIT])
def test_the_same_third_party_asked_by_both_is_rung_once(clinic, before):
    ticket = clinic.answered()
    doctor = clinic.doctor(ticket.view.accepted.person_id)
    whom = ThirdParty(ticket.id, contact_point_id=_a_number(clinic))
    directory = clinic.holder.current()
    met = meet(
        clinic.engine,
        doing(clinic, ask_third_party, whom, by=clinic.gp, directory=directory),
        doing(clinic, ask_third_party, whom, by=doctor, directory=directory),
        before=before,
    )
    assert isinstance(met.second, AlreadyInTalk)
    rung = [one for one in clinic.messages(ticket) if one.kind is MessageKind.CALL_THIRD_PARTY]
    assert len(rung) == 1


def _a_number(clinic: Clinic) -> str:
    units = clinic.directory.units.values()
    return next(
        point.id
        for unit in units
        for point in unit.contact_points
        if point.kind in CAN_BE_RUNG and is_dialable(point.value)
    )


@pytest.mark.parametrize(
    "before", [r"INSERT INTO care_request", r"INSERT INTO idempotency", COMMIT]
)
def test_the_same_key_twice_is_one_contact(clinic, before):
    twice = _creating(clinic, idempotency_key="knapp-1")
    met = meet(clinic.engine, twice, twice, before=before)
    assert met.first.id == met.second.id
    assert Counter(one.is_new for one in met.both) == {True: 1, False: 1}
    assert clinic.fresh().scalar(select(func.count()).select_from(CareRequestRow)) == 1


def test_a_case_code_drawn_twice_at_once_is_drawn_again(clinic, monkeypatch):
    draws = iter(["HV-7F3K", "HV-7F3K", "HV-AAAA"])
    monkeypatch.setattr(creation, "new_case_code", lambda _path, _length: next(draws))
    met = meet(clinic.engine, _creating(clinic), _creating(clinic), before=COMMIT)
    assert met.had_to_wait
    assert [one.case_code for one in met.both] == ["HV-7F3K", "HV-AAAA"]


def _creating(clinic: Clinic, **more: Any) -> Callable[[], Created]:
    command, directory = clinic.command(**more), clinic.directory
    return doing(clinic, create_request, command, by=clinic.gp, directory=directory)


@pytest.mark.parametrize("before", [r"INSERT INTO outcome", COMMIT])
def test_an_outcome_tapped_twice_is_one(clinic, before):
    ticket = a_talk(clinic)
    said = NewOutcome(result=next(iter(ResultAfter)))
    twice = doing(clinic, record_outcome, ticket.id, said, by=clinic.gp)
    met = meet(clinic.engine, twice, twice, before=before)
    assert met.had_to_wait
    assert met.first == met.second
    assert clinic.fresh().scalar(select(func.count()).select_from(OutcomeRow)) == 1


def texting(clinic: Clinic, number: str, body: str, message_id: str = "SM1") -> Callable[[], Any]:
    text = IncomingText(message_id, number, body)
    return doing(clinic, answer_by_text, text, directory=clinic.holder.current())


@pytest.mark.parametrize("before", [r"INSERT INTO notice", r"UPDATE care_request ", COMMIT])
def test_the_same_text_message_twice_is_one_yes(clinic, before):
    ticket = clinic.hunt()
    twice = texting(clinic, ticket.ringing.number, "JA")
    met = meet(clinic.engine, twice, twice, before=before)
    assert met.had_to_wait
    assert met.first
    assert met.second == ""
    assert len(accepted(ticket)) == 1
    assert _replies(clinic) == 1


def test_the_same_text_message_twice_while_a_colleague_answers_is_answered_once(clinic, two_phones):
    """One of the two reads that it is open, the other that it is not: the first locks the contact
    before it writes the reply, and so must the other, or each waits for the other."""
    ticket, (one, other) = two_phones
    number = next(each.number for each in ticket.responders if each.id == one)
    colleague = pressing(clinic, other, "1")

    def looks_before_the_colleague() -> Any:
        with at_statement(clinic.engine, r"FROM care_request\s.*FOR UPDATE", colleague):
            return texting(clinic, number, "JA")()

    met = meet(
        clinic.engine,
        looks_before_the_colleague,
        texting(clinic, number, "JA"),
        before=r"INSERT INTO notice",
    )
    assert [type(one) for one in met.both] == [str, str]
    assert accepted(ticket) == [other]
    assert _replies(clinic) == 1


def _replies(clinic: Clinic) -> int:
    replies = select(func.count()).select_from(NoticeRow)
    return clinic.fresh().scalar(replies.where(NoticeRow.kind == NoticeKind.SMS_REPLY)) or 0


@pytest.mark.nightly
@pytest.mark.timeout(600)
def test_two_hundred_times_two_who_press_one(clinic, two_phones):
    ticket, rung = two_phones
    both = [pressing(clinic, attempt_id, "1") for attempt_id in rung]
    session = clinic.fresh()
    for _ in range(200):
        at_once(*both)
        rows = session.scalars(select(AttemptRow).where(AttemptRow.id.in_(rung))).all()
        assert sum(row.state is AttemptState.ACCEPTED for row in rows) == 1
        for row in rows:
            row.state, row.accepted_at, row.ended_at = AttemptState.PROMPT, None, None
        request = session.get_one(CareRequestRow, ticket.id, populate_existing=True)
        request.status, request.answered_at = RequestStatus.HUNTING, None
        session.commit()
        session.expire_all()
