"""What the actions of decisions refuse; what a user reads stands in app/errors."""

from app.actions.shared.errors import Refused


class DoctorDecides(Refused):
    """A direct admission is decided by a doctor who has talked with the one on call, an
    examination by a doctor; others propose."""


class UnknownDecision(Refused):
    """There is no such decision in the contact."""


class DecisionIsOver(Refused):
    """The decision has been carried out, taken back or replaced already."""


class HasItsOwnPage(Refused):
    """A direct admission or a booking is made, changed and ended by its own steps."""


class BadReceiver(Refused):
    """The unit chosen cannot go on with a patient after such a decision."""


class MissingSafetyNet(Refused):
    """Whoever stays with advice must know when to seek help again (sök igen om)."""


class MissingDay(Refused):
    """A visit is today or tomorrow."""


class NobodyNext(Refused):
    """Who does what comes next is one of the two who talked; nobody answered, so the requester."""
