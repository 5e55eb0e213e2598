"""Röntgen direkt: booked from the contact's page, answered for on radiology's own."""

import re

import pytest
from sqlalchemy import delete

from models.db import db
from models.reads.radiology import load_bookings_of
from models.tables.accounts import AccountRole
from models.tables.radiology import BookingEventRow, BookingRow, RadiologyHourRow
from routing.radiology import BookingStatus
from tests.app.web.visitors import words_of

pytestmark = pytest.mark.slow

SITE = "mora-rontgen"
NOON = f"{SITE}|2026-11-23T11:00:00+00:00"
ONE = f"{SITE}|2026-11-23T12:00:00+00:00"
HEAD = {"svar-stroke": "nej", "svar-antikoagulantia": "nej", "svar-graviditet": "nej"}
NUMBER = "070-174 06 99"


@pytest.fixture(autouse=True)
def _empty_hours(app):
    """The hours' places are everybody's: give them back."""
    yield
    with app.app_context():
        for table in (BookingEventRow, BookingRow, RadiologyHourRow):
            db.session.execute(delete(table))
        db.session.commit()


@pytest.fixture
def talk(gp):
    """A contact that the cardiologist on duty has answered."""
    request_id = gp.starts("jag_ringer_sjalv")
    ringing = gp.contact(request_id).ringing
    gp.post(f"/arenden/{request_id}/sjalvringt", attempt=ringing.id, answered="ja")
    return request_id


@pytest.fixture
def radiologist(visitor):
    """Somebody who works at radiology in Mora."""
    return visitor(AccountRole.SPECIALIST, person_id="mora-rontgen-1", unit_id=SITE)


def bookings(gp, request_id):
    with gp.app.app_context():
        return load_bookings_of(db.session(), request_id)


def books(someone, talk, code="dt-hjarna", **form):
    sent = {"hour": NOON, "result_to": "remittenten", "result_number": NUMBER, "key": "k1"}
    return someone.post(f"/arenden/{talk}/rontgen/{code}", **(HEAD | sent | form))


def test_from_examination_to_hour_and_back_to_the_contact(gp, talk):
    page = gp.text(f"/arenden/{talk}/rontgen")
    assert "DT hjärna" in page
    page = gp.get(f"/arenden/{talk}/rontgen/dt-hjarna").get_data(as_text=True)
    assert NOON in page
    assert f"{SITE}|2026-11-23T08:00:00+00:00" not in page
    sites = re.findall(r"<strong>((?:Bild|Röntgen)[^<]+)</strong>", page)
    assert sites[:2] == ["Bild- och funktionsmedicin Mora", "Bild- och funktionsmedicin Falun"]
    answer = books(gp, talk, question="Blödning?")
    assert answer.status_code == 303
    shown = gp.text(f"/arenden/{talk}")
    assert "12:00 Bild- och funktionsmedicin Mora" in shown
    assert "DT hjärna: Blödning?" in shown
    assert "070-174 06 99" in shown


