"""What the actions of shifts and "Inte nu" refuse; what a user reads stands in app/errors."""

from app.actions.shared.errors import Refused, UnknownContact


class UnknownRota(UnknownContact):
    """There is no such rota."""


class NotOnRota(Refused):
    """Only somebody of the line's own rota or unit takes over its shift."""


class NobodyToDisturb(NotOnRota):
    """The account belongs to nobody who could be rung, so there is nothing to be spared from."""


class NobodyOnShift(Refused):
    """There is no shift to take over just now."""


class ShiftAlreadyTaken(Refused):
    """Somebody else took the shift over a moment ago, or it is one's own already."""


class ShiftHasBegun(Refused):
    """A running shift is taken over, not changed."""


class ShiftHasChanged(Refused):
    """The shift does not look as it was shown, or it is that person's already."""


class NothingToSwap(Refused):
    """Two shifts of two people are swapped, no vacancy and not one's own two."""


class AlreadyAway(Refused):
    """The colleague asks not to be disturbed either."""


class BadAway(Refused):
    """Not to be disturbed: from now on, for at most 24 hours."""


class BadStandIn(Refused):
    """Calls are forwarded to another person of the same unit or rota, who has a number."""
