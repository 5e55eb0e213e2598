"""The tables of ``docs/guides/livscykler.md``, written from the rules themselves.

``python -m tests.app.lifecycle_guide`` writes them into the guide; a test says when they differ.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.labels import label
from routing.admission import ADMISSION, ON_THE_ROAD, AdmissionStatus, Standing
from routing.admission_verbs import MAY, AdmissionVerb, is_possible
from routing.decisions import DECISION
from routing.lifecycle import ATTEMPT_TRANSITIONS, TRANSITIONS
from routing.radiology import BOOKING
from routing.transitions import Lifecycle

GUIDE = Path(__file__).parents[2] / "docs" / "guides" / "livscykler.md"
PART = re.compile(r"(<!-- tabell: (\w+) -->\n).*?(<!-- slut -->)", re.DOTALL)


def moves(table: Mapping[Any, Mapping[Any, StrEnum]]) -> Iterator[str]:
    """What happens, from where, and where it leads."""
    yield "| Det som händer | Läge före | Läge efter |"
    yield "|---|---|---|"
    for event, of_event in table.items():
        changes = {before: after for before, after in of_event.items() if before is not after}
        for after in _in_order(changes.values()):
            before = [one for one, there in changes.items() if there is after]
            yield f"| {label(event)} | {_names(before)} | {label(after)} |"
        if len(changes) < len(of_event):
            yield f"| {label(event)} | {_names(set(of_event) - set(changes))} | oförändrat |"


def calls() -> Iterator[str]:
    yield "| Det som händer | Samtalet blir |"
    yield "|---|---|"
    for event, after in ATTEMPT_TRANSITIONS.items():
        yield f"| {label(event)} | {label(after)} |"


def verbs() -> Iterator[str]:
    """Which buttons there are, where the admission stands, and who has them."""
    yield "| Knapp | Vem | Läge |"
    yield "|---|---|---|"
    for verb in AdmissionVerb:
        who = _names(MAY[verb])
        where = [one for one in AdmissionStatus if is_possible(Standing(one), verb)]
        road = [
            one
            for one in AdmissionStatus
            if is_possible(Standing(one, has_left=True), verb)
            and one not in where
            and one is not AdmissionStatus.PROPOSED
        ]
        told = [_names(where)] + ([f"på väg: {_names(road).lower()}"] if road else [])
        yield f"| {label(verb)} | {who} | {'; '.join(one for one in told if one)} |"


def of_life(life: Lifecycle[Any, Any]) -> str:
    return "\n".join(moves(life.table))


def on_the_road() -> str:
    """Only what is otherwise than at home."""
    other = {
        event: of_event
        for event, of_event in ON_THE_ROAD.table.items()
        if of_event != ADMISSION.table[event] and of_event
    }
    return "\n".join(moves(other))


def tables() -> Mapping[str, str]:
    """Each table of the guide, by its name there."""
    return {
        "direktinlaggning": of_life(ADMISSION),
        "pa_vag": on_the_road(),
        "knappar": "\n".join(verbs()),
        "beslut": of_life(DECISION),
        "bokning": of_life(BOOKING),
        "kontakt": "\n".join(moves(TRANSITIONS)),
        "samtal": "\n".join(calls()),
    }


def written(text: str) -> str:
    """The guide with the tables as they are now."""
    now = tables()
    return PART.sub(lambda found: f"{found[1]}\n{now[found[2]]}\n\n{found[3]}", text)


def _names(statuses: Iterable[StrEnum]) -> str:
    return ", ".join(label(one) for one in _in_order(statuses))


def _in_order(statuses: Iterable[Any]) -> list[Any]:
    """Each once, as their kind names them."""
    found = set(statuses)
    return [one for kind in {type(one) for one in found} for one in kind if one in found]


if __name__ == "__main__":
    GUIDE.write_text(written(GUIDE.read_text(encoding="utf-8")), encoding="utf-8")
