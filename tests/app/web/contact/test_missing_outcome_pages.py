"""Saknar utfall, and dialling instead: each one tap."""

import re

from models.tables.accounts import AccountRole
from routing.lifecycle import RequestStatus
from tests.app.web.visitors import words_of


def code_of(somebody, request_id):
    return somebody.contact(request_id).case_code


def answered(gp, cardiologist):
    """A contact that the cardiologist has taken in the browser, and talks about; its id."""
    request_id = gp.starts()
    attempt = gp.picks_up(request_id).ringing
    assert attempt is not None
    assert cardiologist.post(f"/jour/svara/{attempt.id}").status_code == 303
    assert gp.talks(request_id).status is RequestStatus.ANSWERED
    return request_id


def test_both_sides_see_what_they_have_not_said_and_say_it_with_one_tap(gp, cardiologist):
    request_id = answered(gp, cardiologist)
    code = code_of(gp, request_id)
    for somebody, heading in ((gp, "Du sökte"), (cardiologist, "Du svarade")):
        page = somebody.text("/utfall")
        assert heading in page
        assert code in page
        assert "Ange alla på en sida" in somebody.text("/")
        form = {"result": "klarat_i_primarvard_eller_hemma", "back": "utfall"}
        answer = somebody.post(f"/arenden/{request_id}/utfall", **form)
        assert (answer.status_code, answer.location) == (303, "/utfall")
        assert code not in somebody.text("/utfall")


def test_every_result_is_one_button_and_ids_are_not_repeated(gp, cardiologist):
    for _number in range(2):
        answered(gp, cardiologist)
    page = gp.get("/utfall").get_data(as_text=True)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert page.count('name="result"') == 24


def test_when_nothing_is_missing_it_says_so(visitor):
    assert "Inget saknas" in visitor(AccountRole.AMBULANS).text("/utfall")


def test_the_requester_dials_instead_at_any_time(gp, cardiologist):
    request_id = gp.starts()
    assert "ring-sjalv" in gp.get(f"/arenden/{request_id}").get_data(as_text=True)
    refused = cardiologist.post(f"/arenden/{request_id}/ring-sjalv")
    assert refused.status_code == 403, words_of(refused)
    assert gp.post(f"/arenden/{request_id}/ring-sjalv").status_code == 303
    page = gp.get(f"/arenden/{request_id}").get_data(as_text=True)
    contact = gp.contact(request_id)
    assert contact.status is RequestStatus.SELF_DIALLING
    assert f'href="tel:{contact.plan.steps[0].number}"' in page
    assert "/ring-sjalv" not in page


def test_operation_is_shown_to_those_who_steer(visitor):
    page = visitor(AccountRole.ADMINISTRATOR).text("/drift")
    assert "Samtal tas emot." in page
    assert "Inga driftstörningar." in page
