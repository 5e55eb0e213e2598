"""What the actions of an account refuse; what a user reads stands in app/errors."""

from app.actions.shared.errors import Refused


class NobodyInDirectory(Refused):
    """The account belongs to no person in the directory."""


class BadChannels(Refused):
    """An order of channels without a call, with one twice, or with another first where it is
    urgent; ``urgency`` says which."""

    def __init__(self, urgency: str) -> None:
        super().__init__(f"bad order of channels: {urgency}")
        self.urgency = urgency
