"""Pass: the coming weeks of one's lines, changed in two taps."""

import re

import pytest

from models.tables.accounts import AccountRole
from tests.app.web.visitors import words_of

ROTA = "mora-kardiologi-konsult-primarjour"
MINE, OTHERS = "mora-kardiologi-2", "mora-kardiologi-1"


@pytest.fixture
def colleague(visitor):
    """The other cardiologist in Mora, not on duty this week."""
    return visitor(AccountRole.SPECIALIST, person_id="mora-kardiologi-1", unit_id="mora-medicin")


def shift(somebody, number):
    """The address of a shift of the cardiology rota; each test changes its own."""
    page = somebody.get("/jour/pass").get_data(as_text=True)
    return re.findall(rf'href="(/jour/pass/{ROTA}/[^"]+)"', page)[number]


def who_has(somebody, address):
    """The person in the hidden field of a shift's page."""
    page = somebody.get(address).get_data(as_text=True)
    found = re.search(r'name="person" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def test_the_coming_four_weeks_of_the_lines_one_belongs_to(cardiologist):
    page = cardiologist.text("/jour/pass")
    assert "Konsult kardiologi, Mora" in page
    assert "pågår" in page
    assert "ditt pass" in page
    assert "Konsult kardiologi, Falun" not in page
    assert "Ändra pass, fyra veckor" in cardiologist.text("/jour")


def test_who_belongs_to_no_line_is_told_so(visitor):
    nobody = visitor(AccountRole.KATALOGREDAKTOR, unit_id=None)
    assert "Ditt konto hör inte till någon linje" in nobody.text("/jour/pass")


def test_somebody_else_has_the_shift_after_one_form(cardiologist, colleague):
    address = shift(cardiologist, 0)
    assert who_has(cardiologist, address) == MINE
    answer = cardiologist.post(address, person=MINE, to_person=OTHERS)
    assert (answer.status_code, answer.location) == (303, "/jour/pass")
    assert "berörda har fått veta det" in cardiologist.text("/jour/pass")
    assert who_has(colleague, address) == OTHERS


def test_left_vacant_it_can_be_filled(cardiologist):
    address = shift(cardiologist, 1)
    cardiologist.post(address, person=MINE, to_person="-")
    assert "Vakant" in cardiologist.text("/jour/pass")
    assert "Fyll ett vakant pass" in cardiologist.text(address)
    cardiologist.post(address, person="", to_person=OTHERS)
    assert who_has(cardiologist, address) == OTHERS


def test_two_people_swap(cardiologist):
    address = shift(cardiologist, 2)
    page = cardiologist.get(address).get_data(as_text=True)
    other = re.findall(rf'<option value="([^"/]+)/{OTHERS}"', page)[-1]
    answer = cardiologist.post(f"{address}/byt", person=MINE, other=f"{other}/{OTHERS}")
    assert answer.status_code == 303
    assert who_has(cardiologist, address) == OTHERS
    assert who_has(cardiologist, f"/jour/pass/{ROTA}/{other}") == MINE


def test_what_is_missing_or_wrong_is_pointed_out_and_nothing_is_changed(cardiologist):
    address = shift(cardiologist, 3)
    for path, form, sentence in (
        (address, {}, "Välj vem som tar passet."),
        (address, {"to_person": OTHERS, "reason": "för 19121212-1212"}, "personnummer"),
        (f"{address}/byt", {}, "Välj ett pass att byta med."),
    ):
        answer = cardiologist.post(path, person=MINE, **form)
        assert answer.status_code == 422
        assert sentence in words_of(answer)
    stale = cardiologist.post(address, person=OTHERS, to_person=MINE)
    assert stale.status_code == 409
    assert "Passet ser inte ut så längre" in words_of(stale)
    assert who_has(cardiologist, address) == MINE


def test_others_may_neither_see_nor_change_it(cardiologist, gp, visitor):
    address = shift(cardiologist, 3)
    assert gp.get(address).status_code == 403
    assert gp.post(address, person=MINE, to_person=OTHERS).status_code == 403
    assert visitor(AccountRole.ANALYTIKER).get("/jour/pass").status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "/jour/pass/finns-inte/2026-11-24T07:00Z",
        f"/jour/pass/{ROTA}/2026-11-24T07:01Z",
        f"/jour/pass/{ROTA}/9999-12-31T23:59Z",
        f"/jour/pass/{ROTA}/%00",
    ],
)
def test_an_address_that_names_no_shift(cardiologist, path):
    assert cardiologist.get(path).status_code == 404
    assert cardiologist.post(path, person="x", to_person="y").status_code in {403, 404, 409, 422}
