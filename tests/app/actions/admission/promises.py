"""What must hold of every direct admission, whatever has happened (docs/guides/livscykler.md): of a
state, and of what one act leads to."""

from collections.abc import Callable, Hashable, Mapping
from datetime import timedelta

from app.actions.admission.errors import AnotherWardTookIt, WardNotAsked
from app.actions.admission.move import TO_ED
from app.actions.admission.parts import verbs_of
from app.actions.shared.errors import NotYours
from app.statistics.admission_story import AdmissionLine, read_admission
from models.tables.notices import NoticeKind
from routing.admission import (
    BACK,
    HAS_BED,
    IN_WARD,
    OVER,
    AdmissionEvent,
    AdmissionStatus,
    TransportMode,
    WardReply,
)
from routing.admission_verbs import AdmissionVerb
from routing.decisions import IN_FORCE, DecisionKind, DecisionStatus
from routing.errors import InvalidTransition
from tests.app.actions.admission.world import BEDS, DESK, A, B, C, Seen, World

S, E, V, D = AdmissionStatus, AdmissionEvent, AdmissionVerb, DecisionStatus

RETURNS = frozenset({E.WARD_WITHDREW, E.ALL_REFUSED, E.EXPIRED})
NO = frozenset({WardReply.REFUSED, WardReply.WITHDREW})


def key_of(seen: Seen) -> Hashable:
    """What of a state decides how it goes on: not when, nor by which way."""
    row, view = seen.row, seen.view
    return (
        (row.status, row.ward_id, row.placed_ward_id, row.transport),
        (row.eta_at is None, row.warned_at is None, row.check_at is None),
        tuple(
            (one.kind, one.status, one.replaced_by_id is None) for one in seen.decisions.values()
        ),
        (seen.open_calls, frozenset(seen.rung)),
        tuple((a.ward_id, a.reply, a.reason) for a in view.answers if a.round == row.round),
        frozenset(a.ward_id for a in view.answers if a.reply in NO),
        view.said_yes,
        _means(seen),
    )


# --- Of every state -------------------------------------------------------------------------------
def nobody_is_between_two_chairs(seen: Seen, _world: World) -> bool:
    """While it goes on, a phone rings, the worker will look, or whoever asked has been told that it
    is theirs."""
    row = seen.row
    if row.status is S.ASKED:
        return bool(seen.open_calls) and row.check_at is not None
    if row.status in HAS_BED:
        return row.ward_id is not None and (row.check_at is not None or row.warned_at is not None)
    return row.status not in BACK or _told_of_return(seen)


def a_patient_on_the_road_has_a_bed_or_somebody_knows(seen: Seen, _world: World) -> bool:
    """A ward keeps a bed and has been told that they come; or those who asked and the coordination
    have been told that none does."""
    row = seen.row
    if row.status is S.RESERVED:
        return not row.standing.has_left
    if not row.standing.is_on_the_road:
        return row.status is not S.ON_THE_WAY
    if row.status in HAS_BED:
        told = [one for one in seen.notices if one.kind is NoticeKind.ADMISSION_CHANGED]
        since = row.reserved_at
        assert since is not None
        return any(one.unit_id == row.ward_id and one.created_at >= since for one in told)
    return _told_of_return(seen)


def only_asked_wards_ring(seen: Seen, _world: World) -> bool:
    """No ward's phone rings for a patient who has a bed, or needs none."""
    return seen.row.status is S.ASKED or not seen.open_calls


def beds_are_conserved(seen: Seen, _world: World) -> bool:
    """One bed is taken where it is kept or the patient lies, and nowhere else."""
    row = seen.row
    takes = row.ward_id if row.status in HAS_BED else row.patient_in
    return seen.free == {ward: BEDS - (ward == takes) for ward in (A, B, C)}


def the_decision_says_the_same(seen: Seen, _world: World) -> bool:
    """What was decided is done when the patient lies in a ward, and has ended when it came to
    nothing."""
    row, decision = seen.row, seen.decisions[seen.row.decision_id]
    may_be = {
        S.PROPOSED: {D.PROPOSED},
        S.CANCELLED: {D.FELL_THROUGH, D.REPLACED, D.WITHDRAWN},
        S.TURNED_TO_ED: {D.FELL_THROUGH, D.REPLACED, D.DONE},
        S.DISCHARGED: {D.DONE},
        **{one: {D.DONE} for one in IN_WARD},
    }
    return decision.status in may_be.get(row.status, {D.DECIDED})


def one_decision_leads_to_the_ed(seen: Seen, _world: World) -> bool:
    """Whoever goes there goes by one means."""
    to_ed = [one for one in seen.decisions.values() if one.kind in TO_ED]
    return sum(one.status in IN_FORCE for one in to_ed) <= 1


def the_log_tells_the_same(seen: Seen, _world: World) -> bool:
    """Statistics, which read the log, come to where the admission stands."""
    story = read_admission([AdmissionLine(one.event, one.at, one.ward_id) for one in seen.log])
    lies_in = seen.row.patient_in
    return story.status is seen.row.status and (lies_in is None or story.placed_ward == lies_in)


def somebody_can_always_go_on(seen: Seen, world: World) -> bool:
    """Until it is over, those who asked or a ward can say something that changes it."""
    who = (world.gp, world.nurses[DESK])
    units = world.directory.units
    some = [verbs_of(seen.view, actor, units, is_party=actor is world.gp) for actor in who]
    return (seen.row.status in OVER) is not any(some)


OF_A_STATE: tuple[Callable[[Seen, World], bool], ...] = (
    nobody_is_between_two_chairs,
    a_patient_on_the_road_has_a_bed_or_somebody_knows,
    only_asked_wards_ring,
    beds_are_conserved,
    the_decision_says_the_same,
    one_decision_leads_to_the_ed,
    the_log_tells_the_same,
    somebody_can_always_go_on,
)


