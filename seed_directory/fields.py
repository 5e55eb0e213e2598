"""Marshmallow fields that read an editor's cell and complain in Swedish."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from marshmallow import Schema, ValidationError, fields

from models.values import Document, pattern_to_json
from routing.identity import holds_identity
from routing.opening_hours import OpeningHours
from routing.rota import DayGroup, ShiftPattern
from seed_directory.hours import BadHours, read_date, read_hours, read_intervals
from seed_directory.words import fold

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
HSA_ID = re.compile(r"SE[0-9]{10}-[A-Za-z0-9]{1,18}")
MUNICIPALITY_CODE = re.compile(r"[0-9]{4}")
DIAL_CODE = re.compile(r"(?!00)[0-9]{2}")
WHOLE_NUMBER = re.compile(r"[0-9]{1,9}|[0-9]{1,3}(?:\s[0-9]{3}){1,2}")

MESSAGES: dict[str, str | list[Any] | dict[Any, Any]] = {
    "required": "måste fyllas i",
    "null": "måste fyllas i",
    "validator_failed": "är fel",
    "type": "har fel form",
    "invalid": "har fel form",
}


class Cell(fields.Field[Any]):
    """A cell; subclasses read its text."""

    default_error_messages = MESSAGES

    def __init__(self, heading: str = "", **options: Any) -> None:
        super().__init__(data_key=heading or None, **options)

    def _deserialize(
        self,
        value: Any,  # noqa: ANN401 - whatever stands in the file
        attr: str | None,  # noqa: ARG002 - marshmallow's signature
        data: Mapping[str, Any] | None,  # noqa: ARG002 - marshmallow's signature
        **_kwargs: object,
    ) -> object:
        if isinstance(value, (dict, list)) or value is None:
            raise self.make_error("type")
        return self.read(str(value).strip())

    def read(self, text: str) -> object:
        """The value that a text stands for; raises ``ValidationError``."""
        return text


class Text(Cell):
    """Words of at most ``longest`` characters; required unless it has a default."""

    def __init__(self, heading: str, longest: int, *, default: str | None = None) -> None:
        if default is None:
            super().__init__(heading, required=True)
        else:
            super().__init__(heading, load_default=default)
        self.longest = longest

    def read(self, text: str) -> object:
        """The text itself."""
        if len(text) > self.longest:
            raise ValidationError(f"är längre än {self.longest} tecken")
        if holds_identity(text):
            raise ValidationError("ser ut att innehålla ett personnummer")
        return text


class Matching(Cell):
    """A code that must look in a certain way."""

    pattern: re.Pattern[str]
    looks: str

    def read(self, text: str) -> object:
        """The code itself."""
        if not self.pattern.fullmatch(text):
            raise ValidationError(f"”{text}” {self.looks}")
        return text


class Slug(Matching):
    """A readable id, such as ``mora-kardiologi-konsult``."""

    pattern = SLUG
    looks = "är inget id; använd bara a-z, 0-9 och bindestreck"

    def read(self, text: str) -> object:
        """The id itself."""
        if len(text) > 80:
            raise ValidationError("är längre än 80 tecken")
        return super().read(text)


class HsaId(Matching):
    """SE, the organisation's ten digits, a hyphen and letters or digits: at most 31 characters."""

    pattern = HSA_ID
    looks = "är inget HSA-id; det skrivs SE2321000180-EX0001"


class MunicipalityCode(Matching):
    """Kommunkod: four digits."""

    pattern = MUNICIPALITY_CODE
    looks = "är ingen kommunkod; den har fyra siffror"


class DialCode(Matching):
    """Kortnummer: two digits to press on a phone, other than 00, which stands for none."""

    pattern = DIAL_CODE
    looks = "är inget kortnummer; det är två siffror, dock inte 00"


class Word(Cell):
    """One of the words of a ``StrEnum``, written with or without å, ä, ö and spaces."""

    def __init__(
        self,
        heading: str,
        kind: type[StrEnum],
        **options: Any,
    ) -> None:
        super().__init__(heading, **options)
        self.kind = kind

    def read(self, text: str) -> object:
        """The member."""
        try:
            return self.kind(fold(text))
        except ValueError:
            allowed = ", ".join(member.value for member in self.kind)
            raise ValidationError(f"”{text}” är inget av: {allowed}") from None


