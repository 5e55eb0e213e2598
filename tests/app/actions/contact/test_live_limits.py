"""The limit of living contacts: what counts, what never does, and what is remembered of it."""

import logging
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.actions.contact.cancel_request import cancel_request
from app.actions.contact.live_limits import AccountLimitReached, LimitReached, NumberLimitReached
from app.actions.contact.switch_to_self_dial import switch_to_self_dial
from app.actions.shared.errors import IdempotencyConflict
from models.logs.limits_met import KEPT, LimitMetRow, load_limits_met
from models.tables.accounts import AccountRole
from models.tables.contacts import CallMode, CareRequestRow
from routing.lifecycle import RequestStatus
from routing.live_limits import ACUTE_TIMES, LONGEST_SEARCH, USUAL_LIMITS, LimitKind
from routing.types import ContactPath
from routing.urgency import PatientUrgency
from tests.clinic import GP_NUMBER, Clinic

pytestmark = pytest.mark.postgresql

NUMBERS = [f"+4670174{number:04}" for number in range(610, 630)]
ACUTE = {"path": ContactPath.AKUT, "specialty": "kirurgi", "urgency": PatientUrgency.IMMEDIATE}


@pytest.fixture
def full(clinic: Clinic) -> Clinic:
    """The GP has as many halvakuta contacts alive as they may."""
    for number in NUMBERS[: USUAL_LIMITS.per_account]:
        clinic.ask(callback_number=number)
    return clinic


def acutely(clinic, **more):
    return clinic.ask(**{**ACUTE, "life_threatening": False, **more})


def all_rows(clinic):
    return clinic.fresh().scalars(select(CareRequestRow)).all()


def with_status(clinic, status):
    """All contacts stand so, however that came about."""
    session = clinic.fresh()
    session.execute(update(CareRequestRow).values(status=status))
    session.commit()


def test_one_more_is_refused_with_those_that_live_and_a_number_to_ring(full):
    with pytest.raises(AccountLimitReached) as refused:
        full.ask(callback_number=NUMBERS[9])
    assert {one.id for one in refused.value.contacts} == {one.id for one in all_rows(full)}
    assert refused.value.count == USUAL_LIMITS.per_account
    assert refused.value.fallback.number.startswith("+46")
    assert len(all_rows(full)) == USUAL_LIMITS.per_account


def test_nothing_rings_for_what_was_refused(full):
    with pytest.raises(AccountLimitReached):
        full.ask(callback_number=NUMBERS[9])
    full.send()
    assert NUMBERS[9] not in full.provider.rung()


def test_when_one_is_cancelled_another_may_be_asked_for(full):
    at, one = full.clock(), all_rows(full)[0]
    cancel_request(full.fresh(), one.id, by=full.gp, at=at)
    full.ask(callback_number=NUMBERS[9])


@pytest.mark.parametrize("status", sorted(set(RequestStatus) - {"soker_mottagare", "kopplas_ihop"}))
def test_a_talk_a_promise_or_a_forgotten_end_locks_nobody_out(full, status):
    """``ended_at`` stands empty in all of them."""
    if status is RequestStatus.CALLING_REQUESTER:
        full.clock.at += LONGEST_SEARCH
    else:
        with_status(full, status)
    assert full.ask(callback_number=NUMBERS[9]).status is RequestStatus.CALLING_REQUESTER


@pytest.mark.parametrize("status", [RequestStatus.HUNTING, RequestStatus.JOINING])
def test_who_is_sought_or_being_joined_is_counted(full, status):
    with_status(full, status)
    with pytest.raises(AccountLimitReached):
        full.ask(callback_number=NUMBERS[9])


def test_whoever_dials_by_hand_is_never_refused_and_never_counted(full):
    for _ in range(8):
        full.ask(mode=CallMode.SELF_DIAL)
    for one in all_rows(full):
        if one.mode is CallMode.RING_ME:
            switch_to_self_dial(
                full.fresh(), one.id, by=full.gp, directory=full.directory, at=full.clock()
            )
    full.ask(callback_number=NUMBERS[9])


def test_a_number_is_rung_for_three_whoever_asks(clinic):
    colleague = clinic.account(AccountRole.PRIMARVARDSLAKARE, number=GP_NUMBER)
    clinic.ask()
    clinic.ask(by=colleague)
    clinic.ask()
    with pytest.raises(NumberLimitReached) as refused:
        clinic.ask(by=colleague)
    assert len(refused.value.contacts) == 1  # the colleague's own, none of the GP's
    clinic.ask(by=colleague, callback_number=NUMBERS[0])


