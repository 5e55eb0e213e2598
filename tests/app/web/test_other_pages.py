"""Katalog, obesvarade and export."""

import csv
import io
import re

import pytest
from sqlalchemy import select

from app.statistics.exports import TABLES
from models.db import db
from models.tables.accounts import AccessLogRow, AccountRole
from tests.app.web.visitors import words_of


def test_the_directory_finds_from_the_first_letters(gp):
    page = gp.text("/katalog?q=mora+las")
    assert "Mora lasarett" in page
    assert "exempel" in page
    assert "0980-31 92 02" in page


def test_for_htmx_only_the_hits_are_sent(gp):
    part = gp.get("/katalog?q=mora", headers={"HX-Request": "true"}).get_data(as_text=True)
    assert "<html" not in part
    assert "träffar" in part


def test_filters_narrow_and_can_be_taken_away(gp):
    everything = gp.text("/katalog?q=mora")
    centres = gp.get("/katalog?q=mora&slag=vardcentral")
    assert "Mora lasarett" in everything
    assert "Mora lasarett" not in words_of(centres).split("träff")[1]
    assert 'aria-current="true"' in centres.get_data(as_text=True)
    assert gp.get("/katalog?slag=okant&kommun=9999&oppet=kanske").status_code == 200


def test_nothing_found_is_said_and_not_an_error(gp):
    page = gp.text("/katalog?q=xyzzy")
    assert "0 träffar" in page
    assert "Inget passar ”xyzzy”" in page


def test_a_unit_without_a_number_shows_its_switchboards(gp):
    page = gp.text("/katalog/mora-medicin")
    assert "via " in page or "Kontaktuppgifter" in page
    assert "Ring 0" in page


def test_a_unit_shows_the_role_first_then_who_has_it(gp):
    page = gp.text("/katalog/mora-medicin")
    assert "Konsult kardiologi, Mora" in page
    assert page.index("Konsult kardiologi, Mora") < page.index("Alma Provvik")
    assert "070-174 06 96" in page  # on duty, so the number is there
    assert "070-174 06 95" not in page  # not on duty
    assert "Hedda Exempelgren" not in page


def test_hours_stand_for_the_coming_week_and_unknown_is_not_closed(gp):
    page = gp.text("/katalog/mora-kardiologi-mottagning")
    assert "Måndag i dag 08:00–16:30" in page
    assert "Lördag Stängt" in page
    assert "Öppet till 16:30" in page
    assert "Okänt är inte stängt" in gp.text("/katalog/falun-kardiologi")


@pytest.fixture
def unanswered(visitor, gp):
    """A contact nobody answered: its code, and somebody of the unit that was rung first."""
    request_id = gp.starts("jag_ringer_sjalv", situation="Bröstsmärta")
    while attempt := gp.contact(request_id).ringing:
        gp.post(f"/arenden/{request_id}/sjalvringt", attempt=attempt.id, answered="nej")
    someone = visitor(AccountRole.SPECIALIST, unit_id="mora-medicin")
    return request_id, gp.contact(request_id).case_code, someone


def test_a_contact_nobody_answered_is_on_the_units_list_until_handled(unanswered):
    request_id, code, someone = unanswered
    page = someone.text("/obesvarade")
    assert code in page
    assert "Bröstsmärta" in page
    assert "Ring tillbaka 070-174 06 05" in page
    assert someone.post(f"/obesvarade/{request_id}/hantera").location == "/obesvarade"
    page = someone.text("/obesvarade")
    assert "Inget väntar" in page
    assert f"{code} Medicinkliniken Mora tog den 10:00" in page


def test_what_one_unit_has_dealt_with_the_others_need_not_do(unanswered, visitor, gp, clock):
    request_id, code, someone = unanswered
    rung = {attempt.unit_id or "" for attempt in gp.contact(request_id).responder_attempts}
    (other_id, *_more) = sorted(rung - {"mora-medicin"})
    other = visitor(AccountRole.SPECIALIST, unit_id=other_id)
    assert f"Hanterad : {code}" in other.text("/obesvarade")
    someone.post(f"/obesvarade/{request_id}/hantera")
    clock.advance(minutes=7)
    page = other.text("/obesvarade")
    assert f"Hanterad : {code}" not in page
    assert f"{code} Medicinkliniken Mora tog den 10:00" in page
    other.post(f"/obesvarade/{request_id}/hantera")  # a page that was open since before
    assert "Det behövs inte: Medicinkliniken Mora tog den 10:00." in other.text("/obesvarade")
    leader = visitor(AccountRole.PROCESSLEDARE, unit_id="region-dalarna")
    assert f"{code} Medicinkliniken Mora tog den 10:00" in leader.text("/obesvarade")
    clock.advance(days=1)
    assert code not in other.text("/obesvarade")


def test_other_units_neither_see_nor_handle_it(unanswered, visitor):
    request_id, code, someone = unanswered
    stranger = visitor(AccountRole.SPECIALIST, unit_id="vc-tisken")
    page = stranger.text("/obesvarade")
    assert code not in page
    assert "Inget väntar" in page
    assert stranger.post(f"/obesvarade/{request_id}/hantera").status_code == 403
    assert code in someone.text("/obesvarade")


