"""A contact on its page, from ringing to outcome."""

import re

import pytest

from models.db import db
from models.reads.contacts import load_events
from models.tables.accounts import AccountRole
from routing.lifecycle import RequestEvent, RequestStatus
from routing.outcome import PlanBefore, ResultAfter, Side
from tests.app.web.visitors import words_of


def live(someone, request_id, **headers):
    return someone.get(f"/arenden/{request_id}/lage", headers=headers)


def dials(someone, request_id, answered):
    ringing = someone.contact(request_id).ringing
    assert ringing is not None
    return someone.post(f"/arenden/{request_id}/sjalvringt", attempt=ringing.id, answered=answered)


@pytest.fixture
def answered(gp):
    """A contact of the GP's that somebody has answered."""
    request_id = gp.starts("jag_ringer_sjalv")
    dials(gp, request_id, "ja")
    return request_id


def test_first_the_requesters_own_phone_is_rung(gp):
    page = gp.text(f"/arenden/{gp.starts()}")
    assert "Vi ringer dig" in page
    assert "Svara på 070-174 06 05" in page
    assert "Avbryt" in page


def test_the_code_stands_large_and_spelled(gp):
    request_id = gp.starts()
    code = gp.contact(request_id).case_code
    page = gp.text(f"/arenden/{request_id}")
    assert f"{code} Helge Viktor – " in page


def test_then_it_says_who_is_rung_and_which_attempt_it_is(gp):
    request_id = gp.starts()
    gp.picks_up(request_id)
    answer = live(gp, request_id)
    assert "Ringer Alma Provvik" in words_of(answer)
    assert "försök 1 av " in words_of(answer)
    assert 'hx-trigger="every 1s"' in answer.get_data(as_text=True)


