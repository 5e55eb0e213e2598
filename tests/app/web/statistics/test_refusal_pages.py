"""The process leader's weekly list of refused admissions."""

import csv
import io

import pytest

from models.db import db
from models.tables.accounts import AccessLogRow, AccountRole
from routing.admission import AdmissionEvent as E
from routing.admission import RefusalReason, WardReply
from tests.app.web.visitors import Visitor
from tests.decided import admission, answer, doctor, happen
from tests.routing.county import local

PAGE = "/uppfoljning/nekade"
MEDICINE, SURGERY = "mora-medicinavdelning", "mora-kirurgavdelning"


@pytest.fixture
def leader(visitor) -> Visitor:
    found: Visitor = visitor(AccountRole.PROCESSLEDARE)
    return found


@pytest.fixture(scope="module")
def week(app) -> None:
    """Week 45: two noes, a silence, a withdrawal, a bed kept in vain; one got a bed at last."""
    at = local("2026-11-04 22:00")
    with app.app_context():
        session = db.session()
        gp = doctor(session)
        one, two = admission(session, gp), admission(session, gp)
        answer(session, one, MEDICINE, RefusalReason.FULL, at=at)
        note = "Inget rum <b>för</b> isolering"
        answer(session, one, MEDICINE, RefusalReason.OTHER, at=at, note=note)
        answer(session, one, SURGERY, WardReply.SILENT, at=at)
        answer(session, two, SURGERY, WardReply.WITHDREW, at=at)
        happen(session, one, E.ASKED, E.ALL_REFUSED, E.ASKED, E.ACCEPTED, at=at)
        happen(session, two, E.EXPIRED, at=at, ward_id=SURGERY)


def test_a_week_is_told_by_ward_hospital_and_reason(leader, week):
    text = leader.text(f"{PAGE}?vecka=2026-W45")
    assert "Vecka 45 2–8 november 2026" in text
    assert "2 nej Skäl Fullt 1 · Annat 1" in text
    assert "Medicinavdelning Mora Fullt 1 · Annat 1 2 0 0 0 0" in text
    assert "Kirurgavdelning Mora 0 1 1 1 0" in text
    assert "Mora lasarett Fullt 1 · Annat 1 2 1 1 1 0" in text
    assert "Fick plats senare" in text
    assert "Väntar på nästa steg" in text
    assert "Inget rum <b>för</b> isolering" in text  # as words, not as code


def test_one_goes_from_week_to_week_up_to_this_one(leader, week):
    page = leader.get(PAGE).get_data(as_text=True)  # the week before this one
    assert "Vecka 47" in page
    assert f"{PAGE}?vecka=2026-W46" in page
    assert f"{PAGE}?vecka=2026-W48" in page
    running = leader.get(f"{PAGE}?vecka=2026-W48").get_data(as_text=True)
    assert f"{PAGE}?vecka=2026-W49" not in running
    assert "Ingen avdelning tillfrågades" in running
    assert f"{PAGE}?vecka=2025-W52" in leader.get(f"{PAGE}?vecka=2026-W01").get_data(as_text=True)


@pytest.mark.parametrize(
    ("asked", "days"),
    [
        ("2026-W49", "30 november – 6 december 2026"),
        ("2026-W53", "28 december – 3 januari 2027"),
        ("2026-W30", "20–26 juli 2026"),
    ],
)
def test_a_week_is_told_with_its_days(leader, asked, days):
    assert days in leader.text(f"{PAGE}?vecka={asked}")


def test_the_week_as_a_file(app, leader, week):
    answer = leader.get(f"{PAGE}/fil?vecka=2026-W45")
    assert answer.mimetype == "text/csv"
    assert "nekade_2026-W45.csv" in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))
    assert [row["what"] for row in rows] == [
        "sade_nej",
        "sade_nej",
        "svarade_inte",
        "drog_sig_ur",
        "alla_hade_sagt_nej",
        "reservationen_lopte_ut",
    ]
    with app.app_context():
        assert db.session.query(AccessLogRow).filter_by(thing="nekade 2026-W45").count() == 1


@pytest.mark.parametrize("asked", ["2026-W54", "47", "igår"])
def test_what_is_no_week_is_said_so(leader, asked):
    assert "Skriv veckan som 2026-W47." in leader.text(f"{PAGE}?vecka={asked}", status=422)
    assert leader.get(f"{PAGE}/fil?vecka={asked}").status_code == 422


def test_a_ward_coordinator_does_not_see_it(visitor):
    coordinator = visitor(AccountRole.VARDPLATSKOORDINATOR)
    assert coordinator.get(PAGE).status_code == 403
    assert coordinator.get(f"{PAGE}/fil").status_code == 403