def test_another_account_is_not_held_by_this_ones(full):
    clinic = full
    colleague = clinic.account(AccountRole.PRIMARVARDSLAKARE, number=NUMBERS[12])
    clinic.ask(by=colleague)


# --- Akut -----------------------------------------------------------------------------------------
def test_an_acute_contact_gets_through_at_the_limit_of_all_others(full):
    assert acutely(full).status is RequestStatus.CALLING_REQUESTER


def test_an_acute_contact_gets_through_whatever_others_do_to_ones_number(clinic):
    others = [clinic.account(AccountRole.PRIMARVARDSLAKARE, number=GP_NUMBER) for _ in range(8)]
    for other in others:
        acutely(clinic, by=other)
    with pytest.raises(NumberLimitReached):
        acutely(clinic, by=others[0], specialty="kardiologi")
    assert acutely(clinic).view.requester_number == GP_NUMBER


def test_the_same_acutely_again_is_another_patient_and_gets_through(clinic):
    """Nobody is asked whose it is with two of them on the floor."""
    for _ in range(ACUTE_TIMES * USUAL_LIMITS.per_number):
        acutely(clinic)
    with pytest.raises(NumberLimitReached) as refused:
        acutely(clinic)
    assert refused.value.fallback.number


def test_an_acute_contact_that_goes_on_from_a_living_one_gets_through(full):
    one = all_rows(full)[0]
    assert acutely(full, continued_from=one.id).view.continued_from_id == one.id


def test_going_on_is_held_to_the_same_limit(full):
    one = all_rows(full)[0]
    with pytest.raises(AccountLimitReached):
        full.ask(continued_from=one.id, callback_number=NUMBERS[9])


# --- The same key ---------------------------------------------------------------------------------
def test_the_same_key_is_answered_as_the_first_time_also_at_the_limit(clinic):
    for number in NUMBERS[: USUAL_LIMITS.per_account - 1]:
        clinic.ask(callback_number=number)
    key = {"idempotency_key": "knapp-1", "callback_number": NUMBERS[9]}
    first = clinic.ask(**key)
    assert clinic.ask(**key).id == first.id
    with pytest.raises(IdempotencyConflict):
        clinic.ask(**key | {"situation": "Något annat"})


def test_a_key_that_was_refused_may_be_tried_again(full):
    key = {"idempotency_key": "knapp-1", "callback_number": NUMBERS[9]}
    with pytest.raises(AccountLimitReached):
        full.ask(**key)
    cancel_request(full.fresh(), all_rows(full)[0].id, by=full.gp, at=full.clock())
    assert full.ask(**key).view.requester_number == NUMBERS[9]


# --- What is remembered ---------------------------------------------------------------------------
def refused(clinic, **more):
    with pytest.raises(LimitReached):
        clinic.ask(**more)


def test_it_is_counted_by_the_hour_and_a_number_is_known_by_its_end_alone(clinic):
    for _ in range(3):
        clinic.ask()
    for minutes in (0, 10, 70):
        clinic.clock.at += timedelta(minutes=minutes)
        refused(clinic)
    rows = clinic.fresh().scalars(select(LimitMetRow).order_by(LimitMetRow.hour_at)).all()
    assert [(one.times, one.number_end, one.kind) for one in rows] == [
        (2, GP_NUMBER[-2:], LimitKind.NUMBER),
        (1, GP_NUMBER[-2:], LimitKind.NUMBER),
    ]
    yesterday = clinic.clock() - timedelta(hours=24)
    met = load_limits_met(clinic.fresh(), since=yesterday, limit=10)
    assert [(one.times, one.last_at) for one in met] == [(3, clinic.clock())]


def test_what_is_old_is_forgotten(full):
    refused(full, callback_number=NUMBERS[9])
    full.clock.at += KEPT + timedelta(hours=2)
    for number in NUMBERS[: USUAL_LIMITS.per_account]:
        full.ask(callback_number=number)
    refused(full, callback_number=NUMBERS[9])
    row = full.fresh().scalars(select(LimitMetRow)).one()
    assert row.last_at == full.clock()


def test_the_log_says_which_account_and_no_number(full, caplog):
    caplog.set_level(logging.INFO, logger="app.actions.contact.live_limits")
    refused(full, callback_number=NUMBERS[9])
    (record,) = caplog.records
    assert vars(record)["account_id"] == full.gp.account_id
    said = str(vars(record))
    assert NUMBERS[9] not in said
    assert NUMBERS[9][3:] not in said
