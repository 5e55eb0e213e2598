"""The matrix: which rule decides, and which lines its steps mean."""

from dataclasses import replace
from datetime import date

import pytest

from routing.lines import lines_for
from routing.matrix import Scope, choose_among, serves
from routing.types import ContactPath, LineKind, RequesterRole
from routing.units import OnCallLine
from tests.routing.county import (
    FALUN,
    GP_IN_MORA,
    MORA,
    OFFICE,
    consult,
    county,
    local,
    rule,
    rung,
    weekly,
)

AT = local("2026-11-24 10:00")
KARDIOLOGI, IN_MORA = frozenset({"kardiologi"}), frozenset({MORA})
BOTH = rule(id="both", specialties=KARDIOLOGI, municipalities=IN_MORA)
SPECIALTY = rule(id="specialty", specialties=KARDIOLOGI)
MUNICIPALITY = rule(id="municipality", municipalities=IN_MORA)
GENERAL = rule(id="general")


def chosen(*rules, facts=GP_IN_MORA, at=AT):
    found = choose_among((rule for rule in rules if serves(rule, facts)), at)
    return found.id if found else None


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ((GENERAL, MUNICIPALITY, SPECIALTY, BOTH), "both"),
        ((GENERAL, MUNICIPALITY, SPECIALTY), "specialty"),
        ((GENERAL, MUNICIPALITY), "municipality"),
        ((GENERAL,), "general"),
        ((), None),
        ((rule(id="b"), rule(id="a")), "a"),
    ],
)
def test_the_most_specific_rule_decides(rules, expected):
    assert chosen(*rules) == expected
    assert chosen(*reversed(rules)) == expected


@pytest.mark.parametrize(
    "other",
    [
        rule(path=ContactPath.AKUT),
        rule(roles=frozenset({RequesterRole.AMBULANS})),
        rule(specialties=frozenset({"neurologi"})),
        rule(municipalities=frozenset({FALUN})),
        rule(valid_from=date(2026, 11, 25)),
        rule(valid_to=date(2026, 11, 23)),
    ],
)
def test_a_rule_for_something_else_never_decides(other):
    assert chosen(other) is None


def test_validity_is_inclusive_and_local():
    brief = rule(valid_from=date(2026, 11, 24), valid_to=date(2026, 11, 24))
    assert chosen(brief, at=local("2026-11-24 00:00"))
    assert chosen(brief, at=local("2026-11-24 23:59"))
    assert chosen(brief, at=local("2026-11-25 00:00")) is None


def test_a_rule_for_any_role_serves_every_role():
    anybody = rule(roles=frozenset())
    for role in RequesterRole:
        assert chosen(anybody, facts=replace(GP_IN_MORA, requester_role=role))


def test_a_rule_for_a_specialty_does_not_serve_a_contact_without():
    assert chosen(SPECIALTY, facts=replace(GP_IN_MORA, specialty=None)) is None


def test_day_and_night_can_be_two_rules():
    day = rule(id="dag", hours=OFFICE)
    night = rule(id="natt", hours=weekly("17:00-08:00"))
    assert chosen(night, day, at=local("2026-11-24 10:00")) == "dag"
    assert chosen(day, night, at=local("2026-11-24 20:00")) == "natt"
    assert chosen(day, night, at=local("2026-11-22 12:00")) == "dag"  # both closed: lowest id


def test_a_closed_specific_rule_still_beats_an_open_general_one():
    closed = rule(id="specific", specialties=KARDIOLOGI, hours=weekly("01:00-02:00"))
    assert chosen(closed, GENERAL) == "specific"


# --- Which lines a step means ---------------------------------------------------------------------
def line(line_id, **changed):
    plain = OnCallLine(line_id, line_id, LineKind.PRIMARY_CARE, unit_id="mora-vc")
    return replace(plain, **changed)


HOSPITAL_LINES = (
    consult("falun"),
    consult("ludvika"),
    consult("mora"),
    consult("mora", id="mora-neurologi", specialty="neurologi"),
    consult("mora", id="mora-allmant", specialty=None),
    consult("mora", id="mora-jour", kind=LineKind.ON_CALL),
)


def found(step, *lines, facts=GP_IN_MORA):
    return [each.id for each in lines_for(step, facts, county(lines=lines))]


def test_own_hospital_is_the_municipalitys_first():
    step = rung(1, Scope.OWN_HOSPITAL)
    assert found(step, *HOSPITAL_LINES) == ["mora-kardiologi", "mora-allmant"]
    from_falun = replace(GP_IN_MORA, municipality=FALUN)
    assert found(step, *HOSPITAL_LINES, facts=from_falun) == ["falun-kardiologi"]


def test_other_hospitals_come_by_nearness():
    step = rung(1, Scope.OTHER_HOSPITALS)
    assert found(step, *HOSPITAL_LINES) == ["falun-kardiologi", "ludvika-kardiologi"]


def test_an_unknown_municipality_has_no_hospital():
    nowhere = replace(GP_IN_MORA, municipality="9999")
    for scope in (Scope.OWN_HOSPITAL, Scope.OTHER_HOSPITALS):
        assert found(rung(1, scope), *HOSPITAL_LINES, facts=nowhere) == []


def test_a_step_may_name_another_specialty_than_the_one_asked_for():
    step = rung(1, Scope.OWN_HOSPITAL, specialty="neurologi")
    assert found(step, *HOSPITAL_LINES) == ["mora-neurologi", "mora-allmant"]


def test_without_specialty_only_lines_without_one_serve():
    no_specialty = replace(GP_IN_MORA, specialty=None)
    step = rung(1, Scope.OWN_HOSPITAL)
    assert found(step, *HOSPITAL_LINES, facts=no_specialty) == ["mora-allmant"]


def test_own_municipality_is_where_the_unit_is_or_what_the_line_covers():
    lines = (
        line("a-there"),
        line("b-covers", unit_id="falun-medicin", covers=frozenset({MORA})),
        line("c-elsewhere", unit_id="falun-medicin"),
        line("d-no-unit", unit_id="gone"),
    )
    step = rung(1, Scope.OWN_MUNICIPALITY, kind=LineKind.PRIMARY_CARE)
    assert found(step, *lines) == ["a-there", "b-covers"]


def test_chosen_unit_is_the_one_chosen():
    step = rung(1, Scope.CHOSEN_UNIT, kind=LineKind.PRIMARY_CARE)
    lines = (line("a"), line("b", unit_id="falun-medicin"))
    assert found(step, *lines, facts=replace(GP_IN_MORA, unit_id="falun-medicin")) == ["b"]
    assert found(step, *lines) == []


def test_county_means_the_county_wide_lines():
    step = rung(1, Scope.COUNTY)
    wide = consult("x", id="wide", hospital_id=None)
    assert found(step, *HOSPITAL_LINES, wide) == ["wide"]


def test_where_there_is_no_county_wide_line_every_line_that_covers_the_patient_will_do():
    step = rung(1, Scope.COUNTY, kind=LineKind.PRIMARY_CARE)
    lines = (
        line("a", covers=frozenset({FALUN})),
        line("b", covers=frozenset({MORA})),
        line("c", hospital_id="mora"),
    )
    assert found(step, *lines) == ["b", "c"]
