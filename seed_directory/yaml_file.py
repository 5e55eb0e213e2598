"""Reads a YAML document through its schema, so that each fault can be shown on its line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from marshmallow import ValidationError

from seed_directory.problems import Problem
from seed_directory.schema import SeedSchema
from seed_directory.text_file import UnreadableText, text_of
from seed_directory.yaml_text import BadYaml, Place, read_yaml


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
    try:
        found = read_yaml(text_of(path.read_bytes()))
    except FileNotFoundError:
        problems.append(Problem(path.name, 0, "", "filen saknas"))
        return None
    except UnreadableText as bad:
        problems += [Problem(path.name, one.row, "", one.reason) for one in bad.faults]
        return None
    except BadYaml as bad:
        problems += [Problem(path.name, one.line, one.name, one.reason) for one in bad.faults]
        return None
    if not isinstance(found.data, dict):
        problems.append(Problem(path.name, 1, "", "filen är tom eller har fel form"))
        return None
    try:
        return Document(schema().load(found.data), found.lines)
    except ValidationError as error:
        problems += _faults(path.name, error.messages_dict, found.lines)
        return None


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
