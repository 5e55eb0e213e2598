"""Calls to our own number over HTTP: signed, small, and the same when they come twice."""

import pytest
from sqlalchemy import func, select

from app.actions.account.pins import renew_pin
from models.tables.contacts import AttemptRow, CareRequestRow
from models.tables.incoming import IncomingCallRow, PinTryRow
from notifications import callbacks as paths
from routing.lifecycle import RequestEvent, RequestStatus
from tests.app.webhooks.line import CALL
from tests.clinic import GP_NUMBER, Ticket

pytestmark = pytest.mark.postgresql

OURS = (
    paths.INCOMING_CALL,
    paths.INCOMING_ENTRY,
    paths.INCOMING_STATUS,
    paths.INCOMING_FALLBACK,
    paths.OUTCOME,
    paths.ELSEWHERE,
)
LANDLINE = "+46313900690"


def rings(line, number=GP_NUMBER, call_id=CALL):
    return line.post(line.url(paths.INCOMING_CALL), {"CallSid": call_id, "From": number})


def enters(line, digits, prompt, call_id=CALL):
    url = f"{line.url(paths.INCOMING_ENTRY)}?{paths.PROMPT}={prompt}"
    return line.post(url, {"CallSid": call_id, "Digits": digits})


def is_over(line, word="completed", call_id=CALL):
    form = {"CallSid": call_id, "CallStatus": word}
    return line.post(line.url(paths.INCOMING_STATUS), form)


def hunting(line):
    """The GP has asked for kardiologi by the direct code, without a plan."""
    rings(line)
    enters(line, "9", 1)
    enters(line, "211", 2)
    return enters(line, "#", 3)


def count(clinic, row_type):
    return clinic.fresh().scalar(select(func.count()).select_from(row_type))


@pytest.mark.parametrize("path", OURS)
def test_a_forged_or_missing_signature_changes_nothing(clinic, line, path):
    before = clinic.everything()
    form = {"CallSid": CALL, "From": GP_NUMBER, "CallStatus": "completed", "Digits": "1"}
    for signature in ("", "bm90LXNpZ25lZA=="):
        assert line.post(line.url(path), form, signature=signature).status_code == 403
    assert clinic.everything() == before


@pytest.mark.parametrize("path", OURS)
def test_a_body_of_a_megabyte_is_refused_before_it_is_read(clinic, line, path):
    form = {"CallSid": CALL, "From": GP_NUMBER, "Digits": "1" * 1_000_000}
    assert line.post(line.url(path), form).status_code == 413
    assert count(clinic, IncomingCallRow) == 0


@pytest.mark.parametrize("path", OURS)
def test_a_call_without_a_proper_id_is_a_broken_request(line, path):
    for call_id in ("", "CA12", "hej"):
        form = {"CallSid": call_id, "From": GP_NUMBER, "CallStatus": "completed"}
        assert line.post(line.url(path), form).status_code == 400


def test_the_same_first_webhook_twice_is_one_call_and_the_same_words(clinic, line):
    first, second = rings(line), rings(line)
    assert first.status_code == 200
    assert first.get_data() == second.get_data()
    assert count(clinic, IncomingCallRow) == 1


def test_the_same_key_twice_is_pressed_once(clinic, line):
    rings(line)
    first, second = enters(line, "9", 1), enters(line, "9", 1)
    assert first.get_data() == second.get_data()
    assert "prompt=2" in first.get_data(as_text=True)
    enters(line, "211", 2)
    assert enters(line, "#", 3).get_data() == enters(line, "#", 3).get_data()
    assert count(clinic, CareRequestRow) == 1
    assert count(clinic, AttemptRow) == 2
    assert rings(line).get_data() == enters(line, "211", 2).get_data()  # the talk, again


def test_a_late_key_of_an_earlier_question_changes_nothing(clinic, line):
    rings(line)
    enters(line, "9", 1)
    late = enters(line, "1", 1)
    assert "Slå direktkoden" in late.get_data(as_text=True)
    assert count(clinic, CareRequestRow) == 0


def test_a_wrong_code_twice_by_the_same_webhook_is_one_try(clinic, line):
    pin = renew_pin(clinic.fresh(), clinic.gp.account_id, at=clinic.clock())
    rings(line, LANDLINE)
    entry = f"{pin.caller_code}000000" if pin.pin != "000000" else f"{pin.caller_code}000001"
    for _twice in range(2):
        assert "Koden stämde inte" in enters(line, entry, 1).get_data(as_text=True)
    assert count(clinic, PinTryRow) == 1
    menu = enters(line, pin.caller_code + pin.pin, 2).get_data(as_text=True)
    assert "Tryck 1 för" in menu
    again = enters(line, pin.caller_code + pin.pin, 2).get_data(as_text=True)
    assert again == menu
    assert count(clinic, PinTryRow) == 2


