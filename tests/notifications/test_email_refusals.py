"""Every way in which mail may fail, and what each means: later, never, or never to this address."""

import logging
import socket
import threading

import pytest

from notifications.channels.base import PermanentFailure, TemporaryFailure
from notifications.channels.email import MailSecurity, MailSettings
from notifications.channels.smtp_codes import BAD_ADDRESS, TEMPORARY_ANYWAY
from tests.notifications.mail_server import HOST, ORDER, SENDER, Post, mail_to, running


@pytest.fixture
def post():
    return Post()


@pytest.mark.parametrize("code", [421, 450, 451, 452, 454, 552])
@pytest.mark.parametrize("step", ["refuse_sender", "refuse_recipient", "refuse_data"])
def test_not_now_is_temporary_at_every_step(post, step, code):
    setattr(post, step, f"{code} not now")
    with running(post) as port, pytest.raises(TemporaryFailure) as refused:
        mail_to(port).send(ORDER)
    assert refused.value.code == str(code)


@pytest.mark.parametrize(
    ("step", "answer", "is_bad_address"),
    [
        ("refuse_recipient", "550 5.1.1 No such user", True),
        ("refuse_recipient", "550 No such user", True),
        ("refuse_recipient", "551 Gone elsewhere", True),
        ("refuse_recipient", "553 Not a name", True),
        ("refuse_recipient", "550 5.7.1 Relaying denied", False),
        ("refuse_recipient", "554 Refused", False),
        ("refuse_sender", "550 Not you", False),
        ("refuse_data", "550 5.7.1 Looks like spam", False),
        ("refuse_data", "554 No", False),
    ],
)
def test_refusals_for_good_say_whether_the_address_is_why(post, step, answer, is_bad_address):
    setattr(post, step, answer)
    with running(post) as port, pytest.raises(PermanentFailure) as refused:
        mail_to(port).send(ORDER)
    assert refused.value.code == answer[:3]
    assert refused.value.is_bad_number is is_bad_address


@pytest.mark.parametrize("goodbye", ["421 Too busy to say goodbye", "554 No"])
def test_a_mail_that_was_taken_is_sent_however_the_server_parts(post, goodbye):
    post.goodbye = goodbye
    with running(post) as port:
        mail_to(port).send(ORDER)
    assert len(post.received) == 1


def test_the_tables_do_not_contradict_each_other():
    assert not TEMPORARY_ANYWAY.keys() & BAD_ADDRESS.keys()
    assert all(500 <= code < 600 for code in (*TEMPORARY_ANYWAY, *BAD_ADDRESS))


def test_nobody_there_is_temporary():
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(TemporaryFailure) as refused:
        mail_to(port).send(ORDER)
    assert refused.value.code == "ConnectionRefusedError"


@pytest.mark.parametrize(
    ("greeting", "code"),
    [
        (None, "SMTPServerDisconnected"),
        (b"", "SMTPServerDisconnected"),
        (b"554 Go away\r\n", "554"),
    ],
)
def test_a_server_that_says_nothing_hangs_up_or_shows_the_door(greeting, code):
    with socket.create_server((HOST, 0)) as server:
        door = threading.Thread(target=_open_door, args=(server, greeting))
        door.start()
        with pytest.raises(TemporaryFailure) as refused:
            mail_to(server.getsockname()[1], timeout=0.3).send(ORDER)
        door.join()
    assert refused.value.code == code


def _open_door(server: socket.socket, greeting: bytes | None) -> None:
    connection, _ = server.accept()
    with connection:
        if greeting is None:
            connection.recv(1)  # until the other side gives up
        else:
            connection.sendall(greeting)


def test_neither_address_nor_words_come_into_any_log_or_failure(post, caplog):
    post.refuse_recipient = f"550 5.1.1 {ORDER.to} is unknown here"
    with (
        caplog.at_level(logging.DEBUG, logger="notifications"),
        running(post) as port,
        pytest.raises(PermanentFailure) as refused,
    ):
        mail_to(port).send(ORDER)
    said = " ".join(record.getMessage() for record in caplog.records)
    assert "mira" not in said + str(refused.value)


def test_the_password_is_not_shown_with_the_settings():
    settings = MailSettings("mail.example", 587, MailSecurity.STARTTLS, "k", "hemligt", SENDER)
    assert "hemligt" not in repr(settings)
