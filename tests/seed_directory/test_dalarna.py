"""The Dalarna directory: as much as was promised, and only fictitious numbers."""

from collections import Counter

import pytest

from models.phone_numbers import is_fictitious, is_short_number
from models.tables.accounts import AccountRole
from routing.belonging import hospital_of
from routing.types import (
    ContactKind,
    ContactPath,
    Errand,
    Hunting,
    LineKind,
    RequesterRole,
    UnitKind,
)
from seed_directory.accounts import read_demo_accounts
from seed_directory.loader import DALARNA

MUNICIPALITIES = dict(
    line.split(" ", 1)
    for line in """\
2021 Vansbro
2023 Malung-Sälen
2026 Gagnef
2029 Leksand
2031 Rättvik
2034 Orsa
2039 Älvdalen
2061 Smedjebacken
2062 Mora
2080 Falun
2081 Borlänge
2082 Säter
2083 Hedemora
2084 Avesta
2085 Ludvika""".splitlines()
)


def test_there_is_as_much_as_was_promised(dalarna):
    assert len(dalarna.units) >= 150
    assert len(dalarna.lines) >= 40
    assert len(dalarna.people) >= 120
    assert len(dalarna.specialties) >= 20


def test_every_specialty_can_be_dialled(dalarna):
    codes = [each.dial_code for each in dalarna.specialties.values()]
    assert None not in codes
    assert len(set(codes)) == len(codes)


def test_lines_with_a_rota_and_a_phone_of_their_own_are_shown(dalarna):
    with_phone = {line.id for line in dalarna.lines.values() if line.number}
    assert {"falun-anestesi-jour", "mora-anestesi-jour"} <= with_phone & set(dalarna.rotas)


def test_every_way_to_hunt_is_shown(dalarna):
    rules = dalarna.matrix.rules
    assert {step.hunting for rule in rules for step in rule.steps} == set(Hunting)
    assert {rule.path: rule.rounds for rule in rules if rule.errand is Errand.TALK} == {
        ContactPath.AKUT: 2,
        ContactPath.HALVAKUT: 1,
        ContactPath.MDK: 3,
        ContactPath.PRIMARVARD: 1,
    }


def test_every_ward_that_can_be_asked_has_a_phone_of_its_own_and_is_no_intensive_care(dalarna):
    wards = [line for line in dalarna.lines.values() if line.kind is LineKind.WARD]
    assert len(wards) == 32
    for line in wards:
        unit = dalarna.units[line.unit_id]
        assert unit.kind is UnitKind.WARD
        assert line.id == f"{unit.id}-koordinator"
        assert line.hospital_id == hospital_of(unit.id, dalarna.units)
        assert not {"anestesi", "rattspsykiatri"} & set(unit.specialties)


def test_the_municipalities_are_the_fifteen_of_the_county(dalarna):
    assert {code: each.name for code, each in dalarna.municipalities.items()} == MUNICIPALITIES
    assert sum(each.population for each in dalarna.municipalities.values()) == 286_546


def test_each_municipality_has_all_six_hospitals_in_order(dalarna):
    hospitals = {unit.id for unit in dalarna.units.values() if unit.kind is UnitKind.HOSPITAL}
    assert len(hospitals) == 6
    for municipality in dalarna.municipalities.values():
        assert set(municipality.hospitals) == hospitals
    assert dalarna.municipalities["2062"].hospitals[:2] == ("mora-lasarett", "falu-lasarett")


def test_each_municipality_has_a_nurse_on_duty_and_a_health_centre(dalarna):
    for kind in (LineKind.MUNICIPAL_NURSE, LineKind.PRIMARY_CARE):
        covered = {
            code for line in dalarna.lines.values() if line.kind is kind for code in line.covers
        }
        assert covered == set(MUNICIPALITIES)


@pytest.mark.parametrize("kind", list(UnitKind))
def test_there_is_a_unit_of_every_kind(dalarna, kind):
    assert any(unit.kind is kind for unit in dalarna.units.values())


def test_every_unit_says_that_it_is_an_example(dalarna):
    for unit in dalarna.units.values():
        assert unit.note.startswith("Exempel."), unit.id
        assert ("ej kontrollerat" in unit.note) is not unit.verified, unit.id
        assert unit.hsa_id.startswith("SE2321000180-EX")


def test_no_id_tells_who_a_person_is(dalarna):
    for person in dalarna.people.values():
        first_name, surname = person.name.lower().split()
        assert first_name not in person.id.split("-")
        assert surname not in person.id


def test_every_surname_is_plainly_made_up(dalarna):
    made_up = ("Exempel", "Prov", "Låtsas", "Påhitts", "Övnings", "Uppdikts")
    assert all(each.name.split()[1].startswith(made_up) for each in dalarna.people.values())
    names = [each.name for each in dalarna.people.values()]
    assert len(set(names)) == len(names)


def test_every_number_is_fictitious(dalarna):
    accounts = read_demo_accounts(DALARNA)
    numbers = {
        *(person.number for person in dalarna.people.values()),
        *(line.number for line in dalarna.lines.values()),
        *(rule.fallback.number for rule in dalarna.matrix.rules),
        *(account.number for account in accounts),
        *(
            point.value
            for unit in dalarna.units.values()
            for point in unit.contact_points
            if not is_short_number(point.value)
        ),
    } - {None}
    assert len(numbers) > 250
    assert {number for number in numbers if not is_fictitious(number)} == set()


def test_people_and_on_call_functions_have_a_number_each(dalarna):
    people = [person.number for person in dalarna.people.values()]
    functions = [line.number for line in dalarna.lines.values() if line.number]
    direct = [
        point.value
        for unit in dalarna.units.values()
        for point in unit.contact_points
        if point.kind is not ContactKind.SWITCHBOARD
    ]
    accounts = [each.number for each in read_demo_accounts(DALARNA) if not each.person_id]
    numbers = Counter(filter(None, people + functions + direct + accounts))
    assert None not in people
    assert [number for number, count in numbers.items() if count > 1] == []


def test_every_unit_shows_a_number(dalarna):
    without = [unit.id for unit in dalarna.units.values() if not unit.contact_points]
    allowed = {"primarvarden-dalarna"}
    assert set(without) <= allowed


def test_fallbacks_are_numbers_of_the_directory(dalarna):
    known = {point.value for unit in dalarna.units.values() for point in unit.contact_points}
    assert {rule.fallback.number for rule in dalarna.matrix.rules} <= known


def test_no_word_stands_for_two_specialties(dalarna):
    words = Counter(
        word.lower()
        for specialty in dalarna.specialties.values()
        for word in {specialty.name.lower(), *map(str.lower, specialty.synonyms)}
    )
    assert [word for word, count in words.items() if count > 1] == []


def test_there_is_a_demo_account_of_every_role(dalarna):
    accounts = read_demo_accounts(DALARNA)
    assert {account.role for account in accounts} == set(AccountRole)
    assert len({account.username for account in accounts}) == len(accounts)
    for account in accounts:
        assert account.person_id is None or account.person_id in dalarna.people
        assert account.unit_id in dalarna.units
        assert len(account.password) >= 12


def test_who_asks_has_a_number_to_be_rung_on():
    asks = {AccountRole(role.value) for role in RequesterRole}
    for account in read_demo_accounts(DALARNA):
        assert account.number or account.role not in asks, account.username
