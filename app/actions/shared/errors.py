"""Situations an action names instead of doing something; what a user reads stands in app/errors."""


class Refused(Exception):
    """Base of everything an action refuses: nothing has been changed."""


class UnknownContact(Refused):
    """There is no such contact or attempt."""


class NotYours(Refused):
    """The contact, the call or the shift belongs to somebody else."""


class UnknownWord(Refused):
    """A specialty, municipality or unit that the directory does not hold.

    ``kind`` is the field's name: ``specialty``, ``municipality`` or ``unit``.
    """

    def __init__(self, kind: str, word: str) -> None:
        super().__init__(f"unknown {kind}: {word}")
        self.kind = kind
        self.word = word


class MissingSpecialty(Refused):
    """The contact path must be told which specialty it is about."""


class CallerHungUp(Refused):
    """The call to our own number was over before the contact was made."""


class MissingNumber(Refused):
    """ "Ring upp mig" needs a number to ring."""


class BadNumber(Refused):
    """The callback number is not a number that can be rung."""


class NumberNotRung(BadNumber):
    """It is a number, but a costly one, or of a country that is not rung for whoever types it."""


class IdentityAsNumber(BadNumber):
    """What was typed as a phone number is somebody's personnummer."""


class PatientIdentityInText(Refused):
    """A free text holds what looks like a personnummer; ``field`` says which."""

    def __init__(self, field: str) -> None:
        super().__init__(f"patient identity in {field}")
        self.field = field


class LifeThreatening(Refused):
    """Somebody's life is in danger: that is a call to 112, and not one of ours."""


class ContactIsOver(Refused):
    """SBAR is told while somebody is sought, or while they talk."""


class TextTooLong(Refused):
    """A free text is longer than anybody reads aloud; ``limit`` is in characters."""

    def __init__(self, field: str, limit: int) -> None:
        super().__init__(f"{field} is longer than {limit}")
        self.field = field
        self.limit = limit


class IdempotencyConflict(Refused):
    """The same idempotency key came with another content."""


class RoleMayNotAsk(Refused):
    """The account's role starts no contacts."""


class NoLongerRinging(Refused):
    """The call has ended, or a colleague was first."""


class NotSelfDialled(Refused):
    """Only a contact the requester dials by hand is reported by hand."""


class BadOutcome(Refused):
    """The outcome says nothing, or a value is outside 1–5."""


class TooEarly(Refused):
    """An outcome of a contact that still rings."""


class StillRinging(TooEarly):
    """Something is decided, asked for or booked in a contact that still rings."""


class NotYetJoined(StillRinging):
    """Something is decided, asked for or booked before the two can have talked."""


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


class BadMinutes(Refused):
    """A call-back is promised in 5, 15, 30 or 60 minutes."""


class NoCallBackHere(Refused):
    """On the acute path nobody is called back: a patient waits. Nor without a number to ring."""


class NotPromised(Refused):
    """No call-back is waited for in this contact."""


class AlreadyAway(Refused):
    """The colleague asks not to be disturbed either."""


class BadAway(Refused):
    """Not to be disturbed: from now on, for at most 24 hours."""


class BadStandIn(Refused):
    """Calls are forwarded to another person of the same unit or rota, who has a number."""


class TalkIsOver(Refused):
    """A third party is asked while the two talk, and neither before nor after."""


class TooManyInTalk(Refused):
    """No more people are let into one talk."""


class AlreadyInTalk(Refused):
    """That number takes part in the talk, or rings for it."""


class NoNumberThere(Refused):
    """What was chosen has no number that can be rung now."""


class NobodyInDirectory(Refused):
    """The account belongs to no person in the directory."""


class BadChannels(Refused):
    """An order of channels without a call, with one twice, or with another first where it is
    urgent; ``urgency`` says which."""

    def __init__(self, urgency: str) -> None:
        super().__init__(f"bad order of channels: {urgency}")
        self.urgency = urgency


class DoctorDecides(Refused):
    """A direct admission is decided by a doctor who has talked with the one on call, an
    examination by a doctor; others propose."""


class UnknownImport(Refused):
    """There is no such import."""


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


class BadAnswer(Refused):
    """A question of the checklist is not answered, or not in its way; ``question`` says which."""

    def __init__(self, question: str) -> None:
        super().__init__(f"bad answer: {question}")
        self.question = question
