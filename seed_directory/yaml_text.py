"""YAML without clever types: every value is the text that stands there, and each part has a line.

YAML's own types would read the telephone number 0701740605 as an octal number, 12:30 as 750, ``no``
as false and 1.10 as 1.1. The fields say what a text must be, as for the cells of a table.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import yaml

Place = tuple[str | int, ...]

_NOTHING: Final = frozenset({"~", "null", "Null", "NULL"})
_MOST_PARTS: Final = 100_000
_MERGE: Final = "<<"
_TEXT: Final = "tag:yaml.org,2002:str"
_PLAIN_TAGS: Final = frozenset({_TEXT, "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"})
_TOO_MUCH: Final = "filen är för stor eller för djup"


@dataclass(frozen=True, slots=True)
class YamlFault:
    """``line`` counts from 1, ``name`` is the key it is about, or empty. ``reason`` in Swedish."""

    line: int
    name: str
    reason: str


class BadYaml(ValueError):
    """The text cannot be read; ``faults`` are all that was found."""

    def __init__(self, *faults: YamlFault) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


@dataclass(frozen=True, slots=True)
class YamlText:
    """``data`` is made of dicts, lists and texts; keys without a value are left out. ``lines`` says
    where each part stands."""

    data: Any
    lines: Mapping[Place, int]


def read_yaml(text: str) -> YamlText:
    """One document; raises ``BadYaml`` for what YAML does not allow, and for what only a clever
    reader would understand: keys that stand twice, tags, ``<<``, ``null``."""
    reader = _Reader()
    try:
        node = yaml.compose(text, Loader=yaml.BaseLoader)
        data = None if node is None else reader.read(node, ())
    except yaml.YAMLError as error:
        raise BadYaml(_unreadable(error, text)) from None
    except RecursionError:
        raise BadYaml(YamlFault(1, "", _TOO_MUCH)) from None
    if node is None:
        raise BadYaml(YamlFault(1, "", "filen är tom eller har fel form"))
    if reader.faults:
        raise BadYaml(*reader.faults)
    return YamlText(data, reader.lines)


def _unreadable(error: yaml.YAMLError, text: str) -> YamlFault:
    """YAML stops at its first fault: where it stands, and the commonest ones in words."""
    mark = getattr(error, "problem_mark", None)
    if mark is None:  # a character that no text may hold
        line = text.count("\n", 0, getattr(error, "position", 0)) + 1
        return YamlFault(line, "", "filen är inte läsbar YAML: ett tecken som inte får stå i text")
    what = f"{getattr(error, 'context', '')} {getattr(error, 'problem', '')}"
    reason = next((f": {words}" for said, words in _WORDS.items() if said in what), "")
    where = f"filen är inte läsbar YAML vid tecken {mark.column + 1}"
    return YamlFault(mark.line + 1, "", where + reason)


_WORDS: Final = {
    "found character '\\t'": "en tabb; dra in raden med mellanslag",
    "but found another document": "filen har flera dokument; ta bort ”---”",
    "found undefined alias": "ordet efter * har ingen del med & före sig",
    "mapping values are not allowed here": "ett kolon för mycket; sätt texten inom citattecken",
    "found duplicate anchor": "samma ord står efter & två gånger",
    "while scanning a quoted scalar": "ett citattecken som inte avslutas",
    "while parsing a flow": "en klammer som inte avslutas, eller ett komma som fattas",
    "found unexpected end of stream": "ett citattecken eller en klammer som inte avslutas",
}


class _Reader:
    """Makes plain values of YAML's nodes, and notes what is wrong with them."""

    def __init__(self) -> None:
        self.faults: list[YamlFault] = []
        self.lines: dict[Place, int] = {}
        self._around: list[yaml.Node] = []
        self._count = 0

    def read(self, node: yaml.Node, place: Place) -> Any:  # noqa: ANN401 - dict, list or text
        """The value of a node, None for nothing."""
        self._count += 1
        self.lines.setdefault(place, node.start_mark.line + 1)
        name = next((str(step) for step in reversed(place) if isinstance(step, str)), "")
        if self._count > _MOST_PARTS:
            raise BadYaml(YamlFault(node.start_mark.line + 1, "", _TOO_MUCH))
        if any(node is one for one in self._around):
            self._fault(node, name, "delen innehåller sig själv")
            return None
        if node.tag not in _PLAIN_TAGS:
            tag = node.tag.replace("tag:yaml.org,2002:", "!!")
            self._fault(node, name, f"”{tag}” läses inte; skriv bara värdet, utan ”!”")
            return None
        self._around.append(node)
        try:
            if isinstance(node, yaml.MappingNode):
                return dict(self._pairs(node, place))
            if isinstance(node, yaml.SequenceNode):
                return [self.read(one, (*place, at)) for at, one in enumerate(node.value)]
            return self._text(node, name)
        finally:
            self._around.pop()

    def _pairs(self, node: yaml.MappingNode, place: Place) -> Iterator[tuple[str, Any]]:
        first: dict[str, int] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                self._fault(key, "", "en lista eller ett block kan inte vara namn på en uppgift")
                continue
            name = key.value
            if name == _MERGE and key.style is None:
                self._fault(key, name, "delar slås inte ihop; skriv ut raderna")
                continue
            if name in first:
                reason = f"står redan på rad {first[name]}; ta bort den ena"
                self._fault(key, name, reason)
                continue
            first[name] = line
            self.lines[*place, name] = line
            read = self.read(value, (*place, name))
            if read is not None:
                yield name, read

    def _text(self, node: yaml.Node, name: str) -> str | None:
        text = str(node.value)
        if getattr(node, "style", None) is None and text in _NOTHING:
            self._fault(node, name, f"”{text}” är inget värde; skriv ett, eller ta bort raden")
            return None
        return text or None

    def _fault(self, node: yaml.Node, name: str, reason: str) -> None:
        self.faults.append(YamlFault(node.start_mark.line + 1, name, reason))
