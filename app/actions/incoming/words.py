"""What somebody who rings our number hears."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.actions.incoming.callers import KnownCaller
from app.actions.incoming.state import Lead, MenuState, Step
from app.labels import moment_display, phone_display
from notifications.language import Language
from notifications.render import render
from routing.decide import decide
from routing.directory import Directory
from routing.errors import NoContactPath
from routing.matrix import Fallback, choose_among, serves
from routing.phone_menu import Key, MenuChoice, page_of
from routing.types import CREWS, ContactPath, Errand

Options = list[tuple[str, str]]

# The path as it stands after the specialty, or alone.
PATHS = {
    ContactPath.AKUT: ("akut", "urgent"),
    ContactPath.HALVAKUT: ("", ""),
    ContactPath.MDK: ("multidisciplinär konferens", "a multidisciplinary conference"),
    ContactPath.PRIMARVARD: ("primärvård", "primary care"),
}
PLANS = {
    Language.SV: ["remiss", "akuten", "inläggning", "att behålla patienten hemma", "osäker"],
    Language.EN: ["referral", "the ED", "admission", "keeping the patient at home", "unsure"],
}
MORE = {Language.SV: "fler val", Language.EN: "more choices"}
BACK = {Language.SV: "att gå tillbaka", Language.EN: "going back"}
STAR = {Language.SV: "stjärna", Language.EN: "star"}
SOMEBODY = {Language.SV: "någon", Language.EN: "anybody"}


@dataclass(frozen=True, slots=True)
class CallWords:
    """The words of one call; ``caller`` is None while we do not know who it is."""

    caller: KnownCaller | None
    directory: Directory
    at: datetime

    @property
    def language(self) -> Language:
        """The caller's own, Swedish until we know them."""
        return self.caller.language if self.caller else Language.SV

    def of(self, state: MenuState, *, is_anonymous: bool) -> str:
        """What is said where somebody is in the menu."""
        match state.step:
            case Step.CODE_OF_CALLER:
                return self._ask_who(state, is_anonymous=is_anonymous)
            case Step.MENU:
                return self._menu(state)
            case Step.DIRECT_CODE:
                is_wrong = state.lead is Lead.BAD_CODE
                return self._say("incoming_bad_code" if is_wrong else "incoming_ask_code")
            case Step.PLAN_BEFORE:
                options = list(enumerate(PLANS[self.language], start=1))
                question = self._say("incoming_ask_plan_before", options=options)
                return self._with_lead(state, question)
            case Step.NOBODY:
                return self._with_lead(state, self._nobody(state.choice))
            case Step.ELSEWHERE | Step.AT_LIMIT:
                return self._put_through(state)
            case Step.LOCKED:
                number = switchboard_of(self.directory)
                return self._say("incoming_locked", minutes=state.minutes, number=_shown(number))
            case Step.NOT_ALLOWED:
                return self._not_allowed(state.choice)
            case Step.NO_CHOICE | Step.CALLING:
                number = switchboard_of(self.directory)
                return self._say("incoming_no_choice", number=_shown(number))

    def elsewhere_ended(self, number: str) -> str:
        """After the call to the fallback number."""
        return self._say("elsewhere_ended", number=phone_display(number))

    def _put_through(self, state: MenuState) -> str:
        if state.step is Step.ELSEWHERE:
            return self._say("connecting_fallback")
        number = self.put_through_to(state)
        return self._say("incoming_at_limit", number=_shown(number))

    def put_through_to(self, state: MenuState) -> str | None:
        """The number of the fallback, or the one that most fall back on."""
        fallback = fallback_of(state.choice, self.caller, self.directory, at=self.at)
        return fallback.number if fallback else switchboard_of(self.directory)

    def _ask_who(self, state: MenuState, *, is_anonymous: bool) -> str:
        if state.lead is Lead.WRONG_PIN:
            return self._say("incoming_wrong_pin")
        return self._say("incoming_anonymous" if is_anonymous else "incoming_ask_pin")

    def _menu(self, state: MenuState) -> str:
        page = page_of(state.choices, state.page)
        said = [choice_text(choice, self.directory, self.language) for choice in page.choices]
        options: Options = [(str(key), text) for key, text in enumerate(said, start=1)]
        if page.has_more:
            options.append((Key.MORE, MORE[self.language]))
        if page.has_back:
            options.append((STAR[self.language], BACK[self.language]))
        return self._with_lead(state, self._say("incoming_menu", options=options))

    def _with_lead(self, state: MenuState, question: str) -> str:
        match state.lead:
            case Lead.GREETING:
                return f"{self._say('incoming_greeting', unit=self._unit_name())} {question}"
            case Lead.INVALID:
                return f"{self._say('incoming_invalid')} {question}"
        return question

    def _nobody(self, choice: MenuChoice | None) -> str:
        fallback = fallback_of(choice, self.caller, self.directory, at=self.at)
        opens_at = self._opens_at(choice)
        opens = moment_display(opens_at, at=self.at, lang=self.language) if opens_at else ""
        is_crew = self.caller is not None and self.caller.role in CREWS
        is_acute = choice is not None and choice.path is ContactPath.AKUT and not is_crew
        danger = f"{self._say('danger_to_life')} " if is_acute else ""
        return danger + self._say(
            "incoming_nobody",
            what=self._what(choice),
            opens=opens,
            fallback=fallback.said(self.language.value) if fallback else "",
            number=_shown(fallback.number if fallback else None),
        )

    def _not_allowed(self, choice: MenuChoice | None) -> str:
        number = switchboard_of(self.directory)
        what = self._what(choice)
        return self._say("incoming_not_allowed", what=what, fallback="", number=_shown(number))

    def _opens_at(self, choice: MenuChoice | None) -> datetime | None:
        if choice is None or self.caller is None:
            return None
        try:
            decide(choice.facts(self.caller.role), self.directory, self.at)
        except NoContactPath as nobody:
            return nobody.next_opening
        return None

    def _what(self, choice: MenuChoice | None) -> str:
        if choice is None:
            return SOMEBODY[self.language]
        return choice_text(choice, self.directory, self.language)

    def _unit_name(self) -> str:
        unit_id = self.caller.actor.unit_id if self.caller else None
        unit = self.directory.units.get(unit_id or "")
        return unit.name if unit else ""

    def _say(self, name: str, **values: object) -> str:
        return render(name, "voice", self.language, **values)


