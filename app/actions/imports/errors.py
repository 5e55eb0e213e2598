"""What is refused of an import; what a user reads stands in app/errors."""

from app.actions.shared.errors import Refused


class UnknownImport(Refused):
    """There is no such import."""
