"""The table ``direktinlaggningar``: read from the log, whatever happened in whatever order."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.statistics.admission_columns import REFUSED_AS
from app.statistics.admission_rows import ADMISSIONS
from app.statistics.decision_rows import DECISIONS
from models.tables.admissions import AdmissionRow
from routing.admission import ADMISSION, AdmissionEvent, AdmissionStatus, RefusalReason
from routing.decisions import DecisionKind
from tests.app.statistics.lives import decided, line, lived, minutes
from tests.app.statistics.world import MONDAY, TEN

pytestmark = [pytest.mark.slow, pytest.mark.postgresql]

E = AdmissionEvent
ADMIT = DecisionKind.DIRECT_ADMISSION
WARDS = ("ava", "med-1", "med-2")


def rows(session, directory, table=ADMISSIONS):
    return list(table.rows(session, directory, from_on=MONDAY, to_on=MONDAY))


def at(count):
    return TEN + minutes(count)


def admit(session, contact, gp, log, *, when=TEN):
    return lived(session, decided(session, contact, gp.account_id, at=when, kind=ADMIT), log)


REFUSED_TWICE = [
    line(E.PROPOSED, at(0)),
    line(E.ASKED, at(1)),
    line(E.WARD_ASKED, at(1), "ava"),
    line(E.WARD_REFUSED, at(2), "ava", reason="fullt"),
    line(E.WARD_ASKED, at(2), "med-1"),
    line(E.WARD_REFUSED, at(3), "med-1"),
    line(E.WARD_ASKED, at(3), "med-2"),
    line(E.REFUSAL_REASON_GIVEN, at(3.5), "med-1", reason="fel_vardniva"),
    line(E.ACCEPTED, at(4), "med-2"),
    line(E.BED_RESERVED, at(4), "med-2", over_occupancy=True),
    line(E.LEFT, at(10), "med-2", transport="sjukresa"),
    line(E.ETA_CHANGED, at(20), "med-2"),
    line(E.ARRIVED, at(64), "med-2"),
    line(E.PLACED_ELSEWHERE, at(90), "ava"),
]


def test_refused_by_two_accepted_by_the_third(session, directory, gp, ask):
    contact = ask(TEN)
    admission = admit(session, contact, gp, REFUSED_TWICE)
    (row,) = rows(session, directory)
    assert row == row | {
        "admission_id": admission.id,
        "decision_id": admission.decision_id,
        "contact_id": contact,
        "chain_root": contact,
        "status": "placerad_pa_annan_avdelning",
        "rounds": 1,
        "wards_asked": 3,
        "refusals": 2,
        "refused_fullt": 1,
        "refused_fel_vardniva": 1,
        "refused_annat": 0,
        "refused_without_reason": 0,
        "silent": 0,
        "withdrawn": 0,
        "all_refused": 0,
        "seconds_to_accepted": 180,
        "accepted_ward_id": "med-2",
        "over_occupancy": 1,
        "transport": "sjukresa",
        "arrived": 1,
        "arrived_at": "2026-11-23T11:04:00+01:00",
        "seconds_to_arrival": 3600,
        "placed_ward_id": "ava",
        "turned_to_ed": 0,
        "cancelled": 0,
        "discharged_at": None,
    }
    assert list(row) == [column.name for column in ADMISSIONS.columns]


def test_taken_back_asked_again_then_worse(session, directory, gp, ask):
    log = [
        line(E.PROPOSED, at(0)),
        line(E.ASKED, at(1)),
        line(E.WARD_ASKED, at(1), "ava"),
        line(E.ACCEPTED, at(2), "ava"),
        line(E.BED_RESERVED, at(2), "ava", over_occupancy=True),
        line(E.WARD_WITHDREW, at(5), "ava", reason="instabil_patient"),
        line(E.ASKED, at(5)),
        line(E.WARD_ASKED, at(5), "med-1"),
        line(E.WARD_SILENT, at(6), "med-1"),
        line(E.ALL_REFUSED, at(6)),
        line(E.TURNED_TO_ED, at(8)),
    ]
    admit(session, ask(TEN), gp, log)
    (row,) = rows(session, directory)
    assert row == row | {
        "status": "till_akuten",
        "rounds": 2,
        "wards_asked": 2,
        "refusals": 0,
        "refused_instabil_patient": 0,  # a yes taken back is no refusal
        "silent": 1,
        "withdrawn": 1,
        "all_refused": 1,
        "turned_to_ed": 1,
        "arrived": 0,
        "placed_ward_id": None,
    }


def test_a_reservation_that_ran_out(session, directory, gp, ask):
    log = [
        line(E.PROPOSED, at(0)),
        line(E.ASKED, at(0)),
        line(E.WARD_ASKED, at(0), "ava"),
        line(E.ACCEPTED, at(1), "ava"),
        line(E.BED_RESERVED, at(1), "ava", over_occupancy=False),
        line(E.EXTENDED, at(60), "ava"),
        line(E.EXPIRY_WARNED, at(100), "ava"),
        line(E.EXPIRED, at(121), "ava"),
        line(E.CANCELLED, at(130)),
    ]
    admit(session, ask(TEN), gp, log)
    (row,) = rows(session, directory)
    assert row == row | {
        "status": "avbruten",
        "reservations_expired": 1,
        "extended": 1,
        "warned": 1,
        "over_occupancy": 0,
        "cancelled": 1,
    }


def test_the_log_is_believed_and_not_the_status(session, directory, gp, ask):
    admission = admit(session, ask(TEN), gp, REFUSED_TWICE)
    before = rows(session, directory)
    stored = session.get_one(AdmissionRow, admission.id)
    stored.status, stored.arrived_at = AdmissionStatus.PROPOSED, None
    stored.is_over_occupancy = False
    session.commit()
    assert rows(session, directory) == before


# --- Any life, in any order -----------------------------------------------------------------------
NOTED = sorted(set(E) - set(ADMISSION.table))
MOVES = sorted(ADMISSION.table)


@st.composite
def lives(draw):
    """A life that the table allows, with notes strewn among its moves, at growing moments."""
    status, log, now = AdmissionStatus.PROPOSED, [line(E.PROPOSED, TEN)], 0.0
    for _step in range(draw(st.integers(0, 14))):
        now += draw(st.floats(0, 90))
        possible = [event for event in MOVES if ADMISSION.allows(status, event)]
        event = draw(st.sampled_from([*possible, *NOTED]))
        detail = {}
        if event in (E.WARD_REFUSED, E.REFUSAL_REASON_GIVEN):
            reason = draw(st.sampled_from([*RefusalReason, None]))
            detail = {"reason": reason.value} if reason else {}
        log.append(line(event, at(now), draw(st.sampled_from(WARDS)), **detail))
        if event in possible:
            status = ADMISSION.apply(status, event)
    return log


@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(logs=st.lists(lives(), min_size=1, max_size=3))
def test_the_rows_agree_with_the_events_of_any_life(session, directory, gp, ask, logs):
    contact = ask(TEN)
    made = {admit(session, contact, gp, log).id: log for log in logs}
    found = {row["admission_id"]: row for row in rows(session, directory)}
    stored = {one: session.get_one(AdmissionRow, one).status.value for one in made}
    for admission_id, log in made.items():
        row, said = found[admission_id], Counter(one.event for one in log)
        assert row["status"] == stored[admission_id]
        for column, event in (
            ("rounds", E.ASKED),
            ("refusals", E.WARD_REFUSED),
            ("silent", E.WARD_SILENT),
            ("withdrawn", E.WARD_WITHDREW),
            ("warned", E.EXPIRY_WARNED),
            ("extended", E.EXTENDED),
            ("reservations_expired", E.EXPIRED),
        ):
            assert row[column] == said[event], column
        for column, events in (
            ("arrived", {E.ARRIVED, E.PLACED_ELSEWHERE}),
            ("turned_to_ed", {E.TURNED_TO_ED}),
            ("cancelled", {E.CANCELLED}),
            ("all_refused", {E.ALL_REFUSED}),
        ):
            assert row[column] == int(any(said[event] for event in events)), column
        for column, event in (("asked_at", E.ASKED), ("accepted_at", E.ACCEPTED)):
            assert (row[column] is None) is (said[event] == 0), column
        given_reasons = sum(row[name] for name in REFUSED_AS.values())
        assert row["refused_without_reason"] == max(0, row["refusals"] - given_reasons)
        assert row["wards_asked"] == len({one.ward_id for one in log if one.event is E.WARD_ASKED})


# --- Mätetal 3 ------------------------------------------------------------------------------------
def test_the_share_of_direct_admissions_can_be_computed(session, directory, gp, ask):
    """Direct / (direct + to the emergency department), by chain."""
    arrived = [one for one in REFUSED_TWICE if one.event is not E.PLACED_ELSEWHERE]
    admit(session, ask(TEN), gp, arrived)
    admit(session, ask(TEN), gp, arrived, when=at(1))
    worse = ask(TEN)
    admit(session, worse, gp, [*REFUSED_TWICE[:10], line(E.TURNED_TO_ED, at(20))], when=at(2))
    decided(session, worse, gp.account_id, at=at(20), kind=DecisionKind.ED_AMBULANCE)
    decided(session, ask(TEN), gp.account_id, at=at(3), kind=DecisionKind.ED_OWN_MEANS)
    decided(session, ask(TEN), gp.account_id, at=at(4), kind=DecisionKind.ADVICE)

    direct = {row["chain_root"] for row in rows(session, directory) if row["arrived"]}
    to_ed = {
        row["chain_root"]
        for row in rows(session, directory, DECISIONS)
        if row["kind"] in ("akuten_annat_fardsatt", "akuten_ambulans")
        and row["status"] in ("beslutat", "genomfort")
    }
    assert len(direct) / len(direct | to_ed) == pytest.approx(2 / 4)
