"""What keys do in a call to our number, and what is said: a table for each question."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from app.actions.calls.outcome_keys import RESULT_KEYS, outcome_options, result_of_key
from app.actions.incoming.callers import KnownCaller, home_municipality, shown_number
from app.actions.incoming.keys import MOST_PROMPTS, Listener
from app.actions.incoming.state import Lead, MenuState, Step, state_from_json, state_to_json
from app.actions.incoming.words import CallWords, choice_text, switchboard_of
from app.actions.shared.actor import Actor
from models.tables.accounts import AccountRole
from notifications.language import Language
from routing.decide import decide
from routing.outcome import PlanBefore, ResultAfter
from routing.phone_menu import MenuChoice
from routing.types import ContactPath, RequesterRole

STOCKHOLM = ZoneInfo("Europe/Stockholm")
MORA, FALUN = "2062", "2080"
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=STOCKHOLM)
MONDAY_NIGHT = datetime(2026, 11, 23, 22, 0, tzinfo=STOCKHOLM)
GP = KnownCaller(
    Actor(1, "Mira Exempel", AccountRole.PRIMARVARDSLAKARE, None, "vc-mora", None),
    RequesterRole.PRIMARVARDSLAKARE,
    MORA,
    Language.SV,
)
HEART = MenuChoice(ContactPath.HALVAKUT, MORA, "kardiologi")
SURGERY = MenuChoice(ContactPath.AKUT, MORA, "kirurgi")
HOME_CARE = MenuChoice(ContactPath.PRIMARVARD, MORA)
MENU = MenuState(Step.MENU, choices=(HEART, SURGERY))


def hear(dalarna, state, *keys, at=MONDAY):
    listener = Listener(GP, dalarna, at)
    for digits in keys:
        state = listener.hear(state, digits)
    return state


@pytest.mark.parametrize(
    ("state", "digits", "step", "lead"),
    [
        (MENU, "1", Step.PLAN_BEFORE, Lead.NONE),
        (MENU, "2", Step.CALLING, Lead.NONE),  # the acute path asks for no plan
        (MENU, "9", Step.DIRECT_CODE, Lead.NONE),
        (MENU, "0", Step.MENU, Lead.NONE),
        (MENU, "*", Step.MENU, Lead.NONE),
        (MENU, "3", Step.MENU, Lead.INVALID),
        (MENU, "8", Step.MENU, Lead.INVALID),  # there is no second page
        (MENU, "", Step.MENU, Lead.NONE),
        (replace(MENU, step=Step.DIRECT_CODE), "211", Step.PLAN_BEFORE, Lead.NONE),
        (replace(MENU, step=Step.DIRECT_CODE), "112", Step.CALLING, Lead.NONE),
        (replace(MENU, step=Step.DIRECT_CODE), "*", Step.MENU, Lead.NONE),
        (replace(MENU, step=Step.DIRECT_CODE), "299", Step.DIRECT_CODE, Lead.BAD_CODE),
        (replace(MENU, step=Step.DIRECT_CODE), "200", Step.DIRECT_CODE, Lead.BAD_CODE),
        (replace(MENU, step=Step.DIRECT_CODE), "", Step.DIRECT_CODE, Lead.NONE),
        (replace(MENU, step=Step.DIRECT_CODE), "400", Step.NOT_ALLOWED, Lead.NONE),
        (replace(MENU, step=Step.PLAN_BEFORE, choice=HEART), "1", Step.CALLING, Lead.NONE),
        (replace(MENU, step=Step.PLAN_BEFORE, choice=HEART), "#", Step.CALLING, Lead.NONE),
        (replace(MENU, step=Step.PLAN_BEFORE, choice=HEART), "", Step.CALLING, Lead.NONE),
        (replace(MENU, step=Step.PLAN_BEFORE, choice=HEART), "0", Step.PLAN_BEFORE, Lead.NONE),
        (replace(MENU, step=Step.PLAN_BEFORE, choice=HEART), "7", Step.PLAN_BEFORE, Lead.INVALID),
        (replace(MENU, step=Step.PLAN_BEFORE, choice=HEART), "*", Step.MENU, Lead.NONE),
        (replace(MENU, step=Step.NOBODY, choice=HEART), "1", Step.ELSEWHERE, Lead.NONE),
        (replace(MENU, step=Step.NOBODY, choice=HEART), "*", Step.MENU, Lead.NONE),
        (replace(MENU, step=Step.NOBODY, choice=HEART), "0", Step.NOBODY, Lead.NONE),
        (replace(MENU, step=Step.NOBODY, choice=HEART), "5", Step.NOBODY, Lead.INVALID),
        (replace(MENU, step=Step.LOCKED), "1", Step.LOCKED, Lead.NONE),
    ],
)
def test_a_key_leads_to_the_next_question(dalarna, state, digits, step, lead):
    after = hear(dalarna, state, digits)
    assert (after.step, after.lead) == (step, lead)
    assert after.prompt == state.prompt + 1


@pytest.mark.parametrize(
    ("digits", "plan"),
    [
        ("1", PlanBefore.REFER),
        ("2", PlanBefore.SEND_TO_ED),
        ("3", PlanBefore.ADMIT),
        ("4", PlanBefore.KEEP),
        ("5", PlanBefore.UNSURE),
        ("#", None),
        ("", None),
    ],
)
def test_the_plan_before_is_one_key(dalarna, digits, plan):
    asked = replace(MENU, step=Step.PLAN_BEFORE, choice=HEART)
    assert hear(dalarna, asked, digits).plan_before is plan


def test_nobody_is_lost_over_the_plan(dalarna):
    asked = replace(MENU, step=Step.PLAN_BEFORE, choice=HEART)
    after = hear(dalarna, asked, "7", "8", "9")
    assert (after.step, after.plan_before) == (Step.CALLING, None)


@pytest.mark.parametrize("keys", [("7", "7", "7"), ("", "", ""), ("7", "", "#")])
def test_three_in_a_row_that_mean_nothing_are_too_many(dalarna, keys):
    assert hear(dalarna, MENU, *keys).step is Step.NO_CHOICE
    assert hear(dalarna, MENU, *keys[:2]).step is Step.MENU
    assert hear(dalarna, MENU, *keys[:2], "0", *keys[:2]).step is Step.MENU  # not in a row


def test_a_phone_that_lies_on_its_keys_is_let_go(dalarna):
    assert hear(dalarna, MENU, *["0"] * (MOST_PROMPTS - 1)).step is Step.MENU
    assert hear(dalarna, MENU, *["0"] * MOST_PROMPTS).step is Step.NO_CHOICE


def test_a_closed_path_is_said_before_the_plan_is_asked_for(dalarna):
    after = hear(dalarna, MENU, "1", at=MONDAY_NIGHT)
    assert (after.step, after.choice) == (Step.NOBODY, HEART)


def test_a_path_on_which_only_the_caller_answers_reaches_nobody(dalarna):
    line_id = "mora-kardiologi-konsult"
    alone = replace(
        dalarna,
        lines={line_id: dalarna.lines[line_id]},
        rotas={line_id: dalarna.rotas[line_id][:1]},
    )
    on_duty = decide(HEART.facts(GP.role), alone, MONDAY).steps[0].person_id
    themselves = replace(GP, actor=replace(GP.actor, person_id=on_duty))
    assert Listener(GP, alone, MONDAY).hear(MENU, "1").step is Step.PLAN_BEFORE
    assert Listener(themselves, alone, MONDAY).hear(MENU, "1").step is Step.NOBODY


@pytest.mark.parametrize(
    "state",
    [
        MenuState(Step.CODE_OF_CALLER),
        replace(MENU, page=2, wrong=1, prompt=7, lead=Lead.INVALID),
        replace(MENU, step=Step.CALLING, choice=HOME_CARE, plan_before=PlanBefore.ADMIT),
        MenuState(Step.LOCKED, minutes=14),
    ],
)
def test_where_somebody_is_survives_the_row(state):
    assert state_from_json(state_to_json(state)) == state


# --- What is said ---------------------------------------------------------------------------------
@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("at", [MONDAY, MONDAY_NIGHT])
def test_every_step_is_said_in_both_languages(dalarna, step, language, at):
    caller = replace(GP, language=language)
    for choice in (None, HEART):
        state = replace(MENU, step=step, choice=choice, minutes=3)
        text = CallWords(caller, dalarna, at).of(state, is_anonymous=False)
        assert text
        assert "None" not in text
        assert "+46" not in text


@pytest.mark.parametrize(
    ("choice", "swedish"),
    [
        (HEART, "kardiologi, Mora"),
        (SURGERY, "kirurgi akut, Mora"),
        (MenuChoice(ContactPath.MDK, FALUN), "multidisciplinär konferens, Falun"),
        (HOME_CARE, "primärvård, Mora"),
        (replace(HOME_CARE, unit_id="vc-mora"), "primärvård, Vårdcentral Mora"),
    ],
)
def test_a_choice_is_named_by_what_and_where(dalarna, choice, swedish):
    assert choice_text(choice, dalarna, Language.SV) == swedish


def test_the_number_for_everybody_is_the_one_most_rules_for_a_talk_fall_back_on(dalarna):
    assert switchboard_of(dalarna) == "+46980319200"
    nothing = replace(dalarna, matrix=replace(dalarna.matrix, rules=()))
    assert switchboard_of(nothing) is None
    text = CallWords(None, nothing, MONDAY).of(MenuState(Step.NO_CHOICE), is_anonymous=True)
    assert "ring " not in text


def test_home_is_the_municipality_of_the_unit_else_the_largest(dalarna):
    assert home_municipality("vc-mora", dalarna) == MORA
    assert home_municipality(None, dalarna) == home_municipality("borta", dalarna) == FALUN


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("+46701740605", "+46701740605"),
        ("+447700900123", "+447700900123"),
        ("anonymous", None),
        ("+266696687", None),
        ("+7378742833", None),
        ("112", None),
        ("1177", None),
        ("", None),
        ("+01234", None),
        ("+" + "46" * 10, None),
        ("sip:lakare@exempel", None),
    ],
)
def test_only_a_whole_number_is_a_number(text, number):
    assert shown_number(text) == number


# --- The outcome ----------------------------------------------------------------------------------
def test_a_planned_referral_that_did_not_come_about_is_said_first():
    options = outcome_options(PlanBefore.REFER, Language.SV)
    assert options[0] == ("1", "remissen undveks och det klaras i primärvården eller hemma")
    assert options[1] == ("2", "det blir remiss ändå")
    assert [key for key, _text in options] == list(RESULT_KEYS)


@pytest.mark.parametrize("before", [None, *PlanBefore])
@pytest.mark.parametrize("language", Language)
def test_every_plan_has_its_question(before, language):
    texts = [text for _key, text in outcome_options(before, language)]
    assert len(set(texts)) == len(texts) == len(RESULT_KEYS)


def test_the_ed_of_a_crew_is_by_ambulance():
    assert result_of_key("5", RequesterRole.AMBULANS) is ResultAfter.ED_AMBULANCE
    assert result_of_key("5", RequesterRole.PRIMARVARDSLAKARE) is ResultAfter.ED_OWN_MEANS
    assert result_of_key("7", RequesterRole.AMBULANS) is None
    assert result_of_key("", RequesterRole.AMBULANS) is None