def choice_text(choice: MenuChoice, directory: Directory, language: Language) -> str:
    """What a key stands for: "kardiologi, Mora", "kirurgi akut, Mora", "primärvård, Orsa"."""
    specialty = directory.specialties.get(choice.specialty or "")
    path = PATHS[choice.path][language is Language.EN]
    what = " ".join(
        part
        for part in (specialty.called(language.value).lower() if specialty else "", path)
        if part
    )
    unit = directory.units.get(choice.unit_id or "")
    place = unit.name if unit else directory.municipalities[choice.municipality].name
    return f"{what}, {place}"


def fallback_of(
    choice: MenuChoice | None, caller: KnownCaller | None, directory: Directory, *, at: datetime
) -> Fallback | None:
    """What the matrix says to do when nobody can be reached for this."""
    if choice is None or caller is None:
        return None
    facts = choice.facts(caller.role)
    rules = directory.index.rules(choice.path, caller.role)
    rule = choose_among((rule for rule in rules if serves(rule, facts)), at)
    return rule.fallback if rule else None


def switchboard_of(directory: Directory) -> str | None:
    """The number most rules for a talk fall back on: for whoever cannot use the menu."""
    rules = (rule for rule in directory.matrix.rules if rule.errand is Errand.TALK)
    numbers: Sequence[str] = [rule.fallback.number for rule in rules]
    counted = Counter(numbers)
    return min(counted, key=lambda number: (-counted[number], number), default=None)


def _shown(number: str | None) -> str:
    return phone_display(number) if number else ""
