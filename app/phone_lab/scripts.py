"""Scripts: what a phone does by itself, written in words one can read; many stand in one file."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from app.phone_lab.types import (
    BUSY,
    DECLINES,
    MANUAL,
    UNREACHABLE,
    Behaviour,
    BehaviourKind,
    Press,
    TextBack,
)

_FILE = Path(__file__).with_name("scripts.yaml")
_AFTER = r"(?: efter (?P<number>\d+(?:\.\d+)?) (?P<unit>s|min))?"
_TURN = re.compile(r"\s*;\s*(?:sedan\s+)?")
_CLAUSE = re.compile(r'\s*,\s+(?=(?:[^"]*"[^"]*")*[^"]*$)')
_FIRST: Mapping[str, Behaviour] = {
    "ringer": MANUAL,
    "svarar inte": MANUAL,
    "upptagen": BUSY,
    "ej nådd": UNREACHABLE,
    "svarar": Behaviour.answers(),
    "avvisar": DECLINES,
    "röstbrevlåda": Behaviour.voicemail(),
}
_TIMED = ("svarar", "avvisar", "röstbrevlåda")


class BadScript(ValueError):
    """The words are no script; the message tells which, in Swedish."""


@dataclass(frozen=True, slots=True)
class Script:
    """What a phone does call by call; its last turn goes on for ever.

    ``name`` and ``title`` are set for the scripts of the file and empty for others.
    """

    turns: tuple[Behaviour, ...] = (MANUAL,)
    name: str = ""
    title: str = ""

    def turn(self, calls_before: int) -> Behaviour:
        """What the phone does when it has been rung so many times before."""
        return self.turns[min(calls_before, len(self.turns) - 1)]

    @classmethod
    def parse(cls, text: str, *, name: str = "", title: str = "") -> "Script":
        """Read words as `svarar efter 4 s, trycker 1 efter 6 s; sedan upptagen`.

        Turns stand between semicolons, one for each call. A turn begins with what the phone does
        when it rings; `trycker`, `säger`, `lägger på` follow, their seconds counted from pick-up,
        and `smsar "JA" efter 20 s` answers a text message. Raises BadScript.
        """
        return cls(tuple(_turn(words) for words in _TURN.split(text.strip())), name, title)


def parse_caller(words: str) -> Behaviour:
    """What a caller does when the service has answered, as `trycker 1 efter 8 s, lägger på`.

    No words: nothing by itself. Raises BadScript.
    """
    return _and_then(Behaviour.answers(0), _CLAUSE.split(words) if words else [])


def _turn(words: str) -> Behaviour:
    first, *rest = _CLAUSE.split(words)
    return _and_then(_first(first), rest)


def _and_then(behaviour: Behaviour, clauses: Iterable[str]) -> Behaviour:
    for clause in clauses:
        behaviour = _also(behaviour, clause)
    return behaviour


def _first(clause: str) -> Behaviour:
    if clause in _FIRST:
        return _FIRST[clause]
    found = re.fullmatch(rf"(?P<verb>{'|'.join(_TIMED)}){_AFTER}", clause)
    if found is None:
        raise BadScript(f"”{clause}” säger inte vad telefonen gör när den ringer")
    return replace(_FIRST[found["verb"]], after_seconds=_seconds(found))


def _also(behaviour: Behaviour, clause: str) -> Behaviour:
    if found := re.fullmatch(rf"trycker (?P<digits>[0-9*#]+){_AFTER}", clause):
        press = Press(_seconds(found), found["digits"])
        behaviour = replace(behaviour, presses=(*behaviour.presses, press))
    elif found := re.fullmatch(rf"lägger på{_AFTER}", clause):
        behaviour = replace(behaviour, hangs_up_after_seconds=_seconds(found))
    elif found := re.fullmatch(r'säger "(?P<words>[^"]+)"', clause):
        behaviour = replace(behaviour, says=found["words"])
    elif found := re.fullmatch(rf'smsar "(?P<words>[^"]+)"{_AFTER}', clause):
        return replace(behaviour, texts_back=TextBack(_seconds(found), found["words"]))
    else:
        raise BadScript(f"”{clause}” går inte att göra i ett samtal")
    if behaviour.kind not in (BehaviourKind.ANSWERS, BehaviourKind.VOICEMAIL):
        raise BadScript(f"”{clause}” kräver att telefonen svarar")
    return behaviour


def _seconds(found: re.Match[str]) -> float:
    if found["number"] is None:
        return 0.0
    return float(found["number"]) * (60 if found["unit"] == "min" else 1)


def _named_scripts() -> Mapping[str, Script]:
    entries = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {
        entry["name"]: Script.parse(entry["script"], name=entry["name"], title=entry["title"])
        for entry in entries
    }


NAMED_SCRIPTS: Mapping[str, Script] = _named_scripts()
"""The scripts of scripts.yaml by name, in the order they are offered."""

USUAL = next(iter(NAMED_SCRIPTS.values()))
"""What a phone does when nobody has chosen."""
