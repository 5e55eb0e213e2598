"""Nobody who asks in Dalarna is left without somebody to ring."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest

from routing.calendar import STOCKHOLM, holiday_name, is_red_day
from routing.decide import decide
from routing.lines import lines_for
from routing.matrix import Scope
from routing.rota import shifts_between
from routing.types import (
    ContactPath,
    Errand,
    LineKind,
    RequesterRole,
    RequestFacts,
    UnitKind,
)
from seed_directory.accounts import read_demo_accounts
from seed_directory.loader import DALARNA
from tests.databases import SEEDED_AT

pytestmark = pytest.mark.slow

YEAR = [SEEDED_AT.date() + timedelta(days=day) for day in range(0, 365, 13)]
DUTY_FREE = frozenset({"midsommarafton", "julafton", "nyarsafton"})
WEEKDAYS = [on for on in YEAR if on.weekday() < 5 and not is_red_day(on, eves_as_red=DUTY_FREE)]
NIGHT_AND_DAY = [time(0, 30), time(7, 59), time(8), time(10), time(17), time(22)]


def _at(on: date, clock: time) -> datetime:
    return datetime.combine(on, clock, tzinfo=STOCKHOLM).astimezone(UTC)


def _facts(path, role, municipality, *, specialty=None, unit_id=None):
    return RequestFacts(
        ContactPath(path), RequesterRole(role), municipality, specialty=specialty, unit_id=unit_id
    )


def test_the_gp_in_mora_reaches_at_least_three_cardiologists(dalarna):
    facts = _facts("halvakut", "primarvardslakare", "2062", specialty="kardiologi")
    for on in WEEKDAYS:
        plan = decide(facts, dalarna, _at(on, time(10)))
        hospitals = [dalarna.lines[step.line_id].hospital_id for step in plan.steps]
        assert len({step.person_id for step in plan.steps} - {None}) >= 3
        assert hospitals[:2] == ["mora-lasarett", "falu-lasarett"]


@pytest.mark.parametrize("on", WEEKDAYS, ids=str)
def test_every_specialty_answers_every_municipality_on_weekdays(dalarna, on):
    for municipality in dalarna.municipalities:
        for specialty in dalarna.specialties:
            facts = _facts("halvakut", "primarvardslakare", municipality, specialty=specialty)
            for clock in (time(8), time(10), time(16, 59)):
                assert decide(facts, dalarna, _at(on, clock)).steps


@pytest.mark.parametrize(
    "role", ["primarvardslakare", "ambulans", "inre_befal", "kommunsjukskoterska"]
)
def test_the_acute_path_always_reaches_a_doctor(dalarna, role):
    specialties = [None, *dalarna.specialties]
    for number, on in enumerate(YEAR):
        for municipality in dalarna.municipalities:
            specialty = specialties[(number + int(municipality)) % len(specialties)]
            facts = _facts("akut", role, municipality, specialty=specialty)
            for clock in NIGHT_AND_DAY:
                plan = decide(facts, dalarna, _at(on, clock))
                assert any(step.person_id for step in plan.steps)


@pytest.mark.parametrize(
    "role", ["ambulans", "inre_befal", "kommunsjukskoterska", "sjukhuslakare", "specialist"]
)
def test_primary_care_always_answers(dalarna, role):
    for on in YEAR:
        for municipality in dalarna.municipalities:
            facts = _facts("primarvard", role, municipality)
            for clock in NIGHT_AND_DAY:
                assert decide(facts, dalarna, _at(on, clock)).steps


def test_the_chosen_health_centre_is_rung_first_by_day(dalarna):
    centres = [unit for unit in dalarna.units.values() if unit.kind is UnitKind.HEALTH_CENTRE]
    for centre in centres:
        facts = _facts("primarvard", "sjukhuslakare", "2080", unit_id=centre.id)
        plan = decide(facts, dalarna, _at(WEEKDAYS[0], time(10)))
        assert plan.steps[0].unit_id == centre.id


@pytest.mark.parametrize("role", ["primarvardslakare", "specialist", "sjukhuslakare"])
def test_any_doctor_may_call_a_conference_on_weekdays(dalarna, role):
    for on in WEEKDAYS:
        assert decide(_facts("mdk", role, "2034"), dalarna, _at(on, time(10))).steps


def test_the_seed_is_as_good_in_ten_years(dalarna):
    at = _at(date(2036, 1, 7), time(10))
    facts = _facts("halvakut", "primarvardslakare", "2062", specialty="kardiologi")
    assert holiday_name(date(2036, 1, 7)) is None
    assert len(decide(facts, dalarna, at).steps) >= 3


def test_round_the_clock_lines_have_no_gap(dalarna):
    starts_at, ends_at = _at(date(2026, 3, 20), time(8)), _at(date(2026, 4, 10), time(8))
    for line in dalarna.lines.values():
        if line.hours is not None:
            continue
        for rota in dalarna.rotas[line.id]:
            shifts = shifts_between(rota, (), starts_at, ends_at)
            assert shifts[0].starts_at <= starts_at
            assert shifts[-1].ends_at >= ends_at
            assert all(one.ends_at == next_one.starts_at for one, next_one in pairwise(shifts))


def test_nobody_is_first_and_senior_at_once(dalarna):
    starts_at, ends_at = _at(date(2026, 3, 1), time(0)), _at(date(2026, 5, 1), time(0))
    for line in dalarna.lines.values():
        rotas = dalarna.rotas.get(line.id, ())
        if len(rotas) < 2:
            continue
        first, senior = (shifts_between(rota, (), starts_at, ends_at) for rota in rotas)
        for one in first:
            for other in senior:
                if one.starts_at < other.ends_at and other.starts_at < one.ends_at:
                    assert one.person_id != other.person_id, line.id


def test_each_step_of_the_matrix_finds_a_line_somewhere(dalarna):
    for rule in dalarna.matrix.rules:
        for step in rule.steps:
            units = dalarna.units if step.scope is Scope.CHOSEN_UNIT else [None]
            role = min(rule.roles)
            found = any(
                lines_for(step, RequestFacts(rule.path, role, code, "medicin", unit), dalarna)
                for code in dalarna.municipalities
                for unit in units
            )
            assert found, (rule.id, step.order)


def test_a_cardiologist_with_an_account_is_on_duty_in_mora_and_falun_every_weekday(dalarna):
    signed_in = {account.person_id for account in read_demo_accounts(DALARNA)}
    facts = _facts("halvakut", "primarvardslakare", "2062", specialty="kardiologi")
    for on in WEEKDAYS:
        plan = decide(facts, dalarna, _at(on, time(10)))
        assert {step.person_id for step in plan.steps[:2]} <= signed_in


def test_the_medical_on_call_in_mora_has_accounts_day_and_night(dalarna):
    signed_in = {account.person_id for account in read_demo_accounts(DALARNA)}
    facts = _facts("akut", "primarvardslakare", "2062", specialty="medicin")
    for on in YEAR:
        for clock in NIGHT_AND_DAY:
            plan = decide(facts, dalarna, _at(on, clock))
            in_mora = {step.person_id for step in plan.steps if step.line_id == "mora-medicin-jour"}
            assert len(in_mora) == 2  # the first tier and the senior
            assert in_mora <= signed_in


@pytest.mark.parametrize("path", list(ContactPath))
@pytest.mark.parametrize("role", list(RequesterRole))
def test_a_ward_is_asked_for_every_patient_whatever_the_talk_began_as(dalarna, path, role):
    at = _at(YEAR[3], time(0, 30))
    for code, municipality in dalarna.municipalities.items():
        for specialty in (None, *dalarna.specialties):
            facts = replace(_facts(path, role, code, specialty=specialty), errand=Errand.BED)
            wards = [dalarna.lines[step.line_id] for step in decide(facts, dalarna, at).steps]
            assert {line.kind for line in wards} == {LineKind.WARD}
            order = [municipality.hospitals.index(line.hospital_id or "") for line in wards]
            assert order == sorted(order)


def test_a_ward_serves_the_specialties_of_its_unit(dalarna):
    facts = _facts("akut", "primarvardslakare", "2062", specialty="kardiologi")
    plan = decide(replace(facts, errand=Errand.BED), dalarna, _at(YEAR[0], time(22)))
    assert [step.unit_id for step in plan.steps[:4]] == [
        "mora-hjartavdelningen",
        "mora-medicinavdelning",
        "falun-kardiologavdelningen",
        "falun-akutvardsavdelning-ava",  # serves all, so it comes last at its hospital
    ]


@pytest.mark.parametrize(
    ("specialty", "seconds"), [("kardiologi", 30), ("kirurgi", 45), ("hud", 60), (None, 60)]
)
@pytest.mark.parametrize("municipality", ["2062", "2080"])
def test_the_answer_promise_is_the_specialtys_own(dalarna, specialty, seconds, municipality):
    facts = _facts("akut", "ambulans", municipality, specialty=specialty)
    assert decide(facts, dalarna, _at(YEAR[0], time(3))).promise_seconds == seconds


def test_what_seeks_a_bed_is_offered_to_nobody_who_wants_to_talk(dalarna):
    rules = dalarna.matrix.rules
    assert {rule.path for rule in rules if rule.errand is Errand.BED} == set(ContactPath)
    assert not dalarna.index.rules(ContactPath.HALVAKUT, RequesterRole.AMBULANS)
