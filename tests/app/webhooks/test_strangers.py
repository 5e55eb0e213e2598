"""Who may speak at the webhooks: the provider, with its signature, and in words we know."""

import io
import itertools

import pytest

from notifications import callbacks as paths
from routing.lifecycle import RequestStatus
from tests.app.webhooks.line import ALL, CALL, OF_A_CALL

pytestmark = pytest.mark.postgresql

GOOD = {"CallSid": CALL, "CallStatus": "completed", "Digits": "1"}


def address(line, path, ticket):
    return line.url(path, attempt_id=ticket.ringing.id, request_id=ticket.id)


def test_a_forged_or_missing_signature_is_refused_and_changes_nothing(clinic, line):
    ticket = clinic.hunt()
    other = line.post(line.url(paths.ANSWER), GOOD).request.headers["X-Twilio-Signature"]
    before = clinic.everything()
    client = clinic.app.test_client()
    for path in ALL:
        url = address(line, path, ticket)
        for signature in ("", "x", other, other[::-1], "å" * 28, "=" * 10_000):
            response = line.post(url, GOOD, signature=signature)
            assert response.status_code == 403, signature
            assert "<Response>" not in response.text
        assert client.post(url, data=GOOD).status_code == 403
        assert client.post(f"{url}?prompt=%ff\xff", data=GOOD).status_code == 403
    assert clinic.everything() == before


def test_a_signature_for_another_address_or_another_form_is_refused(clinic, line):
    ticket = clinic.hunt()
    url = address(line, paths.DIGIT, ticket)
    signed = line.post(url, {"CallSid": CALL, "Digits": "9"})
    signature = signed.request.headers["X-Twilio-Signature"]
    before = clinic.everything()
    assert line.post(url, GOOD, signature=signature).status_code == 403
    assert line.post(f"{url}?prompt=2", GOOD, signature=signature).status_code == 403
    other = address(line, paths.STATUS, ticket)
    assert line.post(other, GOOD, signature=signature).status_code == 403
    assert clinic.everything() == before


def test_the_address_a_stranger_claims_to_have_called_is_not_believed(clinic, line):
    ticket = clinic.hunt()
    path = address(line, paths.DIGIT, ticket).removeprefix("https://kontaktvagar.example")
    evil = f"https://evil.example{path}"
    headers = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}
    signed = line.post(evil, GOOD).request.headers["X-Twilio-Signature"]
    response = clinic.app.test_client().post(
        path,
        base_url="https://evil.example",
        data=GOOD,
        headers={**headers, "X-Twilio-Signature": signed},
    )
    assert response.status_code == 403


def test_a_broken_request_is_refused_although_it_is_signed(clinic, line):
    ticket = clinic.hunt()
    before = clinic.everything()
    for path in OF_A_CALL:
        for call_id in (None, "", "CA", "CA" + "g" * 32, "CA" + "7" * 33, "x\x00"):
            form = {"CallStatus": "ringing", "Digits": "1"}
            if call_id is not None:
                form["CallSid"] = call_id
            response = line.post(address(line, path, ticket), form)
            assert response.status_code == 400, (path, call_id)
    assert clinic.everything() == before


def test_an_unknown_status_is_refused(clinic, line):
    ticket = clinic.hunt()
    before = clinic.everything()
    for word in ("", "exploded", "COMPLETED", "completed "):
        assert line.status(ticket.ringing.id, word).status_code == 400, word
    assert clinic.everything() == before


STRANGE = ("0" * 36, "finns-inte", "%00", "%F0%9F%93%9E", "a" * 2000)


def test_an_unknown_call_is_thanked_politely_and_changes_nothing(clinic, line):
    clinic.hunt()
    before = clinic.everything()
    for path, identity in itertools.product(ALL, STRANGE):
        form = {**GOOD, "StatusCallbackEvent": "participant-join"}
        url = line.url(path, attempt_id=identity, request_id=identity)
        response = line.post(url, form)
        if response.status_code == 403:  # a path nobody signs: it is not the one we were given
            assert "%" in identity
            continue
        assert response.status_code in (200, 204)
        if response.status_code == 200:
            assert 'language="sv-SE"' in response.text
    assert clinic.everything() == before


def test_a_huge_body_is_refused(clinic, line):
    for path in ALL:
        response = line.post(line.url(path), {**GOOD, "x": "a" * 2**20}, signature="x")
        assert response.status_code in (403, 413)


def test_a_huge_body_of_unknown_length_is_refused(clinic, line):
    response = clinic.app.test_client().post(
        line.url(paths.STATUS),
        input_stream=io.BytesIO(b"x=" + b"a" * 2**20),
        content_type="application/x-www-form-urlencoded",
        environ_overrides={"wsgi.input_terminated": True, "CONTENT_LENGTH": ""},
    )
    assert response.status_code in (403, 413)


def test_only_post_is_heard(clinic, line):
    for path, method in itertools.product(ALL, ("GET", "PUT", "DELETE", "PATCH")):
        response = clinic.app.test_client().open(line.url(path), method=method)
        assert response.status_code == 405
        assert "POST" in response.headers["Allow"]


def test_a_strange_prompt_number_does_no_harm(clinic, line):
    ticket = clinic.hunt()
    line.picked_up(ticket.ringing.id)
    for prompt in ("", "x", "-1", "1.5", "999999999999999999999"):
        url = f"{address(line, paths.DIGIT, ticket)}?prompt={prompt}"
        assert line.post(url, {"CallSid": CALL, "Digits": "7"}).status_code == 200
        assert ticket.status is RequestStatus.HUNTING
