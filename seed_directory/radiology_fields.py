"""Fields of radiology's two files: weekdays, numbers with decimals, one of a few words."""

from collections.abc import Mapping, Sequence
from typing import Any

from marshmallow import Schema, ValidationError

from routing.preconditions import read_number
from seed_directory.fields import Cell, Parts
from seed_directory.hours import BadHours, read_weekdays


class Weekdays(Cell):
    """``mån-fre``, ``lör, sön`` or ``alla dagar``: the numbers of the days, Monday is 0."""

    def read(self, text: str) -> list[int]:
        """The days, in order."""
        try:
            return read_weekdays(text)
        except BadHours as bad:
            raise ValidationError(str(bad)) from None


class Real(Cell):
    """A number, with decimal comma or point."""

    def read(self, text: str) -> float:
        """The number."""
        number = read_number(text)
        if number is None:
            raise ValidationError(f"”{text}” är inget tal")
        return number


class OneOf(Cell):
    """One of a few words, as they stand."""

    def __init__(self, heading: str, allowed: Sequence[str], **options: Any) -> None:
        super().__init__(heading, **options)
        self.allowed = allowed

    def read(self, text: str) -> str:
        """The word; YAML's ``ja`` and ``nej`` are words, its ``true`` and ``false`` none."""
        if text not in self.allowed:
            raise ValidationError(f"”{text}” är inget av: {', '.join(self.allowed)}")
        return text


class SomeParts(Parts):
    """A list of parts, perhaps none."""

    def __init__(self, schema: type[Schema], heading: str) -> None:
        super().__init__(schema, heading)
        self.required = False
        self.load_default = list

    def _deserialize(
        self,
        value: Any,  # noqa: ANN401 - whatever stands in the file
        attr: str | None,
        data: Mapping[str, Any] | None,
        **options: object,
    ) -> list[Any]:
        return super()._deserialize(value, attr, data, **options) if value else []
