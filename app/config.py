"""Settings, from the environment; read once when the application starts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from app.clock import Clock, system_clock


class Telephony(StrEnum):
    """Who makes the calls. Live sending is opt-in."""

    LAB = "lab"
    TWILIO = "twilio"
    OFF = "off"


class BadSetting(ValueError):
    """A setting is missing or cannot be understood; the sentence names it."""


@dataclass(frozen=True, slots=True)
class TwilioSettings:
    """The telephone provider's account. ``api_base`` is where the REST calls go."""

    account_sid: str
    auth_token: str
    api_base: str
    from_number: str


@dataclass(frozen=True, slots=True)
class Config:
    """How one process runs. ``public_url``: where webhooks reach us, without a slash at the end."""

    database_url: str
    secret_key: str
    public_url: str
    telephony: Telephony
    twilio: TwilioSettings
    secure_cookies: bool
    trusted_proxies: int = 0
    clock: Clock = field(default=system_clock)
    testing: bool = False


LAB_ACCOUNT = "AC" + "0" * 31 + "1"
LAB_NUMBER = "+46313900699"


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
        return TwilioSettings(
            account_sid=_required(environment, "TWILIO_ACCOUNT_SID"),
            auth_token=_required(environment, "TWILIO_AUTH_TOKEN"),
            api_base=environment.get("TWILIO_API_BASE", "https://api.twilio.com"),
            from_number=_required(environment, "TWILIO_FROM_NUMBER"),
        )
    return TwilioSettings(
        account_sid=environment.get("TWILIO_ACCOUNT_SID", LAB_ACCOUNT),
        auth_token=environment.get("TWILIO_AUTH_TOKEN") or _required(environment, "SECRET_KEY"),
        api_base=environment.get("TWILIO_API_BASE", f"{public_url}/phone-lab"),
        from_number=environment.get("TWILIO_FROM_NUMBER", LAB_NUMBER),
    )


def _count(environment: Mapping[str, str], name: str) -> int:
    value = environment.get(name, "0")
    if not value.isdecimal():
        raise BadSetting(f"{name} is {value!r}; it must be a whole number")
    return int(value)


def _required(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name, "")
    if not value:
        raise BadSetting(f"{name} must be set")
    return value
