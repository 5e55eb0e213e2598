"""Settings, from the environment; read once when the application starts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from app import setting_forms as forms
from app.clock import Clock, system_clock
from models.mail_addresses import is_mail_address
from notifications.channels.email import MailSecurity, MailSettings
from routing.directory import SWEDEN_AND_NEIGHBOURS
from routing.live_limits import USUAL_LIMITS, LiveLimits


class Telephony(StrEnum):
    """Who makes the calls. Live sending is opt-in."""

    LAB = "lab"
    TWILIO = "twilio"
    OFF = "off"


class BadSetting(ValueError):
    """Settings are missing or cannot be understood: a sentence for each, which names it."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


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
    are rung when somebody types one to be rung on. ``live_limits``: how many contacts of one
    account, and to one call-back number, are sought at the same time.
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
    live_limits: LiveLimits = USUAL_LIMITS
    clock: Clock = field(default=system_clock)
    testing: bool = False


LAB_ACCOUNT = "AC" + "0" * 31 + "1"
LAB_NUMBER = "+46313900699"

TWILIO_ITSELF = "https://api.twilio.com"
MAIL_PORTS = {MailSecurity.NONE: 25, MailSecurity.STARTTLS: 587, MailSecurity.TLS: 465}
OF_MAIL = ("MAIL_FROM", "MAIL_SECURITY", "MAIL_PORT", "MAIL_USERNAME", "MAIL_PASSWORD")


def config_from_environment(environment: Mapping[str, str], *, root: Path) -> Config:
    """Settings of a real run; ``root`` is the folder whose ``instance/`` holds the database.

    Raises ``BadSetting`` with everything that is missing or wrong.
    """
    reader = forms.Reader(environment)
    telephony = reader.read("KONTAKTVAGAR_TELEPHONY", _telephony, Telephony.OFF)
    port = reader.read("PORT", forms.own_port, 5000)
    here = f"http://127.0.0.1:{port}"
    public_url = reader.read("PUBLIC_URL", forms.own_address, here)
    live = telephony is Telephony.TWILIO
    config = Config(
        database_url=_database_url(reader, root),
        secret_key=reader.needed("SECRET_KEY", forms.secret, example="<32 random characters>"),
        public_url=public_url,
        telephony=telephony,
        twilio=_live_twilio(reader, public_url) if live else _lab_twilio(reader, public_url),
        secure_cookies=public_url.startswith("https://"),
        trusted_proxies=reader.read("TRUSTED_PROXIES", forms.proxies, 0),
        mail=_mail(reader),
        sbar_by_voice=reader.read("SBAR_BY_VOICE", forms.on_or_off, telephony is Telephony.LAB),
        callable_countries=_callable_countries(reader),
        live_limits=_live_limits(reader),
    )
    if reader.faults:
        raise BadSetting(reader.faults)
    return config


def database_url(environment: Mapping[str, str], *, root: Path) -> str:
    """Where the data lie: ``DATABASE_URL``, else a SQLite file below ``root``'s ``instance/``.

    Raises ``BadSetting``.
    """
    reader = forms.Reader(environment)
    url = _database_url(reader, root)
    if reader.faults:
        raise BadSetting(reader.faults)
    return url


def callable_countries(environment: Mapping[str, str]) -> frozenset[str]:
    """Whose ordinary numbers are rung when somebody types one. Raises ``BadSetting``."""
    reader = forms.Reader(environment)
    countries = _callable_countries(reader)
    if reader.faults:
        raise BadSetting(reader.faults)
    return countries


def _callable_countries(reader: forms.Reader) -> frozenset[str]:
    return reader.read("CALLABLE_COUNTRIES", forms.countries, SWEDEN_AND_NEIGHBOURS)


def _live_limits(reader: forms.Reader) -> LiveLimits:
    usual = USUAL_LIMITS
    return LiveLimits(
        per_account=reader.read("LIVE_CONTACTS_PER_ACCOUNT", forms.amount, usual.per_account),
        per_number=reader.read("LIVE_CONTACTS_PER_NUMBER", forms.amount, usual.per_number),
    )


def _database_url(reader: forms.Reader, root: Path) -> str:
    own = f"sqlite:///{root / 'instance' / 'kontaktvagar.sqlite3'}"
    return reader.read("DATABASE_URL", forms.database_address, own)


def _telephony(word: str) -> Telephony:
    try:
        return Telephony(word)
    except ValueError:
        raise forms.BadForm("lab, twilio or off, e.g. lab") from None


