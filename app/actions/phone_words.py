"""The words said on the phone about a contact: who asks and for what, never about whom."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.labels import label, phone_display
from models.accounts import AccountRow
from models.care_request import AttemptRow, CareRequestRow, is_id
from models.frozen_plan import plan_from_json
from notifications.render import render
from routing.directory import Directory
from routing.outcome import Side
from routing.types import ContactPath


def hold_words(session: Session, attempt_id: str, directory: Directory) -> str | None:
    """What the one who waits in an attempt hears; None when there is no such attempt."""
    attempt = session.get(AttemptRow, attempt_id) if is_id(attempt_id) else None
    if attempt is None:
        return None
    request = session.get_one(CareRequestRow, attempt.request_id)
    return PhoneWords(session, request, directory).hold()


class PhoneWords:
    """Renders the voice messages of one contact, in Swedish."""

    def __init__(self, session: Session, request: CareRequestRow, directory: Directory) -> None:
        self._session = session
        self._request = request
        self._directory = directory

    def answer_prompt(self) -> str:
        """What the responder hears before pressing 1 or 2."""
        plan_before = self._request.plan_before
        return render(
            "answer_prompt",
            "voice",
            who=self._who(),
            unit=self._unit(),
            what=self._what(),
            code=self._spelled_code(),
            plan_before="" if plan_before is None else label(plan_before).lower(),
        )

    def answer_prompt_again(self) -> str:
        """The prompt after silence or a wrong digit."""
        return render("answer_prompt_again", "voice", who=self._who())

    def connecting_responder(self) -> str:
        """Said to the one who pressed 1."""
        return render("connecting_responder", "voice", who=self._who())

    def requester_waiting(self) -> str:
        """Said to the requester when their own phone is picked up."""
        return render("requester_waiting", "voice", what=self._what(), code=self._spelled_code())

    def hold(self) -> str:
        """Said now and then to the requester while the hunt goes on."""
        return render("hold", "voice", what=self._what())

    def nobody_answered(self) -> str:
        """Said to the requester when nobody is left to ring, with the fallback."""
        fallback = plan_from_json(self._request.plan).fallback
        return render(
            "nobody_answered",
            "voice",
            fallback=fallback.text,
            number=phone_display(fallback.number),
            code=self._spelled_code(),
        )

    def responder_unreached(self) -> str:
        """Said to the requester when the one who said yes cannot be reached on their phone."""
        accepted = self._session.scalar(
            select(AttemptRow).where(
                AttemptRow.request_id == self._request.id,
                AttemptRow.side == Side.RESPONDER,
                AttemptRow.accepted_at.is_not(None),
            )
        )
        number = "" if accepted is None else phone_display(accepted.number)
        code = self._spelled_code()
        return render("responder_unreached", "voice", number=number, code=code)

    def _who(self) -> str:
        account = self._session.get_one(AccountRow, self._request.requester_id)
        return f"{label(self._request.requester_role)} {account.name}"

    def _unit(self) -> str:
        unit = self._directory.units.get(self._request.requester_unit_id or "")
        return "" if unit is None else unit.name

    def _what(self) -> str:
        specialty = self._directory.specialties.get(self._request.specialty or "")
        path = label(self._request.path).lower()
        if specialty is None:
            return path
        if self._request.path is ContactPath.HALVAKUT:
            return f"konsult i {specialty.name.lower()}"
        return f"{specialty.name.lower()}, {path}"

    def _spelled_code(self) -> str:
        return ", ".join(self._request.case_code.replace("-", ""))
