"""A ward at its own pages: what it is asked, what it may see, and every answer it may give."""

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from app.actions.admission.look_at_due import look_at_due
from app.current import current_clock, current_holder
from models.db import db
from models.tables.accounts import AccessLogRow, AccountRole
from routing.admission import AdmissionStatus, RefusalReason
from tests.app.admitting import (
    AVA,
    CARDIOLOGY,
    HEART,
    MEDICINE,
    admission_of,
    ward_says,
)
from tests.app.web.admission.bed_seekers import (
    COORDINATOR,
    no,
    status_of,
    yes,
)
from tests.app.web.visitors import words_of

pytestmark = pytest.mark.slow


def test_the_inbox_shows_what_rings_first(heart, asked):
    page = heart.text("/avdelning")
    assert "Vårdcentral Mora söker en plats Kardiologi · Hjärtavdelningen Mora" in page
    assert "Läs och svara" in page
    live = heart.get("/avdelning/lage").get_data(as_text=True)
    assert re.search(r'data-badge="[1-9]', live)
    assert "data-since=" in live


def test_the_inbox_is_sent_only_when_it_has_changed(heart, asked):
    tag = heart.get("/avdelning/lage").headers["ETag"]
    assert heart.get("/avdelning/lage", headers={"If-None-Match": tag}).status_code == 304
    no(heart, asked)
    assert heart.get("/avdelning/lage", headers={"If-None-Match": tag}).status_code == 200


def test_the_question_tells_what_the_ward_must_know(heart, asked):
    page = heart.text(f"/avdelning/{asked}")
    for said in (
        "Tilltagande andfåddhet",
        "Hjärtsvikt",
        "Sitter bra",
        "Tillsyn telemetri",
        "Är läkemedelslistan skickad? nej",
        "Vikt, kg (om det styr säng eller lyft) inte angivet",
        "Ring 070-174 06 05",
        "Läkare i samtalet:",
        "platser okända",
        "Ta emot",
    ):
        assert said in page
    assert all(one in page for one in ("Fullt", "Fel vårdnivå", "Instabil patient"))


def test_that_a_ward_opened_it_is_noted(app, heart, asked):
    heart.text(f"/avdelning/{asked}")
    heart.get(f"/avdelning/{asked}/lage")
    with app.app_context():
        seen = select(AccessLogRow).where(
            AccessLogRow.thing == asked, AccessLogRow.account_id == heart.account_id
        )
        assert [row.verb for row in db.session.scalars(seen)] == ["se_direktinlaggning"]


def test_yes_keeps_a_bed_and_pressed_again_it_is_the_same_yes(app, heart, asked):
    first = yes(heart, asked)
    assert first.location == f"/avdelning/{asked}"
    until = admission_of(app, asked).reserved_until
    assert yes(heart, asked).location == first.location
    assert "Platsen hålls till 11:30" in heart.text(f"/avdelning/{asked}")
    admission = admission_of(app, asked)
    assert (admission.status, admission.reserved_until) == (AdmissionStatus.RESERVED, until)
    assert [one.ward_id for one in admission.answers] == [HEART]


def test_with_script_a_yes_answers_with_the_page_as_it_is_now(heart, asked):
    for _press in range(2):
        answer = heart.presses(f"/avdelning/{asked}/ja", avdelning=HEART)
        assert answer.status_code == 200
        assert "Platsen hålls till 11:30" in words_of(answer)
        assert "<html" not in answer.get_data(as_text=True)


def test_no_takes_one_tap_and_the_next_ward_is_asked(app, heart, desk, asked):
    no(heart, asked, skal="fel_vardniva")
    no(heart, asked, skal="fel_vardniva")
    admission = admission_of(app, asked)
    assert [one.ward_id for one in admission.ringing] == [MEDICINE]
    assert [(one.ward_id, one.reason) for one in admission.answers] == [
        (HEART, RefusalReason.WRONG_LEVEL)
    ]
    page = heart.text(f"/avdelning/{asked}")
    assert "Ni har sagt nej" in page
    assert "Medicinavdelning Mora" in desk.text(f"/avdelning/{asked}")


@pytest.mark.parametrize(
    "form",
    [
        {"skal": "annat"},
        {"skal": ""},
        {"skal": "annat", "note": "811228-9874"},
        {"skal": "annat", "note": "811228;9874"},
        {"skal": "annat", "note": "x" * 601},
        {"skal": "trött"},
    ],
)
def test_a_no_without_its_reason_changes_nothing(app, heart, asked, form):
    answer = no(heart, asked, **form)
    assert answer.status_code == 422
    if "note" in form:  # nothing that was typed is lost
        assert f'name="note" value="{form["note"]}"' in answer.get_data(as_text=True)
    assert [one.ward_id for one in admission_of(app, asked).ringing] == [HEART]


