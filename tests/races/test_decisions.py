"""A decision gives way once, and the same button is one decision."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from app.actions.decisions.change import Change, change_decision
from app.actions.decisions.errors import DecisionIsOver
from models.reads.decisions import load_decisions
from routing.decisions import DecisionEvent, DecisionStatus
from tests.app.actions.decisions.test_decisions import ADVICE, TO_ED, decide
from tests.clinic import Clinic, Ticket
from tests.races.between import COMMIT, meet
from tests.races.talks import a_talk

pytestmark = pytest.mark.slow  # PostgreSQL

MAKES = [r"INSERT INTO decision ", r"UPDATE decision ", COMMIT]


def deciding(clinic: Clinic, ticket: Ticket, new=ADVICE, **more: Any) -> Callable[[], Any]:
    def make() -> Any:
        with clinic.sessions() as session:
            return decide(clinic, ticket, new, session=session, **more)

    return make


def changing(clinic: Clinic, ticket: Ticket, decision_id: str, event: DecisionEvent):
    what, directory, at = Change(ticket.id, decision_id, event), clinic.directory, clinic.clock()

    def change() -> Any:
        with clinic.sessions() as session:
            return change_decision(session, what, by=clinic.gp, directory=directory, at=at)

    return change


@pytest.mark.parametrize("before", MAKES)
def test_of_two_who_replace_a_decision_the_second_is_told(clinic, before):
    ticket = a_talk(clinic)
    old = decide(clinic, ticket)
    replacing = deciding(clinic, ticket, TO_ED, replaces=old.id)
    met = meet(clinic.engine, replacing, replacing, before=before)
    assert met.had_to_wait
    assert isinstance(met.second, DecisionIsOver)
    replaced, new = load_decisions(clinic.fresh(), ticket.id)
    assert (replaced.replaced_by_id, new.id) == (met.first.id, met.first.id)


@pytest.mark.parametrize("before", [r"INSERT INTO decision ", COMMIT])
def test_the_same_button_twice_is_one_decision(clinic, before):
    ticket = a_talk(clinic)
    pressing = deciding(clinic, ticket, replace(ADVICE, idempotency_key="knapp-1"))
    met = meet(clinic.engine, pressing, pressing, before=before)
    assert met.first.id == met.second.id
    assert [one.is_new for one in met.both] == [True, False]


@pytest.mark.parametrize("before", [r"UPDATE decision ", r"INSERT INTO decision_event", COMMIT])
def test_done_and_taken_back_at_once_is_the_first_of_them(clinic, before):
    ticket = a_talk(clinic)
    decision = decide(clinic, ticket)
    met = meet(
        clinic.engine,
        changing(clinic, ticket, decision.id, DecisionEvent.DONE),
        changing(clinic, ticket, decision.id, DecisionEvent.WITHDRAWN),
        before=before,
    )
    assert isinstance(met.second, DecisionIsOver)
    (found,) = load_decisions(clinic.fresh(), ticket.id)
    assert found.status is DecisionStatus.DONE
