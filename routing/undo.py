"""Ångra: what somebody has just done can be taken back for ten minutes, by whoever did it.

An act that asks nothing may be pressed by mistake. While nothing more has happened since, it is
put back as it was, and those who were told are told.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from routing.admission import AdmissionEvent
from routing.lifecycle import RequestEvent

UNDO_WITHIN: Final = timedelta(minutes=10)
"""How long an act can be taken back."""


STAYS: Final = frozenset(
    {
        AdmissionEvent.ASKED.value,
        AdmissionEvent.WARD_ASKED.value,
        AdmissionEvent.REQUESTER_TOLD.value,
        RequestEvent.DIALLED.value,
        RequestEvent.STEP_SKIPPED.value,
    }
)
"""Lines of the logs that stay true when the act they came of is undone: a phone did ring, somebody
was told."""


class Act(StrEnum):
    """Vad någon gjorde, som kan ångras."""

    LEFT = "begav_sig"
    NEW_ETA = "ny_ankomsttid"
    KEPT_LONGER = "platsen_halls_langre"
    ADMISSION_CANCELLED = "direktinlaggning_avbruten"
    TO_ED = "till_akuten"
    ARRIVED = "framme"
    PLACED = "placerad_pa_annan_avdelning"
    DISCHARGED = "utskriven"
    BED_WITHDRAWN = "platsen_kan_inte_hallas"
    BOOKING_CANCELLED = "undersokning_avbokad"
    BOOKING_MOVED = "undersokning_flyttad"
    BOOKING_REFUSED = "undersokning_nekad"
    EXAMINED = "undersokning_utford"
    STAYED_AWAY = "kom_inte_till_undersokning"
    RESULT_GIVEN = "svar_lamnat"
    DECISION_ENDED = "beslut_avslutat"
    UNANSWERED_HANDLED = "obesvarad_hanterad"
    DIALLED_BY_HAND = "sjalvringt_besked"
    SHIFT_CHANGED = "pass_andrat"
    SHIFTS_SWAPPED = "pass_bytta"
    SHIFT_TAKEN = "pass_overtaget"
    NOTICES_READ = "meddelanden_lasta"


def is_in_time(done_at: datetime, now: datetime) -> bool:
    """Whether an act of then can be taken back now."""
    return now - done_at <= UNDO_WITHIN
