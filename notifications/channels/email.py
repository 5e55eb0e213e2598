"""Mail over SMTP, with the standard library's client."""

import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from enum import StrEnum

from models.mail_addresses import is_mail_address
from notifications.channels.base import MailOrder, PermanentFailure, TemporaryFailure
from notifications.channels.smtp_codes import (
    ABOUT_POLICY,
    BAD_ADDRESS,
    FIRST_PERMANENT,
    TEMPORARY_ANYWAY,
)

TIMEOUT_SECONDS = 10.0

# Said before any mail was spoken of: it is about the server and us, so it can be mended.
_AT_THE_DOOR = (smtplib.SMTPConnectError, smtplib.SMTPHeloError, smtplib.SMTPAuthenticationError)


class MailSecurity(StrEnum):
    """How the way to the mail server is protected."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


@dataclass(frozen=True, slots=True)
class MailSettings:
    """The mail server. ``sender`` is the bare address mail comes from.

    Without ``username`` nobody logs in. With STARTTLS or TLS the server's certificate must be good:
    there is no falling back to a way in the clear.
    """

    host: str
    port: int
    security: MailSecurity
    username: str
    password: str = field(repr=False)
    sender: str


class SmtpMail:
    """A ``MailChannel``. ``tls`` makes the context that the server's certificate is judged by."""

    def __init__(
        self,
        settings: MailSettings,
        *,
        tls: Callable[[], ssl.SSLContext] = ssl.create_default_context,
        timeout: float = TIMEOUT_SECONDS,
    ) -> None:
        self._settings = settings
        self._tls = tls
        self._timeout = timeout

    def send(self, order: MailOrder) -> None:
        """Hand the mail over to the server; one connection for each."""
        message = _message(order, sender=self._settings.sender)
        try:
            server = self._connect()
            try:
                server.send_message(message, self._settings.sender, [order.to])
            finally:
                _part(server)
        except (smtplib.SMTPException, OSError, UnicodeError) as failure:
            raise _to_failure(failure) from failure

    def _connect(self) -> smtplib.SMTP:
        settings = self._settings
        # Our name in the greeting: asking the machine for its own may wait for a name server.
        name = settings.sender.rpartition("@")[2]
        if settings.security is MailSecurity.TLS:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                settings.host,
                settings.port,
                local_hostname=name,
                timeout=self._timeout,
                context=self._tls(),
            )
        else:
            server = smtplib.SMTP(
                settings.host, settings.port, local_hostname=name, timeout=self._timeout
            )
        try:
            if settings.security is MailSecurity.STARTTLS:
                server.starttls(context=self._tls())
            if settings.username:
                server.login(settings.username, settings.password)
        except BaseException:
            server.close()
            raise
        return server


def _part(server: smtplib.SMTP) -> None:
    """Say goodbye. A server that is rude then has taken the mail all the same."""
    with suppress(smtplib.SMTPException, OSError):
        server.quit()
    server.close()


def message_id(delivery_id: str, *, sender: str) -> str:
    """The Message-ID of a delivery: the same for every try, so that a doubled mail is seen as one.

    ``delivery_id`` is ours and ASCII, e.g. the outbox row's; ``sender`` gives the domain.
    """
    return f"<{delivery_id}@{sender.rpartition('@')[2]}>"


def _message(order: MailOrder, *, sender: str) -> EmailMessage:
    if not is_mail_address(order.to):
        raise PermanentFailure("address cannot be read", is_bad_number=True)
    message = EmailMessage(policy=WIRE)
    try:
        message["From"] = sender
        message["To"] = order.to
        message["Subject"] = order.subject
        message["Message-ID"] = order.message_id
    except ValueError as failure:  # a line break: somebody tries to write headers of their own
        raise PermanentFailure("header cannot be written") from failure
    if order.sent_at is not None:
        message["Date"] = order.sent_at
    # So that no holiday greeting is sent in return (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    # Quoted-printable passes also where a server on the way knows seven bits only.
    message.set_content(order.text, cte="quoted-printable")
    if order.html is not None:
        message.add_alternative(order.html, subtype="html", cte="quoted-printable")
    return message


def _to_failure(failure: Exception) -> TemporaryFailure | PermanentFailure:
    """What a failure means to us, by the tables in smtp_codes; names no address."""
    is_about_recipient = isinstance(failure, smtplib.SMTPRecipientsRefused)
    if isinstance(failure, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(failure.recipients.values()))
    elif isinstance(failure, smtplib.SMTPResponseException):
        code, words = failure.smtp_code, b""
    else:  # refused, cut off, too slow, a bad certificate, an extension that is missing
        return TemporaryFailure(type(failure).__name__)
    is_at_the_door = isinstance(failure, _AT_THE_DOOR)
    if is_at_the_door or code < FIRST_PERMANENT or code in TEMPORARY_ANYWAY:
        return TemporaryFailure(str(code))
    is_policy = words.startswith(ABOUT_POLICY)
    is_bad = is_about_recipient and code in BAD_ADDRESS and not is_policy
    return PermanentFailure(str(code), is_bad_number=is_bad)
