"""Besluten on a contact's page: in the talk and after it, seen by both."""

import re

import pytest

from app.labels import label
from models.db import db
from models.reads.decisions import load_decisions
from models.tables.accounts import AccountRole
from routing.decisions import DecisionKind
from routing.outcome import ResultAfter
from tests.app.web.visitors import words_of

pytestmark = pytest.mark.slow

KINDS = [
    "specialistbesok",
    "kvar_med_rad",
    "akuten_annat_fardsatt",
    "akuten_ambulans",
    "mobilt_team",
]


@pytest.fixture
def talk(gp):
    """A contact that the cardiologist on duty has answered."""
    request_id = gp.starts("jag_ringer_sjalv")
    ringing = gp.contact(request_id).ringing
    gp.post(f"/arenden/{request_id}/sjalvringt", attempt=ringing.id, answered="ja")
    return request_id


def decides(someone, request_id, kind="akuten_ambulans", **form):
    sent = {"next_by": "remittent", "next_text": "Ringer", **form}
    return someone.post(f"/arenden/{request_id}/beslut/{kind}", **sent)


def decisions(gp, request_id):
    with gp.app.app_context():
        return load_decisions(db.session(), request_id)


def live(someone, request_id):
    return someone.get(f"/arenden/{request_id}/lage").get_data(as_text=True)


def test_nothing_is_decided_before_anybody_has_answered(gp):
    assert "Vad kom ni fram till?" not in gp.text(f"/arenden/{gp.starts()}")


def test_both_are_offered_the_usual_kinds(gp, cardiologist, talk):
    for someone in (gp, cardiologist):
        page = live(someone, talk)
        for kind in KINDS:
            assert f"/arenden/{talk}/beslut/{kind}" in page


def test_somebody_else_is_offered_nothing(visitor, talk):
    stranger = visitor(AccountRole.PRIMARVARDSLAKARE)
    assert stranger.get(f"/arenden/{talk}/beslut/akuten_ambulans").status_code == 404
    assert decides(stranger, talk).status_code == 404


@pytest.mark.parametrize("kind", KINDS)
def test_two_taps_decide_and_say_who_is_next(gp, cardiologist, talk, kind):
    page = gp.get(f"/arenden/{talk}/beslut/{kind}").get_data(as_text=True)
    filled = dict(re.findall(r'<input[^>]* name="(\w+)"[^>]* value="([^"]*)"[^>]* checked', page))
    texts = dict(re.findall(r'name="(next_text|key)"[^>]* value="([^"]*)"', page))
    answer = decides(gp, talk, kind, **filled, **texts)
    assert answer.status_code == 303
    assert answer.location.endswith(f"/arenden/{talk}#beslut")
    (made,) = decisions(gp, talk)
    assert made.kind == kind
    for someone, next_by in ((gp, "Du"), (cardiologist, "Remittent")):
        words = someone.text(f"/arenden/{talk}")
        assert next_by in words
        assert texts["next_text"] in words


def test_the_form_sent_twice_is_one_decision(gp, talk):
    for _time in range(2):
        assert decides(gp, talk, key="samma").status_code == 303
    assert len(decisions(gp, talk)) == 1


def test_staying_says_when_to_seek_help_again(gp, cardiologist, talk):
    refused = decides(gp, talk, "kvar_med_rad", note=" ")
    assert refused.status_code == 422
    assert "Skriv när patienten ska söka igen." in words_of(refused)
    decides(gp, talk, "kvar_med_rad", again="feber eller frossa", note="andnöd")
    assert "Sök igen om: feber eller frossa, andnöd" in cardiologist.text(f"/arenden/{talk}")


def test_an_identity_is_refused_and_what_was_typed_stays(gp, talk):
    answer = decides(gp, talk, note="121212-1212", next_text="Min text")
    assert answer.status_code == 422
    assert "personnummer" in words_of(answer)
    assert "Min text" in answer.get_data(as_text=True)
    answer = decides(gp, talk, note="Min text", next_text="Ring 811218;9876")
    assert answer.status_code == 422
    assert "personnummer" in words_of(answer)
    assert "Min text" in answer.get_data(as_text=True)
    assert decisions(gp, talk) == ()


@pytest.mark.parametrize(
    ("kind", "form", "says"),
    [
        ("specialistbesok", {"when": "nagon_gang"}, "Välj i dag eller i morgon."),
        ("specialistbesok", {"when": "idag", "receiver": "mars"}, "Välj en enhet i listan."),
        ("akuten_ambulans", {"next_by": "avdelning"}, "Nästa steg är remittentens"),
        ("akuten_ambulans", {"next_by": "x"}, "Nästa steg är remittentens"),
    ],
)
def test_a_field_that_cannot_be_is_pointed_out(gp, talk, kind, form, says):
    answer = decides(gp, talk, kind, **form)
    assert answer.status_code == 422
    assert says in words_of(answer)


