"""Settings, from the environment; read once when the application starts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from app.clock import Clock, system_clock
from models.mail_addresses import is_mail_address
from models.phone_numbers import is_country, is_whole_number
from notifications.channels.email import MailSecurity, MailSettings
from routing.directory import SWEDEN_AND_NEIGHBOURS


class Telephony(StrEnum):
    """Who makes the calls. Live sending is opt-in."""

    LAB = "lab"
    TWILIO = "twilio"
    OFF = "off"


class BadSetting(ValueError):
    """A setting is missing or cannot be understood; the sentence names it."""


@dataclass(frozen=True, slots=True)
class TwilioSettings:
    """The telephone provider's account. ``api_base`` is where the REST calls go.

    ``sms_from`` is the number text messages come from, when it is not ``from_number``.
    ``other_auth_token`` is the account's second token while the two change places: what is signed
    with either comes from the provider. ``detects_machines``: whether it listens for voicemail
    boxes, for a fee.
    """

    account_sid: str
    auth_token: str = field(repr=False)
    api_base: str
    from_number: str
    sms_from: str = ""
    other_auth_token: str = field(default="", repr=False)
    detects_machines: bool = False

    @property
    def signing_tokens(self) -> tuple[str, ...]:
        """The tokens a webhook may be signed with."""
        return tuple(token for token in (self.auth_token, self.other_auth_token) if token)

    @property
    def text_sender(self) -> str:
        """The number that text messages come from and that people reply to."""
        return self.sms_from or self.from_number


@dataclass(frozen=True, slots=True)
class Config:
    """How one process runs. ``public_url``: where webhooks reach us, without a slash at the end.

    ``sbar_by_voice``: who waits on the acute path may dictate SBAR, which the telephone provider
    then hears and writes down, for a fee. Without ``mail`` no mail leaves the house; what would be
    mailed is shown on our own pages only. ``callable_countries`` (ISO 3166): whose ordinary numbers
    are rung when somebody types one to be rung on.
    """

    database_url: str
    secret_key: str
    public_url: str
    telephony: Telephony
    twilio: TwilioSettings
    secure_cookies: bool
    trusted_proxies: int = 0
    mail: MailSettings | None = None
    sbar_by_voice: bool = False
    callable_countries: frozenset[str] = SWEDEN_AND_NEIGHBOURS
    clock: Clock = field(default=system_clock)
    testing: bool = False


LAB_ACCOUNT = "AC" + "0" * 31 + "1"
LAB_NUMBER = "+46313900699"

TWILIO_ITSELF = "https://api.twilio.com"
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
SHORT_SENDER = re.compile(r"[1-9][0-9]{4,5}")  # one of the operators' short ones
MAIL_PORTS = {MailSecurity.NONE: 25, MailSecurity.STARTTLS: 587, MailSecurity.TLS: 465}
LAST_PORT = 65535


def config_from_environment(environment: Mapping[str, str], *, root: Path) -> Config:
    """Settings of a real run; ``root`` is the folder whose ``instance/`` holds the database.

    Raises ``BadSetting`` when something needed is missing.
    """
    telephony = _telephony(environment.get("KONTAKTVAGAR_TELEPHONY", "off"))
    port = environment.get("PORT", "5000")
    public_url = environment.get("PUBLIC_URL", f"http://127.0.0.1:{port}").rstrip("/")
    return Config(
        database_url=database_url(environment, root=root),
        secret_key=_required(environment, "SECRET_KEY"),
        public_url=public_url,
        telephony=telephony,
        twilio=_twilio(environment, telephony=telephony, public_url=public_url),
        secure_cookies=public_url.startswith("https://"),
        trusted_proxies=_count(environment, "TRUSTED_PROXIES"),
        mail=_mail(environment),
        sbar_by_voice=_is_on(environment, "SBAR_BY_VOICE", otherwise=_by_voice(telephony)),
        callable_countries=callable_countries(environment),
    )


def database_url(environment: Mapping[str, str], *, root: Path) -> str:
    """Where the data lie: ``DATABASE_URL``, else a SQLite file below ``root``'s ``instance/``."""
    url = environment.get("DATABASE_URL", "")
    if not url:
        return f"sqlite:///{root / 'instance' / 'kontaktvagar.sqlite3'}"
    for short in ("postgres://", "postgresql://"):  # as most platforms write it
        if url.startswith(short):
            return "postgresql+psycopg://" + url.removeprefix(short)
    return url


def _telephony(word: str) -> Telephony:
    try:
        return Telephony(word)
    except ValueError:
        raise BadSetting(
            f"KONTAKTVAGAR_TELEPHONY is {word!r}; it must be lab, twilio or off"
        ) from None


def _twilio(
    environment: Mapping[str, str], *, telephony: Telephony, public_url: str
) -> TwilioSettings:
    if telephony is Telephony.TWILIO:
        return _live_twilio(environment)
    return TwilioSettings(
        account_sid=environment.get("TWILIO_ACCOUNT_SID", LAB_ACCOUNT),
        auth_token=environment.get("TWILIO_AUTH_TOKEN") or _required(environment, "SECRET_KEY"),
        api_base=environment.get("TWILIO_API_BASE", f"{public_url}/phone-lab").rstrip("/"),
        from_number=environment.get("TWILIO_FROM_NUMBER", LAB_NUMBER),
        sms_from=environment.get("TWILIO_SMS_FROM", ""),
        detects_machines=_is_on(environment, "TWILIO_MACHINE_DETECTION"),
    )


