"""Motparten: with whom one talks, or is about to, and the number to ring if the line breaks."""

from dataclasses import dataclass

from app.web.shared.words import label, phone_display
from models.reads.contact_view import ContactView
from routing.directory import Directory
from routing.outcome import Side


@dataclass(frozen=True, slots=True)
class Counterpart:
    """``role`` is the title or the kind of line, and the unit; ``number`` what a phone dials, empty
    where none is known."""

    name: str
    role: str
    number: str
    number_text: str


def counterpart(
    contact: ContactView, side: Side | None, directory: Directory
) -> Counterpart | None:
    """The other of the two, for one of them alone; None until somebody has said yes."""
    if contact.accepted is None:
        return None
    match side:
        case Side.REQUESTER:
            return _responder(contact, directory)
        case Side.RESPONDER:
            return _requester(contact, directory)
        case _:
            return None


def _responder(contact: ContactView, directory: Directory) -> Counterpart | None:
    taken = contact.accepted
    if taken is None:
        return None
    person = directory.people.get(taken.person_id or "")
    line = directory.lines.get(taken.line_id or "")
    unit = directory.units.get(taken.unit_id or "")
    name = person.name if person else (line.name if line else "")
    title = person.title if person else ""
    tier = label(taken.tier) if taken.tier else ""
    return _dressed(name, (title, tier, unit.name if unit else ""), taken.number)


def _requester(contact: ContactView, directory: Directory) -> Counterpart:
    unit = directory.units.get(contact.requester_unit_id or "")
    legs = [one.number for one in contact.attempts if one.side is Side.REQUESTER and one.number]
    number = contact.requester_number or (legs[-1] if legs else "")
    role = (label(contact.requester_role), unit.name if unit else "")
    return _dressed(contact.requester_name, role, number)


def _dressed(name: str, role: tuple[str, ...], number: str) -> Counterpart:
    return Counterpart(
        name=name,
        role=" · ".join(filter(None, role)),
        number=number,
        number_text=phone_display(number) if number else "",
    )
