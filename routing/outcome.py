"""What came of a contact: the requester's plan before, the result after, and what was avoided.

Avoidance is computed, never entered. It is counted with care: an unanswered contact, "other" and
"unsure" avoid nothing, and a visit to a specialist does not count as an avoided referral.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Side(StrEnum):
    """Whose phone or answer it is: remittentens, mottagarens, that of a third party the responder
    has asked into the talk, who answers no questions afterwards, or that of a ward that is asked
    for a bed, and is in no talk."""

    REQUESTER = "remittent"
    RESPONDER = "mottagare"
    THIRD_PARTY = "tredje_part"
    WARD = "avdelning"


BOTH_SIDES: Final = (Side.REQUESTER, Side.RESPONDER)
"""Those who must be in the talk for it to be one, and who say afterwards what came of it."""


class DeclineReason(StrEnum):
    """Varför den som söks inte kan ta kontakten just nu."""

    WITH_PATIENT = "med_patient"
    WRONG_SPECIALTY = "fel_specialitet"
    NOT_ON_DUTY = "inte_i_tjanst"
    OTHER = "annat"


class PlanBefore(StrEnum):
    """Planen före samtalet: what the requester would have done without it."""

    REFER = "remittera"
    SEND_TO_ED = "skicka_till_akuten"
    ADMIT = "lagga_in"
    KEEP = "behalla_i_primarvard_eller_hemma"
    UNSURE = "osaker"


class ResultAfter(StrEnum):
    """Resultatet efter samtalet."""

    HANDLED = "klarat_i_primarvard_eller_hemma"
    TEST_OR_RADIOLOGY = "prov_eller_rontgen"
    OUTPATIENT_VISIT = "mottagningsbesok"
    REFERRAL = "remiss_anda"
    DIRECT_ADMISSION = "direktinlaggning"
    CONFERENCE = "mdk"
    ED_OWN_MEANS = "akuten_annat_fardsatt"
    ED_AMBULANCE = "akuten_ambulans"
    MOBILE_TEAM = "mobilt_team"
    MUNICIPAL_NURSE = "kommunal_sjukskoterska"
    NOT_ANSWERED = "inget_svar_annan_vag"
    OTHER = "annat"


_AT_HOME: Final = frozenset(
    {
        ResultAfter.HANDLED,
        ResultAfter.TEST_OR_RADIOLOGY,
        ResultAfter.MOBILE_TEAM,
        ResultAfter.MUNICIPAL_NURSE,
    }
)

AVOIDED_BY: Final[Mapping[PlanBefore, frozenset[ResultAfter]]] = MappingProxyType(
    {
        PlanBefore.REFER: _AT_HOME,
        PlanBefore.SEND_TO_ED: _AT_HOME
        | {
            ResultAfter.OUTPATIENT_VISIT,
            ResultAfter.REFERRAL,
            ResultAfter.DIRECT_ADMISSION,
            ResultAfter.CONFERENCE,
        },
        PlanBefore.ADMIT: _AT_HOME | {ResultAfter.OUTPATIENT_VISIT, ResultAfter.REFERRAL},
    }
)
"""What was planned → the results with which it did not happen."""


def is_avoided(before: PlanBefore | None, after: ResultAfter) -> bool:
    """Whether the referral, the ED visit or the admission that was planned did not happen."""
    return before is not None and after in AVOIDED_BY.get(before, ())
