"""The acute path on the pages: 112 first, how urgent, SBAR in order, and what goes on."""

import html
import re

import pytest

from models.reads.contact_view import ContactView
from models.tables.accounts import AccountRole
from routing.sbar import SbarPart
from routing.urgency import PatientUrgency
from tests.app.web.visitors import MORA, Visitor, words_of

pytestmark = pytest.mark.slow

NO = "livshotande=nej"
PLAN = f"/kontakt/akut/plan?specialty=kirurgi&{NO}"
FORM = {
    "municipality": MORA,
    "specialty": "kirurgi",
    "mode": "ring_upp_mig",
    "livshotande": "nej",
    "urgency": "omedelbart",
}


def hidden(page: str) -> dict[str, str]:
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {html.unescape(name): html.unescape(text) for name, text in fields}


@pytest.mark.parametrize("address", ["/kontakt/akut", "/kontakt/akut/plan?specialty=kirurgi"])
def test_the_first_question_comes_before_anything_else(gp, address):
    answer = gp.get(address)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert page.index('href="tel:112"') < page.index("Nej, fortsätt")
    said = words_of(answer)
    assert said.index("Vid fara för liv: ring 112.") < said.index("Är läget livshotande?")
    assert "Ring upp mig" not in said
    assert "Vem behöver du nå?" not in said
    assert hidden(page).get("specialty") == ("kirurgi" if "specialty" in address else None)


def test_it_is_asked_once_for_each_contact_and_on_no_other_path(gp):
    chosen = gp.get(f"/kontakt/akut?{NO}").get_data(as_text=True)
    link = re.search(r'class="chip" href="([^"]+)"', chosen)
    assert link is not None
    plan = gp.text(html.unescape(link[1]))
    assert "livshotande?" not in plan
    assert "Hur bråttom har patienten?" in plan
    assert hidden(gp.get(PLAN).get_data(as_text=True))["livshotande"] == "nej"
    assert "livshotande?" not in gp.text("/kontakt/halvakut/plan?specialty=kardiologi")
    assert NO in gp.get(f"/kontakt/forslag?path=akut&q=kir&{NO}").get_data(as_text=True)


def test_a_form_that_was_sent_unasked_is_asked_and_loses_nothing(gp):
    sent = FORM | {"situation": "Buksmärta", "livshotande": ""}
    answer = gp.post("/kontakt/akut/plan", **sent)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Är läget livshotande?" in page
    fields = hidden(page)
    assert fields["situation"] == "Buksmärta"
    assert gp.post("/kontakt/akut/plan", **(fields | {"livshotande": "nej"})).status_code == 303


def test_how_urgent_must_be_said_and_nothing_typed_is_lost(gp):
    for wrong in ("", "strax"):
        answer = gp.post(
            "/kontakt/akut/plan", **(FORM | {"urgency": wrong, "background": "Op 2019"})
        )
        page = words_of(answer)
        assert answer.status_code == 422
        assert "Välj hur bråttom patienten har." in page
        assert "Op 2019" in page
    assert "Inga kontakter än" in gp.text("/arenden")


def test_urgency_and_sbar_reach_whoever_is_rung(gp, visitor):
    told = {"situation": "Buksmärta", "recommendation": "Kan ni lägga in?"}
    request_id = gp.starts_acutely(**told)
    assert gp.contact(request_id).urgency is PatientUrgency.WITHIN_HOUR
    attempt = gp.picks_up(request_id).ringing
    assert attempt is not None
    surgeon = visitor(AccountRole.SPECIALIST, person_id=attempt.person_id)
    for page in (surgeon.text("/jour/inkommande"), surgeon.text(f"/arenden/{request_id}")):
        assert "Inom en timme" in page
        assert page.index("Buksmärta") < page.index("Kan ni lägga in?")
        assert "Bakgrund" not in page  # what has not been told has no heading


def test_the_four_fields_stand_in_their_order_and_suit_dictation(gp):
    page = gp.get(PLAN).get_data(as_text=True)
    areas = re.findall(r"<textarea ([^>]*)>", page)
    assert re.findall(r'<textarea [^>]*name="(\w+)"', page) == [*SbarPart]
    assert all('autocomplete="off"' in one and 'enterkeyhint="next"' in one for one in areas)
    assert "Inga namn eller personnummer" in page
    assert "Aktuell bedömning" in page


def test_another_municipality_keeps_what_was_typed_out_of_the_address(gp):
    answer = gp.post("/kontakt/akut/plan/visa", **(FORM | {"situation": "Buksmärta"}))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "Buksmärta" in page
    assert page.count("hx-get") == 1  # the strip alone


# --- While it rings -------------------------------------------------------------------------------
@pytest.fixture
def ringing(gp: Visitor) -> ContactView:
    return gp.picks_up(gp.starts_acutely())


def tell(visitor, contact: ContactView, text: str, *, part: str = "situation", **settings):
    visitor.post("/jour")  # fetches the form's token
    return visitor.client.post(
        f"/arenden/{contact.id}/sbar",
        data={"csrf_token": visitor._token, "part": part, "text": text},
        **settings,
    )


