"""How soon an answer is needed (brådska), and by which channels somebody wants to be sought."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from routing.types import ContactPath


class Urgency(StrEnum):
    """Brådska: follows from the contact path."""

    URGENT = "bradskande"
    SOON = "samma_dag"
    PLANNED = "planerat"


class PatientUrgency(StrEnum):
    """Hur bråttom patienten har, as the requester of an acute contact sees it."""

    IMMEDIATE = "omedelbart"
    WITHIN_HOUR = "inom_en_timme"
    TODAY = "idag"


class Channel(StrEnum):
    """Kanal: how somebody is reached. In the application (inkorgen) everything can be read."""

    VOICE = "samtal"
    SMS = "sms"
    EMAIL = "epost"
    IN_APP = "inkorg"


URGENCY_OF: Final[Mapping[ContactPath, Urgency]] = MappingProxyType(
    {
        ContactPath.AKUT: Urgency.URGENT,
        ContactPath.HALVAKUT: Urgency.SOON,
        ContactPath.PRIMARVARD: Urgency.SOON,
        ContactPath.MDK: Urgency.PLANNED,
    }
)

USUAL_ORDER: Final[Mapping[Urgency, tuple[Channel, ...]]] = MappingProxyType(
    {
        Urgency.URGENT: (Channel.VOICE, Channel.SMS, Channel.IN_APP),
        Urgency.SOON: (Channel.VOICE, Channel.SMS, Channel.IN_APP),
        Urgency.PLANNED: (Channel.VOICE, Channel.IN_APP),
    }
)
"""What holds for whoever has not chosen."""

HEAD_START_SECONDS: Final = 30
"""How long a text message may be answered before the phone rings, where it comes first."""


def channel_order(chosen: Sequence[Channel] | None, urgency: Urgency) -> tuple[Channel, ...]:
    """The channels in which to seek somebody, each once, in order.

    A call is always among them, and comes first when it is urgent: a patient waits.
    """
    order = tuple(dict.fromkeys(chosen if chosen is not None else USUAL_ORDER[urgency]))
    if urgency is Urgency.URGENT:
        return (Channel.VOICE, *(one for one in order if one is not Channel.VOICE))
    return order if Channel.VOICE in order else (*order, Channel.VOICE)


def voice_delay_seconds(order: Sequence[Channel]) -> int:
    """Seconds from when somebody is sought until their phone rings."""
    before = order[: order.index(Channel.VOICE)] if Channel.VOICE in order else ()
    return HEAD_START_SECONDS if Channel.SMS in before else 0
