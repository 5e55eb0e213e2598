"""Förseglad text: what was told of a patient, which comes out only for somebody who is noted."""

from enum import Enum
from hashlib import sha256
from typing import NoReturn, Protocol


class Told(Enum):
    """What a text was told in: a contact, a decision, a direct admission or a booking."""

    CONTACT = "arende"
    DECISION = "beslut"
    ADMISSION = "direktinlaggning"
    BOOKING = "bokning"


class Reader(Protocol):
    """Somebody before whom a text is opened."""

    def has_read(self, text: "Sealed") -> None:
        """Note it; raises where nobody can be said to read."""


class Sealed:
    """Clinical text that nobody sees by accident: only ``reveal`` gives it out, and says to whom.

    It is true when there is a text, and equal to one that the asker knows already. ``thing`` is the
    id of what it was told in; ``written_by`` the account that wrote it, None where nobody did. Not
    a dataclass: those are written out field by field, as JSON too.
    """

    __slots__ = ("_text", "thing", "told", "written_by")

    def __init__(self, text: str, told: Told, thing: str, written_by: int | None = None) -> None:
        self._text = text
        self.told = told
        self.thing = thing
        self.written_by = written_by

    def reveal(self, reader: Reader) -> str:
        """The text; that it has been read is noted before it is given out."""
        if self._text:
            reader.has_read(self)
        return self._text

    @property
    def fingerprint(self) -> str:
        """Tells two texts apart without giving out either."""
        return sha256(self._text.encode()).hexdigest()[:16]

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Sealed):
            return self._text == other._text
        return self._text == other if isinstance(other, str) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._text)

    def __repr__(self) -> str:
        return f"<Sealed {self.told} {self.thing}>"

    def __str__(self) -> NoReturn:
        raise StillSealed(repr(self))

    __html__ = __str__

    def __format__(self, how: str) -> NoReturn:
        raise StillSealed(repr(self))


class StillSealed(TypeError):
    """Somebody would show a text without saying to whom."""
