"""Gränsen för levande ärenden, as the plan page shows it: which live, and what to do instead."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.contact.live_limits import LimitReached
from app.web.contact.plan_page import FallbackCard, fallback_card
from app.web.shared.moments import when
from app.web.shared.words import called, label, sentence_of
from models.reads.live_contacts import LivingContact, Sought, load_living
from routing.directory import Directory
from routing.types import RequestFacts


@dataclass(frozen=True, slots=True)
class LivingRow:
    """One of one's own that is sought just now."""

    id: str
    case_code: str
    what: str


@dataclass(frozen=True, slots=True)
class LimitCard:
    """Why, one's own that live, and whom to ring instead."""

    text: str
    contacts: tuple[LivingRow, ...]
    fallback: FallbackCard | None


def limit_card(reached: LimitReached, directory: Directory, at: datetime) -> LimitCard:
    """What was refused, in words and links."""
    return LimitCard(
        text=sentence_of(reached),
        contacts=tuple(_row(one, directory, at) for one in reached.contacts),
        fallback=fallback_card(reached.fallback, directory),
    )


def sought_already(
    session: Session, facts: RequestFacts, *, account_id: int, directory: Directory, at: datetime
) -> tuple[LivingRow, ...]:
    """One's own contacts that seek the same just now: a second press may be meant for the first."""
    living = load_living(session, Sought(account_id, facts.path, None), at=at)
    same = (one for one in living if (one.path, one.specialty) == (facts.path, facts.specialty))
    return tuple(_row(one, directory, at) for one in same)


def _row(one: LivingContact, directory: Directory, at: datetime) -> LivingRow:
    specialty = directory.specialties.get(one.specialty or "")
    place = directory.municipalities.get(one.municipality)
    parts = (
        called(specialty) if specialty else label(one.path),
        place.name if place else "",
        when(one.created_at, at),
    )
    return LivingRow(one.id, one.case_code, ", ".join(part for part in parts if part))