def _told_of_return(seen: Seen) -> bool:
    """Those who asked know: after the last that came back, or the setting off without a bed."""
    events = [one.event for one in seen.log]
    last = max((at for at, event in enumerate(events) if event in RETURNS), default=None)
    if last is None or E.REQUESTER_TOLD not in events[last:]:
        return False
    moment = seen.log[last].at
    told = [one for one in seen.notices if one.created_at >= moment]
    asked = any(one.kind is NoticeKind.ADMISSION_BACK and one.account_id for one in told)
    return asked and any(one.unit_id == DESK for one in told)


# --- Of what an act leads to ----------------------------------------------------------------------
def _means(seen: Seen) -> str | None:
    said = [one.detail.get("means") for one in seen.log if one.event is E.TURNED_TO_ED]
    return said[-1] if said else None


def _to_ed(kind: DecisionKind) -> Callable[[Seen], bool]:
    return lambda seen: (
        _means(seen) == kind
        and any(one.kind is kind and one.status in IN_FORCE for one in seen.decisions.values())
    )


def _said_no(ward: str) -> Callable[[Seen], bool]:
    def holds(seen: Seen) -> bool:
        answer = seen.view.last_answer(ward)
        return answer is not None and answer.reply is WardReply.REFUSED and bool(answer.reason)

    return holds


def _has_left(transport: TransportMode) -> Callable[[Seen], bool]:
    return lambda seen: (
        seen.row.status in IN_WARD
        or (seen.row.standing.is_on_the_road and seen.row.transport is transport)
    )


def _is_extended(seen: Seen) -> bool:
    until, last = seen.row.reserved_until, seen.log[-1].at
    return until is not None and until >= last + timedelta(minutes=30)


def _of_ward(name: str, ward: str) -> dict[str, Callable[[Seen], bool]]:
    other = B if ward == A else A
    keeps = HAS_BED | IN_WARD
    return {
        f"{name} yes": lambda seen: seen.row.status in keeps and seen.row.ward_id == ward,
        f"{name} no": _said_no(ward),
        f"{name} withdraws": lambda seen: seen.row.ward_id != ward or seen.row.status is S.EXPIRED,
        f"{name} extends": _is_extended,
        f"{name} expects": lambda seen: seen.row.eta_at is not None,
        f"{name} arrived": lambda seen: seen.row.patient_in == ward,
        f"{name} placed there": lambda seen: seen.row.patient_in == other,
        f"{name} placed third": lambda seen: seen.row.patient_in == C,
        f"{name} to ed": lambda seen: _means(seen) == DecisionKind.ED_AMBULANCE,
        f"{name} discharged": lambda seen: seen.row.status is S.DISCHARGED,
    }


HOLDS_AFTER: Mapping[str, Callable[[Seen], bool]] = {
    "asks": lambda seen: seen.row.status is not S.PROPOSED,
    "asks B first": lambda seen: (
        seen.view.plan is not None and seen.view.plan.steps[0].unit_id == B
    ),
    "sets off": _has_left(TransportMode.AMBULANCE),
    "sets off otherwise": _has_left(TransportMode.OWN),
    "expects": lambda seen: seen.row.eta_at is not None,
    "extends": _is_extended,
    "cancels": lambda seen: seen.row.status is S.CANCELLED,
    "to ed by own means": _to_ed(DecisionKind.ED_OWN_MEANS),
    "to ed by ambulance": _to_ed(DecisionKind.ED_AMBULANCE),
    **_of_ward("A", A),
    **_of_ward("B", B),
    "desk arrived": lambda seen: seen.row.patient_in is not None,
    "desk placed third": lambda seen: seen.row.patient_in == C,
}
"""What is so once an act has been accepted, whether it changed anything or was said again: no
accepted press is without effect."""

VERB_OF: Mapping[str, tuple[str, AdmissionVerb]] = {
    "asks": ("gp", V.ASK),
    "asks B first": ("gp", V.ASK),
    "sets off": ("gp", V.SET_OFF),
    "sets off otherwise": ("gp", V.SET_OFF),
    "expects": ("gp", V.CHANGE_ETA),
    "extends": ("gp", V.EXTEND),
    "cancels": ("gp", V.CANCEL),
    "to ed by own means": ("gp", V.TURN_TO_ED),
    "to ed by ambulance": ("gp", V.TURN_TO_ED),
    **{
        f"{name} {words}": (ward, verb)
        for name, ward in (("A", A), ("B", B))
        for words, verb in (
            ("yes", V.ACCEPT),
            ("no", V.REFUSE),
            ("withdraws", V.WITHDRAW),
            ("extends", V.EXTEND),
            ("expects", V.CHANGE_ETA),
            ("arrived", V.ARRIVE),
            ("placed there", V.PLACE),
            ("placed third", V.PLACE),
            ("to ed", V.TURN_TO_ED),
            ("discharged", V.DISCHARGE),
        )
    },
    "desk arrived": (DESK, V.ARRIVE),
    "desk placed third": (DESK, V.PLACE),
}
"""Who says it, and which button that is."""

NOT_NOW = (InvalidTransition, NotYours, WardNotAsked, AnotherWardTookIt)
"""Refused because of where the admission stands, or of who says it."""


def offered(seen: Seen, world: World, who: str) -> frozenset[AdmissionVerb]:
    """The buttons somebody is offered."""
    actor = world.gp if who == "gp" else world.nurses[who]
    return verbs_of(seen.view, actor, world.directory.units, is_party=who == "gp")
