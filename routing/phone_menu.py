"""The menu on the phone (menyn i telefonen): what is offered, and what the keys mean.

It learns: whatever somebody asked for last is offered first, and then what their own municipality
has open just now. The keys are those of a phone and the same on every page: 1–4 choose, 8 says more
choices, 9 asks for a direct code, ``*`` goes back and 0 says it again.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import islice, zip_longest
from types import MappingProxyType
from typing import Final

from routing.decide import decide
from routing.directory import Directory
from routing.errors import NoContactPath
from routing.lines import needs_specialty
from routing.types import ContactPath, RequesterRole, RequestFacts

PER_PAGE: Final = 4
"""As many as one remembers while listening."""

MOST_CHOICES: Final = 3 * PER_PAGE
"""What is further away is reached faster by its direct code."""

PATH_DIGITS: Final = MappingProxyType(
    {
        "1": ContactPath.AKUT,
        "2": ContactPath.HALVAKUT,
        "3": ContactPath.MDK,
        "4": ContactPath.PRIMARVARD,
    }
)
"""The first digit of a direct code → the path."""

NO_SPECIALTY: Final = "00"

_DIGIT_OF: Final = {path: digit for digit, path in PATH_DIGITS.items()}
_CODE = re.compile(r"([1-4])([0-9]{2})(?:\*([0-9]{4}))?", re.ASCII)


class Key(StrEnum):
    """Knapparna som betyder detsamma på varje sida."""

    AGAIN = "0"
    MORE = "8"
    DIRECT_CODE = "9"
    BACK = "*"


@dataclass(frozen=True, slots=True)
class MenuChoice:
    """What a key stands for: the facts of a contact, but for who asks."""

    path: ContactPath
    municipality: str
    specialty: str | None = None
    unit_id: str | None = None

    def facts(self, role: RequesterRole) -> RequestFacts:
        """The facts of a contact made by somebody with this role."""
        return RequestFacts(self.path, role, self.municipality, self.specialty, self.unit_id)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who listens: the role, the municipality of their own unit, and the person they are, who is
    never rung about their own question."""

    role: RequesterRole
    municipality: str
    person_id: str | None = None


@dataclass(frozen=True, slots=True)
class MenuPage:
    """What is said at once: at most ``PER_PAGE`` choices, the first of them on key 1."""

    choices: tuple[MenuChoice, ...]
    number: int
    has_more: bool

    @property
    def has_back(self) -> bool:
        """Whether there is a page before it."""
        return self.number > 1


@dataclass(frozen=True, slots=True)
class Turn:
    """Say a page: another one, or the same again."""

    number: int


@dataclass(frozen=True, slots=True)
class AskForCode:
    """A direct code is to be pressed."""


@dataclass(frozen=True, slots=True)
class NoSuchKey:
    """Nothing was pressed, or a key that means nothing on this page."""


Pressed = MenuChoice | Turn | AskForCode | NoSuchKey


def offer(
    latest: Iterable[MenuChoice], caller: Caller, directory: Directory, at: datetime
) -> tuple[MenuChoice, ...]:
    """What to offer, in order, each once: at most ``MOST_CHOICES``.

    First what was asked for lately (``latest``, newest first), open or not, so that a key stays
    where the finger knows it; what the role may no longer reach is left out. Then what the
    caller's own municipality has open at ``at``: of each path one in turn, the most urgent path
    first; within a path what its own hospital answers comes first, then the lowest dial codes.
    """
    learned = (one for one in latest if may_reach(one, caller.role, directory))
    found = dict.fromkeys((*learned, *_usual(caller, directory, at)))
    return tuple(islice(found, MOST_CHOICES))


def may_reach(choice: MenuChoice, role: RequesterRole, directory: Directory) -> bool:
    """Whether the directory still holds what is asked for, and the matrix lets the role ask."""
    if choice.municipality not in directory.municipalities:
        return False
    if choice.unit_id is not None and choice.unit_id not in directory.units:
        return False
    if choice.specialty is None:
        is_said = not needs_specialty(choice.path, role, directory)
    else:
        is_said = choice.specialty in directory.specialties
    return is_said and bool(directory.index.rules(choice.path, role))


