"""What the actions of a direct admission refuse; what a user reads stands in app/errors."""

from app.actions.shared.errors import Refused


class UnknownAdmission(Refused):
    """There is no such direct admission."""


class AdmissionGoesOn(Refused):
    """The contact has another direct admission that goes on: one patient needs one bed."""


class WardNotAsked(Refused):
    """The ward is not among those that are asked for this admission."""


class NoBedKept(WardNotAsked):
    """The ward keeps no bed for this admission, so it has no yes to take back."""


class AskedInAnotherOrder(Refused):
    """The wards are being asked already, and another one was the first."""


class AnotherWardTookIt(Refused):
    """Another ward said yes before."""


class WardClosed(Refused):
    """The ward takes no patients, as it last said itself."""


class NoBedLeft(Refused):
    """As far as is known the ward has no free bed; it may take the patient as one too many.

    ``free`` is zero or below.
    """

    def __init__(self, free: int) -> None:
        super().__init__(f"{free} beds left")
        self.free = free


class NoWardLeft(Refused):
    """Every ward that could be asked has said no, or is closed."""


class BadEta(Refused):
    """The arrival is announced for the past, or for more than a day ahead."""


class EtaTwice(BadEta):
    """The clock shows that time twice tonight, and both lie ahead."""


class EtaMissing(BadEta):
    """The clock never shows that time: it is put forward that night."""


class ReasonMissing(Refused):
    """A no, or a withdrawn yes, needs a reason; another reason needs words."""


class BadAnswer(Refused):
    """A question of the checklist is not answered, or not in its way; ``question`` says which."""

    def __init__(self, question: str) -> None:
        super().__init__(f"bad answer: {question}")
        self.question = question
