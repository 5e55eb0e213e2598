"""What people type leads to the right specialty first, and never to a wrong one with confidence."""

from pathlib import Path

import pytest

from app.search.specialties import SURE, Fit, find_by_words
from app.search.text import fold


def _pair(line: str) -> tuple[str, str]:
    typed, _is, code = line.partition("=")
    return typed.strip(), code.strip()


QUERIES = tuple(
    _pair(line)
    for line in Path(__file__).with_name("queries.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
)


def first(dalarna, typed):
    hits = find_by_words(dalarna, typed)
    return (hits[0].specialty.code, hits[0].fit) if hits else None


def test_the_table_is_large_and_reaches_every_specialty(dalarna):
    assert len(QUERIES) == len(dict(QUERIES)) >= 200
    assert {code for _typed, code in QUERIES} == set(dalarna.specialties)


@pytest.mark.parametrize(("typed", "code"), QUERIES)
def test_the_right_one_stands_first(dalarna, typed, code):
    found = first(dalarna, typed)
    assert found is not None
    assert found[0] == code
    assert found[1] <= SURE


def test_the_words_are_many_and_no_name_is_said_twice(dalarna):
    assert len(dalarna.search_words) >= 400
    names = {
        fold(name) for one in dalarna.specialties.values() for name in (one.name, *one.synonyms)
    }
    assert names & {fold(word) for word in dalarna.search_words} == set()
    assert all(set(codes) <= set(dalarna.specialties) for codes in dalarna.search_words.values())


def test_every_word_leads_to_its_own_first(dalarna):
    wrong = {
        word: first(dalarna, word)
        for word, codes in dalarna.search_words.items()
        if first(dalarna, word) != (codes[0], Fit.WHOLE)
    }
    assert wrong == {}


@pytest.mark.parametrize("typed", ["tsmärta", "kräfta", "logi", "ologi", "xyz", "äkare"])
def test_what_stands_only_inside_other_words_is_never_sure(dalarna, typed):
    assert all(hit.fit > SURE for hit in find_by_words(dalarna, typed))


@pytest.mark.parametrize("typed", ["", " ", "!?", "-"])
def test_nothing_typed_finds_nothing(dalarna, typed):
    assert find_by_words(dalarna, typed) == ()


def test_it_says_which_word_led_there(dalarna):
    (hit, *_rest) = find_by_words(dalarna, "bröstsmärta")
    assert hit.word == "bröstsmärta"
    (hit, *_rest) = find_by_words(dalarna, "kardiologi")
    assert hit.word == ""


def test_a_part_of_a_word_leads_there_while_one_types(dalarna):
    for typed in ("kardio", "hjärtk", "njursv", "prost", "röntg"):
        assert find_by_words(dalarna, typed)[0].fit is Fit.BEGINNING, typed


def test_who_it_is_about_does_not_hide_what_it_is_about(dalarna):
    assert first(dalarna, "kvinna 82 år med bröstsmärta")[0] == "kardiologi"
    assert first(dalarna, "misstänkt höftfraktur")[0] == "ortopedi"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("domningar i handen", "neurologi"),
        ("KOL med exacerbation", "lungmedicin"),
        ("knöl i bröstet sedan i våras", "kirurgi"),
    ],
)
def test_what_fits_only_partly_is_shown_and_not_opened(dalarna, typed, code):
    found = first(dalarna, typed)
    assert found == (code, Fit.PARTLY)
    assert Fit.PARTLY > SURE