@pytest.mark.parametrize("digits", ["9" * 5_000, "ABCD", "<Say>", "\uff11", "\x00", "1#*0"])
def test_odd_digits_are_a_key_that_means_nothing(clinic, line, digits):
    rings(line)
    assert "Det valet finns inte" in enters(line, digits, 1).get_data(as_text=True)


@pytest.mark.parametrize("number", ["", "anonymous", "112", "+" + "4" * 40, "'; DROP--", "\x00"])
def test_odd_numbers_are_asked_for_a_code(clinic, line, number):
    assert "dolt" in rings(line, number).get_data(as_text=True)
    assert clinic.fresh().scalars(select(IncomingCallRow)).one().from_number is None


def test_an_entry_for_a_call_we_do_not_know_is_a_goodbye(clinic, line):
    assert "Hangup" in enters(line, "1", 1).get_data(as_text=True)
    assert count(clinic, IncomingCallRow) == 0


def test_the_end_of_a_call_stops_the_hunt_once(clinic, line):
    hunting(line)
    (request,) = clinic.fresh().scalars(select(CareRequestRow))
    assert request.status is RequestStatus.HUNTING
    for _twice in range(2):
        assert is_over(line).status_code == 204
    clinic.fresh()
    request = clinic.session.get_one(CareRequestRow, request.id, populate_existing=True)
    assert request.status is RequestStatus.CANCELLED


def test_a_call_that_is_over_makes_no_contact_afterwards(clinic, line):
    rings(line)
    enters(line, "9", 1)
    enters(line, "211", 2)
    is_over(line)
    assert "Hangup" in enters(line, "#", 3).get_data(as_text=True)
    assert count(clinic, CareRequestRow) == 0


def test_only_the_end_of_a_call_matters_and_unknown_words_are_broken(clinic, line):
    hunting(line)
    for word in ("ringing", "in-progress"):
        assert is_over(line, word).status_code == 204
    assert is_over(line, "exploded").status_code == 400
    assert is_over(line, call_id="CA" + "0" * 32).status_code == 204  # unknown: logged
    (request,) = clinic.fresh().scalars(select(CareRequestRow))
    assert request.status is RequestStatus.HUNTING


def test_leaving_the_room_while_waiting_is_hanging_up(clinic, line):
    hunting(line)
    (request_id,) = clinic.fresh().scalars(select(CareRequestRow.id))
    url = line.url(paths.CONFERENCE, request_id=request_id)
    form = {"CallSid": CALL, "StatusCallbackEvent": "participant-leave"}
    for _twice in range(2):
        assert line.post(url, form).status_code == 204
    request = clinic.fresh().get_one(CareRequestRow, request_id, populate_existing=True)
    assert request.status is RequestStatus.CANCELLED


def test_when_our_answer_got_lost_the_fallback_address_says_it_again(clinic, line):
    url = line.url(paths.INCOMING_FALLBACK)
    form = {"CallSid": CALL, "From": GP_NUMBER, "ErrorUrl": line.url(paths.INCOMING_CALL)}
    assert "Tryck 1 för" in line.post(url, form).get_data(as_text=True)
    hunting(line)
    assert "<Conference" in line.post(url, form).get_data(as_text=True)
    failed = line.url(paths.TOLD, attempt_id="x")
    told = line.post(url, form | {"ErrorUrl": failed})
    assert told.status_code == 200


def test_every_number_and_code_stays_out_of_addresses_and_logs(clinic, line, caplog):
    caplog.set_level("DEBUG")
    pin = renew_pin(clinic.fresh(), clinic.gp.account_id, at=clinic.clock())
    body = rings(line, LANDLINE).get_data(as_text=True)
    body += enters(line, pin.caller_code + pin.pin, 1).get_data(as_text=True)
    logged = " ".join(record.getMessage() + str(vars(record)) for record in caplog.records)
    for secret in (LANDLINE, pin.pin):
        assert secret not in body
        assert secret not in logged


def test_the_events_of_a_contact_by_our_number_are_those_of_any_other(clinic, line):
    hunting(line)
    (request_id,) = clinic.fresh().scalars(select(CareRequestRow.id))
    assert Ticket(clinic, request_id).events[:2] == [
        RequestEvent.CREATED,
        RequestEvent.REQUESTER_READY,
    ]


@pytest.mark.parametrize("failed", [paths.AFTER, paths.OUTCOME])
def test_when_the_question_of_the_outcome_got_lost_it_is_asked_again(clinic, line, failed):
    ticket = clinic.answered()
    call_id = clinic.call_id(ticket.requester.id)
    url = line.url(paths.FALLBACK, attempt_id=ticket.requester.id)
    error_url = line.url(failed, attempt_id=ticket.requester.id)
    body = line.post(url, {"CallSid": call_id, "ErrorUrl": error_url}).get_data(as_text=True)
    assert "Hur gick det?" in body