def test_the_live_part_is_sent_only_when_it_has_changed(gp, clock):
    request_id = gp.starts()
    first = live(gp, request_id)
    tag = first.headers["ETag"]
    clock.advance(seconds=5)
    again = live(gp, request_id, **{"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    gp.picks_up(request_id)
    changed = live(gp, request_id, **{"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != tag


def test_without_script_the_page_renews_itself(gp, answered):
    ringing = gp.get(f"/arenden/{gp.starts()}").get_data(as_text=True)
    assert '<meta http-equiv="refresh"' in ringing


def test_cancelling_stops_it_and_offers_another_try(gp):
    request_id = gp.starts()
    assert gp.post(f"/arenden/{request_id}/avbryt").status_code == 303
    answer = live(gp, request_id)
    assert gp.contact(request_id).status is RequestStatus.CANCELLED
    assert "Avbruten" in words_of(answer)
    again = re.search(r'href="(/kontakt/halvakut/plan[^"]*)"', answer.get_data(as_text=True))
    assert again is not None
    assert f"continued_from={request_id}" in again[1]
    assert "hx-get" not in answer.get_data(as_text=True)


def test_dialling_oneself_shows_the_number_and_asks_whether_they_answered(gp):
    request_id = gp.starts("jag_ringer_sjalv")
    answer = gp.get(f"/arenden/{request_id}")
    assert 'href="tel:+46701740696"' in answer.get_data(as_text=True)
    assert "070-174 06 96" in words_of(answer)
    assert "Svarade de?" in words_of(answer)


def test_no_shows_the_next_number_and_at_last_what_to_do(gp):
    request_id = gp.starts("jag_ringer_sjalv")
    steps = len(gp.contact(request_id).plan.steps)
    dials(gp, request_id, "nej")
    assert "nummer 2 av " in gp.text(f"/arenden/{request_id}")
    for _ in range(steps - 1):
        dials(gp, request_id, "nej")
    page = gp.text(f"/arenden/{request_id}")
    assert "Ingen svarade" in page
    assert "Ring 0980-31 92 02" in page
    assert "Fortsätt som akut" in page
    assert "Hur blev det?" in page


def test_who_sees_that_nobody_answered_has_been_told_and_the_log_says_so_once(gp):
    request_id = gp.starts("jag_ringer_sjalv")
    while gp.contact(request_id).ringing:
        dials(gp, request_id, "nej")
    for _look in range(2):
        gp.text(f"/arenden/{request_id}")
        live(gp, request_id)
    with gp.app.app_context():
        told = [
            event.detail
            for event in load_events(db.session(), request_id)
            if event.event is RequestEvent.REQUESTER_TOLD
        ]
    assert told == [{"how": "sida"}]


def test_yes_names_who_answered_and_asks_how_it_became(gp, answered):
    page = gp.text(f"/arenden/{answered}")
    assert "Alma Provvik" in page
    assert "svarade 10:00" in page
    assert "Klarat i primärvård eller hemma" in page


def test_the_outcome_is_one_tap_and_each_value_another(gp, answered):
    address = f"/arenden/{answered}/utfall"
    assert gp.post(address, result="direktinlaggning").location == f"/arenden/{answered}#utfall"
    gp.post(address, value="5")
    gp.post(address, understanding="4")
    contact = gp.contact(answered)
    said = contact.outcomes[Side.REQUESTER]
    assert contact.status is RequestStatus.CLOSED
    assert (said.result, said.value, said.understanding) == (ResultAfter.DIRECT_ADMISSION, 5, 4)
    page = gp.get(f"/arenden/{answered}").get_data(as_text=True)
    assert re.search(r'value="direktinlaggning"[^>]*aria-pressed="true"', page)
    assert re.search(r'id="value-5" aria-pressed="true"', page)


@pytest.mark.parametrize(
    "form",
    [
        {"result": "botad"},
        {"value": "6"},
        {"value": "0"},
        {"value": "fem"},
        {"understanding": "9" * 5000},
        {},
    ],
)
def test_an_outcome_that_says_nothing_changes_nothing(gp, answered, form):
    assert gp.post(f"/arenden/{answered}/utfall", **form).status_code == 422
    assert gp.contact(answered).outcomes == {}


def test_an_outcome_while_it_rings_is_refused(gp):
    request_id = gp.starts()
    assert gp.post(f"/arenden/{request_id}/utfall", result="annat").status_code == 409


def test_the_plan_before_is_asked_while_it_rings_and_only_once(gp):
    request_id = gp.starts()
    assert "Vad hade du gjort annars?" in gp.text(f"/arenden/{request_id}")
    gp.post(f"/arenden/{request_id}/plan-fore", plan_before="remittera")
    assert gp.contact(request_id).plan_before is PlanBefore.REFER
    assert "Vad hade du gjort annars?" not in gp.text(f"/arenden/{request_id}")
    assert gp.post(f"/arenden/{request_id}/plan-fore", plan_before="x").status_code == 422


def test_a_strangers_contact_looks_absent(visitor, gp):
    request_id = gp.starts()
    stranger = visitor(unit_id="vc-tisken")
    for path in (f"/arenden/{request_id}", f"/arenden/{request_id}/lage"):
        assert stranger.get(path).status_code == 404
    assert stranger.post(f"/arenden/{request_id}/avbryt").status_code == 403
    assert gp.contact(request_id).status is RequestStatus.CALLING_REQUESTER


def test_an_analyst_reads_rows_but_no_contact(visitor, gp):
    someone = visitor(AccountRole.ANALYTIKER)
    assert someone.get(f"/arenden/{gp.starts()}").status_code == 403


def test_my_contacts_begin_with_those_that_lack_an_outcome(gp):
    assert "Inga kontakter än" in gp.text("/arenden")
    closed, waiting = gp.starts("jag_ringer_sjalv"), gp.starts("jag_ringer_sjalv")
    dials(gp, closed, "ja")
    gp.post(f"/arenden/{closed}/utfall", result="annat")
    dials(gp, waiting, "ja")
    page = gp.get("/arenden").get_data(as_text=True)
    assert page.index("Saknar utfall") < page.index(waiting) < page.index("Tidigare")
    assert page.index("Tidigare") < page.index(closed)
    start = gp.get("/").get_data(as_text=True)
    assert waiting in start
    assert closed not in start


def test_every_earlier_contact_is_on_one_page_and_only_one(gp, app):
    made = [gp.starts() for _number in range(28)]
    for one in made:
        gp.post(f"/arenden/{one}/avbryt")
    seen, path = [], "/arenden"
    while path:
        page = gp.get(path).get_data(as_text=True)
        seen += re.findall(r'class="contact-row" href="/arenden/([^"]+)"', page)
        after = re.search(r'rel="next" href="([^"]+)"', page)
        path = after[1] if after else ""
    assert sorted(seen) == sorted(made)
    assert "Inga sådana kontakter" in gp.text("/arenden?vag=akut")
    assert "1–25 av 28" in gp.text("/arenden?vag=halvakut")
    assert "1–25 av 28" in gp.text("/arenden?vag=nonsens")


def test_a_yes_is_shown_as_one_and_as_no_answer_until_they_talk(gp, cardiologist):
    request_id = gp.starts()
    ringing = gp.picks_up(request_id).ringing
    cardiologist.post(f"/jour/svara/{ringing.id}")
    page = gp.text(f"/arenden/{request_id}")
    assert "har sagt ja" in page
    assert "dröjer det söker vi vidare" in page
    assert "Samtalet pågår" not in live(gp, request_id).get_data(as_text=True)
    gp.talks(request_id)
    assert "Samtalet pågår" in live(gp, request_id).get_data(as_text=True)
