"""Beslut i samtalet: what an acute contact leads to. One contact may lead to several."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from routing.outcome import ResultAfter
from routing.transitions import Lifecycle
from routing.types import RequesterRole


class DecisionKind(StrEnum):
    """Vad som beslutades."""

    DIRECT_ADMISSION = "direktinlaggning"
    RADIOLOGY = "rontgen_eller_prov"
    SPECIALIST_VISIT = "specialistbesok"
    ADVICE = "kvar_med_rad"
    ED_OWN_MEANS = "akuten_annat_fardsatt"
    ED_AMBULANCE = "akuten_ambulans"
    MOBILE_TEAM = "mobilt_team"
    CONFERENCE = "mdk"


class DecisionStatus(StrEnum):
    """Where a decision stands. ``PROPOSED``: a doctor has not agreed yet."""

    PROPOSED = "foreslaget"
    DECIDED = "beslutat"
    DONE = "genomfort"
    FELL_THROUGH = "blev_inte_av"
    REPLACED = "ersatt"
    WITHDRAWN = "aterkallat"


class DecisionEvent(StrEnum):
    """What happens to a decision; stored append-only."""

    PROPOSED = "foreslogs"
    DECIDED = "beslutades"
    DONE = "genomfordes"
    FELL_THROUGH = "blev_inte_av"
    REPLACED = "ersattes"
    WITHDRAWN = "aterkallades"
    NOTED = "noterades"


_S = DecisionStatus
_E = DecisionEvent

DECISION: Final[Lifecycle[DecisionStatus, DecisionEvent]] = Lifecycle(
    MappingProxyType(
        {
            _E.DECIDED: {_S.PROPOSED: _S.DECIDED},
            _E.DONE: {_S.DECIDED: _S.DONE},
            _E.FELL_THROUGH: {_S.PROPOSED: _S.FELL_THROUGH, _S.DECIDED: _S.FELL_THROUGH},
            _E.REPLACED: dict.fromkeys((_S.PROPOSED, _S.DECIDED, _S.FELL_THROUGH), _S.REPLACED),
            _E.WITHDRAWN: {_S.PROPOSED: _S.WITHDRAWN, _S.DECIDED: _S.WITHDRAWN},
        }
    )
)

AFTER_ALL: Final[Lifecycle[DecisionStatus, DecisionEvent]] = Lifecycle(
    MappingProxyType({_E.DONE: {_S.FELL_THROUGH: _S.DONE}})
)
"""What its examination may say of a decision besides: one that fell through, because nobody came,
is carried out when they came late. By hand nothing that has ended is opened again: another decision
is made."""

RESULT_OF: Final[Mapping[DecisionKind, ResultAfter]] = MappingProxyType(
    {
        DecisionKind.ED_AMBULANCE: ResultAfter.ED_AMBULANCE,
        DecisionKind.ED_OWN_MEANS: ResultAfter.ED_OWN_MEANS,
        DecisionKind.DIRECT_ADMISSION: ResultAfter.DIRECT_ADMISSION,
        DecisionKind.SPECIALIST_VISIT: ResultAfter.OUTPATIENT_VISIT,
        DecisionKind.CONFERENCE: ResultAfter.CONFERENCE,
        DecisionKind.MOBILE_TEAM: ResultAfter.MOBILE_TEAM,
        DecisionKind.RADIOLOGY: ResultAfter.TEST_OR_RADIOLOGY,
        DecisionKind.ADVICE: ResultAfter.HANDLED,
    }
)
"""The result a decision leads to; of several decisions the first in this order says most."""

IN_FORCE: Final = frozenset({DecisionStatus.DECIDED, DecisionStatus.DONE})

FOLLOWED_UP: Final = frozenset({DecisionKind.DIRECT_ADMISSION, DecisionKind.ADVICE})
"""Kontroll mot skada: how it went afterwards is asked for these (measurement, section 3)."""


DOCTORS: Final = frozenset(
    {RequesterRole.PRIMARVARDSLAKARE, RequesterRole.SPECIALIST, RequesterRole.SJUKHUSLAKARE}
)

BY_DOCTORS: Final = frozenset({DecisionKind.DIRECT_ADMISSION, DecisionKind.RADIOLOGY})


def may_decide(kind: DecisionKind, role: RequesterRole, *, is_answered: bool) -> bool:
    """Whether somebody who takes part in the contact may decide this.

    A direct admission is agreed upon in the talk, by a doctor on either side; an examination is a
    doctor's too. Ambulance crews and municipal nurses propose those, and decide the rest.
    """
    if kind is DecisionKind.DIRECT_ADMISSION and not is_answered:
        return False
    return kind not in BY_DOCTORS or role in DOCTORS


def suggested_result(kinds: Iterable[DecisionKind]) -> ResultAfter | None:
    """The result to offer first when somebody says how it went; None without any decision."""
    decided = frozenset(kinds)
    return next((result for kind, result in RESULT_OF.items() if kind in decided), None)
