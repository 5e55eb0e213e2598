"""Finding in the directory as people type."""

from datetime import UTC, datetime

import pytest

from app.search import (
    find_municipality,
    find_specialty,
    find_unit,
    nearest,
    search_units,
    swedish_key,
)

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("mora lasa", "mora-lasarett"),
        ("vårdcentral mora", "vc-mora"),
        ("Vardcentral MORA", "vc-mora"),
    ],
)
def test_units_are_found_by_their_names(dalarna, typed, first):
    assert search_units(dalarna, typed, at=AT)[0].id == first


@pytest.mark.parametrize(
    ("typed", "among"),
    [
        ("Hedda Exempelgren", "mora-medicin"),  # a person
        ("specialistläkare kardiologi mora", "mora-medicin"),  # a role
        ("hjärta falun", "falun-kardiologi"),  # a synonym and a place
        ("älv", "vc-alvdalen"),  # a place, from its first letters
    ],
)
def test_units_are_found_by_person_role_place_and_synonym(dalarna, typed, among):
    assert among in [unit.id for unit in search_units(dalarna, typed, at=AT)]


def test_nothing_typed_is_everything_in_swedish_order(dalarna):
    names = [unit.name for unit in search_units(dalarna, at=AT)]
    assert len(names) == len(dalarna.units)
    assert names == sorted(names, key=swedish_key)


@pytest.mark.parametrize("typed", ["qqqq", "!!!", "mora qqqq"])
def test_what_is_not_there_is_not_found(dalarna, typed):
    assert search_units(dalarna, typed, at=AT) == ()


def test_swedish_order():
    words = ["Öland", "Ärla", "Ånge", "Zinkgruvan", "Élan", "Eda", "Elsa"]
    in_order = ["Eda", "Élan", "Elsa", "Zinkgruvan", "Ånge", "Ärla", "Öland"]
    assert sorted(words, key=swedish_key) == in_order


@pytest.mark.parametrize("kind", ["specialty", "municipality", "unit"])
@pytest.mark.parametrize("word", ["", "x", "qqqqqqqq", "Kardiolgi", "Moora"])
def test_the_nearest_are_few_and_exist(dalarna, kind, word):
    names = {
        "specialty": {specialty.name for specialty in dalarna.specialties.values()},
        "municipality": {place.name for place in dalarna.municipalities.values()},
        "unit": {unit.name for unit in dalarna.units.values()},
    }[kind]
    near = nearest(dalarna, kind, word)
    assert len(near) <= 3
    assert set(near) <= names


@pytest.mark.parametrize(
    ("find", "word", "found"),
    [
        (find_specialty, "KARDIOLOGI", "Kardiologi"),
        (find_municipality, "Älvdalen kommun", "Älvdalen"),
        (find_municipality, "alvdalen", "Älvdalen"),
        (find_municipality, "2039", "Älvdalen"),
        (find_unit, "mora-lasarett", "Mora lasarett"),
        (find_unit, "mora LASARETT", "Mora lasarett"),
    ],
)
def test_exact_words_are_found_whatever_their_case(dalarna, find, word, found):
    assert find(dalarna, word).name == found


@pytest.mark.parametrize("find", [find_specialty, find_municipality, find_unit])
def test_what_is_only_alike_is_not_taken_for_it(dalarna, find):
    for word in ("", "Kardiolgi", "Moora", "mora lasaret"):
        assert find(dalarna, word) is None
