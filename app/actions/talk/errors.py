"""What is refused around a talk; what a user reads stands in app/errors."""

from app.actions.shared.errors import Refused


class CallerHungUp(Refused):
    """The call to our own number was over before the contact was made."""


class MissingNumber(Refused):
    """ "Ring upp mig" needs a number to ring."""


class TalkIsOver(Refused):
    """A third party is asked while the two talk, and neither before nor after."""


class TooManyInTalk(Refused):
    """No more people are let into one talk."""


class AlreadyInTalk(Refused):
    """That number takes part in the talk, or rings for it."""


class NoNumberThere(Refused):
    """What was chosen has no number that can be rung now."""