def test_a_part_told_while_it_rings_is_read_by_whoever_is_rung(gp, visitor, ringing):
    surgeon = visitor(AccountRole.SPECIALIST, person_id=ringing.ringing.person_id)
    before = surgeon.get("/jour/inkommande")
    known = {"If-None-Match": before.headers["ETag"]}
    assert surgeon.get("/jour/inkommande", headers=known).status_code == 304

    answer = tell(gp, ringing, "Buksmärta sedan i morse", headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "Sparat" in words_of(answer)
    after = surgeon.get("/jour/inkommande", headers=known)
    assert after.status_code == 200
    assert "Buksmärta sedan i morse" in words_of(after)
    live = surgeon.get(f"/arenden/{ringing.id}/lage")
    assert "Buksmärta sedan i morse" in words_of(live)


def test_an_identity_is_refused_and_stays_in_the_field(gp, ringing):
    tell(gp, ringing, "Buksmärta")
    typed = "19850312-1234 har ont"
    part = tell(gp, ringing, typed, headers={"HX-Request": "true"})
    assert part.status_code == 422
    assert "personnummer" in words_of(part)
    whole = tell(gp, ringing, typed)
    assert whole.status_code == 422
    assert typed in words_of(whole)
    assert gp.contact(ringing.id).situation == "Buksmärta"


def test_without_script_the_page_of_sbar_stands_still(gp, ringing):
    assert 'http-equiv="refresh"' in gp.get(f"/arenden/{ringing.id}").get_data(as_text=True)
    answer = tell(gp, ringing, "Buksmärta")
    assert answer.status_code == 303
    page = gp.get(answer.location.split("#")[0]).get_data(as_text=True)
    assert 'http-equiv="refresh"' not in page
    assert "Buksmärta</textarea>" in page


def test_only_the_requester_tells_and_not_when_it_is_over(gp, visitor, ringing):
    surgeon = visitor(AccountRole.SPECIALIST, person_id=ringing.ringing.person_id)
    assert "Berätta för kollegan" not in surgeon.text(f"/arenden/{ringing.id}")
    assert tell(surgeon, ringing, "x").status_code == 403
    assert tell(gp, ringing, "x", part="namn").status_code == 422
    gp.post(f"/arenden/{ringing.id}/avbryt")
    assert tell(gp, ringing, "x", headers={"HX-Request": "true"}).status_code == 409
    assert "Berätta för kollegan" not in gp.text(f"/arenden/{ringing.id}")
    assert gp.contact(ringing.id).situation == ""


# --- The chain ------------------------------------------------------------------------------------
def test_a_contact_goes_on_as_acute_with_all_that_was_told(gp, visitor):
    earlier_id = gp.starts(
        mode="jag_ringer_sjalv", situation="Bröstsmärta", age_band="65–79", sex="kvinna"
    )
    attempt = gp.contact(earlier_id).ringing
    gp.post(f"/arenden/{earlier_id}/sjalvringt", attempt=attempt.id, answered="ja")
    page = gp.get(f"/arenden/{earlier_id}").get_data(as_text=True)
    link = re.search(r'href="([^"]+)">(?:<[^>]*>)*Fortsätt som akut', page)
    assert link is not None
    plan = gp.get(f"{html.unescape(link[1])}&{NO}").get_data(as_text=True)
    assert "Bröstsmärta</textarea>" in plan
    assert re.search(r"<option selected>65–79", plan)
    assert "Bröstsmärta" not in link[1]

    later_id = gp.starts_acutely(
        specialty="kardiologi", situation="Bröstsmärta, sämre nu", continued_from=earlier_id
    )
    earlier, later = gp.contact(earlier_id), gp.contact(later_id)
    assert later.continued_from_id == earlier_id
    assert f"Fortsatt i {later.case_code}" in gp.text(f"/arenden/{earlier_id}")
    assert f"Fortsätter {earlier.case_code}" in gp.text(f"/arenden/{later_id}")

    ringing = gp.picks_up(later_id).ringing
    rung = visitor(AccountRole.SPECIALIST, person_id=ringing.person_id)
    card = rung.text("/jour/inkommande")
    assert earlier.case_code in card
    assert "svarade 10:00" in card
    seen = rung.text(f"/arenden/{later_id}")
    assert f"Fortsätter {earlier.case_code}" in seen
    assert "Bröstsmärta, sämre nu" in seen
    assert seen.count("Bröstsmärta") == 2  # what was told before stands there too


def test_nobody_goes_on_from_a_contact_of_others(gp, visitor):
    theirs = visitor().starts(situation="Hemligt")
    answer = gp.get(f"{PLAN}&continued_from={theirs}")
    assert answer.status_code == 404
    assert "Hemligt" not in answer.get_data(as_text=True)


def test_a_specialty_without_a_line_of_its_own_says_who_answers(gp, dalarna):
    """Eleven of twenty-six: their name must not stand alone over another's phone."""
    own = {line.specialty for line in dalarna.lines.values()}
    said = {}
    for code in dalarna.specialties:
        page = gp.text(f"/kontakt/akut/plan?specialty={code}&livshotande=nej")
        if "Vi ringer i den här ordningen" in page:
            said[code] = "har ingen egen jour på den här vägen nu" in page
    assert said["kirurgi"] is False
    assert said["reumatologi"] is True
    assert all(says for code, says in said.items() if code not in own)
    page = gp.text("/kontakt/akut/plan?specialty=reumatologi&livshotande=nej")
    assert (
        "Reumatologi har ingen egen jour på den här vägen nu. Jour internmedicin, Mora svarar"
        in page
    )
