"""Direktinläggning: from the proposal to a bed in a ward, past the emergency department.

Wards are asked one after the other. A refusal takes the question to the next ward, and when none is
left, or a reservation runs out, the admission is back with whoever asked: nobody is left between
two chairs.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from routing.errors import AdmissionCannot, InvalidTransition
from routing.transitions import Lifecycle


class AdmissionStatus(StrEnum):
    """Where a direct admission stands. ``REFUSED`` and ``EXPIRED`` are back with the requester."""

    PROPOSED = "foreslagen"
    ASKED = "avdelningar_tillfragas"
    RESERVED = "plats_reserverad"
    ON_THE_WAY = "pa_vag"
    ARRIVED = "framme"
    PLACED_ELSEWHERE = "placerad_pa_annan_avdelning"
    REFUSED = "alla_sade_nej"
    EXPIRED = "reservationen_gick_ut"
    TURNED_TO_ED = "till_akuten"
    CANCELLED = "avbruten"
    DISCHARGED = "utskriven"


class AdmissionEvent(StrEnum):
    """What happens to a direct admission; stored append-only (who, when, what)."""

    PROPOSED = "foreslogs"
    ASKED = "avdelningar_borjade_tillfragas"
    WARD_ASKED = "avdelning_tillfragad"
    WARD_REFUSED = "avdelning_sade_nej"
    WARD_SILENT = "avdelning_svarade_inte"
    REFUSAL_REASON_GIVEN = "skal_till_nej"
    ACCEPTED = "accepterades"
    BED_RESERVED = "plats_reserverades"
    WARD_WITHDREW = "avdelningen_drog_sig_ur"
    ALL_REFUSED = "alla_hade_sagt_nej"
    EXPIRY_WARNED = "varning_reservationen_gar_ut"
    EXTENDED = "reservationen_forlangdes"
    EXPIRED = "reservationen_lopte_ut"
    LEFT = "begav_sig"
    ETA_CHANGED = "ny_ankomsttid"
    ARRIVED = "kom_fram"
    PLACED_ELSEWHERE = "placerades_pa_annan_avdelning"
    TURNED_TO_ED = "fick_aka_till_akuten"
    CANCELLED = "avbrots"
    DISCHARGED = "skrevs_ut"
    CHECKLIST_FILLED = "checklistan_ifylld"
    REQUESTER_TOLD = "remittenten_meddelad"


class RefusalReason(StrEnum):
    """Varför en avdelning säger nej; ``OTHER`` comes with words of its own."""

    FULL = "fullt"
    WRONG_LEVEL = "fel_vardniva"
    WRONG_SPECIALTY = "fel_specialitet"
    UNSTABLE = "instabil_patient"
    OTHER = "annat"


class WardReply(StrEnum):
    """Vad en avdelning svarade på frågan om en plats."""

    ACCEPTED = "tog_emot"
    REFUSED = "sade_nej"
    SILENT = "svarade_inte"
    WITHDREW = "drog_sig_ur"


class TransportMode(StrEnum):
    """Färdsätt till avdelningen."""

    OWN = "eget_fardsatt"
    SERVED = "sjukresa"
    PATIENT_TRANSPORT = "liggande_sjuktransport"
    AMBULANCE = "ambulans"


class QuestionKind(StrEnum):
    """Hur en fråga i checklistan om vad avdelningen måste veta besvaras."""

    YES_NO = "ja_nej"
    COUNT = "antal"
    CHOICE = "val"
    TEXT = "text"


_S = AdmissionStatus
_E = AdmissionEvent

HAS_BED: Final = frozenset({_S.RESERVED, _S.ON_THE_WAY})
"""A bed is kept for a patient who has not come yet."""

IN_WARD: Final = frozenset({_S.ARRIVED, _S.PLACED_ELSEWHERE})
"""The patient lies in a ward."""

BACK: Final = frozenset({_S.REFUSED, _S.EXPIRED})
"""The admission is back with whoever asked, who chooses what is done instead."""

OVER: Final = frozenset({_S.TURNED_TO_ED, _S.CANCELLED, _S.DISCHARGED})
"""No event leaves these."""

GOES_ON: Final = frozenset({_S.ASKED}) | HAS_BED | IN_WARD
"""Wards are asked, or one has the patient: another admission of the same patient would take another
bed."""

_AFTER_ASKING: Final = (_S.ASKED, _S.REFUSED, _S.EXPIRED, _S.RESERVED, _S.ON_THE_WAY)
"""Wards have been asked, and the patient has not come to one."""

_MOVES: Final[dict[AdmissionEvent, dict[AdmissionStatus, AdmissionStatus]]] = {
    _E.ASKED: dict.fromkeys((_S.PROPOSED, _S.REFUSED, _S.EXPIRED), _S.ASKED),
    _E.ACCEPTED: {_S.ASKED: _S.RESERVED},
    _E.ALL_REFUSED: {_S.ASKED: _S.REFUSED},
    _E.WARD_WITHDREW: {
        _S.RESERVED: _S.ASKED,
        _S.ON_THE_WAY: _S.ASKED,
        _S.EXPIRED: _S.EXPIRED,  # the bed was no longer kept
    },
    _E.EXPIRED: {_S.RESERVED: _S.EXPIRED},
    _E.LEFT: {
        _S.RESERVED: _S.ON_THE_WAY,
        _S.EXPIRED: _S.EXPIRED,  # they left in time, and it is said too late
        **{one: one for one in IN_WARD},  # it is said when they have come already
    },
    _E.ARRIVED: dict.fromkeys((*_AFTER_ASKING, _S.PLACED_ELSEWHERE), _S.ARRIVED),
    _E.PLACED_ELSEWHERE: dict.fromkeys((*_AFTER_ASKING, _S.ARRIVED), _S.PLACED_ELSEWHERE),
    _E.TURNED_TO_ED: dict.fromkeys((_S.PROPOSED, *_AFTER_ASKING, *IN_WARD), _S.TURNED_TO_ED),
    _E.CANCELLED: dict.fromkeys((_S.PROPOSED, *_AFTER_ASKING), _S.CANCELLED),
    _E.DISCHARGED: dict.fromkeys(IN_WARD, _S.DISCHARGED),
}

ADMISSION: Final[Lifecycle[AdmissionStatus, AdmissionEvent]] = Lifecycle(MappingProxyType(_MOVES))
"""The life of a direct admission while the patient has not set off. What a ward says of a patient
who lies in its bed is true whatever stands here: a patient who came can be said to have come, also
when the time has run out or another ward is being asked."""

ON_THE_ROAD: Final[Lifecycle[AdmissionStatus, AdmissionEvent]] = Lifecycle(
    MappingProxyType(
        _MOVES
        | {
            _E.EXPIRED: {},
            _E.ACCEPTED: {_S.ASKED: _S.ON_THE_WAY},
            _E.LEFT: {
                _S.RESERVED: _S.ON_THE_WAY,
                **{one: one for one in (_S.ASKED, *BACK, *IN_WARD)},
            },
        }
    )
)
"""The same life from when the patient has set off, until they are in a ward: that they are on the
road stays true whatever the wards say. A yes is a bed for a patient on the way, and no bed of
theirs is lost because time passes: only the ward, the requester or the crew can change that."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an admission stands: its status, and whether the patient has set off."""

    status: AdmissionStatus
    has_left: bool = False

    @property
    def life(self) -> Lifecycle[AdmissionStatus, AdmissionEvent]:
        """What can happen now, and where it leads."""
        return ON_THE_ROAD if self.has_left else ADMISSION

    @property
    def is_on_the_road(self) -> bool:
        """The patient has set off, and is neither in a ward nor taken elsewhere."""
        return self.has_left and self.status not in IN_WARD | OVER

    def after(self, event: AdmissionEvent) -> "Standing":
        """Where it stands after an event; the same when the event is only noted, or is true
        already. Raises ``AdmissionCannot`` for one that cannot be true now."""
        try:
            status = self.life.apply(self.status, event)
        except InvalidTransition as refused:
            raise AdmissionCannot(str(refused)) from None
        leaves = event is AdmissionEvent.LEFT and self.status not in IN_WARD
        return Standing(status, self.has_left or leaves)

    def allows(self, event: AdmissionEvent) -> bool:
        """Whether the event would change where it stands."""
        return self.life.knows(self.status, event) and self.after(event) != self


ARRIVAL_GRACE: Final = timedelta(minutes=60)
"""How long after the announced arrival a bed is still kept without anybody asking for more."""

EXTENDS_BY_AT_LEAST: Final = timedelta(minutes=1)
"""A bed that is kept longer by less than this was pressed twice."""


def reserved_until(now: datetime, *, minutes: int, eta: datetime | None = None) -> datetime:
    """Until when a bed is kept: the ward's minutes, or an hour past the announced arrival."""
    least = now + timedelta(minutes=minutes)
    return least if eta is None else max(least, eta + ARRIVAL_GRACE)


def warn_at(until: datetime, *, minutes: int) -> datetime:
    """When both are warned that a reservation runs out."""
    return until - timedelta(minutes=minutes)


def is_eta_possible(eta: datetime, now: datetime) -> bool:
    """Whether an announced arrival can be true: not in the past, nor more than a day ahead."""
    return now - timedelta(minutes=1) <= eta <= now + timedelta(days=1)
