"""What one call or one account says is never taken for another, however well it is signed."""

import pytest

from notifications import callbacks as paths
from tests.app.webhooks.line import ALL, CALL, OF_A_CALL
from tests.clinic import Clinic

OTHER = "CA" + "9" * 32
STRICT = (paths.DIGIT, paths.OUTCOME, paths.ELSEWHERE, paths.JOIN)
GOOD = {"CallStatus": "in-progress", "Digits": "1", "SpeechResult": "Bröstsmärta."}


def _known(clinic: Clinic, line):
    """A contact whose responder's phone was picked up, in the call that the provider named."""
    ticket = clinic.hunt()
    line.picked_up(ticket.ringing.id)
    assert clinic.attempt_row(ticket.ringing.id).provider_call_id == CALL
    return ticket


@pytest.mark.parametrize("path", ALL)
@pytest.mark.parametrize("account", ["AC" + "1" * 32, "", "lab", " "])
def test_another_account_is_refused_although_it_is_signed(clinic, line, path, account):
    ticket = _known(clinic, line)
    before = clinic.everything()
    url = line.url(path, attempt_id=ticket.ringing.id, request_id=ticket.id)
    answer = line.post(url, {"CallSid": CALL, "AccountSid": account, **GOOD})
    assert answer.status_code == 403
    assert "<Response>" not in answer.text
    assert clinic.everything() == before


@pytest.mark.parametrize("path", [paths.INCOMING_CALL, paths.INCOMING_SMS, paths.TEXT_STATUS])
def test_another_account_neither_rings_nor_writes_to_us(clinic, line, path):
    before = clinic.everything()
    answer = line.post(line.url(path), {"CallSid": CALL, "AccountSid": "AC" + "1" * 32})
    assert answer.status_code == 403
    assert clinic.everything() == before


@pytest.mark.parametrize("path", [*ALL, paths.INCOMING_CALL, paths.INCOMING_SMS, paths.TEXT_STATUS])
def test_who_names_no_account_is_refused_as_another(clinic, line, path):
    """The provider names it each time."""
    ticket = _known(clinic, line)
    before = clinic.everything()
    url = line.url(path, attempt_id=ticket.ringing.id, request_id=ticket.id)
    answer = line.post_bare(url, {"CallSid": CALL, **GOOD})
    assert answer.status_code == 403
    assert clinic.everything() == before


def test_our_own_account_is_heard(clinic, line):
    ticket = _known(clinic, line)
    url = line.url(paths.DIGIT, attempt_id=ticket.ringing.id)
    account = clinic.app.extensions["kontaktvagar.config"].twilio.account_sid
    answer = line.post(url, {"CallSid": CALL, "AccountSid": account, "Digits": "1"})
    assert "<Conference" in answer.text


@pytest.mark.parametrize("path", STRICT)
def test_a_key_pressed_in_a_call_that_is_not_this_ones_is_refused(clinic, line, path):
    ticket = _known(clinic, line)
    before = clinic.everything()
    url = line.url(path, attempt_id=ticket.ringing.id)
    assert line.post(url, {"CallSid": OTHER, **GOOD}).status_code == 403
    assert clinic.everything() == before


def test_what_is_said_in_a_call_that_is_not_this_ones_is_refused(clinic, line):
    ticket = _known(clinic, line)
    before = clinic.everything()
    url = line.url(paths.SAID, attempt_id=ticket.ringing.id) + f"?{paths.PART}=situation"
    assert line.post(url, {"CallSid": OTHER, **GOOD}).status_code == 403
    assert clinic.everything() == before


@pytest.mark.parametrize("path", [path for path in OF_A_CALL if path != paths.STATUS])
def test_the_call_of_another_attempt_is_refused_everywhere(clinic, line, path):
    ticket = _known(clinic, line)
    requesters = clinic.call_id(ticket.requester.id)
    before = clinic.everything()
    url = line.url(path, attempt_id=ticket.ringing.id)
    assert line.post(url, {"CallSid": requesters, **GOOD}).status_code == 403
    assert clinic.everything() == before


@pytest.mark.parametrize("path", [paths.STATUS, paths.MACHINE])
def test_what_is_reported_of_another_call_changes_nothing(clinic, line, path):
    ticket = _known(clinic, line)
    before = clinic.everything()
    url = line.url(path, attempt_id=ticket.ringing.id)
    for call_id in (OTHER, clinic.call_id(ticket.requester.id)):
        form = {"CallSid": call_id, "CallStatus": "completed", "AnsweredBy": "machine_start"}
        assert line.post(url, form).status_code == 204
    assert clinic.everything() == before


def test_the_end_of_a_talk_in_another_call_does_not_count_as_a_talk(clinic, line):
    ticket = clinic.answered()
    before = clinic.everything()
    url = line.url(paths.AFTER, attempt_id=ticket.requester.id)
    line.post(url, {"CallSid": OTHER, "CallStatus": "in-progress"})
    assert clinic.everything() == before


@pytest.mark.parametrize("address", ["//[", "http://[::1", "[", "", "x" * 5_000])
def test_a_broken_address_of_what_failed_is_not_a_fault(clinic, line, address):
    ticket = _known(clinic, line)
    for path in (paths.FALLBACK, paths.INCOMING_FALLBACK):
        url = line.url(path, attempt_id=ticket.ringing.id)
        assert line.post(url, {"CallSid": CALL, "ErrorUrl": address}).status_code == 200
