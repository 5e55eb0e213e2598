"""Vårdplatser on the pages: the county at a glance, one ward, and its update."""

import re

import pytest
from sqlalchemy import delete, select

from models.db import db
from models.reads.beds import find_ward_beds
from models.tables.accounts import AccountRole
from models.tables.beds import BedReportRow, WardRow
from routing.beds import BedSource
from tests.app.applications import MONDAY_AT_TEN, counted_queries
from tests.app.web.visitors import words_of
from tests.models.bed_rows import add_report

MORA_WARD = "mora-medicinavdelning"
FALUN_WARD = "falun-kardiologavdelningen"
HIGHEST = 10**30


@pytest.fixture(autouse=True)
def wards(app):
    """Both wards, of which nobody has said anything; other wards have no beds."""
    with app.app_context():
        db.session.execute(delete(BedReportRow))
        known = set(db.session.scalars(select(WardRow.ward_id)))
        for ward_id in {MORA_WARD, FALUN_WARD} - known:
            db.session.add(WardRow(ward_id=ward_id))
        for row in db.session.scalars(select(WardRow)):
            row.stale_after_hours = 8
        db.session.commit()


@pytest.fixture
def coordinator(visitor):
    """The hospital's coordinator in Mora."""
    return visitor(AccountRole.VARDPLATSKOORDINATOR, unit_id="mora-vardplatskoordination")


def said(app, ward_id=MORA_WARD, **figures):
    """A report that is there."""
    with app.app_context():
        return add_report(db.session(), ward_id, **{"counted_at": MONDAY_AT_TEN} | figures)


def beds_of(app, ward_id=MORA_WARD):
    with app.app_context():
        found = find_ward_beds(db.session(), ward_id)
    assert found is not None
    return found


def section(page, name):
    """What stands below one hospital's name; the strip on top has named them all before."""
    return re.split(r"Falu lasarett|Mora lasarett|Avesta lasarett", page.split(name)[2])[0]


def test_the_county_at_a_glance(app, gp, clock):
    said(app, staffed=20, occupied=17, cleaning=1, outliers=2, expected_discharges=3)
    said(app, FALUN_WARD, source=BedSource.IMPORT, staffed=10, occupied=12)
    clock.advance(hours=2)
    page = gp.text("/vardplatser")
    mora = section(page, "Mora lasarett")
    assert "2 lediga" in mora
    assert "2 för hand" in mora
    assert "17 av 20 belagda · 1 städas · 2 utlokaliserade · väntas till kvällen: 5" in mora
    assert "för hand 10:00 · 2 h" in mora
    falun = section(page, "Falu lasarett")
    assert "−2 överbelagt" in falun
    assert "2 överbelagda" in falun
    assert "inläst 10:00 · 2 h" in falun
    assert page.index("Mora lasarett") < page.index("Falu lasarett")  # the GP is in Mora


def test_what_nobody_has_said_is_said_to_be_unknown(gp):
    page = gp.text("/vardplatser")
    assert "Ingen uppgift" in page
    assert "Ingen avdelning har lämnat uppgift." in page
    assert "Ingen har lämnat någon uppgift i dag." in gp.text(f"/vardplatser/{MORA_WARD}")


def test_an_old_figure_is_marked_and_hinders_nobody(app, gp, clock):
    said(app)
    clock.advance(hours=8)
    assert "gamla uppgifter" not in gp.text("/vardplatser")
    clock.advance(minutes=1)
    page = gp.text("/vardplatser")
    assert "gamla uppgifter" in page
    assert "gammal uppgift" in page
    assert "5 lediga" in page


def test_a_closed_ward_and_a_full_one_have_words_of_their_own(app, gp):
    said(app, is_open=False)
    said(app, FALUN_WARD, occupied=20)
    page = gp.text("/vardplatser")
    assert "Stängd" in section(page, "Mora lasarett")
    assert "0 fullt" in section(page, "Falu lasarett")


def test_both_sources_stand_each_with_its_age(app, gp, clock):
    said(app, source=BedSource.IMPORT, occupied=11)
    clock.advance(hours=1)
    said(app, occupied=19, counted_at=clock())
    page = gp.text("/vardplatser")
    assert "för hand 11:00 · nyss (inläst 10:00 · 60 min: 9 lediga)" in page
    history = gp.text(f"/vardplatser/{MORA_WARD}")
    assert "11:00 för hand 19 / 20 1 ledig" in history
    assert "10:00 inläst 11 / 20 9 lediga" in history


