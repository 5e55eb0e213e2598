"""The directory's search: as people type units, numbers and ids, misspelled ones too."""

import pytest

from app.search.units import UnitFilters, respelled, search_units
from routing.types import UnitKind
from tests.app.search.test_units_and_names import AT


def found(dalarna, typed):
    return [unit.id for unit in search_units(dalarna, typed, at=AT)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("mora vårdcentral", "vc-mora"),
        ("vårdcentral mora", "vc-mora"),
        ("vc mora", "vc-mora"),
        ("vc älvdalen", "vc-alvdalen"),
        ("VC ALVDALEN", "vc-alvdalen"),
        ("vårdcentralen älvdalen", "vc-alvdalen"),
        ("bvc mora", "vc-mora"),
        ("mvc mora", "vc-mora"),
        ("barnmorska älvdalen", "vc-alvdalen"),
        ("distriktsläkare mora", "vc-mora"),
        ("hemsjukvård gagnef", "hemsjukvard-gagnef"),
        ("hemsjukvården gagnef", "hemsjukvard-gagnef"),
        ("kommunsköterska vansbro", "hemsjukvard-vansbro"),
        ("mora lasarett", "mora-lasarett"),
        ("lasarett mora", "mora-lasarett"),
        ("falu lasarett", "falu-lasarett"),
        ("bup mora", "mora-bup"),
        ("psykiatriska akutmottagningen", "falun-psykakut"),
    ],
)
def test_the_right_unit_stands_first(dalarna, typed, first):
    assert found(dalarna, typed)[:1] == [first]


@pytest.mark.parametrize(
    "typed",
    ["vc", "bvc", "mvc", "hemsjukvård", "barnmorska", "rehab", "ambulans", "röntgen", "1177"],
)
def test_everyday_words_for_a_kind_find_it(dalarna, typed):
    assert found(dalarna, typed)


def test_a_health_centre_stands_before_what_only_has_it_in_another_word(dalarna):
    centres = found(dalarna, "mora vårdcentral")
    assert centres.index("vc-mora") < centres.index("vc-hedemora")


def test_any_number_of_the_directory_is_found_as_people_write_it(dalarna):
    lasarett = next(
        point
        for point in dalarna.units["mora-lasarett"].contact_points
        if point.value.startswith("+46")
    )
    national = "0" + lasarett.value.removeprefix("+46")
    for typed in (
        lasarett.value,
        national,
        f"{national[:4]}-{national[4:]}",
        f"{national[:4]} {national[4:6]} {national[6:]}",
        f"+46 (0){national[1:4]} {national[4:]}",
        f"0046{national[1:]}",
        national[-6:],
    ):
        assert "mora-lasarett" in found(dalarna, typed), typed


def test_the_number_of_a_person_and_of_a_line_lead_to_their_unit(dalarna):
    person = next(iter(dalarna.people.values()))
    assert person.unit_id in found(dalarna, person.number)
    line = next(one for one in dalarna.lines.values() if one.number)
    assert line.unit_id in found(dalarna, line.number)


def test_a_unit_is_found_by_its_hsa_id_whole_or_begun(dalarna):
    unit = dalarna.units["vc-mora"]
    assert found(dalarna, unit.hsa_id) == ["vc-mora"]
    assert found(dalarna, unit.hsa_id.lower().replace("-", " ")) == ["vc-mora"]
    assert "vc-mora" in found(dalarna, unit.hsa_id[:-2])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kardiolgi", "kardiologi"),
        ("kirugi mora", "kirurgi mora"),
        ("vårdcental mora", "vardcentral mora"),
        ("ortopdi falun", "ortopedi falun"),
    ],
)
def test_what_was_misspelled_is_offered_in_its_right_spelling(dalarna, typed, meant):
    assert found(dalarna, typed) == []
    assert respelled(dalarna, typed) == meant
    assert found(dalarna, meant)


def test_what_is_like_nothing_has_no_other_spelling(dalarna):
    assert respelled(dalarna, "qwxzy") == ""


def test_every_unit_is_found_first_or_nearly_so_by_its_own_name(dalarna):
    lost = [
        unit.name for unit in dalarna.units.values() if unit.id not in found(dalarna, unit.name)[:3]
    ]
    assert lost == []


def test_filters_narrow_what_is_found(dalarna):
    only = UnitFilters(kind=UnitKind.HEALTH_CENTRE)
    units = search_units(dalarna, "mora", filters=only, at=AT)
    assert {unit.kind for unit in units} == {UnitKind.HEALTH_CENTRE}
