"""So many contacts live at the same time and no more, however many are asked for at once."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from app.actions.contact.create_request import Created, create_request
from app.actions.contact.live_limits import AccountLimitReached, LimitReached, NumberLimitReached
from app.actions.shared.actor import Actor
from models.logs.limits_met import LimitMetRow
from models.tables.accounts import AccountRole
from models.tables.contacts import CareRequestRow
from routing.live_limits import ACUTE_TIMES, USUAL_LIMITS, LimitKind
from routing.types import ContactPath
from routing.urgency import PatientUrgency
from tests.at_once import at_once
from tests.clinic import GP_NUMBER, Clinic
from tests.races.between import COMMIT, meet

pytestmark = pytest.mark.slow  # PostgreSQL

BETWEEN = [r"INSERT INTO care_request", r"INSERT INTO outbox_message", COMMIT]
ALL_NUMBERS = [f"+4670174{number:04}" for number in range(610, 660)]


def asking(clinic: Clinic, *, by: Actor | None = None, **more: Any) -> Callable[[], Created]:
    """A step that asks for a contact in a session of its own."""
    command, directory, at = clinic.command(**more), clinic.directory, clinic.clock()
    who = by or clinic.gp

    def ask() -> Created:
        with clinic.sessions() as session:
            return create_request(session, command, by=who, directory=directory, at=at)

    return ask


def acutely(clinic: Clinic, **more: Any) -> Callable[[], Created]:
    acute = {"path": ContactPath.AKUT, "specialty": "kirurgi", "urgency": PatientUrgency.IMMEDIATE}
    return asking(clinic, **{**acute, "life_threatening": False, **more})


def made(clinic: Clinic) -> int:
    return clinic.fresh().scalar(select(func.count()).select_from(CareRequestRow)) or 0


def of_account(clinic: Clinic, number: int, **more: Any) -> Callable[[], Created]:
    """Each to a number of its own, so that the account alone is counted."""
    return asking(clinic, callback_number=ALL_NUMBERS[number], **more)


@pytest.mark.parametrize("before", BETWEEN)
def test_of_two_who_ask_for_the_accounts_last_one_gets_it(clinic, before):
    for number in range(USUAL_LIMITS.per_account - 1):
        of_account(clinic, number)()
    met = meet(clinic.engine, of_account(clinic, 20), of_account(clinic, 21), before=before)
    assert met.had_to_wait
    assert met.first.is_new
    assert isinstance(met.second, AccountLimitReached)
    assert met.first.id in {one.id for one in met.second.contacts}
    assert made(clinic) == USUAL_LIMITS.per_account


@pytest.mark.parametrize("before", BETWEEN)
def test_of_two_accounts_that_ring_up_one_number_one_gets_the_last(clinic, before):
    colleague = clinic.account(AccountRole.PRIMARVARDSLAKARE, number=GP_NUMBER)
    for _ in range(USUAL_LIMITS.per_number - 1):
        asking(clinic)()
    met = meet(clinic.engine, asking(clinic), asking(clinic, by=colleague), before=before)
    assert met.had_to_wait
    assert isinstance(met.second, NumberLimitReached)
    assert met.second.contacts == ()  # what others seek is not told
    assert made(clinic) == USUAL_LIMITS.per_number


@pytest.mark.parametrize("before", BETWEEN)
def test_of_two_who_ask_for_the_accounts_last_acute_one_gets_it(clinic, before):
    for number in ALL_NUMBERS[: ACUTE_TIMES * USUAL_LIMITS.per_account - 1]:
        acutely(clinic, callback_number=number)()
    last = [acutely(clinic, callback_number=number) for number in ALL_NUMBERS[20:22]]
    met = meet(clinic.engine, *last, before=before)
    assert met.had_to_wait
    assert isinstance(met.second, AccountLimitReached)
    assert made(clinic) == ACUTE_TIMES * USUAL_LIMITS.per_account


@pytest.mark.parametrize("before", BETWEEN)
def test_the_same_key_twice_at_the_limit_is_one_answer(clinic, before):
    for number in range(USUAL_LIMITS.per_account - 1):
        of_account(clinic, number)()
    twice = of_account(clinic, 20, idempotency_key="knapp-1")
    met = meet(clinic.engine, twice, twice, before=before)
    assert met.first.id == met.second.id
    assert [one.is_new for one in met.both] == [True, False]
    assert clinic.fresh().scalar(select(func.count()).select_from(LimitMetRow)) == 0


def test_two_who_ask_for_each_others_numbers_never_wait_for_each_other(clinic):
    """The account's name is taken before the number's, whoever asks."""
    colleague = clinic.account(AccountRole.PRIMARVARDSLAKARE, number=ALL_NUMBERS[1])
    steps = []
    for number in (ALL_NUMBERS[0], ALL_NUMBERS[1]):
        for who in (clinic.gp, colleague):
            steps += [asking(clinic, by=who, callback_number=number)] * 4
    results = at_once(*steps)
    assert all(isinstance(one, (Created, LimitReached)) for one in results), results
    assert made(clinic) == 2 * USUAL_LIMITS.per_number


def test_of_thirty_at_once_so_many_are_made_and_no_more(clinic):
    results = at_once(*(of_account(clinic, number) for number in range(30)))
    assert sum(isinstance(one, Created) for one in results) == USUAL_LIMITS.per_account
    assert sum(isinstance(one, AccountLimitReached) for one in results) == 25
    assert made(clinic) == USUAL_LIMITS.per_account
    row = clinic.fresh().scalars(select(LimitMetRow)).one()
    assert (row.kind, row.times, row.number_end) == (LimitKind.ACCOUNT, 25, "")


def test_of_thirty_at_once_to_one_number_so_many_are_made_and_no_more(clinic):
    results = at_once(*(asking(clinic) for _ in range(30)))
    assert made(clinic) == USUAL_LIMITS.per_number
    assert sum(isinstance(one, NumberLimitReached) for one in results) == 27
    row = clinic.fresh().scalars(select(LimitMetRow)).one()
    assert (row.times, row.number_end) == (27, GP_NUMBER[-2:])


def test_of_thirty_acute_ones_at_once_so_many_are_made_and_no_more(clinic):
    results = at_once(*(acutely(clinic, callback_number=number) for number in ALL_NUMBERS[:30]))
    assert made(clinic) == ACUTE_TIMES * USUAL_LIMITS.per_account
    refused = [one for one in results if isinstance(one, AccountLimitReached)]
    assert len(refused) == 30 - made(clinic)
    assert all(one.fallback.number for one in refused)
