"""Asking for contact: what is frozen, what is refused, and the same key twice."""

import dataclasses
from datetime import timedelta
from uuid import uuid4

import pytest

from app.actions.contact import create_request as creation
from app.actions.contact.create_request import KEY_LIMIT, requester_role
from app.actions.contact.errors import RoleMayNotAsk
from app.actions.shared.case_code import new_case_code
from app.actions.shared.errors import (
    BadNumber,
    IdempotencyConflict,
    NumberNotRung,
    PatientIdentityInText,
    TextTooLong,
    UnknownContact,
    UnknownWord,
)
from app.actions.talk.errors import MissingNumber
from models.frozen_plan import plan_from_json
from models.tables.accounts import AccountRole
from models.tables.contacts import CallMode, CareRequestRow
from models.tables.outbox import MessageKind
from routing.decide import decide
from routing.errors import NoContactPath
from routing.lifecycle import RequestEvent, RequestStatus
from routing.outcome import PlanBefore
from routing.types import ContactPath, RequesterRole
from tests.at_once import at_once
from tests.clinic import GP_NUMBER, Clinic

pytestmark = pytest.mark.postgresql

SATELLITE = "+8816" + "12345678"


def create(clinic: Clinic, *, by=None, session=None, **more):
    return creation.create_request(
        session or clinic.fresh(),
        clinic.command(**more),
        by=by or clinic.gp,
        directory=clinic.holder.current(),
        at=clinic.clock(),
    )


def test_a_contact_holds_the_plan_as_decided_and_asks_for_one_call(clinic):
    ticket = clinic.ask(situation="  Nytt flimmer ", plan_before=PlanBefore.REFER, sex="kvinna")
    view = ticket.view
    assert view.status is RequestStatus.CALLING_REQUESTER
    assert view.situation == "Nytt flimmer"
    assert view.plan_before is PlanBefore.REFER
    assert view.requester_number == GP_NUMBER
    assert view.plan == decide(view.plan.facts, clinic.directory, clinic.clock())
    assert ticket.events == [RequestEvent.CREATED]
    assert [one.kind for one in clinic.messages(ticket)] == [MessageKind.CALL_REQUESTER]


def test_dialling_oneself_rings_nobody_and_shows_the_first_number(clinic):
    ticket = clinic.ask(mode=CallMode.SELF_DIAL)
    clinic.send()
    assert clinic.provider.made == []
    assert ticket.status is RequestStatus.SELF_DIALLING
    assert ticket.ringing.number == ticket.view.plan.steps[0].number


def test_the_callback_number_of_the_form_goes_before_the_accounts(clinic):
    ticket = clinic.ask(callback_number="070-174 06 05")
    clinic.send()
    assert ticket.view.requester_number == "+46701740605"
    assert clinic.provider.rung() == ["+46701740605"]


def test_the_accounts_own_number_is_held_to_the_same_and_stops_nothing_but_ring_me(clinic):
    by = dataclasses.replace(clinic.gp, number=SATELLITE)
    with pytest.raises(NumberNotRung):
        create(clinic, by=by)
    created = create(clinic, by=by, mode=CallMode.SELF_DIAL)
    row = clinic.fresh().get_one(CareRequestRow, created.id)
    assert row.requester_number is None


def test_nobody_is_rung_about_their_own_question(clinic):
    first = clinic.ask().view.plan.steps[0].person_id
    asks = clinic.account(AccountRole.PRIMARVARDSLAKARE, person=first)
    ticket = clinic.ask(by=asks)
    assert first not in {step.person_id for step in ticket.view.plan.steps}


# -- refused ---------------------------------------------------------------------------------------
REFUSED = [
    ({"specialty": "hjärtan"}, UnknownWord),
    ({"municipality": "9999"}, UnknownWord),
    ({"unit_id": "ingen-enhet"}, UnknownWord),
    ({"callback_number": "112"}, BadNumber),
    ({"callback_number": "ring mig"}, BadNumber),
    ({"callback_number": "116 117"}, BadNumber),
    ({"callback_number": SATELLITE}, NumberNotRung),
    ({"situation": "19121212-1212"}, PatientIdentityInText),
    ({"background": "född 121212 1212"}, PatientIdentityInText),
    ({"assessment": "1912-12-12-1212"}, PatientIdentityInText),
    ({"recommendation": "(121212+1212)"}, PatientIdentityInText),
    ({"situation": "a" * 601}, TextTooLong),
    ({"recommendation": "a" * 601}, TextTooLong),
    ({"age_band": "a" * 21}, TextTooLong),
    ({"sex": "a" * 11}, TextTooLong),
    ({"idempotency_key": "a" * (KEY_LIMIT + 1)}, TextTooLong),
    ({"continued_from": str(uuid4())}, UnknownContact),
    ({"continued_from": "inget id\x00"}, UnknownContact),
]


def test_what_is_refused_changes_nothing(clinic):
    before = clinic.everything()
    for change, refusal in REFUSED:
        with pytest.raises(refusal):
            clinic.ask(**change)
        assert clinic.everything() == before, change


