"""A contact that rings the one who looks at the page: who asks, about what, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from app.web.contact.chain import told_parts
from app.web.contact.contact_list import subject_of
from app.web.shared.words import label
from models.reads.contact_view import AttemptView, ContactView
from models.sealed import Sealed
from routing.call_back import may_be_called_back
from routing.directory import Directory
from routing.lifecycle import AttemptState
from routing.urgency import PatientUrgency


@dataclass(frozen=True, slots=True)
class IncomingCard:
    """``texts`` are the SBAR parts that have been told: (heading, text). ``continues``: which
    contact it goes on from, and who answered that one; empty for none. ``is_once_more``: they have
    said yes, and the two were never joined."""

    attempt_id: str
    case_code: str
    subject: str
    path: str
    who: str
    role: str
    place: str
    patient: str
    urgency: PatientUrgency | None
    texts: tuple[tuple[str, Sealed], ...]
    continues: str
    is_call_back: bool
    is_once_more: bool
    may_promise: bool


def incoming_cards(
    contacts: Iterable[ContactView],
    person_id: str,
    directory: Directory,
    *,
    earlier: Mapping[str, str] = MappingProxyType({}),
) -> tuple[IncomingCard, ...]:
    """One card for each of this person's ringing attempts, or for a yes of theirs that came to
    nothing; ``earlier`` says what there is to say of the contacts that they go on from, by id."""
    return tuple(
        _card(contact, attempt, directory, earlier)
        for contact in contacts
        for attempt in _to_answer(contact, person_id)
    )


def _to_answer(contact: ContactView, person_id: str) -> Sequence[AttemptView]:
    own = [one for one in contact.responder_attempts if one.person_id == person_id]
    ringing = [one for one in own if one.is_open]
    if ringing or not own:
        return ringing
    return [own[-1]] if own[-1].state is AttemptState.NOT_JOINED else []


def _card(
    contact: ContactView,
    attempt: AttemptView,
    directory: Directory,
    earlier: Mapping[str, str],
) -> IncomingCard:
    unit = directory.units.get(contact.requester_unit_id or "")
    municipality = directory.municipalities.get(contact.municipality)
    return IncomingCard(
        attempt_id=attempt.id,
        case_code=contact.case_code,
        subject=subject_of(contact, directory),
        path=label(contact.path),
        who=contact.requester_name,
        role=", ".join(
            part for part in (label(contact.requester_role), unit.name if unit else "") if part
        ),
        place=municipality.name if municipality else "",
        patient=", ".join(part for part in (contact.age_band, contact.sex) if part),
        urgency=contact.urgency,
        texts=tuple((label(part), text) for part, text in told_parts(contact)),
        continues=earlier.get(contact.continued_from_id or "", ""),
        is_call_back=attempt.call_back_at is not None,
        is_once_more=attempt.state is AttemptState.NOT_JOINED,
        may_promise=may_be_called_back(contact.path) and contact.requester_number is not None,
    )
