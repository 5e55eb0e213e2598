"""Turas om: the order a contact goes by is its own, whatever other contacts ring meanwhile."""

import pytest

from app.actions.contact.create_request import NewRequest, create_request
from app.actions.contact.report_self_dial import SelfDialReport, report_self_dial
from app.actions.contact.switch_to_self_dial import switch_to_self_dial
from app.phone_lab.types import BUSY, MANUAL
from models.tables.accounts import AccountRole
from models.tables.contacts import CallMode
from routing.lifecycle import AttemptState, RequestStatus
from routing.types import ContactPath, Hunting
from tests.stories.county import Contact, County
from tests.stories.hunting_rules import act, anywhere, edit_matrix

FALUN = "2080"
CREW_PHONES = ("+46701740690", "+46701740691", "+46701740692")


class Crew:
    """An ambulance crew in Falun that looks for a doctor in primary care."""

    def __init__(self, county: County, number: str) -> None:
        self.county = county
        self.phone = county.phone(number)
        self.by = county.account(f"ambulans{number}", AccountRole.AMBULANS, number=number)

    def asks(self) -> Contact:
        command = NewRequest(path=ContactPath.PRIMARVARD, municipality=FALUN, mode=CallMode.RING_ME)
        county = self.county
        created = create_request(
            county.fresh_session(),
            command,
            by=self.by,
            directory=county.directory,
            at=county.clock(),
        )
        county.settle()
        self.phone.answers()
        return Contact(county, created.id)


def turns_of(contact: Contact) -> set[str]:
    """The lines of the plan that take turns."""
    return {step.line_id for step in contact.view.plan.steps if step.hunting is Hunting.ROUND_ROBIN}


def rung(contact: Contact) -> list[str]:
    """The lines rung for a contact, in order."""
    return [str(one.line_id) for one in contact.view.responder_attempts]


def run_out(county: County, *contacts: Contact) -> None:
    """Nobody lifts a phone until nobody is left to ring."""
    county.advance(seconds=400)
    assert {one.status() for one in contacts} == {RequestStatus.EXHAUSTED}


@pytest.mark.parametrize("seconds_between", [1, pytest.param(35, marks=pytest.mark.slow)])
def test_a_line_another_contact_rings_meanwhile_keeps_its_place(county, seconds_between):
    first, second = Crew(county, CREW_PHONES[0]), Crew(county, CREW_PHONES[1])
    one = first.asks()
    assert len(turns_of(one)) >= 3, "Falun has so many health centres on duty"
    county.advance(seconds=seconds_between)
    two = second.asks()
    run_out(county, one, two)
    for contact in (one, two):
        phones = [one.number for one in contact.view.responder_attempts]
        assert set(phones) == {step.number for step in contact.view.plan.steps}
        assert len(phones) == len(set(phones))
    orders = [list(dict.fromkeys(rung(contact))) for contact in (one, two)]
    assert orders[0] == list(dict.fromkeys(step.line_id for step in one.view.plan.steps))
    assert orders[0] != orders[1], "a new contact begins with whoever has rested longest"


def test_who_is_rung_first_is_another_line_for_each_contact(county):
    first = [rung(Crew(county, number).asks())[0] for number in CREW_PHONES]
    assert len(set(first)) == 3


@pytest.mark.slow
def test_in_the_next_round_a_contact_keeps_its_order(county):
    edit_matrix(county, anywhere(Hunting.ROUND_ROBIN), rounds=2)
    one = county.ask()
    for phone in one.consultants:
        county.exchange.set_behaviour(phone.number, BUSY)
    county.gp_phone.answers()
    county.advance(seconds=3)
    lines = len(one.view.plan.steps)
    assert len(rung(one)) == lines
    for phone in one.consultants:
        county.exchange.set_behaviour(phone.number, MANUAL)
    crew = county.account("ny.lakare", AccountRole.PRIMARVARDSLAKARE, number=CREW_PHONES[2])
    county.ask(by=crew)
    county.phone(CREW_PHONES[2]).answers()
    county.advance(seconds=15 + 35 * lines)
    assert rung(one)[lines:] == rung(one)[:lines]


@pytest.mark.slow
def test_who_dials_by_hand_instead_is_shown_every_line_that_was_not_rung(county):
    edit_matrix(county, anywhere(Hunting.ROUND_ROBIN))
    earlier = county.ask()
    county.gp_phone.answers()
    county.gp_phone.hangs_up()
    contact = county.ask()
    county.gp_phone.answers()
    county.advance(seconds=25)
    tried = [one for one in contact.view.responder_attempts if one.state is AttemptState.NO_ANSWER]
    assert len(tried) == 1
    assert rung(contact)[0] != rung(earlier)[0]
    act(county, switch_to_self_dial, contact.id, by=county.gp)
    shown = shown_by_hand(county, contact)
    lines = {step.line_id for step in contact.view.plan.steps}
    assert shown | {str(tried[0].line_id)} == lines


@pytest.mark.slow
def test_those_who_rang_at_once_are_all_shown_to_who_dials_by_hand(county):
    edit_matrix(county, anywhere(Hunting.SIMULTANEOUS))
    contact = county.ask()
    county.gp_phone.answers()
    *_others, last = contact.consultants
    last.answers()
    county.advance(seconds=2)
    last.presses("2")
    act(county, switch_to_self_dial, contact.id, by=county.gp)
    steps = contact.view.plan.steps
    assert shown_by_hand(county, contact) == {step.line_id for step in steps[:-1]}


def shown_by_hand(county: County, contact: Contact) -> set[str]:
    """The lines whose numbers are shown, one after the other, when nobody answers."""
    shown: set[str] = set()
    while contact.status() is RequestStatus.SELF_DIALLING:
        attempt = contact.view.responder_attempts[-1]
        shown.add(str(attempt.line_id))
        county.advance(seconds=1)
        act(county, report_self_dial, SelfDialReport(attempt.id, answered=False), by=county.gp)
    return shown