def test_those_who_steer_see_all_and_handle_none(unanswered, visitor):
    request_id, code, _someone = unanswered
    leader = visitor(AccountRole.PROCESSLEDARE, unit_id="region-dalarna")
    page = leader.text("/obesvarade")
    assert code in page
    assert "Bröstsmärta" not in page
    assert "070-174 06 05" not in page
    assert "Sökte Primärvårdsläkare" in page
    assert leader.post(f"/obesvarade/{request_id}/hantera").status_code == 403


@pytest.fixture
def analyst(visitor):
    """Somebody who takes out rows."""
    return visitor(AccountRole.ANALYTIKER, unit_id="region-dalarna")


def test_the_export_shows_what_it_will_hold_and_gives_it(analyst, gp):
    code = gp.contact(gp.starts(situation="hemligt")).case_code
    page = analyst.text("/analys/export")
    assert code in page
    assert "Ladda ner" in page
    answer = analyst.get("/analys/export/kontakter?from=2026-11-23&to=2026-11-23&format=csv")
    assert answer.mimetype == "text/csv"
    assert "kontakter_2026-11-23_2026-11-23.csv" in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))
    assert code in {row["case_code"] for row in rows}
    assert "hemligt" not in answer.get_data(as_text=True)


def test_who_took_out_what_is_noted(analyst, app):
    analyst.get("/analys/export/kontakter?from=2026-01-01&to=2026-01-31")
    with app.app_context():
        noted = db.session.scalars(
            select(AccessLogRow.thing).where(AccessLogRow.account_id == analyst.account_id)
        ).all()
    assert noted == ["kontakter_2026-01-01_2026-01-31"]


def test_an_empty_period_is_said(analyst):
    page = analyst.text("/analys/export?from=2020-01-01&to=2020-01-31")
    assert "Inga kontakter under perioden." in page
    assert "Ladda ner" not in page


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("from=i+går&to=2026-11-30", "Skriv datumet som 2026-11-01."),
        ("from=2026-11-01&to=", "Skriv datumet som 2026-11-30."),
        ("from=2026-12-01&to=2026-11-01", "Sista dagen kan inte vara före den första."),
        ("from=2026-11-01&to=2026-11-30&format=pdf", "Välj ett av formaten."),
    ],
)
@pytest.mark.parametrize("path", ["/analys/export", "/analys/export/kontakter"])
def test_a_period_that_cannot_be_is_pointed_out(analyst, path, query, says):
    answer = analyst.get(f"{path}?{query}")
    assert answer.status_code == 422
    assert says in words_of(answer)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_table_can_be_looked_at_and_taken_out(analyst, table):
    page = analyst.text(f"/analys/export?table={table.name}&from=2020-01-01&to=2020-01-31")
    assert f"Inga {table.many} under perioden." in page
    answer = analyst.get(f"/analys/export/{table.name}?from=2026-11-01&to=2026-11-30")
    heading = next(csv.reader(io.StringIO(answer.get_data(as_text=True))))
    assert heading == [column.name for column in table.columns]
    assert f"{table.name}_2026-11-01_2026-11-30.csv" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("path", ["/analys/export?table=patienter", "/analys/export/patienter"])
def test_a_table_that_is_none_is_not_found(analyst, path):
    assert analyst.get(path).status_code == 404


def test_what_the_columns_mean_can_be_read_and_taken_along(analyst):
    page = analyst.text("/analys/datakatalog")
    assert "over_occupancy" in page
    assert "direktinläggningens händelser" in page
    answer = analyst.get("/analys/datakatalog.csv")
    assert answer.mimetype == "text/csv"
    assert answer.get_data(as_text=True).startswith("table,position,name,type,unit,")


@pytest.mark.parametrize("path", ["/analys/datakatalog.csv", "/analys/export/beslut"])
def test_who_may_not_take_out_rows_may_not_take_these(gp, path):
    assert gp.get(path).status_code == 403


def test_an_export_for_excel_says_so_in_its_name_and_opens_there(visitor, gp):
    gp.starts()
    analyst = visitor(AccountRole.ANALYTIKER)
    period = "from=2026-11-23&to=2026-11-23"
    answer = analyst.get(f"/analys/export/kontakter?{period}&format=kalkylark")
    assert answer.status_code == 200
    assert 'kontakter_2026-11-23_2026-11-23_kalkylark.csv"' in answer.headers["Content-Disposition"]
    text = answer.get_data(as_text=True)
    assert text.startswith("\ufeffcontact_id;case_code;")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert rows
    page = analyst.get(f"/analys/export?{period}&format=kalkylark").get_data(as_text=True)
    assert '<option value="kalkylark" selected>' in page


@pytest.mark.parametrize("role", [AccountRole.AMBULANS, AccountRole.INRE_BEFAL])
def test_no_crew_is_told_to_ring_112(visitor, role):
    crew = visitor(role, unit_id="ambulans-mora")
    for path in (
        "/",
        "/kontakt/akut/plan?specialty=kirurgi",
        "/kontakt/primarvard/plan",
        "/finns-ej",
    ):
        answer = crew.get(path, follow_redirects=True)
        page = words_of(answer)
        assert "112" not in re.sub(r"\d{3,4}-[\d ]+", "", page), path
        assert "kör prio 1" in page, path


def test_everybody_else_is(gp):
    for path in ("/", "/kontakt/akut/plan?specialty=kirurgi"):
        assert "ring 112" in gp.text(path)
