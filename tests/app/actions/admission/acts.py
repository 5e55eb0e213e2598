"""All that can be said of a direct admission, and all that can happen to it, by name."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from app.actions.admission import move, reply_for_ward
from app.actions.admission.answer_ward import No, Yes
from app.actions.admission.ask_wards import ask_wards
from routing.admission import RefusalReason, TransportMode
from routing.decisions import DecisionEvent, DecisionKind
from tests.app.actions.admission.world import DESK, MONDAY_MORNING, A, Act, B, C, Moment, World


def _gp(do: Callable[..., bool], **more: Any) -> Callable[[World], bool]:
    return lambda world: world.by_gp(do, **more)


def _ward(ward: str, do: Callable[..., bool], *said: Any, **more: Any) -> Callable[[World], bool]:
    return lambda world: world.by_ward(ward, do, *said, **more)


def _set_off(transport: TransportMode, minutes: int | None = None) -> Callable[[World], bool]:
    def do(world: World) -> bool:
        eta = None if minutes is None else MONDAY_MORNING + timedelta(minutes=minutes)
        return world.by_gp(move.set_off, transport=transport, eta=eta)

    return do


def _expect(who: str, minutes: int) -> Callable[[World], bool]:
    def do(world: World) -> bool:
        eta = world.at.replace(second=0, microsecond=0) + timedelta(minutes=minutes)
        if who == "gp":
            return world.by_gp(move.change_eta, eta=eta)
        return world.by_ward(who, move.change_eta, eta=eta)

    return do


def _of_ward(name: str, ward: str) -> dict[str, Act]:
    no = No(ward, RefusalReason.FULL)
    other = B if ward == A else A
    return {
        f"{name} yes": _ward(ward, reply_for_ward.say_yes, Yes(ward)),
        f"{name} no": _ward(ward, reply_for_ward.say_no, no),
        f"{name} withdraws": _ward(ward, reply_for_ward.withdraw, no),
        f"{name} extends": _ward(ward, move.extend),
        f"{name} expects": _expect(ward, 50),
        f"{name} arrived": _ward(ward, move.arrive),
        f"{name} placed there": _ward(ward, move.place_elsewhere, ward_id=other),
        f"{name} placed third": _ward(ward, move.place_elsewhere, ward_id=C),
        f"{name} to ed": _ward(ward, move.turn_to_ed, means=DecisionKind.ED_AMBULANCE),
        f"{name} discharged": _ward(ward, move.discharge),
        f"{name} phone yes": lambda world: world.phone(ward, "1"),
        f"{name} phone no": lambda world: world.phone(ward, "2"),
    }


ACTS: Mapping[str, Act] = {
    "asks": _gp(ask_wards),
    "asks B first": _gp(ask_wards, first=B),
    "sets off": _set_off(TransportMode.AMBULANCE),
    "sets off otherwise": _set_off(TransportMode.OWN, 45),
    "expects": _expect("gp", 40),
    "extends": _gp(move.extend),
    "cancels": _gp(move.cancel),
    "to ed by own means": _gp(move.turn_to_ed, means=DecisionKind.ED_OWN_MEANS),
    "to ed by ambulance": _gp(move.turn_to_ed, means=DecisionKind.ED_AMBULANCE),
    "decides otherwise": lambda world: world.decides(DecisionKind.ADVICE),
    "decision done": lambda world: world.says_of_decision(DecisionEvent.DONE),
    "decision withdrawn": lambda world: world.says_of_decision(DecisionEvent.WITHDRAWN),
    "undone": lambda world: world.undoes(),
    "time": lambda world: world.time_runs_out(),
    **_of_ward("A", A),
    **_of_ward("B", B),
    "desk arrived": _ward(DESK, move.arrive),
    "desk placed third": _ward(DESK, move.place_elsewhere, ward_id=C),
}
"""All that can be done and all that can happen, by name."""


def take(world: World, moment: Moment, name: str) -> Moment | None:
    """What the act of that name leads to; None where it is refused."""
    return world.take(moment, ACTS[name])
