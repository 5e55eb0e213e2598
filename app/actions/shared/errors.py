"""Situations an action names instead of doing something; what a user reads stands in app/errors.

Those of one area alone stand in its own ``errors``.
"""


class Refused(Exception):
    """Base of everything an action refuses: nothing has been changed."""


class SeveralFaults(Refused):
    """More than one thing is wrong: each is a refusal (``app.actions.shared.faults``)."""

    def __init__(self, faults: tuple[Refused, ...]) -> None:
        super().__init__("; ".join(str(one) or type(one).__name__ for one in faults))
        self.faults = faults


class UnknownContact(Refused):
    """There is no such contact or attempt."""


class NotYours(Refused):
    """The contact, the call or the shift belongs to somebody else."""


class UnknownWord(Refused):
    """A specialty, municipality or unit that the directory does not hold.

    ``kind`` is the field's name: ``specialty``, ``municipality`` or ``unit``.
    """

    def __init__(self, kind: str, word: str) -> None:
        super().__init__(f"unknown {kind}: {word}")
        self.kind = kind
        self.word = word


class BadNumber(Refused):
    """The callback number is not a number that can be rung."""


class NumberNotRung(BadNumber):
    """It is a number, but a costly one, or of a country that is not rung for whoever types it."""


class IdentityAsNumber(BadNumber):
    """What was typed as a phone number is somebody's personnummer."""


class PatientIdentityInText(Refused):
    """A free text holds what looks like a personnummer; ``field`` says which."""

    def __init__(self, field: str) -> None:
        super().__init__(f"patient identity in {field}")
        self.field = field


class ContactIsOver(Refused):
    """SBAR is told while somebody is sought, or while they talk."""


class TextTooLong(Refused):
    """A free text is longer than anybody reads aloud; ``limit`` is in characters."""

    def __init__(self, field: str, limit: int) -> None:
        super().__init__(f"{field} is longer than {limit}")
        self.field = field
        self.limit = limit


class IdempotencyConflict(Refused):
    """The same idempotency key came with another content."""


class NoLongerRinging(Refused):
    """The call has ended, or a colleague was first."""


class TooEarly(Refused):
    """An outcome of a contact that still rings."""


class StillRinging(TooEarly):
    """Something is decided, asked for or booked in a contact that still rings."""


class NotYetJoined(StillRinging):
    """Something is decided, asked for or booked before the two can have talked."""
