"""What a setting's value may look like, and how a wrong one is told: one form per kind.

Everything here is read once at start, from the environment. An empty value is an absent one.
"""

import ipaddress
import re
from collections.abc import Callable, Mapping
from typing import Final, TypeVar
from urllib.parse import SplitResult, urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from models.phone_numbers import is_country, is_whole_number

Value = TypeVar("Value")

LAST_PORT: Final = 65535
MOST_PROXIES: Final = 10
LARGEST_AMOUNT: Final = 100_000
SHORTEST_SECRET: Final = 32
LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
SHORT_SENDER: Final = re.compile(r"[1-9][0-9]{4,5}")
_HOST: Final = re.compile(
    r"(?=.{1,253}\Z)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    r"(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*"
)


class BadForm(ValueError):
    """The text has not the form; the message goes on from "must be"."""


class Reader:
    """Reads settings one after the other, and remembers what is wrong with each."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self.faults: list[str] = []

    def text(self, name: str) -> str:
        """The value as it stands, empty when it is absent."""
        return self._environment.get(name, "")

    def read(self, name: str, form: Callable[[str], Value], otherwise: Value) -> Value:
        """The value in its form; ``otherwise`` when it is absent, or wrong, which is noted."""
        text = self.text(name)
        if not text:
            return otherwise
        try:
            return form(text)
        except BadForm as wrong:
            self.wrong(name, str(wrong))
            return otherwise

    def needed(self, name: str, form: Callable[[str], str], *, example: str) -> str:
        """The value in its form; that it is absent is noted too."""
        if not self.text(name):
            self.faults.append(f"{name} must be set, e.g. {name}={example}")
        return self.read(name, form, "")

    def wrong(self, name: str, must_be: str) -> None:
        """Note that the value is not what it must be. A secret is never shown."""
        is_secret = name.endswith(("_KEY", "_PASSWORD")) or "TOKEN" in name
        shown = "has another form" if is_secret else f"is {_shown(name, self.text(name))}"
        self.faults.append(f"{name} {shown}; it must be {must_be}")


def _shown(name: str, text: str) -> str:
    """The value without what may be a password in an address."""
    if not name.endswith(("_URL", "_BASE")) or not {"@", "?"} & set(text):
        return repr(text)
    start, _, end = text.rpartition("@")
    scheme = re.match(r"[A-Za-z0-9+]*:/*", start)
    user = f"{scheme[0] if scheme else ''}…@" if start else ""
    return repr(user + end.partition("?")[0] + ("?…" if "?" in end else ""))


def on_or_off(text: str) -> bool:
    """``on``, ``off``."""
    if text not in {"on", "off"}:
        raise BadForm("on or off")
    return text == "on"


def port(text: str) -> int:
    """A port that can be connected to."""
    number = _whole(text)
    if number is None or not 0 < number <= LAST_PORT:
        raise BadForm(f"a port, 1 to {LAST_PORT}, e.g. 587")
    return number


def own_port(text: str) -> int:
    """A port to listen on; 0: any that is free."""
    number = _whole(text)
    if number is None or number > LAST_PORT:
        raise BadForm(f"a port, 0 to {LAST_PORT}, e.g. 5000")
    return number


def proxies(text: str) -> int:
    """How many proxies stand in front."""
    number = _whole(text)
    if number is None or number > MOST_PROXIES:
        raise BadForm(f"a whole number, 0 to {MOST_PROXIES}, e.g. 1")
    return number


def amount(text: str) -> int:
    """How many of something, at least one."""
    number = _whole(text)
    if number is None or not 0 < number <= LARGEST_AMOUNT:
        raise BadForm(f"a whole number, 1 to {LARGEST_AMOUNT}, e.g. 5")
    return number


def secret(text: str) -> str:
    """A secret to sign with."""
    if len(text) < SHORTEST_SECRET or not text.isprintable():
        raise BadForm(
            f"at least {SHORTEST_SECRET} characters that nobody can guess, e.g. what "
            "`openssl rand -hex 32` prints"
        )
    return text


def token(text: str) -> str:
    """A provider's token: letters, digits and signs, nothing around it."""
    if not (text.isascii() and text.isprintable() and " " not in text):
        raise BadForm(
            "letters, digits and signs without spaces or line ends, as Twilio's console shows it"
        )
    return text


def account_sid(text: str) -> str:
    """Twilio's name of an account."""
    if not re.fullmatch("AC[0-9a-fA-F]{32}", text):
        raise BadForm(
            "AC and 32 characters 0-9 a-f, as the first page of Twilio's console shows it, e.g. "
            "AC0123456789abcdef0123456789abcdef"
        )
    return text


def number(text: str) -> str:
    """A telephone number in E.164, e.g. +46313900600."""
    if not is_whole_number(text):
        raise BadForm(
            "a whole number with country code and without spaces, such as +46 followed by nine "
            "digits, e.g. +46313900600"
        )
    return text


def countries(text: str) -> frozenset[str]:
    """Countries as two letters each (ISO 3166), with commas between."""
    named = frozenset(word.strip().upper() for word in text.split(","))
    if not all(is_country(word) for word in named):
        raise BadForm("countries as two letters with commas between, e.g. SE,NO,DK,FI,IS")
    return named


def text_sender(text: str) -> str:
    """A number, or one of the operators' short ones: what text messages come from."""
    if not (is_whole_number(text) or SHORT_SENDER.fullmatch(text)):
        raise BadForm(
            "a number, since people answer JA or NEJ to it, and nobody can answer a name, e.g. "
            "+46313900600"
        )
    return text


def host(text: str) -> str:
    """The name or address of a machine, without scheme, port or path."""
    if not _is_host(text):
        raise BadForm("the name of a server alone, e.g. mail.region.example")
    return text


def own_address(text: str) -> str:
    """Where we are reached: scheme and host, perhaps a port. Without the slash at the end."""
    form = (
        "an address with https:// (or http://) and a host, and nothing after it: no path, no "
        "query, no user, no spaces, e.g. https://kontaktvagar.region.example"
    )
    parts = _address(text, form)
    if parts.path.strip("/") or parts.scheme not in {"http", "https"}:
        raise BadForm(form)
    return f"{parts.scheme}://{parts.netloc.lower()}"


def api_base(text: str) -> str:
    """Where a secret may be sent. Without the slash at the end."""
    form = (
        "an https address, since the account's token is sent there (http only to this machine "
        "itself), e.g. https://api.twilio.com"
    )
    parts = _address(text, form)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    if not is_safe:
        raise BadForm(form)
    return text.rstrip("/")


def database_address(text: str) -> str:
    """A database of a kind we know, with its name; as SQLAlchemy wants it."""
    form = (
        "postgresql://user:password@host/name or sqlite:////folder/file.sqlite3, e.g. "
        "postgresql://kontaktvagar:secret@127.0.0.1/kontaktvagar"
    )
    for short in ("postgres://", "postgresql://"):  # as most platforms write it
        if text.startswith(short):
            text = "postgresql+psycopg://" + text.removeprefix(short)
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise BadForm(form) from None
    is_known = url.drivername in {"postgresql+psycopg", "sqlite", "sqlite+pysqlite"}
    # A database in memory is another one for each connection.
    if not is_known or not url.database or url.database == ":memory:" or not text.isprintable():
        raise BadForm(form)
    return text


def is_reached_from_outside(address: str) -> bool:
    """Whether a provider on the internet may reach an address: not a private or local one."""
    name = urlsplit(address).hostname or ""
    try:
        return ipaddress.ip_address(name).is_global
    except ValueError:
        return "." in name and not name.endswith((".local", ".localhost", ".internal"))


def _address(text: str, form: str) -> SplitResult:
    """The parts of an address with a host and no query, fragment, user or space."""
    try:
        parts = urlsplit(text)
        is_whole = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        raise BadForm(form) from None
    is_plain = text.isascii() and text.isprintable() and not set(text) & set(" \\?#@<>\"'")
    if not (is_whole and is_plain and _is_host(parts.hostname or "")) or parts.netloc[-1:] == ":":
        raise BadForm(form)
    return parts


def _is_host(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        is_like_an_address = text.replace(".", "").isdecimal()
        return not is_like_an_address and _HOST.fullmatch(text) is not None
    return True


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else None
