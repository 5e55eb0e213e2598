"""Språk: chosen once, for all pages of whoever chose it, on every computer."""

import pytest

CHOICE = "/installningar/sprak"


def lang_of(someone, path="/"):
    page = someone.get(path).get_data(as_text=True)
    return page.split('<html lang="')[1][:2]


def test_one_press_changes_all_pages_and_another_changes_back(visitor):
    gp = visitor()
    assert lang_of(gp) == "sv"
    assert gp.post(CHOICE, sprak="en").status_code == 303
    assert lang_of(gp) == lang_of(gp, "/katalog") == "en"
    assert "Cardiology" in gp.text("/kontakt/halvakut")
    gp.post(CHOICE, sprak="sv")
    assert lang_of(gp) == "sv"


def test_it_is_ones_own_and_no_one_elses(visitor):
    one, other = visitor(), visitor()
    one.post(CHOICE, sprak="en")
    assert (lang_of(one), lang_of(other)) == ("en", "sv")
    assert lang_of(one, "/?lang=sv") == "sv"  # this once
    assert lang_of(one) == "en"


@pytest.mark.parametrize("word", ["", "fi", "EN", "sv\x00"])
def test_another_language_changes_nothing(visitor, word):
    gp = visitor()
    assert gp.post(CHOICE, sprak=word).status_code == 422
    assert lang_of(gp) == "sv"


def test_a_refusal_is_in_ones_own_language_too(visitor):
    gp = visitor()
    gp.post(CHOICE, sprak="en")
    answer = gp.post("/kontakt/halvakut/plan", specialty="kardiologi", callback_number="12")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Nothing has been sent" in page or "Nothing is sent" in page
    missing = gp.text("/finns-ej", status=404)
    assert "Sidan" not in missing
