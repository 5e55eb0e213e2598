"""Follow-up on the page: the figures, the template, reading in and taking back."""

import csv
import io
import re
from datetime import datetime

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from models.db import db
from models.tables.accounts import AccessLogRow, AccountRole
from tests.app.web.visitors import Visitor, words_of
from tests.decided import DIRECT, STAY, contact, decide, doctor
from tests.routing.county import local

PAGE = "/uppfoljning"
OCTOBER = local("2026-10-15 12:00")
HEADING = "decision_id,moved_24h,died_30d"


@pytest.fixture
def leader(visitor) -> Visitor:
    found: Visitor = visitor(AccountRole.PROCESSLEDARE)
    return found


def decided(app: Flask, at: datetime) -> list[str]:
    """Six direct admissions of as many doctors, and a stay; the ids of the first."""
    with app.app_context():
        session = db.session()
        doctors = [doctor(session) for _ in range(6)]
        made = [decide(session, contact(session, one, at=at), at=at) for one in doctors]
        decide(session, contact(session, doctors[0], at=at), STAY, at=at)
        return made


@pytest.fixture
def decisions(app) -> list[str]:
    return decided(app, OCTOBER)


def send(someone: Visitor, content: bytes | str, name: str = "uppfoljning.csv") -> TestResponse:
    data = content if isinstance(content, bytes) else content.encode()
    return someone.post(f"{PAGE}/las-in", file=(io.BytesIO(data), name))  # type: ignore[arg-type] # a file


def file_of(*lines: str) -> str:
    return "\r\n".join((HEADING, *lines))


def test_the_figures_stand_beside_their_coverage(app, leader):
    first, *rest = decided(app, local("2026-08-15 12:00"))
    sent = send(leader, file_of(f"{first},1,0", *(f"{one},0,0" for one in rest[:4])))
    assert sent.status_code == 303
    text = leader.text(f"{PAGE}?from=2026-08&to=2026-08")
    assert "Filen är inläst: 5 beslut." in text
    assert "Beslutade 6 Uppföljda 5 (83 %)" in text
    assert "Flyttad inom 24 timmar 1–4 5 (83 %)" in text
    assert "Avliden inom 30 dygn 0 5 (83 %)" in text
    assert "Intensivvård inom 24 timmar för få 0 (0 %)" in text
    assert "Ingen uppföljning är inläst för perioden." in text  # of the stay
    assert "5 beslut 10:00, Test Ta tillbaka" in text
    assert "Inga sådana beslut" in leader.text(f"{PAGE}?from=2026-01&to=2026-01")


def test_a_bad_file_changes_nothing_and_says_where_it_is_bad(leader, decisions):
    before = leader.text(PAGE).count("Ta tillbaka")
    refused = send(leader, file_of(f"{decisions[0]},kanske,", "<b>okänt</b>,1,"))
    assert refused.status_code == 422
    page = refused.get_data(as_text=True)
    text = words_of(refused)
    assert "Filen är inte inläst 2 fel. Inget har ändrats." in text
    assert "2 moved_24h Ska vara 1 (ja), 0 (nej) eller tomt (vet inte)." in text
    assert "3 decision_id Beslutet finns inte." in text
    assert "<b>" not in page
    assert leader.text(PAGE).count("Ta tillbaka") == before


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04arbetsbok", "å".encode("latin-1")])
def test_what_is_no_file_of_ours_is_refused(leader, content):
    assert send(leader, content).status_code == 422


def test_a_form_without_a_file_says_so(leader):
    answer = leader.post(f"{PAGE}/las-in")
    assert answer.status_code == 422
    assert "Välj en fil" in words_of(answer)


def test_the_same_file_again_changes_nothing(leader, decisions):
    file = file_of(f"{decisions[0]},1,1")
    send(leader, file)
    send(leader, file)
    assert "Samma fil var redan inläst. Inget har ändrats." in leader.text(PAGE)


def test_an_import_is_taken_back(leader, decisions):
    send(leader, file_of(f"{decisions[0]},0,1"))
    page = leader.get(PAGE).get_data(as_text=True)
    found = re.search(r"/uppfoljning/inlasningar/[^/]+/ta-tillbaka", page)
    assert found is not None
    assert leader.post(found[0]).status_code == 303
    text = leader.text(PAGE)
    assert "Inläsningen är tillbakatagen" in text
    assert "Tillbakatagen" in text
    assert leader.post(found[0]).status_code == 303  # once more changes nothing
    assert leader.post(f"{PAGE}/inlasningar/finns-inte/ta-tillbaka").status_code == 404
    unknown = "00000000-0000-4000-8000-000000000000"
    assert leader.post(f"{PAGE}/inlasningar/{unknown}/ta-tillbaka").status_code == 404


def test_the_template_holds_ids_alone_and_that_it_was_taken_is_noted(app, leader, decisions):
    answer = leader.get(f"{PAGE}/mall?from=2026-10&to=2026-10")
    assert answer.mimetype == "text/csv"
    assert "uppfoljning_2026-10_2026-10.csv" in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))
    assert {row["decision_id"] for row in rows} >= set(decisions)
    assert {row["kind"] for row in rows} == {DIRECT.value, STAY.value}
    assert all(row["decided_on"] == "2026-10-15" for row in rows)
    with app.app_context():
        assert db.session.query(AccessLogRow).filter_by(thing="2026-10_2026-10").count() == 1


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("from=2026-13&to=2026-11", "Skriv månaden som 2026-11."),
        ("from=oktober", "Skriv månaden som 2026-11."),
        ("from=2026-11&to=2026-10", "Sista månaden kan inte vara före den första."),
        ("to=9999-12", "Skriv månaden som 2026-11."),
    ],
)
def test_a_period_that_is_none_is_said_so(leader, query, said):
    assert said in leader.text(f"{PAGE}?{query}", status=422)
    assert leader.get(f"{PAGE}/mall?{query}").status_code == 422


def test_an_analyst_sees_and_does_not_read_in(visitor, decisions):
    analyst = visitor(AccountRole.ANALYTIKER)
    text = analyst.text(PAGE)
    assert "Ladda ner mallen" in text
    assert "Läs in" not in text
    assert send(analyst, file_of(f"{decisions[0]},1,1")).status_code == 403