@pytest.mark.parametrize("kind", ["direktinlaggning", "rontgen_eller_prov", "finns-inte"])
def test_other_kinds_have_no_such_page(gp, talk, kind):
    assert gp.get(f"/arenden/{talk}/beslut/{kind}").status_code == 404
    assert decides(gp, talk, kind).status_code == 404


def test_the_other_side_carries_it_out_or_takes_it_back(gp, cardiologist, talk):
    decides(gp, talk)
    (made,) = decisions(gp, talk)
    address = f"/arenden/{talk}/beslut/{made.id}/andra"
    assert cardiologist.post(address, event="blev_inte_av").status_code == 303
    assert "Blev inte av" in gp.text(f"/arenden/{talk}")
    assert cardiologist.post(address, event="genomfordes").status_code == 409
    assert cardiologist.post(address, event="ersattes").status_code == 422


def test_a_decision_is_replaced_from_its_card(gp, talk):
    decides(gp, talk, "kvar_med_rad", again="feber")
    (stay,) = decisions(gp, talk)
    address = f"/arenden/{talk}/beslut/akuten_ambulans?replaces={stay.id}"
    assert address.replace("&", "&amp;") in live(gp, talk)
    assert "Ersätter: Kvar hemma" in gp.text(address)
    decides(gp, talk, replaces=stay.id)
    old, new = decisions(gp, talk)
    assert old.replaced_by_id == new.id


def test_a_conference_leads_on_to_a_contact_that_continues_this_one(gp, cardiologist, talk):
    answer = decides(gp, talk, "mdk")
    assert answer.status_code == 303
    assert "/kontakt/mdk/plan" in answer.location
    assert f"continued_from={talk}" in answer.location
    assert "Starta MDK-kontakten" in gp.text(f"/arenden/{talk}")
    started = gp.post(
        "/kontakt/mdk/plan",
        municipality="2062",
        specialty="kardiologi",
        mode="jag_ringer_sjalv",
        continued_from=talk,
    )
    assert started.status_code == 303, words_of(started)
    assert "Starta MDK-kontakten" not in gp.text(f"/arenden/{talk}")
    assert DecisionKind.CONFERENCE in {one.kind for one in decisions(gp, talk)}


def test_what_was_decided_is_offered_first_as_the_outcome(gp, talk):
    assert "stämmer det?" not in gp.text(f"/arenden/{talk}")
    decides(gp, talk)
    page = gp.text(f"/arenden/{talk}")
    assert f"{label(ResultAfter.ED_AMBULANCE)} – stämmer det?" in page
    gp.post(f"/arenden/{talk}/utfall", result="akuten_ambulans")
    assert "stämmer det?" not in gp.text(f"/arenden/{talk}")


def test_the_page_is_kept_alive_while_a_decision_is_open(gp, cardiologist, talk):
    decides(gp, talk)
    gp.post(f"/arenden/{talk}/utfall", result="akuten_ambulans")
    assert 'hx-trigger="every 15s"' in live(gp, talk)
    (made,) = decisions(gp, talk)
    gp.post(f"/arenden/{talk}/beslut/{made.id}/andra", event="genomfordes")
    assert "hx-trigger" not in live(gp, talk)


def test_polling_sees_what_the_other_has_decided(gp, cardiologist, talk):
    path = f"/arenden/{talk}/lage"
    tag = gp.get(path).headers["ETag"]
    assert gp.get(path, headers={"If-None-Match": tag}).status_code == 304
    decides(cardiologist, talk, next_by="mottagare")
    assert gp.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_doctors_decide_a_direct_admission_others_propose_it(gp, visitor, talk):
    assert "Direktinläggning" in offered(gp, talk)
    assert "Föreslå direktinläggning" not in offered(gp, talk)
    crew = visitor(AccountRole.AMBULANS, unit_id="ambulans-mora")
    sent = {"municipality": "2062", "specialty": "kardiologi", "mode": "jag_ringer_sjalv"}
    answer = crew.post("/kontakt/akut/plan", livshotande="nej", urgency="inom_en_timme", **sent)
    assert answer.status_code == 303, words_of(answer)
    request_id = answer.location.rsplit("/", 1)[1]
    ringing = crew.contact(request_id).ringing
    crew.post(f"/arenden/{request_id}/sjalvringt", attempt=ringing.id, answered="ja")
    names = offered(crew, request_id)
    assert "Föreslå direktinläggning" in names
    assert label(DecisionKind.RADIOLOGY) not in names


def offered(someone, request_id):
    """What stands on the panel's buttons."""
    return re.findall(r'<a class="tap"[^>]*>.*?<span>([^<]+)</span>', live(someone, request_id))
