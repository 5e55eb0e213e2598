"""Follow-up and refused admissions over the API."""

import pytest

from models.db import db
from models.tables.accounts import AccessLogRow, AccountRole
from routing.admission import AdmissionEvent as E
from routing.admission import RefusalReason, WardReply
from tests.decided import admission, answer, contact, decide, doctor, happen
from tests.routing.county import local

IN_W47 = local("2026-11-18 22:00")
WARD = "mora-medicinavdelning"
IMPORT = "/follow-up/import"


@pytest.fixture
def leader(caller):
    return caller(AccountRole.PROCESSLEDARE)


@pytest.fixture
def decision(app) -> str:
    with app.app_context():
        session = db.session()
        return decide(session, contact(session, doctor(session)))


def csv_of(*lines: str) -> dict[str, object]:
    return {
        "data": "\r\n".join(("decision_id,died_30d", *lines)),
        "headers": {"Content-Type": "text/csv"},
    }


def test_a_file_is_taken_in_once(leader, decision):
    first = leader.post(IMPORT, **csv_of(f"{decision},0"))
    again = leader.post(IMPORT, **csv_of(f"{decision},0"))
    assert first.status_code == again.status_code == 200
    assert first.json["row_count"] == 1
    assert (first.json["is_new"], again.json["is_new"]) == (True, False)
    assert first.json["id"] == again.json["id"]


def test_a_bad_file_is_refused_with_its_faults(leader, decision):
    refused = leader.post(IMPORT, **csv_of(f"{decision},nej", "okänt,1"))
    assert refused.status_code == 422
    assert refused.json["type"].endswith("fel-i-filen")
    assert refused.json["faults"] == 2
    assert [(one["row"], one["field"]) for one in refused.json["errors"]] == [
        (2, "died_30d"),
        (3, "decision_id"),
    ]
    assert leader.post(IMPORT, data=b"").status_code == 422


def test_the_week_is_told_by_ward_and_reason(app, leader):
    with app.app_context():
        session = db.session()
        one = admission(session, doctor(session))
        answer(session, one, WARD, RefusalReason.FULL, at=IN_W47)
        answer(session, one, WARD, WardReply.REFUSED, at=IN_W47)
        happen(session, one, E.ASKED, E.ALL_REFUSED, E.TURNED_TO_ED, at=IN_W47)
    week = leader.get("/refusals?week=2026-W47").json
    assert (week["week"], week["first_day"], week["last_day"]) == (
        "2026-W47",
        "2026-11-16",
        "2026-11-22",
    )
    (ward,) = week["wards"]
    assert (ward["ward_id"], ward["hospital_id"]) == (WARD, "mora-lasarett")
    assert ward["refused"] == week["total"]["refused"] == 2
    assert ward["reasons"] == [{"reason": "fullt", "count": 1}, {"reason": None, "count": 1}]
    (back,) = week["came_back"]
    assert (back["because"], back["ended_as"]) == ("alla_hade_sagt_nej", "akuten")
    assert leader.get("/refusals").json == week  # the week before this one
    assert leader.get("/refusals?week=2026-W48").json["wards"] == []
    with app.app_context():
        seen = db.session.query(AccessLogRow).filter_by(verb="se_uppfoljning").all()
        assert {row.thing for row in seen} == {"nekade 2026-W47", "nekade 2026-W48"}


@pytest.mark.parametrize("week", ["2026-W54", "47", "2026-11-20", "0000-W01"])
def test_what_is_no_week_is_said_so(leader, week):
    answered = leader.get(f"/refusals?week={week}")
    assert answered.status_code == 422
    assert answered.json["errors"] == [
        {"field": "week", "detail": "Ska vara en ISO-vecka på formen 2026-W47."}
    ]


@pytest.mark.parametrize(
    ("role", "may_see", "may_import"),
    [
        (AccountRole.ADMINISTRATOR, True, True),
        (AccountRole.ANALYTIKER, True, False),
        (AccountRole.PRIMARVARDSLAKARE, False, False),
        (AccountRole.VARDPLATSKOORDINATOR, False, False),
    ],
)
def test_who_may_see_and_read_in(caller, decision, role, may_see, may_import):
    someone = caller(role)
    assert someone.get("/refusals").status_code == (200 if may_see else 403)
    sent = someone.post(IMPORT, **csv_of(f"{decision},1"))
    assert sent.status_code == (200 if may_import else 403)