def test_words_of_ones_own_are_a_reason(app, heart, asked):
    no(heart, asked, skal="annat", note="Två salar stängda")
    assert admission_of(app, asked).answers[0].note == "Två salar stängda"


def test_a_full_ward_is_told_so_and_may_take_one_too_many(app, heart, asked):
    ward_says(app, HEART, staffed=10, occupied=10)
    page = heart.get(f"/avdelning/{asked}")
    assert "Ta emot som överbeläggning" in words_of(page)
    assert '<input type="hidden" name="over" value="ja">' in page.get_data(as_text=True)
    yes(heart, asked, over="ja")
    assert admission_of(app, asked).is_over_occupancy is True
    assert "överbeläggning" in heart.text(f"/avdelning/{asked}")


def test_a_ward_that_filled_up_meanwhile_is_asked_once_more(app, heart, asked):
    ward_says(app, HEART, staffed=10, occupied=10)
    answer = yes(heart, asked)
    assert answer.status_code == 409
    assert "Avdelningen har ingen ledig plats kvar." in words_of(answer)
    assert "Ta emot som överbeläggning" in words_of(answer)
    assert status_of(app, asked) is AdmissionStatus.ASKED


def test_a_closed_ward_takes_nobody(app, heart, asked):
    ward_says(app, HEART, is_open=False)
    answer = yes(heart, asked)
    assert answer.status_code == 409
    assert "Avdelningen är stängd för inläggning." in words_of(answer)


def test_a_ward_that_did_not_answer_in_time_may_still_say_yes(app, clock, heart, asked):
    clock.advance(minutes=10)
    with app.app_context():
        look_at_due(sessionmaker(db.engine), current_holder().fresh, clock=current_clock())
    page = heart.text(f"/avdelning/{asked}")
    assert "Nu frågas nästa avdelning" in page
    assert "Ni kan fortfarande ta emot" in page
    assert yes(heart, asked).status_code == 303
    assert status_of(app, asked) is AdmissionStatus.RESERVED


def test_the_ward_that_was_second_is_told_and_sees_no_more(app, heart, desk, asked):
    no(heart, asked)
    yes(desk, asked, MEDICINE)
    answer = yes(heart, asked)
    assert answer.status_code == 409
    assert "En annan avdelning hann före" in words_of(answer)
    page = heart.text(f"/avdelning/{asked}")
    assert "En annan avdelning tog emot" in page
    assert "andfåddhet" not in page
    assert "070-174 06 05" not in page


def test_the_coordination_chooses_which_asked_ward_says_yes(app, heart, desk, asked):
    no(heart, asked)
    page = desk.text(f"/avdelning/{asked}")
    assert "Ta emot på en annan avdelning Hjärtavdelningen Mora" in page
    assert "Säger nej: fullt" in page
    yes(desk, asked, HEART)
    assert admission_of(app, asked).ward_id == HEART


def test_a_ward_that_is_not_asked_yet_sees_nothing(visitor, asked):
    others = [visitor(COORDINATOR, unit_id=unit) for unit in (MEDICINE, CARDIOLOGY, AVA)]
    for someone in others:
        assert someone.get(f"/avdelning/{asked}").status_code == 404
        assert someone.get(f"/avdelning/{asked}/lage").status_code == 404
        assert yes(someone, asked, CARDIOLOGY).status_code == 404
        assert asked not in someone.get("/avdelning").get_data(as_text=True)


def test_nobody_but_coordinators_answers_for_a_ward(visitor, gp, asked):
    for someone in (gp, visitor(AccountRole.SPECIALIST, unit_id=HEART)):
        assert someone.get(f"/avdelning/{asked}").status_code == 403
        assert yes(someone, asked).status_code == 403


def test_an_unknown_admission_looks_absent(heart):
    for path in ("finns-inte", "00000000-0000-4000-8000-000000000000"):
        assert heart.get(f"/avdelning/{path}").status_code == 404
        assert yes(heart, path).status_code == 404


def test_the_accept_button_comes_before_the_reasons_in_the_thumb_bar(heart, asked):
    page = heart.get(f"/avdelning/{asked}").get_data(as_text=True)
    bar = page.index('class="ward-answer')
    assert page.index("Om patienten") < bar < page.index('id="nej"')
    assert 'data-failed="Inget svar från tjänsten.' in page[bar:]
