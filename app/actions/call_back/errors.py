"""What is refused of a promised call-back; what a user reads stands in app/errors."""

from app.actions.shared.errors import Refused


class BadMinutes(Refused):
    """A call-back is promised in 5, 15, 30 or 60 minutes."""


class NoCallBackHere(Refused):
    """On the acute path nobody is called back: a patient waits. Nor without a number to ring."""


class NotPromised(Refused):
    """No call-back is waited for in this contact."""
