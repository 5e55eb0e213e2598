"""The faults one can choose on the lab's page, and how they are read and set."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.phone_lab.exchange import Exchange
from app.phone_lab.faults import Outage, OutageMode, WebhookFaults

_SLOW_SECONDS = 30.0
_LIES_AFTER_SECONDS = 5.0
_LARGEST_SEED = 999_999

PROVIDERS: Mapping[str, tuple[str, Outage | None]] = {
    "": ("Svarar som den ska", None),
    "429": ("429 – för många anrop", Outage(status=429, headers={"Retry-After": "5"})),
    "500": ("500 – internt fel", Outage(status=500)),
    "503": ("503 – ur drift", Outage(status=503)),
    "slow": (
        "Långsam – svarar efter 30 sekunder",
        Outage(mode=OutageMode.SLOW, delay_seconds=_SLOW_SECONDS),
    ),
    "accepts": (
        "Tar emot ordern men svarar 500",
        Outage(status=500, mode=OutageMode.ACCEPTS_BUT_FAILS),
    ),
}
KINDS: Mapping[str, str] = {"": "Allt", "Calls": "Bara samtal", "Messages": "Bara sms"}
DELAYS: Mapping[str, str] = {
    "0": "I tid",
    "5": "5 sekunder sena",
    "60": "1 minut sena",
    "3600": "1 timme sena",
}
COPIES: Mapping[str, str] = {"1": "En gång", "2": "Två gånger", "3": "Tre gånger"}
MESSAGE_FAULTS: Mapping[str, str] = {
    "": "Kommer fram",
    "30007": "Filtreras av operatören (30007)",
    "30008": "Försvinner av okänd orsak (30008)",
    "30001": "Kön är full (30001)",
}


class BadChoice(Exception):
    """The form asks for a fault that cannot be chosen; the message tells which, in Swedish."""


@dataclass(frozen=True, slots=True)
class FaultChoice:
    """What is chosen, as the form has it."""

    provider: str = ""
    only: str = ""
    delay: str = "0"
    copies: str = "1"
    seed: str = ""
    lies: bool = False
    forges: bool = False
    message: str = ""


def read_choice(form: Mapping[str, str]) -> FaultChoice:
    """What a form asks for; raises BadChoice."""
    choice = FaultChoice(
        provider=form.get("provider", ""),
        only=form.get("only", ""),
        delay=form.get("delay", "0"),
        copies=form.get("copies", "1"),
        seed=form.get("seed", "").strip(),
        lies=form.get("lies") == "yes",
        forges=form.get("forges") == "yes",
        message=form.get("message", ""),
    )
    for value, offered in (
        (choice.provider, PROVIDERS),
        (choice.only, KINDS),
        (choice.delay, DELAYS),
        (choice.copies, COPIES),
        (choice.message, MESSAGE_FAULTS),
    ):
        if value not in offered:
            raise BadChoice("Välj en av störningarna i listan.")
    if choice.seed and not (choice.seed.isdecimal() and int(choice.seed) <= _LARGEST_SEED):
        raise BadChoice("Fröet är ett heltal mellan 0 och 999 999, eller tomt.")
    return choice


def disturb(exchange: Exchange, choice: FaultChoice) -> None:
    """Let these faults happen from now on, and no others."""
    _words, outage = PROVIDERS[choice.provider]
    if outage is not None and choice.only:
        outage = replace(outage, only=frozenset({choice.only}))
    exchange.outage = outage
    exchange.webhook_faults = WebhookFaults(
        delay_seconds=float(choice.delay),
        copies=int(choice.copies),
        shuffle=int(choice.seed) if choice.seed else None,
        lies_after_seconds=_LIES_AFTER_SECONDS if choice.lies else None,
        forges=choice.forges,
    )
    exchange.message_fault = int(choice.message) if choice.message else None


def chosen(exchange: Exchange) -> FaultChoice:
    """What happens now, as the form has it; faults set elsewhere show as the nearest choice."""
    faults, outage = exchange.webhook_faults, exchange.outage
    return FaultChoice(
        provider=_provider_of(outage),
        only=next(iter(outage.only), "") if outage else "",
        delay=f"{faults.delay_seconds:g}",
        copies=str(faults.copies),
        seed="" if faults.shuffle is None else str(faults.shuffle),
        lies=faults.lies_after_seconds is not None,
        forges=faults.forges,
        message=str(exchange.message_fault or ""),
    )


def _provider_of(outage: Outage | None) -> str:
    for key, (_words, offered) in PROVIDERS.items():
        if outage is None or offered is None:
            if outage is offered:
                return key
        elif (offered.status, offered.mode) == (outage.status, outage.mode):
            return key
    return "503"
