"""The words said on the phone about a contact: who asks and for what, never about whom."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.calls.outcome_keys import outcome_options
from app.labels import label, phone_display
from app.labels.sought import sought
from models.frozen_plan import plan_from_json
from models.tables.accounts import AccountRow
from models.tables.contacts import AttemptRow, CallMode, CareRequestRow
from notifications.dialogue import SayGoodbye
from notifications.language import Language
from notifications.render import render
from routing.directory import Directory
from routing.lifecycle import OPEN_STATES, AttemptState, RequestStatus
from routing.outcome import Side
from routing.plan import stands_in
from routing.types import CREWS, ContactPath

MOST_UNITS_SAID = 3


class PhoneWords:
    """Renders the voice messages of one contact; what the requester hears is in the language of
    their person."""

    def __init__(self, session: Session, request: CareRequestRow, directory: Directory) -> None:
        self._session = session
        self._request = request
        self._directory = directory
        person = directory.people.get(request.requester_person_id or "")
        self.language = Language(person.language) if person else Language.SV

    def requester_waiting(self) -> str:
        """Said to the requester when their own phone is picked up, or when they have said whom
        they need: then they have been greeted already."""
        is_greeted = self._request.mode is CallMode.CALLED_IN
        name = "incoming_connecting" if is_greeted else "requester_waiting"
        other = stands_in(plan_from_json(self._request.plan), self._directory.lines)
        line = other.name if other else ""
        text = self._to_requester(name, what=self._sought(), line=line, code=self._spelled_code())
        is_unasked = is_greeted and self._request.path is ContactPath.AKUT  # the page asks first
        if is_unasked and self._request.requester_role not in CREWS:
            return f"{self._to_requester('danger_to_life')} {text}"
        return text

    def hold(self) -> str:
        """Said now and then to the requester while the hunt goes on: that somebody has said yes, or
        whom we ring just now."""
        if self._request.status is RequestStatus.JOINING:
            return self._to_requester("joining")
        calls = self._session.scalars(
            select(AttemptRow)
            .where(AttemptRow.request_id == self._request.id, AttemptRow.side == Side.RESPONDER)
            .order_by(AttemptRow.started_at, AttemptRow.step_order)
        ).all()
        rung = [one for one in calls if one.state in OPEN_STATES]
        over = [one for one in calls if one.state not in OPEN_STATES]
        text = self._whom_we_ring(sorted(rung, key=lambda one: one.step_order))
        if over and over[-1].state is AttemptState.NOT_JOINED:
            return f"{self._to_requester('search_goes_on')} {text}"
        return text

    def ready(self) -> str:
        """Asked of the requester whose phone was picked up: 1 begins the search, and tells a person
        from a voicemail box."""
        return self._to_requester("requester_ready", what=self._sought())

    def _whom_we_ring(self, rung: Sequence[AttemptRow]) -> str:
        if not rung:
            return self._to_requester("hold", what=self._sought())
        names = list(dict.fromkeys(self._unit_name(one.unit_id) for one in rung))
        return self._to_requester(
            "hunting_status",
            what=self._sought(),
            unit=_listed(names[:MOST_UNITS_SAID], self.language),
            n=rung[0].step_order,
            m=max(len(self._request.plan["steps"]), rung[0].step_order),
        )

    def nobody_answered(self) -> str:
        """Said to the requester when nobody is left to ring, with the fallback."""
        return self._with_fallback("nobody_answered")

    def offer_fallback(self) -> str:
        """The same to a requester who is on the line: 1 connects them to the fallback."""
        return self._with_fallback("offer_fallback")

    def connecting_fallback(self) -> str:
        """Said before they are connected to it."""
        return self._to_requester("connecting_fallback")

    def elsewhere_ended(self, number: str) -> str:
        """Said when that call is over."""
        return self._to_requester("elsewhere_over", number=phone_display(number))

    def elsewhere_in_vain(self, number: str) -> str:
        """Said when that call was not answered, as far as we know."""
        return self._to_requester("elsewhere_in_vain", number=phone_display(number))

    def cannot_call_out(self) -> str:
        """Said while they wait and telephony is down: the number of whoever we try to ring."""
        rung = self._session.scalar(
            select(AttemptRow.number)
            .where(
                AttemptRow.request_id == self._request.id,
                AttemptRow.side == Side.RESPONDER,
                AttemptRow.state.in_(OPEN_STATES),
            )
            .order_by(AttemptRow.step_order)
            .limit(1)
        )
        number = rung or plan_from_json(self._request.plan).fallback.number
        return self._to_requester(
            "waiting_provider_down", number=phone_display(number), code=self._spelled_code()
        )

    def ask_outcome(self) -> str:
        """Asked of the requester when the talk is over."""
        options = outcome_options(self._request.plan_before, self.language)
        return self._to_requester("ask_outcome", options=options)

    def to_requester(self, name: str) -> SayGoodbye:
        """A goodbye without values, in the requester's language."""
        return SayGoodbye(self._to_requester(name), self.language)

    def _with_fallback(self, name: str) -> str:
        fallback = plan_from_json(self._request.plan).fallback
        return self._to_requester(
            name,
            fallback=fallback.said(self.language.value),
            number=phone_display(fallback.number),
            code=self._spelled_code(),
        )

    def _to_requester(self, name: str, **values: object) -> str:
        return render(name, "voice", self.language, **values)

    def _sought(self) -> str:
        specialty = self._directory.specialties.get(self._request.specialty or "")
        swedish, english = sought(self._request.path, specialty)
        return english if self.language is Language.EN else swedish

    def _unit_name(self, unit_id: str | None) -> str:
        unit = self._directory.units.get(unit_id or "")
        return unit.name if unit else ""

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


def _listed(names: Sequence[str], language: Language) -> str:
    """ "Mora", "Mora och Falun", "Mora, Falun och Avesta"."""
    if len(names) < 2:
        return "".join(names)
    and_ = "and" if language is Language.EN else "och"
    return f"{', '.join(names[:-1])} {and_} {names[-1]}"
