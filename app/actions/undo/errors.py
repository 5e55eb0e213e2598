"""Why something that was done cannot be undone."""

from app.actions.shared.errors import Refused


class UnknownStep(Refused):
    """There is no such act, or somebody else did it."""


class TooLateToUndo(Refused):
    """It was done too long ago."""


class ChangedSince(Refused):
    """More has happened since: it is no longer as the act left it."""


class BedGone(Refused):
    """The bed has been promised to another patient meanwhile."""


class PlaceGone(Refused):
    """The hour at radiology has been filled meanwhile."""


class ShiftBegun(Refused):
    """The shift has begun as it was changed."""
