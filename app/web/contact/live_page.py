"""One contact as its requester sees it: a state with a title, what to do now, and the ladder."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from flask_babel import gettext as _

from app.web.contact.plan_page import FallbackCard, fallback_card
from app.web.shared.moments import when
from app.web.shared.people import person_name
from app.web.shared.words import called, label, phone_display
from models.reads.contact_view import AttemptView, ContactView
from routing.directory import Directory
from routing.lifecycle import LIVE, TRANSITIONS, AttemptState, RequestEvent, RequestStatus
from routing.outcome import Side
from routing.plan import PlanStep
from routing.types import PhoneKind

FAST, SLOW, NEVER = 1, 15, 0


class LiveState(StrEnum):
    """Every state that is designed; the value is the part of the style's name."""

    CALLING = "calling"
    HUNTING = "hunting"
    CALL_BACK = "callback"
    SELF_DIAL = "dial"
    JOINING = "hunting joining"
    ANSWERED = "answered"
    UNANSWERED = "unanswered"
    UNREACHED = "cancelled unreached"
    CANCELLED = "cancelled"
    FAILED = "failed"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Rung:
    """A step of the ladder and what has come of it. ``who`` has the title, ``name`` has not.

    ``state``: empty, now, answered or tried.
    """

    order: int
    who: str
    name: str
    role: str
    state: str
    result: str


@dataclass(frozen=True, slots=True)
class Ringing:
    """The attempt under way; ``number`` is what the requester dials in a self-dialled contact."""

    attempt_id: str
    who: str
    role: str
    order: int
    started_at: datetime
    until: datetime
    ring_seconds: int
    number: str
    number_text: str
    round: int


@dataclass(frozen=True, slots=True)
class LivePage:
    """What the live part shows. ``poll_seconds`` 0: ask no more.

    ``ringing_too`` are those who are rung at the same time as ``ringing``. ``call_back_by`` is who
    has promised to call back, ``call_back_at`` when at the latest.
    """

    contact: ContactView
    state: LiveState
    rungs: tuple[Rung, ...]
    ringing: Ringing | None
    ringing_too: tuple[str, ...]
    call_back_by: str
    call_back_at: str
    answered_by: str
    answered_role: str
    answered_at: str
    own_number: str
    unreached: str
    specialty: str
    municipality: str
    fallback: FallbackCard | None
    poll_seconds: int

    @property
    def can_cancel(self) -> bool:
        """Whether somebody is still being sought."""
        return self.contact.status in LIVE

    @property
    def can_dial_instead(self) -> bool:
        """Whether we still call for a requester who could dial."""
        return self.contact.status in TRANSITIONS[RequestEvent.SWITCHED_TO_SELF_DIAL]

    @property
    def wants_outcome(self) -> bool:
        """Whether a result can be given."""
        return self.contact.status in (
            RequestStatus.ANSWERED,
            RequestStatus.EXHAUSTED,
            RequestStatus.CLOSED,
        )

    def kept_alive(self) -> "LivePage":
        """The same page, asked for now and then also when the contact itself is over."""
        return self if self.poll_seconds else replace(self, poll_seconds=SLOW)


def live_page(contact: ContactView, directory: Directory, now: datetime) -> LivePage:
    """Dress a contact; the plan is the frozen one, names are those of today."""
    tries = contact.responder_attempts
    state = state_of(contact)
    ringing, answered, promised = contact.ringing, contact.accepted, contact.call_back
    specialty = directory.specialties.get(contact.specialty or "")
    municipality = directory.municipalities.get(contact.municipality)
    return LivePage(
        contact=contact,
        state=state,
        rungs=tuple(_rung(step, tries, directory) for step in contact.plan.steps),
        ringing=_ringing(ringing, directory) if ringing else None,
        ringing_too=tuple(_who(one, directory) for one in contact.all_ringing[1:]),
        call_back_by=_who(promised, directory) if promised else "",
        call_back_at=when(promised.call_back_at, now) if promised and promised.call_back_at else "",
        answered_by=_who(answered, directory) if answered else "",
        answered_role=_role(answered, directory) if answered else "",
        answered_at=when(contact.answered_at, now) if contact.answered_at else "",
        own_number=phone_display(contact.requester_number),
        unreached=_why_unreached(contact),
        specialty=called(specialty) if specialty else label(contact.path),
        municipality=municipality.name if municipality else contact.municipality,
        fallback=fallback_card(contact.plan.fallback, directory),
        poll_seconds=_pace(contact, state),
    )


def _pace(contact: ContactView, state: LiveState) -> int:
    """Every second while phones ring, slowly while the two talk, then no more."""
    if state in (LiveState.CALLING, LiveState.HUNTING, LiveState.JOINING):
        return FAST
    if state is LiveState.ANSWERED and contact.ended_at is None:
        return SLOW // 5
    waits = (LiveState.SELF_DIAL, LiveState.ANSWERED, LiveState.CALL_BACK)
    return SLOW if state in waits else NEVER


