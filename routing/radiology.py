"""Röntgen direkt från primärvården: examinations, and a place in an hour of today or tomorrow."""

from enum import StrEnum
from types import MappingProxyType
from typing import Final

from routing.transitions import Lifecycle


class Modality(StrEnum):
    """Undersökningsmetod: what capacity is counted in."""

    XRAY = "slatrontgen"
    CT = "datortomografi"
    ULTRASOUND = "ultraljud"
    MR = "magnetkamera"
    LAB = "akutprov"


class BookingStatus(StrEnum):
    """Where a booked examination stands."""

    BOOKED = "bokad"
    REFUSED = "nekad"
    CANCELLED = "avbokad"
    NO_SHOW = "kom_inte"
    PERFORMED = "utford"
    REPORTED = "svar_lamnat"


class BookingEvent(StrEnum):
    """What happens to a booked examination; stored append-only."""

    BOOKED = "bokades"
    MOVED = "flyttades"
    REFUSED = "nekades"
    CANCELLED = "avbokades"
    NO_SHOW = "kom_inte"
    PERFORMED = "utfordes"
    REPORTED = "svar_lamnades"


class RadiologyRefusal(StrEnum):
    """Varför röntgen säger nej."""

    PRECONDITION = "forutsattning_saknas"
    WRONG_EXAMINATION = "fel_undersokning"
    NOT_JUSTIFIED = "inte_berattigad"
    NO_CAPACITY = "ingen_tid"
    OTHER = "annat"


class ResultTo(StrEnum):
    """Vem svaret rings till."""

    REQUESTER = "remittenten"
    RESPONDER = "den_som_svarade"
    WARD = "avdelningen"
    OTHER = "annan"


_S = BookingStatus
_E = BookingEvent

HOLDS_PLACE: Final = frozenset({_S.BOOKED, _S.PERFORMED, _S.REPORTED})
"""The place in the hour is taken."""

_NOT_DONE: Final = (_S.REFUSED, _S.CANCELLED, _S.NO_SHOW)

BOOKING: Final[Lifecycle[BookingStatus, BookingEvent]] = Lifecycle(
    MappingProxyType(
        {
            _E.REFUSED: {_S.BOOKED: _S.REFUSED},
            _E.CANCELLED: {_S.BOOKED: _S.CANCELLED},
            _E.NO_SHOW: {_S.BOOKED: _S.NO_SHOW},
            _E.PERFORMED: {
                **dict.fromkeys((_S.BOOKED, *_NOT_DONE), _S.PERFORMED),
                _S.REPORTED: _S.REPORTED,  # whoever has given the result has done it
            },
            _E.REPORTED: dict.fromkeys((_S.BOOKED, _S.PERFORMED, *_NOT_DONE), _S.REPORTED),
        }
    )
)
"""The life of a booking. What radiology has done it can say that it has done, also for a patient
who came late or all the same: they had no place any more, and take none."""
