"""Uttag: what happened in the county is what stands in the rows, from the real lives of cases."""

import pytest

from app.actions.admission.move import arrive, set_off, turn_to_ed
from app.actions.decisions.add_decision import NewDecision
from app.actions.decisions.decide import Decide, decide_in_contact
from app.statistics.admission_rows import ADMISSIONS
from app.statistics.contact_rows import CONTACTS
from app.statistics.decision_rows import DECISIONS
from app.statistics.ward_answer_rows import WARD_ANSWERS
from routing.admission import RefusalReason, TransportMode
from routing.calendar import to_local
from routing.decisions import DecisionKind
from tests.stories.beds import acute_talk, ask_for_bed, coordinator, in_minutes, occasion

pytestmark = pytest.mark.slow


def rows(county, table):
    today = to_local(county.clock()).date()
    return list(table.rows(county.fresh_session(), county.directory, from_on=today, to_on=today))


def test_refused_by_two_accepted_by_the_third_and_arrived(county):
    talk = acute_talk(county)
    admission = ask_for_bed(county, talk)
    one, two, three = admission.wards[:3]
    admission.phone_of(one).answers()
    admission.phone_of(one).presses("2")
    admission.phone_of(one).presses("1")  # fullt
    admission.refuses(two, RefusalReason.WRONG_LEVEL)
    admission.accepts(three)
    eta = in_minutes(county, 30)
    set_off(
        county.fresh_session(),
        admission.id,
        occasion(county, county.gp),
        transport=TransportMode.SERVED,
        eta=eta,
    )
    county.advance(seconds=1800)
    arrive(county.fresh_session(), admission.id, occasion(county, coordinator(county, three)))

    (row,) = rows(county, ADMISSIONS)
    assert row == row | {
        "admission_id": admission.id,
        "contact_id": talk.id,
        "status": "framme",
        "wards_asked": 3,
        "refusals": 2,
        "refused_fullt": 1,
        "refused_fel_vardniva": 1,
        "refused_without_reason": 0,
        "accepted_ward_id": three,
        "placed_ward_id": three,
        "over_occupancy": 0,
        "transport": "sjukresa",
        "eta_at": to_local(eta).isoformat(timespec="seconds"),
        "arrived": 1,
        "turned_to_ed": 0,
        "path": "akut",
    }
    (decision,) = rows(county, DECISIONS)
    assert (decision["kind"], decision["status"]) == ("direktinlaggning", "genomfort")
    assert decision["decision_id"] == row["decision_id"]
    answers = rows(county, WARD_ANSWERS)
    assert [(each["ward_id"], each["reply"], each["reason"]) for each in answers] == [
        (one, "sade_nej", "fullt"),
        (two, "sade_nej", "fel_vardniva"),
        (three, "tog_emot", None),
    ]
    assert {each["hospital_id"] for each in answers} >= {"mora-lasarett"}


def test_the_wards_do_not_count_among_those_who_were_sought(county):
    talk = acute_talk(county)
    (before,) = rows(county, CONTACTS)
    admission = ask_for_bed(county, talk)
    admission.refuses(admission.wards[0])
    admission.phone_of(admission.wards[1]).answers()
    admission.phone_of(admission.wards[1]).presses("1")
    (after,) = rows(county, CONTACTS)
    assert after == before


def test_worse_on_the_way_counts_as_to_the_emergency_department(county):
    talk = acute_talk(county)
    admission = ask_for_bed(county, talk)
    admission.accepts(admission.wards[0])
    county.advance(seconds=60)
    turn_to_ed(
        county.fresh_session(),
        admission.id,
        occasion(county, county.gp),
        means=DecisionKind.ED_AMBULANCE,
    )
    (row,) = rows(county, ADMISSIONS)
    assert (row["status"], row["arrived"], row["turned_to_ed"]) == ("till_akuten", 0, 1)
    old, new = rows(county, DECISIONS)
    assert (old["status"], old["replaced_by"]) == ("ersatt", new["decision_id"])
    assert (new["kind"], new["status"]) == ("akuten_ambulans", "beslutat")


def test_several_decisions_of_one_talk_are_a_row_each(county):
    talk = acute_talk(county)
    for kind, note in ((DecisionKind.ADVICE, "Andnöd"), (DecisionKind.MOBILE_TEAM, "")):
        decide_in_contact(
            county.fresh_session(),
            Decide(talk.id, NewDecision(kind, note=note)),
            by=county.gp,
            directory=county.directory,
            at=county.clock(),
        )
        county.advance(seconds=1)
    found = rows(county, DECISIONS)
    assert [row["kind"] for row in found] == ["kvar_med_rad", "mobilt_team"]
    assert {row["contact_id"] for row in found} == {talk.id}