def _live_twilio(environment: Mapping[str, str]) -> TwilioSettings:
    """Settings that ring real people, so a slip is found now and not when the patient waits."""
    settings = TwilioSettings(
        account_sid=_required(environment, "TWILIO_ACCOUNT_SID"),
        auth_token=_required(environment, "TWILIO_AUTH_TOKEN"),
        api_base=(environment.get("TWILIO_API_BASE") or TWILIO_ITSELF).rstrip("/"),
        from_number=_required(environment, "TWILIO_FROM_NUMBER"),
        sms_from=environment.get("TWILIO_SMS_FROM", ""),
        detects_machines=_is_on(environment, "TWILIO_MACHINE_DETECTION"),
        other_auth_token=environment.get("TWILIO_AUTH_TOKEN_OTHER", ""),
    )
    host = _safe_host(settings.api_base)
    if host is None:
        raise BadSetting(
            f"TWILIO_API_BASE is {settings.api_base!r}; it must be an https address, since the "
            "account's token is sent there (http only to this machine itself)"
        )
    # Somebody else who speaks Twilio's language may name their accounts in another way.
    is_twilio = host.endswith(".twilio.com")
    if is_twilio and not re.fullmatch("AC[0-9a-fA-F]{32}", settings.account_sid):
        raise BadSetting(
            f"TWILIO_ACCOUNT_SID is {settings.account_sid!r}; it must be AC and 32 characters "
            "0-9 a-f, as the first page of Twilio's console shows it"
        )
    if not is_whole_number(settings.from_number):
        raise BadSetting(
            f"TWILIO_FROM_NUMBER is {settings.from_number!r}; it must be a whole number with "
            "country code and without spaces, such as +46 followed by nine digits"
        )
    if settings.sms_from and not _can_be_answered(settings.sms_from):
        raise BadSetting(
            f"TWILIO_SMS_FROM is {settings.sms_from!r}; it must be a number, since people answer "
            "JA or NEJ to it, and nobody can answer a name"
        )
    return settings


def _can_be_answered(sender: str) -> bool:
    return is_whole_number(sender) or SHORT_SENDER.fullmatch(sender) is not None


def _safe_host(address: str) -> str | None:
    """The host of an address that a secret may be sent to; None when it may not."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    host = parts.hostname or ""
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK)
    return host if host and is_safe else None


def _mail(environment: Mapping[str, str]) -> MailSettings | None:
    host = environment.get("MAIL_HOST", "")
    if not host:
        return None
    security = _mail_security(environment.get("MAIL_SECURITY") or MailSecurity.STARTTLS)
    username = environment.get("MAIL_USERNAME", "")
    sender = _required(environment, "MAIL_FROM")
    if not is_mail_address(sender):
        raise BadSetting(f"MAIL_FROM is {sender!r}; it must be one bare mail address")
    if username and security is MailSecurity.NONE and host not in LOOPBACK:
        raise BadSetting(
            "MAIL_SECURITY is none although MAIL_USERNAME is set: the password would be sent in "
            "the clear; use starttls or tls"
        )
    password = _required(environment, "MAIL_PASSWORD") if username else ""
    if not (username + password).isascii():
        raise BadSetting("MAIL_USERNAME and MAIL_PASSWORD must be letters a-z, digits and signs")
    return MailSettings(
        host=host,
        port=_port(environment, "MAIL_PORT", otherwise=MAIL_PORTS[security]),
        security=security,
        username=username,
        password=password,
        sender=sender,
    )


def _mail_security(word: str) -> MailSecurity:
    try:
        return MailSecurity(word)
    except ValueError:
        raise BadSetting(f"MAIL_SECURITY is {word!r}; it must be none, starttls or tls") from None


def _port(environment: Mapping[str, str], name: str, *, otherwise: int) -> int:
    value = environment.get(name) or str(otherwise)
    if not (value.isascii() and value.isdecimal() and 0 < int(value) <= LAST_PORT):
        raise BadSetting(f"{name} is {value!r}; it must be a port, 1 to {LAST_PORT}")
    return int(value)


def _count(environment: Mapping[str, str], name: str) -> int:
    value = environment.get(name, "0")
    if not value.isdecimal():
        raise BadSetting(f"{name} is {value!r}; it must be a whole number")
    return int(value)


def callable_countries(environment: Mapping[str, str]) -> frozenset[str]:
    """Whose ordinary numbers are rung when somebody types one. Raises ``BadSetting``."""
    value = environment.get("CALLABLE_COUNTRIES") or ",".join(SWEDEN_AND_NEIGHBOURS)
    countries = frozenset(word.strip().upper() for word in value.split(","))
    if not all(is_country(word) for word in countries):
        raise BadSetting(
            f"CALLABLE_COUNTRIES is {value!r}; it must be countries as two letters with commas "
            "between, such as SE,NO,DK,FI,IS"
        )
    return countries


def _by_voice(telephony: Telephony) -> str:
    """In the lab nothing that is said leaves the machine."""
    return "on" if telephony is Telephony.LAB else "off"


def _is_on(environment: Mapping[str, str], name: str, *, otherwise: str = "off") -> bool:
    value = environment.get(name) or otherwise
    if value not in {"on", "off"}:
        raise BadSetting(f"{name} is {value!r}; it must be on or off")
    return value == "on"


def _required(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name, "")
    if not value:
        raise BadSetting(f"{name} must be set")
    return value
