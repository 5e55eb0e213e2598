"""Direct admission for the two who talk: the card, and what to do when nobody says yes."""

import re
from datetime import UTC, datetime

import pytest

from app.actions.admission.answer_ward import No
from app.actions.admission.reply_for_ward import say_no, withdraw
from models.tables.accounts import AccountRole
from routing.admission import AdmissionStatus, RefusalReason, TransportMode
from tests.app.admitting import (
    AVA,
    HEART,
    admission_of,
    doctor_of,
    talks,
)
from tests.app.web.admission.bed_seekers import (
    FORM,
    accepted,
    admission_ids,
    refused_by_all,
    ward_does,
)
from tests.app.web.visitors import words_of

pytestmark = pytest.mark.slow


def test_asking_rings_the_first_ward_and_the_card_says_so(app, gp, contact, asked):
    answer = gp.get(f"/arenden/{contact}/direktinlaggning/lage")
    assert "Frågar Hjärtavdelningen Mora" in words_of(answer)
    assert 'hx-trigger="every 2s"' in answer.get_data(as_text=True)
    assert admission_of(app, asked).ringing[0].ward_id == HEART


def test_the_card_counts_the_wards_that_have_answered(app, gp, desk, contact, asked):
    path = f"/arenden/{contact}/direktinlaggning/lage"
    assert "Avdelningarnas svar 0/" in words_of(gp.get(path))
    accepted(app, desk, asked)
    assert "Avdelningarnas svar 1/" in words_of(gp.get(path))


def test_the_card_is_sent_only_when_it_has_changed(app, gp, desk, contact, asked):
    path = f"/arenden/{contact}/direktinlaggning/lage"
    tag = gp.get(path).headers["ETag"]
    assert gp.get(path, headers={"If-None-Match": tag}).status_code == 304
    accepted(app, desk, asked)
    changed = gp.get(path, headers={"If-None-Match": tag})
    assert "Plats på Hjärtavdelningen Mora" in words_of(changed)


def test_the_whole_page_shows_the_card(gp, contact, asked):
    assert "Frågar Hjärtavdelningen Mora" in gp.text(f"/arenden/{contact}")


def test_a_crew_proposes_and_the_doctor_agrees_with_one_press(app, visitor):
    crew = visitor(AccountRole.AMBULANS, unit_id="ambulans-mora")
    contact = talks(app, crew.account_id)
    assert "Föreslå direktinläggning" in crew.text(f"/arenden/{contact}/direktinlaggning")
    asked_for = crew.post(f"/arenden/{contact}/direktinlaggning", **FORM)
    assert asked_for.status_code == 409  # a crew cannot ask: nothing is made
    crew.post(f"/arenden/{contact}/direktinlaggning", gor="foresla", specialty="kardiologi")
    admission_id = admission_ids(crew, contact)[0]
    assert "Du har föreslagit direktinläggning" in crew.text(f"/arenden/{contact}")
    assert crew.post(f"/direktinlaggning/{admission_id}/fraga").status_code == 403
    person_id = doctor_of(app, contact)
    doctor = visitor(AccountRole.SPECIALIST, person_id=person_id, unit_id="mora-medicin")
    page = doctor.text(f"/arenden/{contact}")
    assert "Remittenten föreslår direktinläggning" in page
    assert "Ja – fråga avdelningarna" in page
    doctor.post(f"/direktinlaggning/{admission_id}/fraga")
    assert "Frågar Hjärtavdelningen Mora" in crew.text(f"/arenden/{contact}")


def test_a_no_is_shown_with_its_reason(app, gp, desk, contact, asked):
    no = No(HEART, RefusalReason.OTHER, "Två salar stängda")
    ward_does(app, desk, say_no, asked, no)
    page = gp.text(f"/arenden/{contact}")
    assert "Säger nej: Annat – Två salar stängda" in page
    assert "Frågar Medicinavdelning Mora" in page


def test_a_kept_bed_has_its_end_its_number_and_the_next_step(app, gp, desk, contact, asked):
    accepted(app, desk, asked)
    answer = gp.get(f"/arenden/{contact}")
    page = words_of(answer)
    assert "Plats på Hjärtavdelningen Mora Hålls till 11:30" in page
    assert 'href="tel:+468' in answer.get_data(as_text=True)
    assert "Patienten åker nu" in page
    assert "10:30" in page


def test_the_patient_sets_off_and_comes_later(app, gp, desk, contact, asked):
    accepted(app, desk, asked)
    gp.post(f"/direktinlaggning/{asked}/begav-sig", transport="sjukresa", eta="10:45")
    page = gp.text(f"/arenden/{contact}")
    assert "På väg till Hjärtavdelningen Mora Sjukresa · framme ungefär 10:45" in page
    gp.post(f"/direktinlaggning/{asked}/ankomst", eta="10:45", eta_annan="11.20")
    assert "framme ungefär 11:20" in gp.text(f"/arenden/{contact}")
    assert admission_of(app, asked).transport is TransportMode.SERVED


def test_a_button_sends_its_moment_and_not_a_time_on_the_wall(app, gp, desk, contact, asked):
    accepted(app, desk, asked)
    page = gp.get(f"/arenden/{contact}").get_data(as_text=True)
    values = re.findall(r'name="eta" value="([^"]*)"', page)
    assert values[0] == "2026-11-23T09:15Z"  # a quarter of an hour ahead, in UTC
    gp.post(f"/direktinlaggning/{asked}/begav-sig", transport="sjukresa", eta=values[0])
    assert admission_of(app, asked).eta_at == datetime(2026, 11, 23, 9, 15, tzinfo=UTC)