def state_of(contact: ContactView) -> LiveState:
    """Which of the designed states a contact is in."""
    match contact.status:
        case RequestStatus.CALLING_REQUESTER:
            return LiveState.CALLING
        case RequestStatus.HUNTING:
            return LiveState.HUNTING
        case RequestStatus.JOINING:
            return LiveState.JOINING
        case RequestStatus.SELF_DIALLING:
            return LiveState.SELF_DIAL
        case RequestStatus.CALL_BACK_PROMISED:
            return LiveState.CALL_BACK
        case RequestStatus.ANSWERED:
            return LiveState.ANSWERED
        case RequestStatus.EXHAUSTED:
            return LiveState.UNANSWERED
        case RequestStatus.CLOSED:
            return LiveState.CLOSED
        case RequestStatus.CANCELLED:
            return _why_cancelled(contact)


def _why_cancelled(contact: ContactView) -> LiveState:
    """The requester gave up, did not pick up, or the telephone provider failed."""
    own = [attempt for attempt in contact.attempts if attempt.side is Side.REQUESTER]
    if any(attempt.state is AttemptState.FAILED for attempt in own):
        return LiveState.FAILED
    reached = (AttemptState.ACCEPTED, AttemptState.CANCELLED)
    if own and own[-1].state not in reached:
        return LiveState.UNREACHED
    return LiveState.CANCELLED


def _why_unreached(contact: ContactView) -> str:
    """What the requester's own phone did, where it was rung in vain."""
    own = [attempt for attempt in contact.attempts if attempt.side is Side.REQUESTER]
    if not own:
        return ""
    number = phone_display(own[-1].number)
    words = {
        AttemptState.BUSY: _("Det var upptaget på %(number)s.", number=number),
        AttemptState.NUMBER_BAD: _(
            "Det går inte att ringa %(number)s. Är numret rätt?", number=number
        ),
        AttemptState.VOICEMAIL: _("En telefonsvarare svarade på %(number)s.", number=number),
        AttemptState.NO_DIGIT: _("Ingen tryckte 1 på %(number)s.", number=number),
    }
    return str(words.get(own[-1].state, _("Ingen svarade på %(number)s.", number=number)))


def _rung(step: PlanStep, tries: tuple[AttemptView, ...], directory: Directory) -> Rung:
    of_step = [found for found in tries if found.step_order == step.order]
    attempt = max(of_step, key=_newest, default=None)
    person_id = attempt.person_id if attempt else step.person_id
    line = directory.lines.get(step.line_id)
    unit = directory.units.get(step.unit_id)
    line_name = line.name if line else ""
    person = directory.people.get(person_id or "")
    return Rung(
        order=step.order,
        who=person_name(person_id, directory) or line_name,
        name=person.name if person else line_name,
        role=" · ".join(
            part
            for part in (
                label(step.tier) if person_id else label(PhoneKind.FUNCTION),
                unit.name if unit else line_name,
                label(PhoneKind.FUNCTION) if _is_function_phone(step) else "",
            )
            if part
        ),
        state=_rung_state(attempt),
        result=label(attempt.state) if attempt else "",
    )


def _newest(attempt: AttemptView) -> tuple[bool, int, datetime]:
    """A yes stands; else what happened last in the latest round."""
    return attempt.accepted_at is not None, attempt.round, attempt.started_at


def _is_function_phone(step: PlanStep) -> bool:
    """The line's own phone, carried by the one on duty."""
    return step.person_id is not None and step.phone is PhoneKind.FUNCTION


def _rung_state(attempt: AttemptView | None) -> str:
    if attempt is None:
        return ""
    if attempt.accepted_at:
        return "answered"
    return "now" if attempt.is_open else "tried"


def _ringing(attempt: AttemptView, directory: Directory) -> Ringing:
    return Ringing(
        attempt_id=attempt.id,
        who=_who(attempt, directory),
        role=_role(attempt, directory),
        order=attempt.step_order,
        started_at=attempt.started_at,
        until=attempt.started_at + timedelta(seconds=attempt.ring_seconds),
        ring_seconds=attempt.ring_seconds,
        number=attempt.number,
        number_text=phone_display(attempt.number),
        round=attempt.round,
    )


def _who(attempt: AttemptView, directory: Directory) -> str:
    line = directory.lines.get(attempt.line_id or "")
    return person_name(attempt.person_id, directory) or (line.name if line else "")


def _role(attempt: AttemptView, directory: Directory) -> str:
    unit = directory.units.get(attempt.unit_id or "")
    parts = (label(attempt.tier) if attempt.tier else "", unit.name if unit else "")
    return " · ".join(part for part in parts if part)