def test_the_patients_municipality_and_the_specialty_narrow(app, gp):
    page = gp.text("/vardplatser?kommun=2080")
    assert page.index("Falu lasarett") < page.index("Mora lasarett")
    hearts = gp.get("/vardplatser?specialitet=ortopedi").get_data(as_text=True)
    assert MORA_WARD not in hearts
    for odd in ("?specialitet=%00", "?specialitet=finns-inte", "?kommun=9999", "?kommun=%00"):
        assert MORA_WARD in gp.get(f"/vardplatser{odd}").get_data(as_text=True)


def test_the_part_that_is_polled_rests_until_something_changes(app, gp, clock):
    said(app)
    tag = gp.get("/vardplatser/lage").headers["ETag"]
    clock.advance(seconds=20)
    known = {"If-None-Match": tag}
    assert gp.get("/vardplatser/lage", headers=known).status_code == 304
    said(app, FALUN_WARD)
    assert gp.get("/vardplatser/lage", headers=known).status_code == 200


def test_the_county_is_asked_for_in_few_questions(app, gp):
    said(app)
    gp.get("/vardplatser/lage")
    with counted_queries(app) as statements:
        gp.get("/vardplatser/lage")
    assert sum("ward" in one or "bed_report" in one for one in statements) <= 3


def test_one_number_and_save(app, coordinator):
    said(app, cleaning=1, expected_discharges=4)
    page = coordinator.get(f"/vardplatser/{MORA_WARD}").get_data(as_text=True)
    form = dict(re.findall(r'name="(\w+)" type="number"[^>]* value="([^"]*)"', page))
    assert form["occupied"] == "15"
    seen = re.search(r'name="seen" value="(\d+)"', page)
    assert seen is not None
    sent = form | {"occupied": "16", "is_open": "ja", "seen": seen[1]}
    answer = coordinator.post(f"/vardplatser/{MORA_WARD}", **sent)
    assert answer.status_code == 303
    assert "Sparat: 3 lediga." in coordinator.text(answer.location)
    report = beds_of(app).newest
    assert report is not None
    assert (report.occupied, report.cleaning, report.expected_discharges) == (16, 1, 4)
    again = coordinator.post(f"/vardplatser/{MORA_WARD}", **sent)  # pressed twice
    assert again.status_code == 303
    assert len(coordinator.text(f"/vardplatser/{MORA_WARD}").split("för hand 16 / 20")) == 2


def test_the_first_report_of_a_ward(app, coordinator):
    answer = coordinator.post(f"/vardplatser/{MORA_WARD}", staffed="8", occupied="8")
    assert answer.status_code == 303
    assert beds_of(app).free == 0
    report = beds_of(app).newest
    assert report is not None
    assert not report.is_open  # the box was not ticked
    assert report.closed is None


def test_whoever_comes_second_sees_what_the_first_wrote(app, coordinator):
    said(app, occupied=19)
    answer = coordinator.post(
        f"/vardplatser/{MORA_WARD}", staffed="20", occupied="17", is_open="ja", seen=""
    )
    assert answer.status_code == 409
    page = words_of(answer)
    assert "Någon annan hann före (för hand 10:00 · nyss). Inget av ditt är sparat." in page
    assert "Belagda: 19 (du skrev 17)" in page
    seen = re.search(r'name="seen" value="(\d+)"', answer.get_data(as_text=True))
    assert seen is not None
    known = beds_of(app).newest
    assert known is not None
    assert known.occupied == 19
    sent = {"staffed": "20", "occupied": "17", "is_open": "ja", "seen": seen[1]}
    assert coordinator.post(f"/vardplatser/{MORA_WARD}", **sent).status_code == 303


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"occupied": "-1"}, "Antalet kan inte vara mindre än noll."),
        ({"occupied": "201"}, "Antalet kan inte vara större än 200."),
        ({"occupied": ""}, "Uppgiften saknas."),
        ({"occupied": "tolv"}, "Skriv ett helt tal."),
        ({"occupied": "1.5"}, "Skriv ett helt tal."),
        ({"occupied": str(HIGHEST)}, "Skriv ett helt tal."),
        ({"cleaning": "6"}, "Så många kan inte städas: 15 av 20 är belagda."),
        ({"expected_discharges": "16"}, "Fler kan inte gå hem än de 15"),
    ],
)
def test_what_cannot_be_true_is_said_beside_its_field(app, coordinator, form, sentence):
    sent = {"staffed": "20", "occupied": "15", "is_open": "ja", "seen": ""} | form
    answer = coordinator.post(f"/vardplatser/{MORA_WARD}", **sent)
    assert answer.status_code == 422
    assert sentence in words_of(answer)
    assert 'aria-invalid="true"' in answer.get_data(as_text=True)
    assert beds_of(app).known == ()


