"""All that is wrong with a form is said at once, each with a link into its field, in our words."""

import re

import pytest

from tests.app.admitting import HEART
from tests.app.web.admission.bed_seekers import COORDINATOR, FORM, accepted, admission_ids
from tests.app.web.visitors import words_of

SITE = "mora-rontgen"
IDENTITY = "Född 811228-9874"
LONG = "x" * 601
LINK = re.compile(r'<li><a href="#([^"]+)">([^<]+)</a>')
BUBBLE = re.compile(r"<form(?![^>]*novalidate)[^>]*>(?:(?!</form>).)*?\srequired[\s>=]", re.DOTALL)


@pytest.fixture
def talk(gp):
    """A contact that the cardiologist on duty has answered."""
    request_id = gp.starts("jag_ringer_sjalv")
    ringing = gp.contact(request_id).ringing
    gp.post(f"/arenden/{request_id}/sjalvringt", attempt=ringing.id, answered="ja")
    return request_id


def faults(answer):
    """Field → sentence, as the list says; each leads to a place on the page."""
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422, words_of(answer)
    found = dict(LINK.findall(page))
    for name in found:
        assert f'id="{name}"' in page, f"nowhere to go: {name}"
        assert f'id="{name}-fel"' in page, f"not said at its field: {name}"
    return found


def test_the_checklist_names_every_question_that_lacks_an_answer(gp, talk):
    address = f"/arenden/{talk}/direktinlaggning"
    wrong = {"svar-syrgas": "mycket", "note": IDENTITY, "specialty": "trolleri"}
    found = faults(gp.post(address, gor="fraga", **wrong))
    assert {"svar-isolering", "svar-syrgas", "note", "specialty"} <= set(found)
    assert len(found) > 5
    assert "Skriv en siffra" in found["svar-syrgas"]


def test_radiology_names_the_hour_the_questions_and_the_number(gp, talk):
    answer = gp.post(
        f"/arenden/{talk}/rontgen/dt-hjarna",
        **{"svar-stroke": "nej", "question": IDENTITY, "result_number": "12"},
    )
    found = faults(answer)
    assert {"hour", "result_to", "question", "result_number"} <= set(found)
    assert {"svar-antikoagulantia", "svar-graviditet"} <= set(found)
    assert "Född 811228" in answer.get_data(as_text=True)  # what was typed stands there still


def test_with_an_hour_chosen_the_rest_is_said_at_once_too(gp, talk):
    hour = f"{SITE}|2026-11-23T11:00:00+00:00"
    answer = gp.post(
        f"/arenden/{talk}/rontgen/dt-hjarna",
        hour=hour,
        result_to="remittenten",
        question=LONG,
        result_number="12",
    )
    assert {"question", "result_number", "svar-stroke"} <= set(faults(answer))


def test_a_contact_names_all_that_is_wrong_with_it(gp):
    found = faults(
        gp.post(
            "/kontakt/akut/plan",
            municipality="2062",
            specialty="kirurgi",
            mode="ring_upp_mig",
            livshotande="nej",
            callback_number="12",
            situation=IDENTITY,
            background=LONG,
            sex="okand",
        )
    )
    assert {"urgency", "callback_number", "situation", "background", "sex"} <= set(found)


def test_a_decision_names_all_that_is_wrong_with_it(gp, talk):
    found = faults(
        gp.post(
            f"/arenden/{talk}/beslut/specialistbesok",
            when="aldrig",
            receiver="ingen",
            note=IDENTITY,
            next_text=LONG,
            next_by="remittent",
        )
    )
    assert {"when", "receiver", "note", "next_text"} <= set(found)


def test_nothing_is_made_of_what_is_wrong(gp, talk):
    faults(gp.post(f"/arenden/{talk}/direktinlaggning", gor="fraga"))
    assert "Inget" not in gp.text(f"/arenden/{talk}")
    assert 'id="inl-' not in gp.get(f"/arenden/{talk}").get_data(as_text=True)


def test_what_was_not_chosen_is_said_where_it_was_pressed(app, gp, visitor, talk):
    gp.post(f"/arenden/{talk}/direktinlaggning", **FORM)
    (admission_id,) = admission_ids(gp, talk)
    ward = visitor(COORDINATOR, unit_id=HEART)
    accepted(app, ward, admission_id)
    for address, sentence in (
        (f"/direktinlaggning/{admission_id}/begav-sig", "Välj hur patienten åker."),
        (f"/direktinlaggning/{admission_id}/ankomst", "Välj när patienten är framme"),
    ):
        answer = gp.presses(address)
        assert (answer.status_code, sentence in words_of(answer)) == (422, True)
    answer = ward.presses(f"/avdelning/{admission_id}/placerad", avdelning="")
    assert answer.status_code == 422
    assert "Välj vilken avdelning patienten ligger på." in words_of(answer)


@pytest.mark.parametrize(
    "path",
    [
        "/logga-in",
        "/kontakt/akut/plan?specialty=kirurgi&livshotande=nej",
        "/kontakt/halvakut/plan?specialty=kardiologi",
        "/arenden/{talk}/direktinlaggning",
        "/arenden/{talk}/rontgen/dt-hjarna",
        "/arenden/{talk}/beslut/kvar_med_rad",
        "/installningar/kontakt",
    ],
)
def test_no_form_leaves_it_to_the_browser_to_say_what_is_wrong(gp, talk, path):
    page = gp.get(path.format(talk=talk), follow_redirects=True).get_data(as_text=True)
    assert not BUBBLE.search(page)
