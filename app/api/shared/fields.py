"""Fields of the API: text a database can keep, moments in Stockholm time, words of an enum."""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

from marshmallow import ValidationError, fields, validate

from app.auth.reading import read
from app.errors import IDENTITY, IDENTITY_AS_NUMBER
from app.labels import iso_local
from models.sealed import Sealed
from routing.identity import holds_identity, is_identity_as_number
from routing.moments import FORM, BadMoment, read_moment

Value = TypeVar("Value")

_SAFE = 2**53 - 1


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
    """A value that JSON holds as text: ``read`` takes it in, ``write`` gives it out.

    ``described`` is what the description says of such a text.
    """

    described: ClassVar[Mapping[str, Any]] = {}

    def __init__(self, **settings: Any) -> None:
        about = {**settings.pop("metadata", {}), "type": "string", **self.described}
        super().__init__(metadata=about, **settings)

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

    described: ClassVar[Mapping[str, Any]] = {"format": "date-time"}

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


class Word(Written[StrEnum]):
    """A word of an enum, by its Swedish value; ``only`` where not all of them are taken."""

    def __init__(
        self, kind: type[StrEnum], *, only: Collection[StrEnum] | None = None, **settings: Any
    ) -> None:
        self._words = {one.value: one for one in kind if only is None or one in only}
        words = [*self._words, *([None] if settings.get("allow_none") else [])]
        about = {**settings.pop("metadata", {}), "enum": words}
        super().__init__(metadata=about, **settings)

    def read(self, value: object) -> StrEnum:
        """The word, as it is written."""
        if not isinstance(value, str) or value not in self._words:
            raise ValidationError(f"Must be one of: {', '.join(self._words)}.")
        return self._words[value]

    def write(self, value: StrEnum) -> str:
        """The word itself."""
        return value.value


class Whole(fields.Integer):
    """A whole number of JSON: neither a truth value nor text, and none that JSON leaves in doubt
    (RFC 7493).
    """

    def _deserialize(
        self, value: object, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> int:
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool) or abs(value) > _SAFE:
            raise ValidationError("Not a valid integer.")
        number: int = super()._deserialize(value, attr, data, **kwargs)
        return number


class WholeInQuery(fields.Integer):
    """A whole number of an address, in the digits 0-9 and nothing else."""

    def _deserialize(
        self, value: object, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> int:
        if not isinstance(value, str) or not re.fullmatch("-?[0-9]{1,15}", value):
            raise ValidationError("Not a valid integer.")
        number: int = super()._deserialize(value, attr, data, **kwargs)
        return number


class YesNo(fields.Boolean):
    """true or false of JSON; a word or a number is neither."""

    def _deserialize(
        self, value: object, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> bool:
        if not isinstance(value, bool):
            raise ValidationError("Not a valid boolean.")
        answer: bool = super()._deserialize(value, attr, data, **kwargs)
        return answer


def told(*, may_be_null: bool = False) -> fields.String:
    """A text that an answer always holds."""
    return fields.String(required=True, allow_none=may_be_null)
