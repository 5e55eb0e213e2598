"""Mail, against a real mail server: what arrives, and how it gets there."""

from datetime import UTC, datetime

import pytest

from models.mail_addresses import is_mail_address
from notifications.channels.base import PermanentFailure, TemporaryFailure
from notifications.channels.email import MailSecurity
from tests.notifications.mail_server import (
    ORDER,
    PASSWORD,
    SENDER,
    USERNAME,
    Certificates,
    Post,
    changed,
    mail_to,
    running,
)


@pytest.fixture
def post():
    return Post()


@pytest.fixture(scope="module")
def certificates():
    return Certificates()


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