class ListOf(fields.Field[list[Any]]):
    """Values with a comma between (in YAML also a list), none of them twice."""

    default_error_messages = MESSAGES

    def __init__(
        self,
        heading: str,
        inner: Cell,
        **options: Any,
    ) -> None:
        if not options.get("required"):
            options.setdefault("load_default", list)
        super().__init__(data_key=heading, **options)
        self.inner = inner

    def _deserialize(
        self,
        value: Any,  # noqa: ANN401 - whatever stands in the file
        attr: str | None,  # noqa: ARG002 - marshmallow's signature
        data: Mapping[str, Any] | None,  # noqa: ARG002 - marshmallow's signature
        **_kwargs: object,
    ) -> list[Any]:
        pieces = value if isinstance(value, list) else str(value).split(",")
        values = [self.inner.deserialize(piece) for piece in pieces if str(piece).strip()]
        if self.required and not values:
            raise self.make_error("required")
        twice = sorted({str(each) for each in values if values.count(each) > 1})
        if twice:
            raise ValidationError(f"”{twice[0]}” står två gånger")
        return values


class Whole(Cell):
    """A whole number, at least ``least``; spaces between thousands are read past.

    ``most`` None: as large as one likes.
    """

    def __init__(
        self,
        heading: str,
        *,
        least: int,
        most: int | None = None,
        **options: Any,
    ) -> None:
        super().__init__(heading, **options)
        self.least = least
        self.most = most

    def read(self, text: str) -> object:
        """The number."""
        digits = re.sub(r"\s", "", text)
        if not WHOLE_NUMBER.fullmatch(text) or int(digits) < self.least:
            raise ValidationError(f"”{text}” är inget heltal från {self.least} och uppåt")
        if self.most is not None and int(digits) > self.most:
            raise ValidationError(f"”{text}” är mer än {self.most}")
        return int(digits)


class YesNo(Cell):
    """``ja`` or ``nej``."""

    def read(self, text: str) -> object:
        """Whether it says ja."""
        answers = {"ja": True, "true": True, "nej": False, "false": False}
        if text.lower() not in answers:
            raise ValidationError(f"”{text}” är varken ja eller nej")
        return answers[text.lower()]


class Day(Cell):
    """An ISO date."""

    def read(self, text: str) -> date:
        """The date."""
        try:
            return read_date(text)
        except BadHours as bad:
            raise ValidationError(str(bad)) from None


class Hours(Cell):
    """Opening hours in the form of ``seed_directory.hours``; an empty cell is unknown."""

    def read(self, text: str) -> OpeningHours:
        """The schedule."""
        try:
            return read_hours(text)
        except BadHours as bad:
            raise ValidationError(str(bad)) from None


class Patterns(Cell):
    """Shifts: ``vardagar 08:00-17:00; helger och röda dagar 08:00-08:00``."""

    def read(self, text: str) -> list[Document]:
        """The shift patterns as the JSON documents a rota keeps."""
        parts = [part.strip() for part in text.split(";") if part.strip()]
        return [pattern_to_json(pattern) for part in parts for pattern in _shifts(part)]


def _shifts(part: str) -> Iterable[ShiftPattern]:
    match = re.fullmatch(r"(?P<days>\D+?)\s+(?P<times>\d.*)", part.lower())
    if not match:
        raise ValidationError(f"”{part}” är inget pass; skriv t.ex. ”vardagar 08:00-17:00”")
    try:
        days = DayGroup(fold(match["days"]))
    except ValueError:
        allowed = "vardagar, helger och röda dagar, alla dagar"
        raise ValidationError(f"”{match['days']}” är inget av: {allowed}") from None
    try:
        intervals = read_intervals(match["times"])
    except BadHours as bad:
        raise ValidationError(str(bad)) from None
    return [ShiftPattern(days, interval.opens, interval.closes) for interval in intervals]


class Part(fields.Nested):
    """A required part of a document."""

    default_error_messages = MESSAGES

    def __init__(self, schema: type[Schema], heading: str) -> None:
        super().__init__(schema, data_key=heading, required=True)


class Parts(fields.List[Any]):
    """A required list of parts, at least one."""

    default_error_messages = MESSAGES

    def __init__(self, schema: type[Schema], heading: str) -> None:
        super().__init__(fields.Nested(schema), data_key=heading, required=True)

    def _deserialize(
        self,
        value: Any,  # noqa: ANN401 - whatever stands in the file
        attr: str | None,
        data: Mapping[str, Any] | None,
        **options: object,
    ) -> list[Any]:
        if not value:
            raise self.make_error("required")
        return super()._deserialize(value, attr, data, **options)
