"""What the actions of a contact refuse; what a user reads stands in app/errors."""

from app.actions.shared.errors import Refused


class MissingSpecialty(Refused):
    """The contact path must be told which specialty it is about."""


class LifeThreatening(Refused):
    """Somebody's life is in danger: that is a call to 112, and not one of ours."""


class RoleMayNotAsk(Refused):
    """The account's role starts no contacts."""


class NotSelfDialled(Refused):
    """Only a contact the requester dials by hand is reported by hand."""