@pytest.mark.parametrize("eta", ["09:30", "25:00", "snart", "1", "10:00:00", "811218-9876", "\x00"])
def test_an_arrival_that_cannot_be_changes_nothing(app, gp, desk, asked, eta):
    accepted(app, desk, asked)
    answer = gp.post(
        f"/direktinlaggning/{asked}/begav-sig",
        transport="sjukresa",
        eta_annan=eta,
    )
    assert answer.status_code == 303
    assert "Ankomsttiden ska ligga framåt" in words_of(gp.get(answer.location))
    assert admission_of(app, asked).status is AdmissionStatus.RESERVED


def test_what_is_refused_keeps_the_part_of_the_page(app, gp, desk, asked):
    accepted(app, desk, asked)
    token = gp.post("/") and gp._token
    answer = gp.client.post(
        f"/direktinlaggning/{asked}/begav-sig",
        data={"csrf_token": token, "transport": "sjukresa", "eta_annan": "09:30"},
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 422
    assert "Ankomsttiden ska ligga framåt" in words_of(answer)
    assert "Patienten åker nu" in words_of(answer)


@pytest.mark.parametrize(
    ("act", "form"),
    [
        ("begav-sig", {"transport": "helikopter"}),
        ("begav-sig", {}),
        ("akuten", {"means": "kvar_med_rad"}),
        ("akuten", {}),
        ("ankomst", {}),
    ],
)
def test_choices_no_page_offers_are_refused(app, gp, desk, asked, act, form):
    accepted(app, desk, asked)
    assert gp.post(f"/direktinlaggning/{asked}/{act}", **form).status_code == 422
    assert admission_of(app, asked).status is AdmissionStatus.RESERVED


def test_a_bed_is_kept_longer_and_let_go(app, gp, desk, clock, contact, asked):
    accepted(app, desk, asked)
    clock.advance(minutes=30)
    gp.post(f"/direktinlaggning/{asked}/forlang")
    assert "Hålls till 12:00" in gp.text(f"/arenden/{contact}")
    gp.post(f"/direktinlaggning/{asked}/avbryt")
    page = gp.text(f"/arenden/{contact}")
    assert "Direktinläggning · Kardiologi Avbruten" in page
    assert "Hålls till" not in page


def test_a_patient_who_turns_worse_goes_to_the_ed_with_two_taps(app, gp, desk, contact, asked):
    accepted(app, desk, asked)
    page = gp.text(f"/arenden/{contact}")
    assert "Sämre – till akuten i stället" in page
    assert "Vid livsfara: ring 112" in page
    gp.post(f"/direktinlaggning/{asked}/akuten", means="akuten_ambulans")
    assert admission_of(app, asked).status is AdmissionStatus.TURNED_TO_ED
    assert "Till akuten i stället" in gp.text(f"/arenden/{contact}")


def test_when_nobody_says_yes_it_is_loud_and_shows_what_to_do(app, gp, visitor, contact, asked):
    refused_by_all(app, visitor, asked)
    answer = gp.get(f"/arenden/{contact}")
    page = words_of(answer)
    assert "Ingen avdelning har sagt ja" in page
    assert "Patienten har ingen plats." in page
    assert "Ring vårdplats\u00adkoordinatorn" in page
    assert "Ring jouren igen" in page
    assert "Till akuten med ambulans" in page
    html = answer.get_data(as_text=True)
    assert re.search(r'<section class="admission admission--bad"[^>]*role="alert"', html)
    assert html.index("admission--bad") < html.index('id="live"')


def test_whoever_was_left_without_a_bed_asks_a_ward_again(app, gp, visitor, contact, asked):
    refused_by_all(app, visitor, asked)
    gp.post(f"/direktinlaggning/{asked}/fraga", forst=AVA)
    admission = admission_of(app, asked)
    assert (admission.round, admission.ringing[0].ward_id) == (2, AVA)


def test_a_withdrawn_bed_is_told_with_the_reason(app, gp, desk, contact, asked):
    accepted(app, desk, asked)
    ward_does(app, desk, withdraw, asked, No(HEART, RefusalReason.FULL))
    page = gp.text(f"/arenden/{contact}")
    assert "Drog tillbaka sitt ja: Fullt" in page
    assert "Frågar Medicinavdelning Mora" in page


def test_an_admission_is_nobody_elses(visitor, gp, contact, asked):
    stranger = visitor(unit_id="vc-tisken")
    for path in ("direktinlaggning", "direktinlaggning/lage", "direktinlaggning/avdelningar"):
        assert stranger.get(f"/arenden/{contact}/{path}").status_code == 404
    assert stranger.post(f"/arenden/{contact}/direktinlaggning", **FORM).status_code == 404
    for act in ("fraga", "forlang", "avbryt"):
        assert stranger.post(f"/direktinlaggning/{asked}/{act}").status_code == 404
    analyst = visitor(AccountRole.ANALYTIKER)
    assert analyst.get(f"/arenden/{contact}/direktinlaggning").status_code == 403


def test_an_unknown_admission_looks_absent(gp):
    nowhere = "00000000-0000-4000-8000-000000000000"
    assert gp.post(f"/direktinlaggning/{nowhere}/avbryt").status_code == 404
    assert gp.post("/direktinlaggning/finns-inte/avbryt").status_code == 404
    assert gp.get(f"/arenden/{nowhere}/direktinlaggning").status_code == 404
