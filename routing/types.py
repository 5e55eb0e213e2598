"""Words every rule shares: who asks, which contact path (kontaktväg), which tier of on-call."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class ContactPath(StrEnum):
    """Kontaktväg: the four ways into somebody's help (project plan, section 6)."""

    AKUT = "akut"
    HALVAKUT = "halvakut"
    MDK = "mdk"
    PRIMARVARD = "primarvard"


class RequesterRole(StrEnum):
    """Remittentens roll: whose need it is; decides what the matrix lets them reach."""

    PRIMARVARDSLAKARE = "primarvardslakare"
    SPECIALIST = "specialist"
    AMBULANS = "ambulans"
    INRE_BEFAL = "inre_befal"
    KOMMUNSJUKSKOTERSKA = "kommunsjukskoterska"
    SJUKHUSLAKARE = "sjukhuslakare"
    VARDPLATSKOORDINATOR = "vardplatskoordinator"


class Errand(StrEnum):
    """Vad den som rings ska göra: talk with the requester, or give a patient a bed in a ward."""

    TALK = "samtal"
    BED = "vardplats"


class OnCallTier(StrEnum):
    """Primärjour, mellanjour, bakjour: the order in which an on-call line is climbed."""

    FIRST = "primarjour"
    MIDDLE = "mellanjour"
    SENIOR = "bakjour"


class Hunting(StrEnum):
    """Hur de som ett steg i matrisen gäller rings: one by one as listed, all at once (the first to
    accept wins), or by turns (the line that has rested longest first)."""

    SEQUENTIAL = "i_tur_och_ordning"
    SIMULTANEOUS = "samtidigt"
    ROUND_ROBIN = "turas_om"


class PhoneKind(StrEnum):
    """Vilken telefon som rings: the line's function phone comes before the person's own."""

    FUNCTION = "funktionstelefon"
    OWN = "egen"


class LineKind(StrEnum):
    """Jourlinjens slag: what the line is there to answer."""

    CONSULT = "konsultlinje"
    ON_CALL = "jourlinje"
    PRIMARY_CARE = "primarvardslinje"
    MUNICIPAL_NURSE = "kommunsjukskoterskelinje"
    COORDINATOR = "koordinatorlinje"
    WARD = "avdelningslinje"
    CONFERENCE = "mdk_linje"


class UnitKind(StrEnum):
    """Vårdenhetens slag."""

    HOSPITAL = "sjukhus"
    CLINIC = "klinik"
    WARD = "avdelning"
    OUTPATIENT = "mottagning"
    HEALTH_CENTRE = "vardcentral"
    URGENT_CARE = "narakut"
    AMBULANCE_STATION = "ambulansstation"
    AMBULANCE_COMMAND = "inre_befal"
    MOBILE_TEAM = "mobilt_team"
    MUNICIPAL_CARE = "kommunal_halso_och_sjukvard"
    ADVICE_LINE = "radgivning"
    EMERGENCY_CALL = "larmcentral"
    RADIOLOGY = "rontgen"
    ADMINISTRATION = "administration"


class ProviderKind(StrEnum):
    """Huvudman: separate care providers (vårdgivare) in law."""

    REGION = "region"
    MUNICIPALITY = "kommun"
    PRIVATE = "privat"
    STATE = "statlig"


class ContactKind(StrEnum):
    """Kontaktpunktens slag."""

    DIRECT = "direktnummer"
    FUNCTION = "funktionsnummer"
    SWITCHBOARD = "vaxel"
    SMS = "sms"
    EMAIL = "epost"
    VIDEO = "video"


CREWS: Final = frozenset({RequesterRole.AMBULANS, RequesterRole.INRE_BEFAL})
"""Ambulansens folk: they are what 112 sends, so nobody tells them to ring it."""


class Audience(StrEnum):
    """Vem numret är till för: professionals only unless said otherwise."""

    PROFESSIONALS = "profession"
    PUBLIC = "allmanhet"


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """What the routing needs to know of a contact: nothing about who the patient is.

    ``municipality`` is the patient's four-digit municipality code (kommunkod); ``specialty`` a
    specialty code or None where the path has none; ``unit_id`` the chosen unit, e.g. *a given*
    vårdcentral, or None. ``errand`` is what somebody is sought for.
    """

    path: ContactPath
    requester_role: RequesterRole
    municipality: str
    specialty: str | None = None
    unit_id: str | None = None
    errand: Errand = Errand.TALK