def _lab_twilio(reader: forms.Reader, public_url: str) -> TwilioSettings:
    """Nothing rings: the account may be any, but what is given must be of its form."""
    secret_key = reader.text("SECRET_KEY")
    return TwilioSettings(
        account_sid=reader.read("TWILIO_ACCOUNT_SID", forms.token, LAB_ACCOUNT),
        auth_token=reader.read("TWILIO_AUTH_TOKEN", forms.token, secret_key),
        api_base=reader.read("TWILIO_API_BASE", forms.api_base, f"{public_url}/phone-lab"),
        from_number=reader.read("TWILIO_FROM_NUMBER", forms.number, LAB_NUMBER),
        sms_from=reader.read("TWILIO_SMS_FROM", forms.text_sender, ""),
        other_auth_token=reader.read("TWILIO_AUTH_TOKEN_OTHER", forms.token, ""),
        detects_machines=reader.read("TWILIO_MACHINE_DETECTION", forms.on_or_off, False),  # noqa: FBT003 - its value when absent
    )


def _live_twilio(reader: forms.Reader, public_url: str) -> TwilioSettings:
    """Settings that ring real people, so a slip is found now and not when the patient waits."""
    base = reader.read("TWILIO_API_BASE", forms.api_base, TWILIO_ITSELF)
    host = urlsplit(base).hostname or ""
    # Somebody else who speaks Twilio's language may name their accounts in another way.
    is_twilio = host.endswith(".twilio.com")
    _check_callbacks(reader, public_url, host=host, is_twilio=is_twilio)
    return TwilioSettings(
        account_sid=reader.needed(
            "TWILIO_ACCOUNT_SID",
            forms.account_sid if is_twilio else forms.token,
            example="AC0123456789abcdef0123456789abcdef",
        ),
        auth_token=reader.needed(
            "TWILIO_AUTH_TOKEN", forms.token, example="<the token beside it in Twilio's console>"
        ),
        api_base=base,
        from_number=reader.needed("TWILIO_FROM_NUMBER", forms.number, example="+46313900600"),
        sms_from=reader.read("TWILIO_SMS_FROM", forms.text_sender, ""),
        other_auth_token=reader.read("TWILIO_AUTH_TOKEN_OTHER", forms.token, ""),
        detects_machines=reader.read("TWILIO_MACHINE_DETECTION", forms.on_or_off, False),  # noqa: FBT003 - its value when absent
    )


def _check_callbacks(reader: forms.Reader, public_url: str, *, host: str, is_twilio: bool) -> None:
    """A call that has been answered asks us what to say: without our address it is silent."""
    if any(fault.startswith("PUBLIC_URL ") for fault in reader.faults):
        return  # told already
    example = "https://kontaktvagar.region.example"
    if not reader.text("PUBLIC_URL"):
        reader.faults.append(
            f"PUBLIC_URL must be set: Twilio asks there what to say, e.g. PUBLIC_URL={example}"
        )
    elif not public_url.startswith("https://") and host not in forms.LOOPBACK:
        reader.wrong("PUBLIC_URL", f"an https address, since calls are led from there: {example}")
    elif is_twilio and not forms.is_reached_from_outside(public_url):
        reader.wrong("PUBLIC_URL", f"an address that Twilio reaches from outside, e.g. {example}")


def _mail(reader: forms.Reader) -> MailSettings | None:
    security = reader.read("MAIL_SECURITY", _mail_security, MailSecurity.STARTTLS)
    port = reader.read("MAIL_PORT", forms.port, MAIL_PORTS[security])
    given = [name for name in OF_MAIL if reader.text(name)]
    if not reader.text("MAIL_HOST"):
        if given:
            reader.faults.append(
                f"MAIL_HOST must be set, since {given[0]} is, e.g. MAIL_HOST=mail.region.example"
            )
        return None
    host = reader.read("MAIL_HOST", forms.host, "")
    username, password = _mail_login(reader, security, host)
    return MailSettings(
        host=host,
        port=port,
        security=security,
        username=username,
        password=password,
        sender=reader.needed("MAIL_FROM", _sender, example="kontaktvagar@region.example"),
    )


def _mail_login(reader: forms.Reader, security: MailSecurity, host: str) -> tuple[str, str]:
    username, password = reader.text("MAIL_USERNAME"), reader.text("MAIL_PASSWORD")
    if bool(username) != bool(password):
        missing = "MAIL_PASSWORD" if username else "MAIL_USERNAME"
        reader.faults.append(f"{missing} must be set, since the other of the two is")
    if username and security is MailSecurity.NONE and host not in forms.LOOPBACK:
        reader.faults.append(
            "MAIL_SECURITY is none although MAIL_USERNAME is set: the password would be sent in "
            "the clear; it must be starttls or tls, e.g. MAIL_SECURITY=starttls"
        )
    for name in ("MAIL_USERNAME", "MAIL_PASSWORD"):
        reader.read(name, _plain, "")
    return username, password


def _mail_security(word: str) -> MailSecurity:
    try:
        return MailSecurity(word)
    except ValueError:
        raise forms.BadForm("none, starttls or tls, e.g. starttls") from None


def _sender(text: str) -> str:
    if not is_mail_address(text):
        raise forms.BadForm("one bare mail address, e.g. kontaktvagar@region.example")
    return text


def _plain(text: str) -> str:
    if not (text.isascii() and text.isprintable()):
        raise forms.BadForm("letters a-z, digits and signs, which every mail server understands")
    return text
