"""The menu on the phone: what is offered, what the keys mean, and the direct codes."""

import string
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.decide import decide
from routing.phone_menu import (
    MOST_CHOICES,
    PER_PAGE,
    AskForCode,
    Caller,
    MenuChoice,
    MenuPage,
    NoSuchKey,
    Turn,
    direct_code,
    may_reach,
    offer,
    page_of,
    read_code,
    read_key,
)
from routing.types import ContactPath, OnCallTier, RequesterRole
from routing.units import Specialty
from tests.routing import any_county
from tests.routing import strategies as any_
from tests.routing.county import FALUN, MORA, local

MONDAY = local("2026-11-23 10:00")
MONDAY_NIGHT = local("2026-11-23 23:00")
AVESTA = "2084"
HALVAKUT, AKUT = ContactPath.HALVAKUT, ContactPath.AKUT
GP = Caller(RequesterRole.PRIMARVARDSLAKARE, MORA)
CREW = Caller(RequesterRole.AMBULANS, MORA)
RULES = settings.get_profile("rules")

HEART = MenuChoice(HALVAKUT, MORA, "kardiologi")
SKIN = MenuChoice(HALVAKUT, FALUN, "hud")
KEYS = f"{string.digits}*#"


# --- What is offered ------------------------------------------------------------------------------
def test_the_last_comes_first_and_each_once(dalarna):
    choices = offer((SKIN, HEART, SKIN), GP, dalarna, MONDAY)
    assert choices[:2] == (SKIN, HEART)
    assert len(set(choices)) == len(choices) == MOST_CHOICES


def test_somebody_new_is_offered_one_of_each_open_path_the_most_urgent_first(dalarna):
    first_four = offer((), GP, dalarna, MONDAY)[:PER_PAGE]
    assert first_four == (
        MenuChoice(AKUT, MORA, "medicin"),
        MenuChoice(HALVAKUT, MORA, "kardiologi"),
        MenuChoice(ContactPath.MDK, MORA),
        MenuChoice(AKUT, MORA, "kirurgi"),
    )


def test_at_night_only_what_is_open_fills_the_menu_up(dalarna):
    choices = offer((), GP, dalarna, MONDAY_NIGHT)
    assert {choice.path for choice in choices} == {AKUT}
    hospitals = [choice.specialty for choice in choices]
    assert hospitals[:4] == ["medicin", "kirurgi", "ortopedi", "anestesi"]  # Mora's own lines


def test_what_was_asked_for_last_stays_on_its_key_when_it_is_closed(dalarna):
    assert offer((HEART,), GP, dalarna, MONDAY_NIGHT)[0] == HEART


def test_a_crew_is_offered_what_a_crew_may_reach(dalarna):
    paths = {choice.path for choice in offer((), CREW, dalarna, MONDAY)}
    assert paths == {AKUT, ContactPath.PRIMARVARD}


@pytest.mark.parametrize(
    ("choice", "because"),
    [
        (HEART, "a crew has no halvakut path"),
        (MenuChoice(AKUT, "9999", "medicin"), "the municipality is gone"),
        (MenuChoice(AKUT, MORA, "trolldom"), "the specialty is gone"),
        (MenuChoice(AKUT, MORA), "the path must be told a specialty"),
        (MenuChoice(ContactPath.PRIMARVARD, MORA, None, "borta"), "the unit is gone"),
    ],
)
def test_what_can_no_longer_be_asked_for_is_forgotten(dalarna, choice, because):
    assert not may_reach(choice, CREW.role, dalarna), because
    assert choice not in offer((choice,), CREW, dalarna, MONDAY)


def test_the_chosen_health_centre_is_remembered(dalarna):
    unit = next(each.id for each in dalarna.units.values() if each.id.startswith("vc-mora"))
    choice = MenuChoice(ContactPath.PRIMARVARD, MORA, None, unit)
    assert offer((choice,), CREW, dalarna, MONDAY)[0] == choice


def test_nobody_is_offered_a_path_on_which_only_they_themselves_answer(dalarna):
    plan = decide(HEART.facts(GP.role), dalarna, MONDAY)
    mine = plan.steps[0].person_id
    alone = replace(
        dalarna,
        lines={key: line for key, line in dalarna.lines.items() if key == plan.steps[0].line_id},
    )
    assert offer((), GP, alone, MONDAY) == (HEART,)
    rotas = {
        key: tuple(rota for rota in of_line if rota.tier is OnCallTier.FIRST)
        for key, of_line in alone.rotas.items()
    }
    alone = replace(alone, rotas=rotas)
    assert offer((), replace(GP, person_id=mine), alone, MONDAY) == ()


