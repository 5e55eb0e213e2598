"""What is refused of an outcome; what a user reads stands in app/errors."""

from app.actions.shared.errors import Refused


class BadOutcome(Refused):
    """The outcome says nothing, or a value is outside 1–5."""