def test_the_same_button_twice_is_one_booking(gp, talk):
    assert books(gp, talk).status_code == books(gp, talk).status_code == 303
    assert len(bookings(gp, talk)) == 1


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"hour": ""}, "Välj en timme."),
        ({"hour": "ingenstans|2026-11-23T11:00:00+00:00"}, "Den röntgenavdelningen finns inte."),
        ({"hour": f"{SITE}|i morgon"}, "Välj en timme."),
        ({"hour": f"{SITE}|2026-11-23T06:00:00+00:00"}, "Timmen har redan börjat."),
        ({"result_to": "ingen"}, "Välj vem som ska ha svaret."),
        ({"result_number": "växeln"}, "Telefonnumret går inte att ringa"),
        ({"result_number": "", "result_to": "avdelningen"}, "Skriv numret som svaret ska ringas"),
        ({"question": "19121212-1212"}, "personnummer"),
        ({"result_number": "19121212-1212"}, "Det ser ut som ett personnummer."),
        ({"svar-stroke": "19121212-1212"}, "Svara ja eller nej."),
        ({"svar-stroke": ""}, "Nytillkomna bortfall det senaste dygnet? Svaret saknas."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(gp, talk, form, sentence):
    answer = books(gp, talk, **({"question": "Kvar i rutan"} | form))
    assert answer.status_code == 422
    page = words_of(answer)
    assert sentence in page
    assert form.get("question", "Kvar i rutan") in page
    assert bookings(gp, talk) == ()


def test_a_warning_is_confirmed_with_one_more_tap(gp, talk):
    answer = books(gp, talk, **{"svar-stroke": "ja"})
    page = words_of(answer)
    assert "Misstänkt stroke är ett larm på 112" in page
    assert "Röntgen är uppringd och tar emot patienten." in page
    assert "031-390 06 41" in page
    said_yes = {"svar-stroke": "ja", "confirm": "stroke:ja"}
    assert 'value="stroke:ja"' in answer.get_data(as_text=True)
    assert books(gp, talk, **said_yes).status_code == 303


def test_what_was_confirmed_of_one_answer_is_not_confirmed_of_another(gp, talk):
    answers = {"svar-wells": "5", "svar-egfr": "20", "svar-provdatum": "2026-11-22"}
    others = ("kontrastallergi", "metformin", "graviditet")
    answers |= {f"svar-{key}": "nej" for key in others}
    answers |= {"svar-stabil": "ja", "svar-vikt": "70"}
    code = "dt-thorax-lungemboli"
    assert books(gp, talk, code, **answers, confirm="egfr:38").status_code == 422
    assert books(gp, talk, code, **answers, confirm="egfr:20").status_code == 303


def test_moved_and_cancelled(gp, talk):
    books(gp, talk)
    (booking,) = bookings(gp, talk)
    where = f"/arenden/{talk}/rontgen/bokning/{booking.id}"
    assert "Ny timme" in gp.text(f"{where}/flytta")
    assert "Välj en timme." in words_of(gp.post(f"{where}/flytta"))
    assert gp.post(f"{where}/flytta", hour=ONE).status_code == 303
    assert "13:00" in gp.text(f"/arenden/{talk}/rontgen")
    for _press in range(2):
        assert gp.post(f"{where}/avboka").status_code == 303
    assert bookings(gp, talk)[0].status is BookingStatus.CANCELLED


def test_others_see_nothing_of_it(gp, talk, visitor, radiologist):
    books(gp, talk)
    (booking,) = bookings(gp, talk)
    stranger = visitor(AccountRole.PRIMARVARDSLAKARE)
    for path in ("", "/dt-hjarna", f"/bokning/{booking.id}/flytta"):
        assert stranger.get(f"/arenden/{talk}/rontgen{path}").status_code == 404
    assert books(stranger, talk).status_code == 404
    assert gp.get("/rontgen").status_code == 403
    assert gp.get(f"/arenden/{talk}/rontgen/okand").status_code == 404
    nurse = visitor(AccountRole.KOMMUNSJUKSKOTERSKA)
    assert books(nurse, talk).status_code == 403


def test_radiology_sees_it_and_says_what_came_of_it(gp, talk, radiologist):
    books(gp, talk, question="Blödning?")
    (booking,) = bookings(gp, talk)
    page = radiologist.text("/rontgen")
    assert "12:00 DT hjärna Bokad" in page
    assert gp.contact(talk).case_code in page
    assert "Blödning?" in page
    where = f"/rontgen/bokning/{booking.id}"
    assert radiologist.post(f"{where}/utford").status_code == 303
    assert "Utförd, svar återstår" in radiologist.text("/rontgen")
    radiologist.post(f"{where}/svar", result_to="avdelningen", result_number="")
    assert "Skriv numret som svaret ska ringas till." in radiologist.text("/rontgen")
    radiologist.post(f"{where}/svar")
    assert bookings(gp, talk)[0].status is BookingStatus.REPORTED
    assert "Svaret ringdes till remittenten, 070-174 06 99" in gp.text(f"/arenden/{talk}")


def test_radiology_refuses_and_the_contact_says_why(gp, talk, radiologist):
    books(gp, talk)
    (booking,) = bookings(gp, talk)
    where = f"/rontgen/bokning/{booking.id}/neka"
    answer = radiologist.post(where, note="Ring oss först.")
    assert answer.status_code == 422
    assert "Välj varför ni nekar." in words_of(answer)
    assert 'value="Ring oss först."' in answer.get_data(as_text=True)
    radiologist.post(where, reason="annat")
    assert "Skriv varför" in radiologist.text("/rontgen")
    radiologist.post(where, reason="annat", note="Ring oss först.")
    page = gp.text(f"/arenden/{talk}")
    assert "Röntgen säger nej" not in page
    assert "Nekad av röntgen" in page
    assert "Ring oss först." in page
    assert "Röntgen säger nej" in gp.text("/inkorg")


def test_radiology_keeps_what_was_typed_when_it_is_refused(gp, talk, radiologist):
    books(gp, talk)
    (booking,) = bookings(gp, talk)
    where = f"/rontgen/bokning/{booking.id}"
    typed = "Pat 811218;9876 måste ha njurprov"
    answer = radiologist.post(f"{where}/neka", reason="annat", note=typed)
    assert answer.status_code == 422
    assert "ser ut att innehålla ett personnummer" in words_of(answer)
    assert f'name="note" value="{typed}"' in answer.get_data(as_text=True)
    for number, said in (
        ("811218-9876", "ser ut som ett personnummer"),
        ("växeln", "går inte att"),
    ):
        answer = radiologist.post(f"{where}/svar", result_to="avdelningen", result_number=number)
        assert answer.status_code == 422
        assert said in words_of(answer)
        assert f'name="result_number" value="{number}"' in answer.get_data(as_text=True)
    assert bookings(gp, talk)[0].status is BookingStatus.BOOKED


def test_the_page_says_when_something_has_been_booked_since(gp, talk, radiologist):
    page = radiologist.get("/rontgen").get_data(as_text=True)
    (news,) = re.findall(r'hx-get="(/rontgen/nytt[^"]+)"', page)
    assert radiologist.get(news).status_code == 204
    books(gp, talk)
    assert "Något har bokats eller ändrats." in radiologist.text(news)
    assert gp.get(news).status_code == 403


def test_only_the_site_itself_answers(gp, talk, visitor):
    books(gp, talk)
    (booking,) = bookings(gp, talk)
    falun = visitor(AccountRole.SPECIALIST, person_id="falun-rontgen-1", unit_id="falun-rontgen")
    assert falun.post(f"/rontgen/bokning/{booking.id}/utford").status_code == 403
    assert falun.post("/rontgen/bokning/x/utford").status_code == 404
    assert bookings(gp, talk)[0].status is BookingStatus.BOOKED


def test_an_hours_places_are_changed_in_two_taps(gp, talk, radiologist):
    page = radiologist.get("/rontgen").get_data(as_text=True)
    assert NOON in page
    sent = {"hour": NOON, "modality": "datortomografi"}
    assert radiologist.post("/rontgen/timme", **sent, capacity="0").status_code == 303
    assert "full" in gp.text(f"/arenden/{talk}/rontgen/dt-hjarna")
    assert books(gp, talk).status_code == 422
    for capacity in ("-1", "två", "", "1000"):
        assert radiologist.post("/rontgen/timme", **sent, capacity=capacity).status_code == 422
    other = sent | {"hour": "falun-rontgen|2026-11-23T11:00:00+00:00"}
    assert radiologist.post("/rontgen/timme", **other, capacity="1").status_code == 403


def test_the_menu_leads_to_it_for_those_who_work_there(gp, radiologist):
    assert 'href="/rontgen"' in radiologist.get("/inkorg").get_data(as_text=True)
    assert 'href="/rontgen"' not in gp.get("/").get_data(as_text=True)
