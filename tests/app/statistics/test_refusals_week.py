"""The week's refused admissions, read from the log."""

import csv
import io

import pytest

from app.statistics.csv_lines import csv_lines
from app.statistics.refusals import Tally
from app.statistics.refusals_rows import REFUSAL_COLUMNS, refusal_rows
from app.statistics.refusals_week import load_refusals_week
from models.tables.admissions import AdmissionRow
from models.tables.decisions import DecisionRow
from routing.admission import AdmissionEvent as E
from routing.admission import RefusalReason, WardReply
from routing.decisions import DecisionKind, DecisionStatus
from routing.follow_up import AfterRefusal
from routing.weeks import week_from
from tests.decided import admission, answer, decide, doctor, happen
from tests.opened import opened
from tests.routing.county import local

pytestmark = pytest.mark.postgresql

WEEK = week_from("2026-W47")
FIRST, LAST = local("2026-11-16 00:00"), local("2026-11-22 23:59")
BEFORE, AFTER = local("2026-11-15 23:59"), local("2026-11-23 00:00")
MEDICINE, SURGERY, FALUN = (
    "mora-medicinavdelning",
    "mora-kirurgavdelning",
    "falun-medicinavdelning-1",
)


@pytest.fixture
def gp(session) -> int:
    return doctor(session)


@pytest.fixture
def week(session, dalarna):
    def read(which=WEEK):
        session.rollback()
        return load_refusals_week(session, dalarna, week=which)

    return read


def test_only_what_the_week_holds_is_counted(session, gp, week):
    one = admission(session, gp, at=BEFORE)
    for at in (BEFORE, FIRST, LAST, AFTER):
        answer(session, one, MEDICINE, RefusalReason.FULL, at=at)
        happen(session, one, E.EXPIRED, at=at, ward_id=MEDICINE)
    found = week()
    assert found.total == Tally({RefusalReason.FULL: 2}, expired=2)
    assert [found_at.at for found_at in found.answers] == [FIRST, LAST]
    assert len(found.came_back) == 2
    assert week(WEEK.moved(1)).total.refused == 1
    assert week(WEEK.moved(2)).wards == ()


def test_the_wards_are_summed_by_hospital_the_most_refusals_first(session, gp, week):
    one = admission(session, gp)
    answer(session, one, SURGERY, WardReply.SILENT, at=FIRST)
    answer(session, one, FALUN, WardReply.WITHDREW, at=FIRST)
    answer(session, one, MEDICINE, RefusalReason.FULL, at=FIRST)
    answer(session, one, MEDICINE, RefusalReason.UNSTABLE, at=FIRST)
    answer(session, one, "nedlagd", WardReply.REFUSED, at=FIRST)
    found = week()
    assert [one.place.id for one in found.wards] == [MEDICINE, "nedlagd", SURGERY, FALUN]
    assert [(one.place.id, one.tally.refused, one.tally.silent) for one in found.hospitals] == [
        ("mora-lasarett", 2, 1),
        ("", 1, 0),
        ("falu-lasarett", 0, 0),
    ]
    assert found.wards[1].place.name == "nedlagd"  # a ward that is in the directory no more
    assert sum((one.tally for one in found.hospitals), Tally()) == found.total
    assert found.total.withdrew == 1


def test_how_it_ended_is_read_past_the_week(session, gp, week):
    later = local("2026-11-24 10:00")
    found_a_bed, to_ed, elsewhere, waits = (admission(session, gp) for _ in range(4))
    for one in (found_a_bed, to_ed, elsewhere, waits):
        happen(session, one, E.PROPOSED, E.ASKED, E.ALL_REFUSED, at=LAST)
    happen(session, found_a_bed, E.ASKED, E.ACCEPTED, E.BED_RESERVED, at=later, ward_id=FALUN)
    happen(session, to_ed, E.TURNED_TO_ED, at=later)
    happen(session, elsewhere, E.CANCELLED, at=later)
    decision = session.get_one(DecisionRow, session.get_one(AdmissionRow, elsewhere).decision_id)
    visit = decide(session, decision.request_id, DecisionKind.SPECIALIST_VISIT)
    decision.status, decision.replaced_by_id = DecisionStatus.REPLACED, visit
    session.commit()
    assert {one.admission_id: one.ending for one in week().came_back} == {
        found_a_bed: AfterRefusal.BED_FOUND,
        to_ed: AfterRefusal.TO_ED,
        elsewhere: AfterRefusal.OTHER_DECISION,
        waits: AfterRefusal.WAITING,
    }


def test_the_rows_say_everything_and_run_nothing(session, gp, week):
    one = admission(session, gp)
    answer(session, one, MEDICINE, RefusalReason.OTHER, at=FIRST, note="=HYPERLINK(1)")
    answer(session, one, SURGERY, WardReply.ACCEPTED, at=FIRST)
    happen(session, one, E.EXPIRED, at=LAST, ward_id=SURGERY)
    happen(session, one, E.TURNED_TO_ED, at=LAST)
    text = "".join(csv_lines(REFUSAL_COLUMNS, refusal_rows(week(), opened)))
    said, lost = csv.DictReader(io.StringIO(text))
    assert said["week"] == "2026-W47"
    assert said["at"] == "2026-11-16T00:00:00+01:00"
    assert (said["hospital_id"], said["ward_id"]) == ("mora-lasarett", MEDICINE)
    assert (said["what"], said["reason"], said["note"]) == (
        "sade_nej",
        "annat",
        "'=HYPERLINK(1)",
    )
    assert (lost["what"], lost["ward_id"], lost["ended_as"]) == (
        "reservationen_lopte_ut",
        SURGERY,
        "akuten",
    )
    assert lost["admission_id"] == said["admission_id"] == one


def test_no_column_goes_without_words():
    assert all(column.description.endswith(".") for column in REFUSAL_COLUMNS)
    assert len({column.name for column in REFUSAL_COLUMNS}) == len(REFUSAL_COLUMNS)
