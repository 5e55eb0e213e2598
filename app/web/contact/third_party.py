"""Whom one may ask into a talk that goes on, and who has been asked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from app.actions.talk.ask_third_party import CAN_BE_RUNG, ThirdParty, find_phone, is_dialable
from app.search import search_units
from app.web.shared.people import person_name
from app.web.shared.words import label, phone_display
from models.reads.contact_view import AttemptView, ContactView
from routing.directory import Directory
from routing.lifecycle import AttemptState
from routing.outcome import Side
from routing.types import UnitKind
from routing.units import CareUnit

SHOWN = 12
# Offered before anything is typed.
USUAL = (UnitKind.RADIOLOGY,)


@dataclass(frozen=True, slots=True)
class Choice:
    """One tap that rings somebody: a line's (``line_id``) or a contact point's (``point_id``)."""

    what: str
    unit: str
    number_text: str
    line_id: str = ""
    point_id: str = ""


@dataclass(frozen=True, slots=True)
class ThirdPartyRow:
    """Somebody who was asked: ``state`` in words, ``tone`` of its tag."""

    who: str
    state: str
    tone: str


def choices(
    contact: ContactView, directory: Directory, typed: str, at: datetime
) -> tuple[Choice, ...]:
    """On-call lines and numbers that match what was typed; radiology when nothing is."""
    units = search_units(directory, typed, at=at)
    if not typed.strip():
        units = tuple(unit for unit in units if unit.kind in USUAL)
    found: list[Choice] = []
    for unit in units:
        found += _of_unit(contact, unit, directory, at)
        if len(found) >= SHOWN:
            break
    return tuple(found[:SHOWN])


def third_party_rows(contact: ContactView, directory: Directory) -> tuple[ThirdPartyRow, ...]:
    """All who have been asked into the talk, in order."""
    return tuple(
        _row(attempt, directory) for attempt in contact.attempts if attempt.side is Side.THIRD_PARTY
    )


def _of_unit(
    contact: ContactView, unit: CareUnit, directory: Directory, at: datetime
) -> Iterator[Choice]:
    for line in sorted(directory.lines.values(), key=lambda line: line.name):
        if line.unit_id != unit.id:
            continue
        phone = find_phone(ThirdParty(contact.id, line_id=line.id), directory, at)
        if phone is not None:
            who = person_name(phone.person_id, directory)
            yield Choice(who or line.name, line.name, "", line_id=line.id)
    for point in unit.contact_points:
        if point.kind in CAN_BE_RUNG and is_dialable(point.value):
            what = point.label or label(point.kind)
            number = phone_display(point.value)
            yield Choice(what, unit.name, number, point_id=point.id)


def _row(attempt: AttemptView, directory: Directory) -> ThirdPartyRow:
    unit = directory.units.get(attempt.unit_id or "")
    line = directory.lines.get(attempt.line_id or "")
    place = line.name if line else (unit.name if unit else "")
    who = person_name(attempt.person_id, directory)
    return ThirdPartyRow(
        who=f"{who} · {place}" if who else place,
        state=_state(attempt),
        tone="good" if _is_in(attempt) else ("example" if attempt.is_open else "unknown"),
    )


def _state(attempt: AttemptView) -> str:
    words = label(attempt.state).lower()
    if _is_in(attempt):
        words = _("är med i samtalet")
    elif attempt.state is AttemptState.ACCEPTED and attempt.connected_at is None:
        words = _("kopplas in")
    elif attempt.state is AttemptState.ACCEPTED:
        words = _("har lämnat samtalet")
    elif attempt.is_open:
        words = _("rings upp")
    return words


def _is_in(attempt: AttemptView) -> bool:
    is_seen = attempt.state is AttemptState.ACCEPTED and attempt.connected_at is not None
    return is_seen and attempt.ended_at is None
