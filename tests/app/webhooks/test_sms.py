"""The webhooks of text messages: bad input is refused, what is unknown is left alone."""

import pytest
from sqlalchemy import func, select

from models.tables.notices import NoticeRow
from notifications import callbacks as paths
from tests.app.webhooks.line import CALLBACKS, OF_TEXTS, Line

pytestmark = pytest.mark.postgresql

SID = "SM" + "7" * 32
NOBODYS = "00000000-0000-4000-8000-000000000000"
INCOMING = CALLBACKS.of(paths.INCOMING_SMS)


def status_url(delivery_id: str) -> str:
    return CALLBACKS.of(paths.TEXT_STATUS, delivery_id=delivery_id)


def count_notices(line: Line) -> int:
    return line.clinic.fresh().scalar(select(func.count()).select_from(NoticeRow)) or 0


@pytest.mark.parametrize(
    "form",
    [
        {"MessageSid": SID, "MessageStatus": "exploded"},
        {"MessageSid": SID},
        {"MessageSid": "x", "MessageStatus": "delivered"},
        {"MessageStatus": "delivered"},
    ],
)
def test_a_broken_status_is_refused(line, form):
    assert line.post(status_url(NOBODYS), form).status_code == 400


@pytest.mark.parametrize("delivery_id", [NOBODYS, "x", "å"])
def test_a_status_of_nothing_of_ours_is_thanked(line, delivery_id):
    form = {"MessageSid": SID, "MessageStatus": "delivered", "ErrorCode": "x" * 500}
    assert line.post(status_url(delivery_id), form).status_code == 204


@pytest.mark.parametrize("message_id", ["", "x", "CA" + "7" * 32, "SM" + "7" * 33])
def test_a_message_without_its_id_is_refused(line, message_id):
    form = {"MessageSid": message_id, "From": "+46701740696", "Body": "JA"}
    assert line.post(INCOMING, form).status_code == 400


@pytest.mark.parametrize("number", ["", "112", "+46", "anonymous", "+1" + "2" * 30, "\x00"])
def test_a_message_from_nobody_we_know_is_left_alone(line, number):
    before = count_notices(line)
    answer = line.post(INCOMING, {"MessageSid": SID, "From": number, "Body": "JA"})
    assert answer.status_code == 200
    assert "<Message" not in answer.get_data(as_text=True)
    assert count_notices(line) == before


def test_a_yes_from_somebody_whom_nobody_seeks_is_left_alone(line):
    form = {"MessageSid": SID, "From": "+46701740696", "Body": "JA"}
    answer = line.post(INCOMING, form)
    assert "<Message" not in answer.get_data(as_text=True)


@pytest.mark.parametrize("path", OF_TEXTS)
def test_a_stranger_is_refused(line, path):
    form = {"MessageSid": SID, "From": "+46701740696", "Body": "JA", "MessageStatus": "delivered"}
    for signature in ("", "x", "A" * 28):
        assert line.post(line.url(path), form, signature=signature).status_code == 403


def test_a_body_of_a_megabyte_is_refused(line):
    form = {"MessageSid": SID, "From": "+46701740696", "Body": "JA" * 500_000}
    assert line.post(INCOMING, form).status_code == 413
