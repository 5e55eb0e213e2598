"""A real mail server on this machine, which does as it is told and keeps what it gets; and mail."""

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from notifications.channels.base import MailOrder
from notifications.channels.email import MailSecurity, MailSettings, SmtpMail, message_id

HOST = "127.0.0.1"
USERNAME, PASSWORD = "kontaktvagar", "hemligt-nog"
SENDER = "kontaktvagar@region.example"
ORDER = MailOrder(
    to="mira.exempel@region.example",
    subject="Obesvarat: ärende HV-7F3K",
    text="Hej!\n\nIngen på Älvdalens vårdcentral svarade.\n.\nVänliga hälsningar\n",
    message_id=message_id("notice-17", sender=SENDER),
)


@dataclass
class Post:
    """The server's side of each step: a refusal, or "" to go on; and the mail that came."""

    refuse_recipient: str = ""
    refuse_data: str = ""
    refuse_sender: str = ""
    goodbye: str = "221 Bye"
    received: list[EmailMessage] = field(default_factory=list)
    envelopes: list[tuple[str, list[str]]] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    were_encrypted: list[bool] = field(default_factory=list)

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802 - the server's name for it
        if self.refuse_sender:
            return self.refuse_sender
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - the server's name for it
        if self.refuse_recipient:
            return self.refuse_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the server's name for it
        if self.refuse_data:
            return self.refuse_data
        message = message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        self.received.append(message)
        self.envelopes.append((envelope.mail_from, list(envelope.rcpt_tos)))
        self.were_encrypted.append(session.ssl is not None)
        return "250 OK"

    async def handle_QUIT(self, server, session, envelope):  # noqa: N802 - the server's name for it
        return self.goodbye

    def log_in(self, server, session, envelope, mechanism, given: Any) -> AuthResult:
        """Whether the name and the password are right."""
        assert isinstance(given, LoginPassword)
        is_right = (given.login, given.password) == (USERNAME.encode(), PASSWORD.encode())
        if is_right:
            self.logins.append(mechanism)
        return AuthResult(success=is_right, handled=is_right)


@dataclass(frozen=True)
class Certificates:
    """A certificate for this machine, and how a client may trust it."""

    authority: trustme.CA = field(default_factory=trustme.CA)

    def of_server(self) -> ssl.SSLContext:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.authority.issue_cert(HOST, "localhost").configure_cert(context)
        return context

    def trusted(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        self.authority.configure_trust(context)
        return context


@contextmanager
def running(
    post: Post, *, tls_from_start: ssl.SSLContext | None = None, **options: Any
) -> Iterator[int]:
    """The server while the block lasts, on a thread of its own; gives its port.

    ``options`` are aiosmtpd's, e.g. ``tls_context`` for STARTTLS.
    """
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="mail-server")
    thread.start()

    def speak() -> SMTP:
        return SMTP(post, hostname=HOST, loop=loop, **options)

    listening = asyncio.run_coroutine_threadsafe(
        loop.create_server(speak, HOST, 0, ssl=tls_from_start), loop
    )
    try:
        server = listening.result(timeout=5)
        yield server.sockets[0].getsockname()[1]
        asyncio.run_coroutine_threadsafe(_stop(server), loop).result(timeout=5)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _stop(server: asyncio.Server) -> None:
    server.close()
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        task.cancel()
    await asyncio.sleep(0.01)  # let the connections that were cut off say so


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
