"""The keys of the question "hur gick det?", and what each stands for. Pure."""

from types import MappingProxyType
from typing import Final

from notifications.language import Language
from routing.outcome import PlanBefore, ResultAfter
from routing.types import RequesterRole

RESULT_KEYS: Final = MappingProxyType(
    {
        "1": ResultAfter.HANDLED,
        "2": ResultAfter.REFERRAL,
        "3": ResultAfter.OUTPATIENT_VISIT,
        "4": ResultAfter.DIRECT_ADMISSION,
        "5": ResultAfter.ED_OWN_MEANS,
        "6": ResultAfter.TEST_OR_RADIOLOGY,
        "9": ResultAfter.OTHER,
    }
)

_IN_AMBULANCE: Final = frozenset({RequesterRole.AMBULANS, RequesterRole.INRE_BEFAL})

# As said after "tryck 1 om": (Swedish, English).
_SAID: Final = MappingProxyType(
    {
        ResultAfter.HANDLED: (
            "det klaras i primärvården eller hemma",
            "it is handled in primary care or at home",
        ),
        ResultAfter.REFERRAL: ("det blir remiss", "the patient is referred"),
        ResultAfter.OUTPATIENT_VISIT: ("det blir ett mottagningsbesök", "there is a clinic visit"),
        ResultAfter.DIRECT_ADMISSION: ("det blir direktinläggning", "there is a direct admission"),
        ResultAfter.ED_OWN_MEANS: ("det blir akuten", "the patient goes to the ED"),
        ResultAfter.TEST_OR_RADIOLOGY: (
            "det blir prov eller röntgen",
            "there is a test or imaging",
        ),
        ResultAfter.OTHER: ("det blev något annat", "it was something else"),
    }
)

# Where the first key says that what was planned did not happen. Avoidance itself is computed.
_AVOIDED: Final = MappingProxyType(
    {
        PlanBefore.REFER: ("remissen undveks", "the referral was avoided"),
        PlanBefore.SEND_TO_ED: ("akutbesöket undveks", "the ED visit was avoided"),
        PlanBefore.ADMIT: ("inläggningen undveks", "the admission was avoided"),
    }
)


def outcome_options(before: PlanBefore | None, language: Language) -> list[tuple[str, str]]:
    """Key and words, in the order they are read out."""
    index = 1 if language is Language.EN else 0
    options = [(key, _SAID[result][index]) for key, result in RESULT_KEYS.items()]
    if before is not None and before in _AVOIDED:
        key, handled = options[0]
        joined = "and" if language is Language.EN else "och"
        options[0] = (key, f"{_AVOIDED[before][index]} {joined} {handled}")
    if before is PlanBefore.REFER:
        after_all = ("det blir remiss ändå", "the patient is referred after all")
        options[1] = (options[1][0], after_all[index])
    return options


def result_of_key(digits: str, role: RequesterRole) -> ResultAfter | None:
    """What a key stands for; "akuten" from a crew is by ambulance. None for other keys."""
    result = RESULT_KEYS.get(digits)
    if result is ResultAfter.ED_OWN_MEANS and role in _IN_AMBULANCE:
        return ResultAfter.ED_AMBULANCE
    return result
