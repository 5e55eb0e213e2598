"""What can be said of a direct admission now, and by whom: one rule for page, API and phone.

Who somebody is to an admission (``Part``) is found out elsewhere. What is offered here changes
something; what is true already may be said again, and changes nothing.
"""

from collections.abc import Mapping, Set
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from routing.admission import HAS_BED, IN_WARD, AdmissionEvent, AdmissionStatus, Standing
from routing.errors import AdmissionCannot


class AdmissionVerb(StrEnum):
    """Vad någon kan säga om en direktinläggning; the value is the last word of its API address."""

    ASK = "ask"
    ACCEPT = "accept"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    SET_OFF = "left"
    CHANGE_ETA = "eta"
    EXTEND = "extend"
    ARRIVE = "arrived"
    PLACE = "placed"
    TURN_TO_ED = "ed"
    CANCEL = "cancel"
    DISCHARGE = "discharged"


class Part(StrEnum):
    """Vad någon är för en direktinläggning: one of the two who talk (``ASKS``; ``DECIDES`` where
    that one may ask wards), or who answers for a ward: one that is being asked, that has said yes
    once or has had the patient (``TOOK``), that keeps a bed, or where the patient lies."""

    ASKS = "fragar"
    DECIDES = "beslutar"
    ASKED = "tillfragas"
    TOOK = "har_tagit_emot"
    KEEPS = "haller_platsen"
    HAS_PATIENT = "har_patienten"


_V, _E, _P = AdmissionVerb, AdmissionEvent, Part

_WARD: Final = frozenset({_P.KEEPS, _P.HAS_PATIENT})

MAY: Final[Mapping[AdmissionVerb, frozenset[Part]]] = MappingProxyType(
    {
        _V.ASK: frozenset({_P.DECIDES}),
        _V.ACCEPT: frozenset({_P.ASKED}),
        _V.REFUSE: frozenset({_P.ASKED}),
        _V.WITHDRAW: frozenset({_P.KEEPS}),
        _V.SET_OFF: frozenset({_P.ASKS}),
        _V.CHANGE_ETA: _WARD | {_P.ASKS},
        _V.EXTEND: _WARD | {_P.ASKS},
        _V.ARRIVE: _WARD | {_P.TOOK},
        _V.PLACE: _WARD | {_P.TOOK},
        _V.TURN_TO_ED: _WARD | {_P.ASKS},
        _V.CANCEL: frozenset({_P.ASKS}),
        _V.DISCHARGE: _WARD,
    }
)
"""Who says what. A ward that has said yes once may always say that the patient came to it."""

EVENT_OF: Final[Mapping[AdmissionVerb, AdmissionEvent]] = MappingProxyType(
    {
        _V.ASK: _E.ASKED,
        _V.ACCEPT: _E.ACCEPTED,
        _V.REFUSE: _E.WARD_REFUSED,
        _V.WITHDRAW: _E.WARD_WITHDREW,
        _V.SET_OFF: _E.LEFT,
        _V.CHANGE_ETA: _E.ETA_CHANGED,
        _V.EXTEND: _E.EXTENDED,
        _V.ARRIVE: _E.ARRIVED,
        _V.PLACE: _E.PLACED_ELSEWHERE,
        _V.TURN_TO_ED: _E.TURNED_TO_ED,
        _V.CANCEL: _E.CANCELLED,
        _V.DISCHARGE: _E.DISCHARGED,
    }
)
"""What is written in the log when it is said."""


def is_possible(standing: Standing, verb: AdmissionVerb) -> bool:
    """Whether saying it now can change something."""
    match verb:
        case AdmissionVerb.REFUSE:
            return standing.status is AdmissionStatus.ASKED
        case AdmissionVerb.EXTEND:
            return standing.status in HAS_BED
        case AdmissionVerb.CHANGE_ETA:
            return standing.status in HAS_BED or standing.is_on_the_road
        case AdmissionVerb.ARRIVE | AdmissionVerb.PLACE if standing.status in IN_WARD:
            return True  # in yet another ward than the one that was said
        case _:
            return standing.allows(EVENT_OF[verb])


def possible(standing: Standing, parts: Set[Part]) -> frozenset[AdmissionVerb]:
    """What somebody can say now that changes something: what a page offers, and the API names."""
    return frozenset(
        verb
        for verb in AdmissionVerb
        if MAY[verb] & parts
        and is_possible(standing, verb)
        and not (verb is AdmissionVerb.ARRIVE and Part.HAS_PATIENT in parts)
    )


def check(standing: Standing, verb: AdmissionVerb) -> None:
    """Raises ``AdmissionCannot`` for what can neither change anything now nor is true already."""
    if EVENT_OF[verb] in standing.life.table:
        standing.after(EVENT_OF[verb])
    elif not is_possible(standing, verb):
        raise AdmissionCannot(f"{verb.value} is not possible in {standing.status.value}")
