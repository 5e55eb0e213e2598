"""Where somebody is in the menu; kept on the call's row, so that a digit keeps its meaning."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from routing.outcome import PlanBefore
from routing.phone_menu import MenuChoice
from routing.types import ContactPath


class Step(StrEnum):
    """Vad som frågas, eller hur det slutade."""

    CODE_OF_CALLER = "ringkod"
    MENU = "meny"
    DIRECT_CODE = "direktkod"
    PLAN_BEFORE = "plan_fore"
    CALLING = "ringer"
    NOBODY = "ingen_nas"
    ELSEWHERE = "kopplad_till_reserv"
    AT_LIMIT = "for_manga_arenden"
    LOCKED = "utelast"
    NO_CHOICE = "inget_val"
    NOT_ALLOWED = "far_inte"


ASKS = frozenset({Step.CODE_OF_CALLER, Step.MENU, Step.DIRECT_CODE, Step.PLAN_BEFORE, Step.NOBODY})
"""A key is awaited."""


PUTS_THROUGH = frozenset({Step.ELSEWHERE, Step.AT_LIMIT})
"""The caller is connected to the fallback number."""


class Lead(StrEnum):
    """What is said before the question; the values are names of messages."""

    NONE = ""
    GREETING = "incoming_greeting"
    INVALID = "incoming_invalid"
    WRONG_PIN = "incoming_wrong_pin"
    BAD_CODE = "incoming_bad_code"


@dataclass(frozen=True, slots=True)
class MenuState:
    """``prompt`` is the how-manieth question this is: an answer to an earlier one is a webhook that
    came twice. ``wrong`` is how many answers in a row meant nothing. ``choices`` is all that is
    offered; ``minutes`` is how long one is locked out."""

    step: Step
    prompt: int = 1
    wrong: int = 0
    lead: Lead = Lead.NONE
    page: int = 1
    choices: tuple[MenuChoice, ...] = ()
    choice: MenuChoice | None = None
    plan_before: PlanBefore | None = None
    minutes: int = 0


def state_to_json(state: MenuState) -> dict[str, Any]:
    """The state as a JSON document."""
    return asdict(state)


def state_from_json(document: dict[str, Any]) -> MenuState:
    """The inverse of ``state_to_json``."""
    choice, plan_before = document["choice"], document["plan_before"]
    return MenuState(
        step=Step(document["step"]),
        prompt=document["prompt"],
        wrong=document["wrong"],
        lead=Lead(document["lead"]),
        page=document["page"],
        choices=tuple(_choice(one) for one in document["choices"]),
        choice=None if choice is None else _choice(choice),
        plan_before=None if plan_before is None else PlanBefore(plan_before),
        minutes=document["minutes"],
    )


def _choice(document: dict[str, Any]) -> MenuChoice:
    return MenuChoice(**(document | {"path": ContactPath(document["path"])}))