def test_an_unknown_word_is_named_with_its_kind(clinic):
    with pytest.raises(UnknownWord) as refused:
        clinic.ask(specialty="hjärtan")
    assert (refused.value.kind, refused.value.word) == ("specialty", "hjärtan")


def test_ring_me_needs_a_number_and_dialling_oneself_does_not(clinic):
    nameless = clinic.account(AccountRole.PRIMARVARDSLAKARE)
    before = clinic.everything()
    with pytest.raises(MissingNumber):
        clinic.ask(by=nameless)
    assert clinic.everything() == before
    assert clinic.ask(by=nameless, mode=CallMode.SELF_DIAL).view.requester_number is None


def test_a_closed_path_makes_no_contact_and_says_when_it_opens(clinic):
    clinic.clock.at += timedelta(hours=12)
    before = clinic.everything()
    with pytest.raises(NoContactPath) as closed:
        clinic.ask()
    assert closed.value.next_opening > clinic.clock()
    assert clinic.everything() == before


ASKING = {role.value for role in RequesterRole}


def test_which_roles_may_ask(clinic):
    before = clinic.everything()
    for role in AccountRole:
        someone = clinic.account(role, number=GP_NUMBER)
        if role.value in ASKING:
            assert requester_role(someone).value == role.value
            continue
        with pytest.raises(RoleMayNotAsk):
            clinic.ask(by=someone)
        assert clinic.everything() == before


def test_what_no_database_can_hold_is_left_out(clinic):
    ticket = clinic.ask(situation="a\x00b", age_band="65\x00–79", idempotency_key="k\x00")
    assert ticket.view.situation == "ab"
    assert ticket.view.age_band == "65–79"


# -- the same key twice ----------------------------------------------------------------------------
def test_the_same_key_gives_the_same_contact_and_changes_nothing(clinic):
    first = create(clinic, idempotency_key="k1")
    before = clinic.everything()
    again = create(clinic, idempotency_key="k1")
    assert (again.id, again.case_code) == (first.id, first.case_code)
    assert (first.is_new, again.is_new) == (True, False)
    assert clinic.everything() == before


def test_the_same_key_gives_the_same_contact_when_the_path_has_closed_meanwhile(clinic):
    first = create(clinic, idempotency_key="k1")
    clinic.clock.at += timedelta(hours=12)
    assert create(clinic, idempotency_key="k1").id == first.id


def test_the_same_key_with_other_content_is_a_conflict_and_changes_nothing(clinic):
    create(clinic, idempotency_key="k1")
    before = clinic.everything()
    for change in ({"situation": "annat"}, {"mode": CallMode.SELF_DIAL}, {"sex": "man"}):
        with pytest.raises(IdempotencyConflict):
            create(clinic, idempotency_key="k1", **change)
    assert clinic.everything() == before


def test_a_conflict_leaves_no_lock_behind(clinic):
    create(clinic, idempotency_key="k1")
    with clinic.sessions() as session, pytest.raises(IdempotencyConflict):
        create(clinic, session=session, idempotency_key="k1", situation="annat")
    with clinic.sessions() as held:
        create(clinic, session=held, idempotency_key="k1")
        assert create(clinic, idempotency_key="k2").is_new  # nobody has to wait


def test_two_people_may_use_the_same_key(clinic):
    other = clinic.account(AccountRole.PRIMARVARDSLAKARE, number=GP_NUMBER)
    ids = {create(clinic, by=by, idempotency_key="k1").id for by in (clinic.gp, other)}
    assert len(ids) == 2


def test_the_same_key_from_several_threads_makes_exactly_one_contact(clinic):
    def press():
        with clinic.sessions() as session:
            return create(clinic, session=session, idempotency_key="k1")

    made = at_once(press, press, press, press)
    assert len({one.id for one in made}) == 1
    assert sorted(one.is_new for one in made) == [False, False, False, True]
    everything = clinic.everything()
    assert [len(everything[name]) for name in ("care_request", "attempt", "outbox_message")] == [
        1
    ] * 3


def test_a_continued_contact_is_linked(clinic):
    earlier = clinic.ask()
    ticket = clinic.ask(continued_from=earlier.id)
    assert ticket.view.continued_from_id == earlier.id


def test_case_codes_are_said_easily():
    codes = {new_case_code(path, 4) for path in ContactPath for _ in range(12)}
    assert len(codes) > 45
    for code in codes:
        assert not set(code.partition("-")[2]) & set("IOQSZBGDEPVMN0158")


def test_a_code_that_is_taken_is_drawn_again(clinic, monkeypatch):
    drawn = iter("AAAAAAAACCCC")
    monkeypatch.setattr("secrets.choice", lambda _alphabet: next(drawn))
    assert [clinic.ask().view.case_code for _ in range(2)] == ["HV-AAAA", "HV-CCCC"]


def test_the_frozen_plan_is_what_the_row_holds(clinic):
    ticket = clinic.ask()
    from_row = clinic.fresh().get_one(CareRequestRow, ticket.id).plan
    assert plan_from_json(from_row) == ticket.view.plan
