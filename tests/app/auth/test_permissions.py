"""Who may do what, with what."""

import dataclasses
from datetime import UTC, datetime

import pytest

from app.actions.shared.actor import Actor
from app.auth.permissions import ALLOWED, REQUESTERS, Verb, can
from models.reads.contact_view import AttemptView, ContactView
from models.sealed import Sealed, Told
from models.tables.accounts import AccountRole
from models.tables.contacts import CallMode
from routing.lifecycle import AttemptState, RequestStatus
from routing.matrix import Fallback
from routing.outcome import Side
from routing.plan import Plan
from routing.types import ContactPath, OnCallTier, RequesterRole, RequestFacts

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NOTHING = Sealed("", Told.CONTACT, "1", 1)
FACTS = RequestFacts(ContactPath.HALVAKUT, RequesterRole.PRIMARVARDSLAKARE, "2062", "kardiologi")


def actor(number=1, role=AccountRole.PRIMARVARDSLAKARE, person="p1", unit="vc-mora"):
    return Actor(number, "Test", role, person, unit, None)


def attempt(side, person, unit):
    return AttemptView(
        id=f"{side}-{person}",
        side=side,
        step_order=1,
        line_id="linje",
        unit_id=unit,
        tier=OnCallTier.FIRST,
        person_id=person,
        number="+46701740605",
        ring_seconds=20,
        state=AttemptState.NO_ANSWER,
        started_at=AT,
        gives_up_at=AT,
        accepted_at=None,
        connected_at=None,
        ended_at=AT,
    )


@pytest.fixture
def contact():
    """A GP (account 1, vc-mora) sought "hedda" at mora-medicin; nobody answered."""
    return ContactView(
        id="1",
        case_code="HA-1",
        path=ContactPath.HALVAKUT,
        status=RequestStatus.EXHAUSTED,
        mode=CallMode.RING_ME,
        requester_id=1,
        requester_name="Test",
        requester_role=RequesterRole.PRIMARVARDSLAKARE,
        requester_unit_id="vc-mora",
        requester_number=None,
        specialty="kardiologi",
        municipality="2062",
        unit_id=None,
        age_band=None,
        sex=None,
        situation=NOTHING,
        background=NOTHING,
        assessment=NOTHING,
        recommendation=NOTHING,
        plan_before=None,
        plan=Plan(FACTS, AT, "r", "v", 120, (), Fallback("u", "112", ""), ()),
        promise_seconds=120,
        created_at=AT,
        answered_at=None,
        ended_at=None,
        continued_from_id=None,
        attempts=(
            attempt(Side.REQUESTER, "p1", "vc-mora"),
            attempt(Side.RESPONDER, "hedda", "mora-medicin"),
        ),
        outcomes={},
    )


REQUESTER = actor()
SAME_UNIT_AS_REQUESTER = actor(2, person="p2")
TRIED = actor(3, AccountRole.SPECIALIST, "hedda", "mora-medicin")
COLLEAGUE_OF_TRIED = actor(4, AccountRole.SPECIALIST, "birk", "mora-medicin")
STRANGER = actor(5, AccountRole.SPECIALIST, "folke", "falun-medicin")
ANALYST = actor(6, AccountRole.ANALYTIKER, None, "region-dalarna")
LEADER = actor(7, AccountRole.PROCESSLEDARE, None, "region-dalarna")
EVERYBODY = {
    "requester": REQUESTER,
    "same unit": SAME_UNIT_AS_REQUESTER,
    "tried": TRIED,
    "colleague": COLLEAGUE_OF_TRIED,
    "stranger": STRANGER,
    "analyst": ANALYST,
    "leader": LEADER,
}


@pytest.mark.parametrize(
    ("verb", "who"),
    [
        (Verb.SEE_CONTACT, {"requester", "tried", "colleague"}),
        (Verb.SEE_CONTACT_ROW, {"requester", "tried", "colleague", "analyst", "leader"}),
        (Verb.ACT_ON_CONTACT, {"requester"}),
        (Verb.RECORD_OUTCOME, {"requester"}),
        (Verb.ANSWER_CONTACT, {"tried"}),
        (Verb.HANDLE_UNANSWERED, {"tried", "colleague"}),
        (Verb.MANAGE_ACCOUNTS, set()),
    ],
)
def test_who_may_do_what_with_an_unanswered_contact(contact, verb, who):
    assert {name for name, one in EVERYBODY.items() if can(one, verb, contact)} == who


@pytest.mark.parametrize(
    "change",
    [{"status": RequestStatus.HUNTING}, {"status": RequestStatus.CLOSED, "answered_at": AT}],
)
def test_the_unit_sees_only_what_nobody_answered(contact, change):
    other = dataclasses.replace(contact, **change)
    assert not can(COLLEAGUE_OF_TRIED, Verb.SEE_CONTACT, other)
    assert can(TRIED, Verb.SEE_CONTACT, other)


def test_whoever_has_said_no_reads_no_more_until_rung_again(contact):
    own, first = contact.attempts
    no = dataclasses.replace(first, state=AttemptState.DECLINED)
    other = dataclasses.replace(contact, status=RequestStatus.HUNTING, attempts=(own, no))
    assert not can(TRIED, Verb.SEE_CONTACT, other)
    assert not can(TRIED, Verb.SEE_CONTACT_ROW, other)
    again = dataclasses.replace(first, id="2", state=AttemptState.RINGING)
    rung = dataclasses.replace(other, attempts=(own, no, again))
    assert can(TRIED, Verb.SEE_CONTACT, rung)
    in_vain = dataclasses.replace(contact, attempts=(own, no))
    assert can(TRIED, Verb.SEE_CONTACT, in_vain)  # nobody answered, and it was their own unit


def test_every_verb_has_a_row_and_every_role_can_do_something():
    assert set(ALLOWED) == set(Verb)
    for role in AccountRole:
        assert any(role in roles for roles in ALLOWED.values())


@pytest.mark.parametrize("role", list(AccountRole))
def test_nobody_but_the_administrator_manages_accounts(role):
    assert can(actor(role=role), Verb.MANAGE_ACCOUNTS) == (role is AccountRole.ADMINISTRATOR)


@pytest.mark.parametrize("role", list(AccountRole))
def test_only_those_who_ask_for_contact_make_one(role):
    assert can(actor(role=role), Verb.CREATE_REQUEST) == (role in REQUESTERS)


def test_one_asks_as_oneself_unless_one_steers():
    assert can(REQUESTER, Verb.SEE_PLAN, RequesterRole.PRIMARVARDSLAKARE)
    assert not can(REQUESTER, Verb.SEE_PLAN, RequesterRole.AMBULANS)
    assert can(LEADER, Verb.SEE_PLAN, RequesterRole.AMBULANS)
    assert not can(ANALYST, Verb.SEE_PLAN, RequesterRole.AMBULANS)


def test_a_unit_belongs_to_those_who_work_there():
    assert can(TRIED, Verb.SEE_UNANSWERED, "mora-medicin")
    assert not can(TRIED, Verb.SEE_UNANSWERED, "falun-medicin")
    assert can(LEADER, Verb.SEE_UNANSWERED, "falun-medicin")


def test_an_unknown_kind_of_thing_opens_nothing():
    assert not can(LEADER, Verb.SEE_CONTACT_ROW, object())
