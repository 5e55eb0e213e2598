"""Mail, against a real mail server: what arrives, how it gets there, and every way it may fail."""

import logging
import socket
import ssl
import threading
from datetime import UTC, datetime

import pytest

from notifications.channels.base import MailOrder, PermanentFailure, TemporaryFailure
from notifications.channels.email import (
    MailSecurity,
    MailSettings,
    SmtpMail,
    is_mail_address,
    message_id,
)
from notifications.channels.smtp_codes import BAD_ADDRESS, TEMPORARY_ANYWAY
from tests.notifications.mail_server import HOST, PASSWORD, USERNAME, Certificates, Post, running

SENDER = "kontaktvagar@region.example"
ORDER = MailOrder(
    to="mira.exempel@region.example",
    subject="Obesvarat: ärende HV-7F3K",
    text="Hej!\n\nIngen på Älvdalens vårdcentral svarade.\n.\nVänliga hälsningar\n",
    message_id=message_id("notice-17", sender=SENDER),
)


@pytest.fixture
def post():
    return Post()


@pytest.fixture(scope="module")
def certificates():
    return Certificates()


def mail_to(port, *, security=MailSecurity.NONE, username="", password="", timeout=5.0, tls=None):
    settings = MailSettings(
        host=HOST,
        port=port,
        security=security,
        username=username,
        password=password,
        sender=SENDER,
    )
    return SmtpMail(settings, timeout=timeout, tls=tls or ssl.create_default_context)


def changed(**change):
    names = ("to", "subject", "text", "message_id", "html", "sent_at")
    return MailOrder(**({name: getattr(ORDER, name) for name in names} | change))


# --- What arrives ---------------------------------------------------------------------------------
def test_a_mail_arrives_as_written(post):
    with running(post) as port:
        mail_to(port).send(ORDER)
    assert post.envelopes == [(SENDER, [ORDER.to])]
    (mail,) = post.received
    assert (mail["From"], mail["To"]) == (SENDER, ORDER.to)
    assert mail["Subject"] == ORDER.subject
    assert mail["Message-ID"] == "<notice-17@region.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"] is None
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content().replace("\r\n", "\n") == ORDER.text


def test_a_moment_becomes_its_date(post):
    with running(post) as port:
        mail_to(port).send(changed(sent_at=datetime(2026, 11, 23, 9, 0, tzinfo=UTC)))
    assert post.received[0]["Date"] == "Mon, 23 Nov 2026 09:00:00 +0000"


def test_with_html_both_forms_arrive(post):
    with running(post) as port:
        mail_to(port).send(changed(html="<p>Hej på dig</p>"))
    (mail,) = post.received
    assert mail.get_content_type() == "multipart/alternative"
    plain, html = (mail.get_body((form,)) for form in ("plain", "html"))
    assert plain is not None
    assert html is not None
    assert "Älvdalens" in plain.get_content()
    assert "<p>Hej på dig</p>" in html.get_content()


def test_the_same_delivery_tried_twice_is_seen_to_be_one(post):
    with running(post) as port:
        channel = mail_to(port)
        channel.send(ORDER)
        channel.send(ORDER)
    first, second = post.received
    assert first["Message-ID"] == second["Message-ID"]


def test_a_long_subject_is_folded_and_comes_out_whole(post):
    subject = "Ärende " + "å" * 300
    with running(post) as port:
        mail_to(port).send(changed(subject=subject))
    assert post.received[0]["Subject"] == subject


def test_only_seven_bits_are_sent_so_that_every_server_can_pass_it_on(post):
    with running(post, decode_data=False, enable_SMTPUTF8=False) as port:
        mail_to(port).send(changed(html="<p>å</p>"))
    assert post.received[0].as_bytes().isascii()


# --- Who may not write headers --------------------------------------------------------------------
@pytest.mark.parametrize(
    "subject", ["Hej\r\nBcc: alla@region.example", "Hej\nBcc: x", "Hej\rBcc: x", "Hej\r\n\r\nHej"]
)
def test_a_subject_with_a_line_break_is_refused(post, subject):
    with running(post) as port, pytest.raises(PermanentFailure) as refused:
        mail_to(port).send(changed(subject=subject))
    assert not refused.value.is_bad_number
    assert post.received == []


@pytest.mark.parametrize(
    "to",
    [
        "",
        "mira",
        "mira@",
        "@region.example",
        "mira@region",
        "mira@region.example\r\nBcc: alla@region.example",
        "mira@region.example, ture@region.example",
        "Mira <mira@region.example>",
        "mira exempel@region.example",
        "a@b@region.example",
        "måns@region.example",
        "mira@region.example\x00",
    ],
)
def test_what_is_no_plain_address_is_refused_and_nothing_is_sent(post, to):
    assert not is_mail_address(to)
    with running(post) as port, pytest.raises(PermanentFailure) as refused:
        mail_to(port).send(changed(to=to))
    assert refused.value.is_bad_number
    assert post.received == []


@pytest.mark.parametrize("to", ["m@region.example", "mira.exempel+jour@lab.region.example"])
def test_plain_addresses(to):
    assert is_mail_address(to)


# --- The way there --------------------------------------------------------------------------------
def test_with_starttls_nothing_goes_in_the_clear(post, certificates):
    options = {"tls_context": certificates.of_server(), "require_starttls": True}
    with running(post, **options) as port:
        mail_to(port, security=MailSecurity.STARTTLS, tls=certificates.trusted).send(ORDER)
    assert post.were_encrypted == [True]


def test_with_tls_from_the_start(post, certificates):
    with running(post, tls_from_start=certificates.of_server()) as port:
        mail_to(port, security=MailSecurity.TLS, tls=certificates.trusted).send(ORDER)
    assert len(post.received) == 1


def test_a_login_over_starttls(post, certificates):
    options = {"tls_context": certificates.of_server(), "auth_required": True}
    with running(post, authenticator=post.log_in, **options) as port:
        mail_to(
            port,
            security=MailSecurity.STARTTLS,
            tls=certificates.trusted,
            username=USERNAME,
            password=PASSWORD,
        ).send(ORDER)
    assert len(post.logins) == 1
    assert len(post.received) == 1


@pytest.mark.parametrize("security", [MailSecurity.STARTTLS, MailSecurity.TLS])
def test_a_certificate_nobody_vouches_for_is_refused(post, certificates, security):
    context = certificates.of_server()
    starts = (
        {"tls_from_start": context} if security is MailSecurity.TLS else {"tls_context": context}
    )
    with running(post, **starts) as port, pytest.raises(TemporaryFailure) as refused:
        mail_to(port, security=security).send(ORDER)
    assert refused.value.code == "SSLCertVerificationError"
    assert post.received == []


def test_a_server_without_starttls_gets_nothing_in_the_clear(post, certificates):
    with running(post) as port, pytest.raises(TemporaryFailure) as refused:
        mail_to(port, security=MailSecurity.STARTTLS, tls=certificates.trusted).send(ORDER)
    assert refused.value.code == "SMTPNotSupportedError"
    assert post.received == []


def test_a_wrong_password_is_temporary_since_it_can_be_mended(post, certificates):
    options = {"tls_context": certificates.of_server(), "auth_required": True}
    with (
        running(post, authenticator=post.log_in, **options) as port,
        pytest.raises(TemporaryFailure) as refused,
    ):
        mail_to(
            port,
            security=MailSecurity.STARTTLS,
            tls=certificates.trusted,
            username=USERNAME,
            password="fel",
        ).send(ORDER)
    assert refused.value.code == "535"
    assert post.received == []


# --- Refusals -------------------------------------------------------------------------------------
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
