"""From what it is about to who will be rung."""

import re
from datetime import UTC, datetime

import pytest

from models.tables.accounts import AccountRole
from tests.app.web.visitors import MORA, words_of

PLAN = "/kontakt/halvakut/plan?specialty=kardiologi"
SATURDAY_NIGHT = datetime(2026, 11, 21, 21, 0, tzinfo=UTC)
GOOD = {"municipality": MORA, "specialty": "kardiologi", "mode": "ring_upp_mig"}


def test_the_start_page_shows_the_paths_of_the_role(gp, visitor):
    page = gp.text("/")
    assert "Halvakuta spåret" in page
    assert "Akutspåret" in page
    crew = visitor(AccountRole.AMBULANS, unit_id="ambulans-mora").text("/")
    assert "Tillgänglig primärvård" in crew
    assert "Halvakuta spåret" not in crew


@pytest.mark.parametrize(
    ("role", "about", "begins"),
    [
        (AccountRole.ANALYTIKER, {}, "/uppfoljning"),
        (AccountRole.PROCESSLEDARE, {}, "/uppfoljning"),
        (AccountRole.ADMINISTRATOR, {}, "/drift"),
        (AccountRole.KATALOGREDAKTOR, {}, "/katalog"),
        (AccountRole.VARDPLATSKOORDINATOR, {"unit_id": "mora-hjartavdelningen"}, "/avdelning"),
        (AccountRole.VARDPLATSKOORDINATOR, {"unit_id": "mora-vardplatskoordination"}, "/avdelning"),
        (AccountRole.SPECIALIST, {"unit_id": "mora-rontgen"}, "/rontgen"),
        (AccountRole.SPECIALIST, {"unit_id": "mora-medicin"}, None),
        (AccountRole.AMBULANS, {"unit_id": "ambulans-mora"}, None),
        (AccountRole.KOMMUNSJUKSKOTERSKA, {"unit_id": "hemsjukvard-mora"}, None),
    ],
)
def test_everybody_begins_with_what_they_are_here_for(visitor, role, about, begins):
    someone = visitor(role, **about)
    answer = someone.get("/")
    assert answer.location == begins
    if begins:
        assert someone.get(begins).status_code == 200
        assert "startar inga kontakter" not in someone.text(begins)
    else:
        assert "Vem når jag nu?" in someone.text("/")


def test_whoever_begins_elsewhere_reaches_somebody_from_the_menu(visitor):
    ward = visitor(AccountRole.VARDPLATSKOORDINATOR, unit_id="mora-hjartavdelningen")
    page = ward.get("/avdelning").get_data(as_text=True)
    assert 'href="/sok"' in page
    assert "Tillgänglig primärvård" in ward.text("/sok")
    assert ward.post("/", q="mora").location == "/sok?q=mora"
    analyst = visitor(AccountRole.ANALYTIKER)
    assert 'href="/sok"' not in analyst.get("/uppfoljning").get_data(as_text=True)


@pytest.mark.parametrize("words", ["h", "hjärta", "HJARTA", "kard"])
def test_letters_find_the_specialty(gp, words):
    part = gp.get("/kontakt/forslag", query_string={"q": words}).get_data(as_text=True)
    assert "/kontakt/halvakut/plan?specialty=kardiologi" in part


def test_nothing_typed_suggests_nothing(gp):
    assert "<li" not in gp.get("/kontakt/forslag?q=+").get_data(as_text=True)


def test_without_script_the_search_is_a_form(gp):
    assert "Kardiologi" in gp.text("/?q=hjärta")
    assert "Inget passar ”zzzz”" in gp.text("/kontakt/halvakut?q=zzzz")


def test_a_path_without_specialty_goes_straight_to_its_plan(visitor):
    crew = visitor(AccountRole.AMBULANS, unit_id="ambulans-mora")
    assert crew.get("/kontakt/primarvard").location == "/kontakt/primarvard/plan"
    assert "Vårdcentral" in crew.text("/kontakt/primarvard/plan")


def test_the_plan_says_who_is_rung_in_which_order_and_why(gp):
    page = gp.text(PLAN)
    assert "Öppet nu" in page
    assert "Svarslöfte" in page
    assert page.index("Alma Provvik") < page.index("Birk Provdal")
    assert "Alma Provvik är primärjour på Konsult kardiologi, Mora till i dag 17:00." in page


def test_the_municipality_is_the_units_own_until_changed(gp):
    page = gp.get(PLAN).get_data(as_text=True)
    assert re.search(rf'value="{MORA}" selected', page)
    falun = gp.text(PLAN + "&municipality=2080")
    assert falun.index("Birk Provdal") < falun.index("Alma Provvik")


def test_the_part_that_depends_on_the_municipality_can_be_fetched_alone(gp):
    part = gp.get(PLAN + "&municipality=2080", headers={"HX-Request": "true"})
    page = part.get_data(as_text=True)
    assert "<html" not in page
    assert "Öppet nu" in page


def test_what_was_typed_stays_when_the_municipality_changes(gp):
    page = gp.get(PLAN + "&municipality=2080&situation=Ny+arytmi&callback_number=112233")
    text = page.get_data(as_text=True)
    assert "Ny arytmi" in text
    assert 'value="112233"' in text


def test_a_closed_path_says_when_it_opens_and_what_to_do_now(gp, clock):
    clock.at = SATURDAY_NIGHT
    answer = gp.get(PLAN)
    page = words_of(answer)
    assert "Stängt – öppnar mån 23 nov 08:00" in page
    assert "Ring 0980-31 92 02" in page
    assert "Ta akutspåret" in page
    assert 'href="tel:+46980319202"' in answer.get_data(as_text=True)
    assert "Ring upp mig" not in page