def page_of(choices: Sequence[MenuChoice], number: int) -> MenuPage:
    """A page of what is offered, counted from 1; one that is not there becomes the nearest."""
    last = max(1, -(-len(choices) // PER_PAGE))
    number = min(max(number, 1), last)
    start = (number - 1) * PER_PAGE
    return MenuPage(tuple(choices[start : start + PER_PAGE]), number, number < last)


def read_key(page: MenuPage, digits: str) -> Pressed:
    """What a key means on a page."""
    match digits:
        case Key.AGAIN:
            return Turn(page.number)
        case Key.MORE if page.has_more:
            return Turn(page.number + 1)
        case Key.BACK:
            return Turn(max(page.number - 1, 1))
        case Key.DIRECT_CODE:
            return AskForCode()
    keys = {str(key): choice for key, choice in enumerate(page.choices, start=1)}
    return keys.get(digits, NoSuchKey())


def read_code(digits: str, municipality: str, directory: Directory) -> MenuChoice | None:
    """The choice of a direct code: a digit for the path, two for the specialty (00: none), and,
    after ``*``, the four of the municipality when it is another than ``municipality``.

    None when it is none. Says nothing of whether the caller may ask for it.
    """
    found = _CODE.fullmatch(digits)
    if found is None:
        return None
    path, dial_code, place = found.groups()
    place = place or municipality
    specialty = _by_dial_code(directory).get(dial_code)
    is_unknown = specialty is None and dial_code != NO_SPECIALTY
    if is_unknown or place not in directory.municipalities:
        return None
    return MenuChoice(PATH_DIGITS[path], place, specialty)


def direct_code(choice: MenuChoice, municipality: str, directory: Directory) -> str | None:
    """The code that ``read_code`` reads as this choice for a caller of a municipality; None when a
    specialty has no dial code. A chosen unit has none."""
    if choice.unit_id is not None:
        return None
    dial_code: str | None = NO_SPECIALTY
    if choice.specialty is not None:
        dial_code = directory.specialties[choice.specialty].dial_code
    if dial_code is None:
        return None
    elsewhere = "" if choice.municipality == municipality else f"*{choice.municipality}"
    return f"{_DIGIT_OF[choice.path]}{dial_code}{elsewhere}"


def _usual(caller: Caller, directory: Directory, at: datetime) -> Iterator[MenuChoice]:
    """One of each path in turn, the most urgent path first."""
    of_each_path = [_open_now(path, caller, directory, at) for path in PATH_DIGITS.values()]
    for in_turn in zip_longest(*of_each_path):
        yield from (choice for choice in in_turn if choice is not None)


def _open_now(
    path: ContactPath, caller: Caller, directory: Directory, at: datetime
) -> list[MenuChoice]:
    """What the caller's municipality reaches on a path, the nearest and the commonest first."""
    if not directory.index.rules(path, caller.role):
        return []
    if not needs_specialty(path, caller.role, directory):
        choice = MenuChoice(path, caller.municipality)
        return [] if _distance(choice, caller, directory, at) is None else [choice]
    by_code = sorted(_by_dial_code(directory).items())
    choices = [MenuChoice(path, caller.municipality, specialty) for _code, specialty in by_code]
    distances = [_distance(choice, caller, directory, at) for choice in choices]
    reached = [
        (distance, choice)
        for distance, choice in zip(distances, choices, strict=True)
        if distance is not None
    ]
    return [choice for _distance, choice in sorted(reached, key=lambda pair: pair[0])]


def _distance(choice: MenuChoice, caller: Caller, directory: Directory, at: datetime) -> int | None:
    """How near the first one to be rung is: the place of their hospital in the municipality's own
    list, after those outside hospitals; None when nobody of the specialty is reached."""
    excluding = frozenset() if caller.person_id is None else frozenset({caller.person_id})
    try:
        plan = decide(choice.facts(caller.role), directory, at, excluding=excluding)
    except NoContactPath:
        return None
    line = directory.lines.get(plan.steps[0].line_id)
    if line is None or line.specialty != choice.specialty:
        return None
    municipality = directory.municipalities.get(choice.municipality)
    hospitals = municipality.hospitals if municipality else ()
    return hospitals.index(line.hospital_id) + 1 if line.hospital_id in hospitals else 0


def _by_dial_code(directory: Directory) -> dict[str, str]:
    return {
        specialty.dial_code: code
        for code, specialty in directory.specialties.items()
        if specialty.dial_code is not None
    }
