"""The panel of faults (störningar) on the lab's page."""

from dataclasses import dataclass

from app.phone_lab.exchange import Exchange
from app.phone_lab.fault_choices import (
    COPIES,
    DELAYS,
    KINDS,
    MESSAGE_FAULTS,
    PROVIDERS,
    chosen,
)


@dataclass(frozen=True, slots=True)
class Field:
    """One list to choose from: (value, words) and the value chosen."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    value: str


@dataclass(frozen=True, slots=True)
class FaultForm:
    """The panel as shown."""

    fields: tuple[Field, ...]
    seed: str
    lies: bool
    forges: bool
    is_on: bool


def fault_choices(exchange: Exchange) -> FaultForm:
    """The panel, with what happens now chosen."""
    choice = chosen(exchange)
    providers = {key: words for key, (words, _outage) in PROVIDERS.items()}
    lists = (
        ("provider", "Leverantören", providers, choice.provider),
        ("only", "Felet gäller", KINDS, choice.only),
        ("message", "Sms", MESSAGE_FAULTS, choice.message),
        ("delay", "Statusanropen kommer", DELAYS, choice.delay),
        ("copies", "Varje statusanrop kommer", COPIES, choice.copies),
    )
    return FaultForm(
        tuple(
            Field(name, label, tuple(words.items()), value) for name, label, words, value in lists
        ),
        seed=choice.seed,
        lies=choice.lies,
        forges=choice.forges,
        is_on=exchange.is_disturbed,
    )