def test_a_path_that_closed_meanwhile_starts_nothing(gp, clock):
    clock.at = SATURDAY_NIGHT
    answer = gp.post("/kontakt/halvakut/plan", **GOOD)
    assert answer.status_code == 409
    assert "Stängt" in words_of(answer)
    assert "Inga kontakter än" in gp.text("/arenden")


def test_whoever_asks_is_not_on_their_own_list(visitor):
    page = visitor(person_id="mora-kardiologi-2").text(PLAN)
    assert not re.search(r"\d Alma Provvik", page)
    assert "det är du själv som är primärjour" in page


@pytest.mark.parametrize("word", ["kardologi", "\x00", "x" * 500])
def test_an_unknown_specialty_is_answered_with_the_nearest(gp, word):
    answer = gp.get("/kontakt/halvakut/plan", query_string={"specialty": word})
    assert answer.status_code == 422
    page = words_of(answer)
    assert "finns inte. Inget är skickat." in page
    if word == "kardologi":
        assert "/kontakt/halvakut/plan?specialty=kardiologi" in answer.get_data(as_text=True)


def test_an_unknown_municipality_is_pointed_out(gp):
    answer = gp.get(PLAN + "&municipality=9999")
    assert answer.status_code == 422
    assert "Välj en av länets kommuner." in words_of(answer)


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        ({"callback_number": "abc"}, "callback_number", "Numret går inte att ringa."),
        ({"callback_number": "112"}, "callback_number", "Numret går inte att ringa."),
        ({"callback_number": "811218-9876"}, "callback_number", "ser ut som ett personnummer"),
        ({"callback_number": "8112189876"}, "callback_number", "ser ut som ett personnummer"),
        ({"situation": "Pat 19121212-1212"}, "situation", "innehålla ett personnummer"),
        ({"background": "a" * 601}, "background", "Högst 600 tecken."),
        ({"municipality": "Moora"}, "municipality", "Välj en av länets kommuner."),
        ({"unit": "finns-inte"}, "unit", "Välj en enhet i listan."),
        ({"plan_before": "hoppas"}, "plan_before", "Välj ett av alternativen."),
        ({"age_band": "42"}, "age_band", "Välj ett av åldersspannen."),
        ({"sex": "x"}, "sex", "Välj ett av alternativen."),
        ({"mode": "fax"}, "mode", "Välj Ring upp mig eller Jag ringer själv."),
    ],
)
def test_a_wrong_field_is_named_and_nothing_typed_is_lost(gp, change, field, says):
    sent = GOOD | {"assessment": "Förmaksflimmer?"} | change
    answer = gp.post("/kontakt/halvakut/plan", **sent)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert says in words_of(answer)
    assert f'href="#{field}"' in page
    assert "Förmaksflimmer?" in page
    assert "Inga kontakter än" in gp.text("/arenden")


def test_an_account_without_number_must_say_where_to_ring(visitor):
    someone = visitor(number=None)
    answer = someone.post("/kontakt/halvakut/plan", **GOOD)
    assert answer.status_code == 422
    assert "Skriv numret som vi ska ringa upp dig på." in words_of(answer)


def test_a_double_tap_is_one_contact(gp):
    key = re.search(r'name="key" value="([^"]+)"', gp.get(PLAN).get_data(as_text=True))
    assert key is not None
    assert gp.starts(key=key[1]) == gp.starts(key=key[1])


def test_a_contact_goes_on_only_from_one_that_may_be_seen(gp, visitor):
    theirs = visitor().starts()
    assert gp.post("/kontakt/halvakut/plan", **GOOD, continued_from=theirs).status_code == 404
    mine = gp.starts()
    assert gp.contact(gp.starts(continued_from=mine)).continued_from_id == mine


def test_the_search_leads_with_the_word_that_fits_and_opens_only_what_is_sure(gp):
    sure = gp.presses("/kontakt/forslag", q="ont i bröstet").get_data(as_text=True)
    first, second = re.findall(r"<a class=\"suggestions__main\".*?</a>", sure)[:2]
    assert "data-sure" in first
    assert "Kardiologi" in first
    assert "ont i bröstet" in first
    assert "data-sure" not in second
    assert 'data-for="ont i bröstet"' in sure
    unsure = gp.presses("/kontakt/forslag", q="tsmärta").get_data(as_text=True)
    assert "data-sure" not in unsure
    slip = gp.presses("/kontakt/forslag", q="kardiolgi").get_data(as_text=True)
    assert "Menade du:" in slip
    assert "Kardiologi" in slip
    assert "data-sure" not in slip


def test_the_search_leads_on_to_the_units_the_same_words_find(gp):
    page = gp.presses("/kontakt/forslag", q="mora lasarett").get_data(as_text=True)
    assert 'href="/katalog?q=mora+lasarett"' in page
    assert "i katalogen" not in gp.presses("/kontakt/forslag", q="").get_data(as_text=True)


def test_a_second_contact_for_the_same_is_not_begun_without_a_word(gp, clock):
    assert "Du söker redan." not in gp.text(PLAN)
    first = gp.starts()
    page = gp.get(PLAN).get_data(as_text=True)
    assert "Du söker redan." in page
    assert f'href="/arenden/{first}"' in page.split('id="soks-redan"')[1].split("</section>")[0]
    assert "Du söker redan." not in gp.text("/kontakt/halvakut/plan?specialty=kirurgi")
    gp.post(f"/arenden/{first}/avbryt")
    assert "Du söker redan." not in gp.text(PLAN)
