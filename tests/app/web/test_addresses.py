"""No address names a patient: searches are sent as forms, and what was typed stays in the field."""

import html

import pytest

from tests.app.web.visitors import words_of
from tests.routing.identity_spellings import REFUSED as SPELLINGS

# What an address is does not depend on the database.
pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)

TYPED = "811218-9876"
SENTENCE = "ser ut att innehålla ett personnummer"
SEARCHES = ("/", "/kontakt/halvakut", "/kontakt/forslag?path=halvakut", "/katalog")


@pytest.mark.parametrize("address", SEARCHES)
@pytest.mark.parametrize("typed", [TYPED, "8112189876", "åttioett tolv arton 98 76"])
def test_a_search_for_a_patient_says_why_and_keeps_what_was_typed(gp, address, typed):
    answer = gp.post(address, q=typed)
    assert answer.status_code == 422
    assert SENTENCE in words_of(answer)
    assert "Location" not in answer.headers
    assert "HX-Push-Url" not in answer.headers
    page = html.unescape(answer.get_data(as_text=True))
    assert f"q={typed}" not in page
    if "forslag" not in address:
        assert f'name="q" type="search" value="{typed}"' in page
        assert page.count(typed) == 1  # in the field, and in no link


def test_with_script_too(gp):
    answer = gp.presses("/katalog", q=TYPED, kommun="2062")
    assert answer.status_code == 422
    assert "HX-Push-Url" not in answer.headers
    assert TYPED not in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("address", "where"),
    [
        ("/", "/?q=hj%C3%A4rta"),
        ("/kontakt/halvakut", "/kontakt/halvakut?q=hj%C3%A4rta"),
        ("/katalog", "/katalog?q=hj%C3%A4rta&kommun=2062"),
    ],
)
def test_any_other_search_has_an_address(gp, address, where):
    answer = gp.post(address, q="hjärta", kommun="2062")
    assert (answer.status_code, answer.location) == (303, where)
    assert gp.get(answer.location).status_code == 200


def test_a_search_while_one_types_changes_the_address_of_the_page(gp):
    answer = gp.presses("/katalog", q="mora", slag="vardcentral")
    assert answer.headers["HX-Push-Url"] == "/katalog?q=mora&slag=vardcentral"
    assert "Mora" in words_of(answer)


@pytest.mark.parametrize("address", ["/", "/katalog", "/kontakt/halvakut", "/arenden", "/nowhere"])
def test_an_address_with_a_patient_is_opened_without(gp, address):
    answer = gp.get(address, query_string={"q": TYPED, "kommun": "2062"})
    assert (answer.status_code, answer.location) == (303, f"{address}?kommun=2062")
    if address != "/nowhere":
        assert SENTENCE in gp.text(answer.location)


def test_in_any_spelling_and_any_field(gp):
    for spelling in SPELLINGS[::9]:
        answer = gp.get("/katalog", query_string={"kommun": spelling})
        assert (answer.status_code, answer.location) == (303, "/katalog"), spelling


def test_a_patient_in_the_path_leads_to_the_start_page(gp):
    answer = gp.get("/katalog/811218-9876")
    assert (answer.status_code, answer.location) == (303, "/")


def test_signing_in_does_not_carry_it_on(app):
    answer = app.test_client().get("/katalog?q=811218-9876")
    assert answer.status_code == 302
    assert "9876" not in answer.location


def test_a_search_for_a_phone_number_or_a_date_is_a_search(gp):
    for typed in ("070-174 06 97", "0701740697", "2026-11-20", "mora lasarett"):
        assert gp.get("/katalog", query_string={"q": typed}).status_code == 200


def test_the_api_refuses_it(caller):
    answer = caller().get("/directory/units?q=811218-9876")
    assert answer.status_code == 422
    assert answer.json["type"].endswith("patientidentitet")
    assert answer.json["errors"][0]["field"] == "q"
    assert "9876" not in answer.get_data(as_text=True)
    assert caller().get("/plan?path=halvakut&municipality=8112189876").status_code == 422
