"""Fields of the API: text a database can keep, moments in Stockholm time, words of an enum."""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from marshmallow import ValidationError, fields, validate

from app.auth.reading import read
from app.errors import IDENTITY, IDENTITY_AS_NUMBER
from app.labels import iso_local
from models.sealed import Sealed
from routing.identity import holds_identity, is_identity_as_number
from routing.moments import FORM, BadMoment, read_moment

Value = TypeVar("Value")


def names_nobody(text: str) -> None:
    """A validator: no patient's identity, in free text as in words, ids and keys."""
    if holds_identity(text):
        raise ValidationError(IDENTITY)


def can_be_dialled(text: str) -> None:
    """A validator: no patient's identity where a phone number is asked for."""
    if is_identity_as_number(text):
        raise ValidationError(IDENTITY_AS_NUMBER)


class Text(fields.String):
    """Text without characters that no database keeps, and without identities; at most ``longest``
    characters.
    """

    names_nobody: Callable[[str], None] = staticmethod(names_nobody)

    def __init__(self, *, longest: int = 200, **settings: Any) -> None:
        length = validate.Length(max=longest)
        super().__init__(validate=(length, self.names_nobody), **settings)

    def _deserialize(
        self, value: object, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> str:
        text: str = super()._deserialize(value, attr, data, **kwargs)
        if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
            raise ValidationError("Texten innehåller otillåtna tecken.")
        return text


class ClinicalText(fields.String):
    """What was told of a patient: to write it out is to note who reads it."""

    def _serialize(
        self, value: Sealed | str | None, attr: str | None, obj: object, **kwargs: Any
    ) -> str | None:
        words = None if value is None else read(value)
        return super()._serialize(words, attr, obj, **kwargs)


class PhoneNumber(Text):
    """A phone number as people write it; the action reads it."""

    names_nobody = staticmethod(can_be_dialled)

    def __init__(self, **settings: Any) -> None:
        super().__init__(longest=30, **settings)


class Written(fields.Field[Value]):
    """A value that JSON holds as text: ``read`` takes it in, ``write`` gives it out."""

    def __init__(self, **settings: Any) -> None:
        settings.setdefault("metadata", {}).update({"type": "string"})
        super().__init__(**settings)

    def read(self, value: object) -> Value:
        """What the text stands for; raises ``ValidationError``."""
        raise NotImplementedError

    def write(self, value: Value) -> str:
        """The text of a value."""
        return str(value)

    def _deserialize(
        self,
        value: object,
        attr: str | None,  # noqa: ARG002 - marshmallow's own signature
        data: Mapping[str, Any] | None,  # noqa: ARG002 - as above
        **kwargs: Any,  # noqa: ARG002 - as above
    ) -> Value:
        return self.read(value)

    def _serialize(
        self,
        value: Value | None,
        attr: str | None,  # noqa: ARG002 - marshmallow's own signature
        obj: object,  # noqa: ARG002 - as above
        **kwargs: Any,  # noqa: ARG002 - as above
    ) -> str | None:
        return None if value is None else self.write(value)


class Moment(Written[datetime]):
    """A moment in; without a zone it is Stockholm time. Out: ISO 8601 with Stockholm's offset."""

    def read(self, value: object) -> datetime:
        """As ``parse_moment``."""
        return parse_moment(value)

    def write(self, value: datetime) -> str:
        """ISO 8601 with Stockholm's offset."""
        return iso_local(value)


class ZonedMoment(Moment):
    """A moment in that must say its zone: what is promised between two parties leaves no doubt."""

    def read(self, value: object) -> datetime:
        """As ``parse_moment``, with the zone that was written."""
        return parse_moment(value, needs_zone=True)


def parse_moment(value: object, *, needs_zone: bool = False) -> datetime:
    """A moment (UTC) as typed; ``ValidationError`` with a sentence when it is none."""
    if not isinstance(value, str):
        raise ValidationError(FORM)
    try:
        return read_moment(value, needs_zone=needs_zone)
    except BadMoment as bad:
        raise ValidationError(str(bad)) from None


class Word(fields.Enum[StrEnum]):
    """A word of an enum, by its Swedish value."""

    def __init__(self, kind: type[StrEnum], **settings: Any) -> None:
        super().__init__(kind, by_value=True, **settings)
