"""The words said to whoever answers, in their own language: who asks and for what, never for
whom."""

from typing import Self

from sqlalchemy.orm import Session

from app.actions.shared.locked_call import LockedCall
from app.labels import label, phone_display
from app.labels.sought import sought_now
from models.tables.accounts import AccountRow
from models.tables.contacts import AttemptRow, CareRequestRow
from notifications.dialogue import SayGoodbye
from notifications.language import Language
from notifications.render import render
from routing.call_back import MINUTES_ON_PHONE
from routing.directory import Directory
from routing.lifecycle import RequestStatus
from routing.outcome import DeclineReason

# The digit for each reason: (reason, Swedish, English), as said after "tryck 2 om".
REASONS = {
    "1": (DeclineReason.WITH_PATIENT, "du är med en patient", "you are with a patient"),
    "2": (DeclineReason.WRONG_SPECIALTY, "det är fel specialitet", "it is the wrong specialty"),
    "3": (DeclineReason.NOT_ON_DUTY, "du inte är i tjänst", "you are not on duty"),
    "4": (DeclineReason.OTHER, "det är något annat", "it is something else"),
}
CALL_BACK_AFTER_NO = "5"


class AnswerWords:
    """Renders what is said in one call, in the language of whoever it is made to."""

    def __init__(
        self, session: Session, request: CareRequestRow, attempt: AttemptRow, directory: Directory
    ) -> None:
        self._request = request
        self._directory = directory
        person = directory.people.get(attempt.person_id or "")
        self.language = Language(person.language) if person else Language.SV
        account = session.get_one(AccountRow, request.requester_id)
        self._who = f"{label(request.requester_role, self.language)} {account.name}"

    @classmethod
    def of(cls, call: LockedCall) -> Self:
        """The words of a call."""
        return cls(call.session, call.request, call.attempt, call.directory)

    def answer_prompt(self, *, call_back: bool) -> str:
        """The question: 1 is yes, 2 is no, and where one may, 3 is a promise to call back."""
        plan_before = self._request.plan_before
        return self._say(
            "answer_prompt",
            who=self._who,
            unit=self._unit(),
            what=self._what(),
            code=self._code(),
            plan_before="" if plan_before is None else label(plan_before, self.language).lower(),
            call_back=MINUTES_ON_PHONE if call_back else "",
        )

    def answer_prompt_again(self, *, call_back: bool) -> str:
        """The question after silence or another digit."""
        minutes = MINUTES_ON_PHONE if call_back else ""
        return self._say("answer_prompt_again", who=self._who, call_back=minutes)

    def call_back_due(self) -> str:
        """The question to somebody who has promised to call back."""
        return self._say("callback_due", who=self._who, unit=self._unit(), code=self._code())

    def confirm(self) -> str:
        """The question to somebody who has said yes elsewhere: is it you, and not a machine?"""
        return self._say("web_yes_confirm", who=self._who, code=self._code())

    def connecting(self) -> str:
        """Said to the one who pressed 1."""
        return self._say("connecting_responder", who=self._who)

    def waiting_for_requester(self) -> str:
        """Said to the one who pressed 1 while the requester is being rung."""
        return self._say("waiting_for_requester", who=self._who)

    def requester_unreached(self) -> str:
        """Said to the one who waited in vain for the requester."""
        number = phone_display(self._request.requester_number)
        return self._say("requester_unreached", who=self._who, number=number, code=self._code())

    def why_not(self, *, call_back: bool) -> str:
        """Asked of the one who said no, while the next in turn is rung already."""
        is_english = self.language is Language.EN
        options = [
            (digit, english if is_english else swedish)
            for digit, (_reason, swedish, english) in REASONS.items()
        ]
        if call_back:
            swedish = f"du ringer tillbaka inom {MINUTES_ON_PHONE} minuter"
            english = f"you will call back within {MINUTES_ON_PHONE} minutes"
            options.append((CALL_BACK_AFTER_NO, english if is_english else swedish))
        return self._say("decline_options", options=options)

    def declined(self) -> str:
        """Goodbye after a no."""
        return self._say("declined")

    def no_digit(self) -> str:
        """Goodbye after silence."""
        return self._say("no_digit")

    def call_back_noted(self, minutes: int) -> str:
        """Goodbye after a promise."""
        return self._say("callback_noted", minutes=minutes, code=self._code())

    def third_party_prompt(self, who: str, unit: str) -> str:
        """The question to somebody asked into a talk; ``who`` asks them."""
        return self._say("third_party_prompt", who=who, unit=unit, code=self._code())

    def third_party_joining(self) -> str:
        """Said to a third party who said yes."""
        return self._say("third_party_joining")

    def third_party_goodbye(self) -> str:
        """Goodbye to a third party who did not say yes."""
        return self._say("third_party_goodbye")

    def too_late(self, *, was_listening: bool) -> str:
        """A polite word to a second answerer, or to one who answers what is no longer asked."""
        if was_listening:
            return self._say("release_simultaneous")
        is_answered = self._request.status in (RequestStatus.JOINING, RequestStatus.ANSWERED)
        return self._say("already_answered" if is_answered else "no_longer_needed")

    def no_longer_needed(self) -> str:
        """Goodbye to somebody who says yes to a contact that is over."""
        return self._say("no_longer_needed")

    def goodbye(self, text: str) -> SayGoodbye:
        """Say it and hang up."""
        return SayGoodbye(text, self.language)

    def _say(self, name: str, **values: object) -> str:
        return render(name, "voice", self.language, **values)

    def _unit(self) -> str:
        unit = self._directory.units.get(self._request.requester_unit_id or "")
        return "" if unit is None else unit.name

    def _what(self) -> str:
        specialty = self._directory.specialties.get(self._request.specialty or "")
        swedish, english = sought_now(self._request.path, specialty, self._request.urgency)
        return english if self.language is Language.EN else swedish

    def _code(self) -> str:
        return ", ".join(self._request.case_code.replace("-", ""))
