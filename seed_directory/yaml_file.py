"""Reads a YAML document through its schema, so that each fault can be shown on its line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from marshmallow import ValidationError

from seed_directory.problems import Problem
from seed_directory.schema import SeedSchema
from seed_directory.tables import read_text

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A checked document and the line of each of its parts."""

    values: Mapping[str, Any]
    lines: Mapping[Place, int]

    def line(self, *place: str | int) -> int:
        """The line of a part, or of the nearest part around it."""
        return _nearest(self.lines, place)


def read_document(
    path: Path, schema: type[SeedSchema], *, problems: list[Problem]
) -> Document | None:
    """The document, or None when it has faults; they are added to ``problems``."""
    text = read_text(path, problems=problems)
    if text is None:
        return None
    loader = yaml.SafeLoader(text)
    try:
        node = loader.get_single_node()
        data = None if node is None else loader.construct_document(node)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 0
        problems.append(Problem(path.name, line, "", "filen är inte läsbar YAML"))
        return None
    finally:
        loader.dispose()
    if node is None or not isinstance(data, dict):
        problems.append(Problem(path.name, 1, "", "filen är tom eller har fel form"))
        return None
    lines = dict(_places(node, ()))
    try:
        return Document(schema().load(data), lines)
    except ValidationError as error:
        problems += _faults(path.name, error.messages_dict, lines)
        return None


def _places(node: yaml.Node, place: Place) -> Iterator[tuple[Place, int]]:
    yield place, node.start_mark.line + 1
    if len(place) > 20:  # an alias that contains itself
        return
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (*place, str(key.value)), key.start_mark.line + 1
            yield from _inside(value, (*place, str(key.value)))
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _places(value, (*place, index))


def _inside(node: yaml.Node, place: Place) -> Iterator[tuple[Place, int]]:
    yield from (found for found in _places(node, place) if found[0] != place)


def _faults(file: str, messages: Any, lines: Mapping[Place, int]) -> Iterator[Problem]:  # noqa: ANN401 - marshmallow nests them as it likes
    for place, reason in _flat(messages, ()):
        column = next((str(step) for step in reversed(place) if isinstance(step, str)), "")
        yield Problem(file, _nearest(lines, place), column, reason)


def _flat(messages: Any, place: Place) -> Iterator[tuple[Place, str]]:  # noqa: ANN401 - marshmallow nests them as it likes
    if isinstance(messages, Mapping):
        for step, inner in messages.items():
            yield from _flat(inner, place if step == "_schema" else (*place, step))
    elif isinstance(messages, str):
        yield place, messages
    else:
        for inner in messages:
            yield from _flat(inner, place)


def _nearest(lines: Mapping[Place, int], place: Place) -> int:
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 1)
