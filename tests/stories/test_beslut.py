"""Beslut i samtalet: what the talk leads to, also when it turns out otherwise."""

import pytest

from app.actions.decisions.add_decision import NewDecision
from app.actions.decisions.change import Change, change_decision
from app.actions.decisions.decide import Decide, decide_in_contact
from app.statistics.decision_rows import DECISIONS
from models.reads.decisions import load_chain, load_decisions
from models.tables.accounts import AccountRole
from models.tables.notices import NoticeKind
from routing.calendar import to_local
from routing.decisions import DecisionEvent, DecisionKind, DecisionStatus
from routing.outcome import Side
from routing.types import ContactPath
from tests.stories.told import told

pytestmark = pytest.mark.slow


def talks(county, **more):
    """The GP and the consultant talk; the contact, and the consultant."""
    contact = county.ask(**more)
    county.gp_phone.answers()
    first = contact.consultant(1)
    first.answers()
    first.presses("1")
    county.advance(seconds=10)  # until they hear each other
    doctor = county.account(
        "kardiolog", AccountRole.SPECIALIST, person=contact.attempt(1).person_id
    )
    return contact, doctor


def decides(county, contact, new, *, by=None, replaces=None):
    made = decide_in_contact(
        county.fresh_session(),
        Decide(contact.id, new, replaces),
        by=by or county.gp,
        directory=county.directory,
        at=county.clock(),
    )
    county.settle()
    return made.id


def decided(county, contact):
    return load_decisions(county.fresh_session(), contact.id)


def a_clinic(county):
    return next(
        unit.id
        for unit in county.directory.units.values()
        if unit.kind.value == "mottagning" and "kardiologi" in unit.specialties
    )


def test_stays_with_advice_turns_worse_and_goes_to_the_emergency_department(county):
    contact, doctor = talks(county)
    stay = decides(county, contact, NewDecision(DecisionKind.ADVICE, note="Andnöd"), by=doctor)
    county.advance(seconds=3600)
    instead = decides(county, contact, NewDecision(DecisionKind.ED_AMBULANCE), replaces=stay)
    old, new = decided(county, contact)
    assert (old.status, old.replaced_by_id) == (DecisionStatus.REPLACED, instead)
    assert (new.status, new.side) == (DecisionStatus.DECIDED, Side.REQUESTER)
    today = to_local(county.clock()).date()
    rows = DECISIONS.rows(county.fresh_session(), county.directory, from_on=today, to_on=today)
    assert [(row["kind"], row["status"], row["role"]) for row in rows] == [
        ("kvar_med_rad", "ersatt", "specialist"),
        ("akuten_ambulans", "beslutat", "primarvardslakare"),
    ]


def test_a_visit_today_the_clinic_is_told_and_told_again_when_it_falls_through(county):
    contact, doctor = talks(county)
    clinic = a_clinic(county)
    visit = NewDecision(
        DecisionKind.SPECIALIST_VISIT,
        receiver_id=clinic,
        next_by=Side.RESPONDER,
        detail={"when": "idag"},
    )
    made = decides(county, contact, visit, by=doctor)
    (notice,) = told(county, NoticeKind.PATIENT_TO_YOU, unit=clinic)
    assert "specialistbesök i dag" in notice.body
    assert contact.view.case_code in notice.subject
    change_decision(
        county.fresh_session(),
        Change(contact.id, made, DecisionEvent.FELL_THROUGH),
        by=county.gp,
        directory=county.directory,
        at=county.clock(),
    )
    (off,) = told(county, NoticeKind.PATIENT_NOT_TO_YOU, unit=clinic)
    assert contact.view.case_code in off.subject


def test_a_consultation_that_led_to_a_conference_is_one_chain(county):
    contact, doctor = talks(county)
    decides(county, contact, NewDecision(DecisionKind.CONFERENCE), by=doctor)
    county.gp_phone.hangs_up()
    further = county.ask(path=ContactPath.MDK, continued_from=contact.id)
    decision_on = load_chain(county.fresh_session(), further.id)
    assert [(link.id, link.path) for link in decision_on] == [
        (contact.id, ContactPath.HALVAKUT),
        (further.id, ContactPath.MDK),
    ]
    assert [one.kind for one in decision_on[0].decisions] == [DecisionKind.CONFERENCE]
    assert load_chain(county.fresh_session(), contact.id) == decision_on
