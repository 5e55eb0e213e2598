"""Kontroll mot skada: what is asked of a decision afterwards, in the region's own records."""

from enum import StrEnum
from typing import Final

from routing.admission import AdmissionEvent

CAME_BACK: Final = frozenset({AdmissionEvent.ALL_REFUSED, AdmissionEvent.EXPIRED})
"""A direct admission is back with whoever asked, without a bed."""


class Aftermath(StrEnum):
    """Vad som kan ha hänt efter ett beslut; the values are columns of the file that is read in."""

    MOVED = "moved_24h"
    INTENSIVE_CARE = "intensive_care_24h"
    BACK_TO_ED = "ed_72h"
    ADMITTED = "admitted_7d"
    READMITTED = "readmitted_30d"
    DIED = "died_30d"


DECISION_ID: Final = "decision_id"
CONTACT_ID: Final = "contact_id"
KIND: Final = "kind"
DECIDED_ON: Final = "decided_on"
FILE_COLUMNS: Final = (CONTACT_ID, DECISION_ID, KIND, DECIDED_ON, *(one.value for one in Aftermath))
"""The columns of the file that is filled in and read in; ``DECIDED_ON`` is for the reader alone."""


class AfterRefusal(StrEnum):
    """Vad det blev av en direktinläggning som kom tillbaka utan plats."""

    BED_FOUND = "plats_senare"
    ASKED_AGAIN = "avdelningar_tillfragas_igen"
    TO_ED = "akuten"
    OTHER_DECISION = "annat_beslut"
    CANCELLED = "avbruten"
    WAITING = "vantar"