@settings(RULES)
@given(st.integers(0, 10_000), any_.moments, st.lists(st.integers(0, 10_000), max_size=6))
def test_whatever_fills_the_menu_up_can_be_reached_now(seed, at, earlier):
    county = replace(
        any_county.directory(seed),
        specialties={
            code: Specialty(code, code.title(), (), dial_code)
            for code, dial_code in zip(any_county.SPECIALTIES, ("11", "12"), strict=True)
        },
    )
    latest = [_choice(any_county.facts(one)) for one in earlier]
    choices = offer(latest, GP, county, at)
    assert len(set(choices)) == len(choices) <= MOST_CHOICES
    assert choices == offer(latest, GP, county, at)
    allowed = [one for one in dict.fromkeys(latest) if may_reach(one, GP.role, county)]
    assert list(choices[: len(allowed)]) == allowed
    for choice in choices[len(allowed) :]:
        assert choice.municipality == GP.municipality
        assert decide(choice.facts(GP.role), county, at).steps


def _choice(facts):
    return MenuChoice(facts.path, facts.municipality, facts.specialty, facts.unit_id)


# --- Keys -----------------------------------------------------------------------------------------
NINE = tuple(MenuChoice(AKUT, str(2060 + number), "medicin") for number in range(9))


@pytest.mark.parametrize(
    ("page", "digits", "means"),
    [
        (1, "1", NINE[0]),
        (1, "4", NINE[3]),
        (1, "5", NoSuchKey()),
        (1, "8", Turn(2)),
        (1, "*", Turn(1)),
        (1, "0", Turn(1)),
        (1, "9", AskForCode()),
        (1, "#", NoSuchKey()),
        (1, "", NoSuchKey()),
        (1, "12", NoSuchKey()),
        (1, "¹", NoSuchKey()),
        (2, "1", NINE[4]),
        (2, "8", Turn(3)),
        (2, "*", Turn(1)),
        (3, "1", NINE[8]),
        (3, "2", NoSuchKey()),
        (3, "8", NoSuchKey()),
        (3, "*", Turn(2)),
        (3, "0", Turn(3)),
    ],
)
def test_a_key_means_one_thing_on_a_page(page, digits, means):
    assert read_key(page_of(NINE, page), digits) == means


def test_a_page_that_is_not_there_is_the_nearest():
    assert page_of(NINE, 0).number == 1
    assert page_of(NINE, 99).number == 3
    assert page_of((), 1) == MenuPage((), 1, has_more=False)


@given(st.integers(0, 15), st.integers(-2, 9), st.text(KEYS, max_size=3))
def test_no_key_leads_out_of_the_menu(count, number, digits):
    choices = tuple(MenuChoice(AKUT, f"{place:04}") for place in range(count))
    page = page_of(choices, number)
    match read_key(page, digits):
        case Turn(other):
            assert page_of(choices, other).number == other
        case MenuChoice() as chosen:
            assert chosen in page.choices


@given(st.integers(0, 40))
def test_every_choice_is_on_one_page(count):
    choices = tuple(MenuChoice(AKUT, f"{place:04}") for place in range(count))
    pages, page = [], page_of(choices, 1)
    while True:
        pages.append(page)
        if not page.has_more:
            break
        page = page_of(choices, page.number + 1)
    assert tuple(choice for page in pages for choice in page.choices) == choices
    assert [page.has_back for page in pages] == [number > 0 for number in range(len(pages))]


# --- Direct codes ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("digits", "means"),
    [
        ("211", HEART),
        ("211*2084", MenuChoice(HALVAKUT, AVESTA, "kardiologi")),
        ("112", MenuChoice(AKUT, MORA, "medicin")),
        ("300", MenuChoice(ContactPath.MDK, MORA)),
        ("400*2080", MenuChoice(ContactPath.PRIMARVARD, FALUN)),
        ("", None),
        ("2", None),
        ("21", None),
        ("511", None),
        ("011", None),
        ("299", None),  # no specialty has 99
        ("211*", None),
        ("211*208", None),
        ("211*9999", None),
        ("211*20844", None),
        ("2112084", None),
        ("*211", None),
        ("211#", None),
        ("٢١١", None),
    ],
)
def test_a_direct_code_is_read(dalarna, digits, means):
    assert read_code(digits, MORA, dalarna) == means


def test_every_choice_of_dalarna_has_a_code_that_means_it(dalarna):
    for path in ContactPath:
        for place in dalarna.municipalities:
            for specialty in (None, *dalarna.specialties):
                choice = MenuChoice(path, place, specialty)
                code = direct_code(choice, MORA, dalarna)
                assert code is not None
                assert read_code(code, MORA, dalarna) == choice


def test_a_chosen_unit_or_a_specialty_without_number_has_no_code(dalarna):
    assert direct_code(MenuChoice(AKUT, MORA, None, "vc-mora"), MORA, dalarna) is None
    without = replace(dalarna, specialties={"hud": Specialty("hud", "Hud")})
    assert direct_code(SKIN, MORA, without) is None


@given(st.text(string.printable + KEYS * 5, max_size=10))
def test_no_entry_breaks_the_reading(dalarna, digits):
    choice = read_code(digits, MORA, dalarna)
    if choice is not None:
        assert choice.municipality in dalarna.municipalities
        code = direct_code(choice, MORA, dalarna)
        assert code is not None
        assert read_code(code, MORA, dalarna) == choice
