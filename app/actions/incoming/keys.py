"""What a key does to where somebody is in the menu. Pure: the same key, the same next question."""

from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Final

from app.actions.incoming.callers import KnownCaller
from app.actions.incoming.state import Lead, MenuState, Step
from routing.decide import decide
from routing.directory import Directory
from routing.errors import NoContactPath
from routing.outcome import PlanBefore
from routing.phone_menu import (
    AskForCode,
    Key,
    MenuChoice,
    NoSuchKey,
    Turn,
    may_reach,
    offer,
    page_of,
    read_code,
    read_key,
)
from routing.types import ContactPath

MOST_WRONG: Final = 3
"""Answers in a row that mean nothing, before we say goodbye with a number."""
MOST_PROMPTS: Final = 40
"""Questions in one call: a phone that lies on its keys does not hold the line for ever."""

YES: Final = "1"
SKIP: Final = "#"

PLAN_KEYS: Final = MappingProxyType(
    {
        "1": PlanBefore.REFER,
        "2": PlanBefore.SEND_TO_ED,
        "3": PlanBefore.ADMIT,
        "4": PlanBefore.KEEP,
        "5": PlanBefore.UNSURE,
    }
)


@dataclass(frozen=True, slots=True)
class Listener:
    """Who presses, in which county, when."""

    caller: KnownCaller
    directory: Directory
    at: datetime

    def start(self, state: MenuState, latest: list[MenuChoice]) -> MenuState:
        """The first page, once we know who rings."""
        choices = offer(latest, self.caller.in_menu, self.directory, self.at)
        return replace(state, step=Step.MENU, wrong=0, lead=Lead.GREETING, page=1, choices=choices)

    def hear(self, state: MenuState, digits: str) -> MenuState:
        """The next question after these digits; empty for silence."""
        state = replace(state, prompt=state.prompt + 1, lead=Lead.NONE)
        match state.step:
            case Step.MENU:
                after = self._menu(state, digits)
            case Step.DIRECT_CODE:
                after = self._code(state, digits)
            case Step.PLAN_BEFORE:
                after = self._plan_before(state, digits)
            case Step.NOBODY:
                after = self._nobody(state, digits)
            case _:
                return state
        is_too_much = after.wrong >= MOST_WRONG or after.prompt > MOST_PROMPTS
        return replace(after, step=Step.NO_CHOICE) if is_too_much else after

    def _menu(self, state: MenuState, digits: str) -> MenuState:
        match read_key(page_of(state.choices, state.page), digits):
            case MenuChoice() as choice:
                return self._chosen(state, choice)
            case Turn(number):
                return replace(state, page=number, wrong=0)
            case AskForCode():
                return replace(state, step=Step.DIRECT_CODE, wrong=0)
            case NoSuchKey():
                return not_understood(state, Lead.INVALID if digits else Lead.NONE)

    def _code(self, state: MenuState, digits: str) -> MenuState:
        if digits == Key.BACK:
            return replace(state, step=Step.MENU, wrong=0)
        choice = read_code(digits, self.caller.municipality, self.directory)
        role = self.caller.role
        if choice is not None and not self.directory.index.rules(choice.path, role):
            return replace(state, step=Step.NOT_ALLOWED, choice=choice)
        if choice is None or not may_reach(choice, role, self.directory):
            return not_understood(state, Lead.BAD_CODE if digits else Lead.NONE)
        return self._chosen(state, choice)

    def _chosen(self, state: MenuState, choice: MenuChoice) -> MenuState:
        """Asked at once whether anybody can be reached: the plan before is no use otherwise."""
        person_id = self.caller.actor.person_id
        excluding = frozenset() if person_id is None else frozenset({person_id})
        state = replace(state, choice=choice, plan_before=None, wrong=0)
        try:
            decide(choice.facts(self.caller.role), self.directory, self.at, excluding=excluding)
        except NoContactPath:
            return replace(state, step=Step.NOBODY)
        is_urgent = choice.path is ContactPath.AKUT
        return replace(state, step=Step.CALLING if is_urgent else Step.PLAN_BEFORE)

    def _plan_before(self, state: MenuState, digits: str) -> MenuState:
        """Nobody is lost over this question: what means nothing at last goes on without a plan."""
        if digits == Key.BACK:
            return replace(state, step=Step.MENU, wrong=0)
        if digits == Key.AGAIN:
            return state
        plan_before = PLAN_KEYS.get(digits)
        is_skipped = digits in ("", SKIP) or state.wrong + 1 >= MOST_WRONG
        if plan_before is None and not is_skipped:
            return not_understood(state, Lead.INVALID)
        return replace(state, step=Step.CALLING, plan_before=plan_before, wrong=0)

    def _nobody(self, state: MenuState, digits: str) -> MenuState:
        match digits:
            case "1":
                return replace(state, step=Step.ELSEWHERE)
            case Key.BACK:
                return replace(state, step=Step.MENU, wrong=0)
            case Key.AGAIN:
                return state
        return not_understood(state, Lead.INVALID if digits else Lead.NONE)


def not_understood(state: MenuState, lead: Lead) -> MenuState:
    """The same question once more, counted."""
    return replace(state, wrong=state.wrong + 1, lead=lead)
