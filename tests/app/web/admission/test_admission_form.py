"""The form that asks for a bed: wards in their order, the checklist, and what is wrong in it."""

import re

import pytest

from tests.app.admitting import (
    AVA,
    HEART,
    MEDICINE,
    admission_of,
    asks,
    contact_of,
    ward_says,
)
from tests.app.web.admission.bed_seekers import (
    FORM,
    admission_ids,
)
from tests.app.web.visitors import words_of


def test_the_form_shows_the_wards_in_their_order_with_beds_and_age(app, gp, clock, contact):
    ward_says(app, HEART, staffed=10, occupied=8, counted_at=clock())
    ward_says(app, MEDICINE, staffed=10, occupied=10, counted_at=clock())
    clock.advance(hours=5)
    page = gp.text(f"/arenden/{contact}/direktinlaggning")
    assert page.index("Hjärtavdelningen Mora") < page.index("Medicinavdelning Mora")
    assert "2 lediga platser räknat för 5 h sedan, gammal uppgift" in page
    assert "ingen ledig plats" in page
    assert "platser okända" in page
    assert "Isolering (smitta)" in page
    assert "Fråga avdelningarna" in page


def test_a_closed_ward_is_named_and_not_offered(app, gp, contact):
    ward_says(app, HEART, is_open=False)
    answer = gp.get(f"/arenden/{contact}/direktinlaggning")
    assert "Stängda nu: Hjärtavdelningen Mora" in words_of(answer)
    assert f'value="{HEART}"' not in answer.get_data(as_text=True)


def test_another_specialty_shows_other_wards(gp, contact):
    part = gp.get(f"/arenden/{contact}/direktinlaggning/avdelningar?specialty=ortopedi")
    assert "Ortopedavdelning Mora" in words_of(part)
    assert "Hjärtavdelningen" not in words_of(part)
    unknown = gp.get(f"/arenden/{contact}/direktinlaggning/avdelningar?specialty=trolleri")
    assert unknown.status_code == 200


def test_a_chosen_ward_is_asked_first(app, gp, contact):
    gp.post(f"/arenden/{contact}/direktinlaggning", **FORM, forst=AVA)
    assert admission_of(app, admission_ids(gp, contact)[0]).ringing[0].ward_id == AVA


def test_sending_the_form_twice_makes_one_admission(gp, contact):
    for _press in range(2):
        answer = gp.post(f"/arenden/{contact}/direktinlaggning", **FORM, key="samma")
        assert answer.status_code == 303
    assert len(admission_ids(gp, contact)) == 1


def test_the_form_leads_to_the_card_while_one_goes_on(gp, contact, asked):
    answer = gp.get(f"/arenden/{contact}/direktinlaggning")
    assert answer.location == f"/arenden/{contact}#direktinlaggning"


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("svar-isolering", "", "Välj ett svar: Isolering"),
        ("svar-isolering", "kanske", "Välj ett svar: Isolering"),
        ("svar-syrgas", "mycket", "Skriv en siffra: Syrgas"),
        ("svar-syrgas", "-1", "Skriv en siffra: Syrgas"),
        ("svar-annat", "811228-9874", "personnummer"),
        ("svar-annat", "x" * 200, "Högst 120 tecken."),
        ("note", "Född 811228-9874", "personnummer"),
        ("note", "x" * 601, "Högst 600 tecken."),
        ("specialty", "trolleri", "Välj ett av alternativen"),
        ("forst", "vc-mora", "kan inte tillfrågas"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nobody_is_asked(gp, contact, field, text, said):
    answer = gp.post(f"/arenden/{contact}/direktinlaggning", **(FORM | {field: text}))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert said in words_of(answer)
    assert f'href="#{field}"' in page
    assert 'value="gånghjälpmedel" checked' in page  # what was answered stays
    assert admission_ids(gp, contact) == []


def test_a_question_that_does_not_exist_is_refused(gp, contact):
    answer = gp.post(f"/arenden/{contact}/direktinlaggning", **FORM, **{"svar-x": "ja"})
    assert answer.status_code == 422
    assert admission_ids(gp, contact) == []


def test_when_every_ward_is_closed_the_way_out_is_shown(app, gp, contact):
    for ward_id in [one["unit_id"] for one in plan_of(app, gp, contact)]:
        ward_says(app, ward_id, is_open=False)
    answer = gp.post(f"/arenden/{contact}/direktinlaggning", **FORM)
    assert answer.status_code == 409
    assert "Ingen är tillfrågad." in words_of(answer)
    assert "Ring 0980-31 92 02" in words_of(answer)


def plan_of(app, gp, contact):
    """The wards that would be asked."""
    page = gp.get(f"/arenden/{contact}/direktinlaggning").get_data(as_text=True)
    return [{"unit_id": one} for one in re.findall(r'name="forst" value="([^"]+)"', page)]


def test_asking_while_a_doctor_is_sought_is_refused_and_the_form_is_kept(app, gp):
    contact = asks(app, gp.account_id)
    answer = gp.post(f"/arenden/{contact}/direktinlaggning", **FORM)
    assert answer.status_code == 422
    assert "Det ringer fortfarande" in words_of(answer)
    assert re.search(r'name="svar-syrgas" value="2"', answer.get_data(as_text=True))
    assert admission_ids(gp, contact) == []


def test_in_a_contact_nobody_answered_the_form_says_that_nobody_can_agree(app, gp):
    contact = asks(app, gp.account_id)
    while ringing := contact_of(app, contact).ringing:
        gp.post(f"/arenden/{contact}/sjalvringt", attempt=ringing.id, answered="nej")
    page = gp.text(f"/arenden/{contact}/direktinlaggning")
    assert "Ingen läkare har svarat i det här ärendet" in page
    assert "Ring jouren igen" in page