@pytest.mark.parametrize("seen", ["x", "²", "9" * 400, "-1"])
def test_a_strange_form_is_no_disaster(app, coordinator, seen):
    said(app)
    sent = {"staffed": "20", "occupied": "17", "is_open": "ja", "seen": seen}
    assert coordinator.post(f"/vardplatser/{MORA_WARD}", **sent).status_code == 409


def test_only_those_who_speak_for_the_ward_may_update_it(app, coordinator, gp):
    page = coordinator.text(f"/vardplatser/{FALUN_WARD}")
    assert "Uppdatera för hand" not in page
    answer = coordinator.post(f"/vardplatser/{FALUN_WARD}", staffed="20", occupied="1")
    assert answer.status_code == 403
    assert gp.post(f"/vardplatser/{MORA_WARD}", staffed="20", occupied="1").status_code == 403
    assert beds_of(app, FALUN_WARD).known == ()


def test_the_wards_own_page_leads_to_its_figures(visitor, coordinator):
    role = AccountRole.VARDPLATSKOORDINATOR
    of_ward = visitor(role, unit_id=MORA_WARD).get("/avdelning").get_data(as_text=True)
    assert f'href="/vardplatser/{MORA_WARD}"' in of_ward
    of_hospital = coordinator.get("/avdelning").get_data(as_text=True)
    assert re.search(r'href="/vardplatser"[^>]*>.{0,200}Uppdatera platser', of_hospital, re.S)


def test_the_coordinators_own_wards_stand_first_with_a_way_to_update(coordinator):
    page = coordinator.text("/vardplatser")
    assert "Uppdatera Medicinavdelning Mora" in page
    assert "Uppdatera Kardiologavdelningen Falun" not in page


@pytest.mark.parametrize("ward_id", ["finns-inte", "vc-mora", "%00"])
def test_what_is_no_ward_is_not_found(coordinator, ward_id):
    assert coordinator.get(f"/vardplatser/{ward_id}").status_code == 404
    assert coordinator.post(f"/vardplatser/{ward_id}", occupied="1").status_code == 404


def names_in_order(page):
    """The wards of the ordered list, from top to bottom."""
    listed = page.split('class="ward-rows ward-rows--asked"')[1].split("</ol>")[0]
    return re.findall(r'class="ward-row__name"><a href="[^"]*">([^<]+)</a>', listed)


def test_beds_open_on_the_specialty_one_is_here_for(visitor, gp):
    heart = visitor(AccountRole.SPECIALIST, person_id="mora-kardiologi-2", unit_id="mora-medicin")
    page = heart.text("/vardplatser")
    assert "Så frågas avdelningarna nu" in page
    assert "en i taget: Kardiologi" in page
    assert "Så frågas avdelningarna nu" not in heart.text("/vardplatser?specialitet=")
    assert "Så frågas avdelningarna nu" not in gp.text("/vardplatser")  # whose need is anything


@pytest.mark.parametrize("specialty", ["kardiologi", "medicin", "ortopedi"])
def test_the_wards_are_exactly_those_that_would_be_asked_in_that_order(app, gp, specialty):
    said(app, MORA_WARD, occupied=20)
    said(app, FALUN_WARD, is_open=False)
    page = gp.get(f"/vardplatser?specialitet={specialty}").get_data(as_text=True)
    talk = gp.starts("jag_ringer_sjalv")
    gp.post(f"/arenden/{talk}/sjalvringt", attempt=gp.contact(talk).ringing.id, answered="ja")
    form = gp.get(f"/arenden/{talk}/direktinlaggning?specialty={specialty}").get_data(as_text=True)
    asked = re.findall(r'class="ward-list__name">([^<]+)<', form)
    assert names_in_order(page) == [one for one in asked if "oordinat" not in one]
    assert asked
    assert ("Stängda nu" in page) is ("Stängda nu" in form)


def test_a_sum_of_beds_is_no_green_while_a_ward_is_full(app, gp):
    said(app, MORA_WARD, occupied=20)
    said(app, "mora-kirurgavdelning", occupied=17)
    page = gp.get("/vardplatser").get_data(as_text=True)
    assert "lediga, 1 avd. full" in page
    assert "bed-strip__one--mixed" in page
