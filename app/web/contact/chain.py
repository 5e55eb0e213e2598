"""Kedjan: the contact that another goes on from, and those it went on as."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from app.actions.shared.actor import Actor
from app.auth.permissions import Verb, can
from app.current import current_directory, current_moment
from app.web.shared.moments import when
from app.web.shared.people import person_name
from app.web.shared.words import label
from models.db import db
from models.reads.contact_view import ContactView
from models.reads.contacts import find_contact, load_continued
from models.sealed import Sealed
from routing.directory import Directory
from routing.sbar import SbarPart


@dataclass(frozen=True, slots=True)
class ChainLink:
    """Another contact of the chain. ``url`` is empty for those who may not open it; ``told`` holds
    the parts of SBAR that have a text, of the one before alone: whoever goes on from a contact has
    passed on what was told there, and nothing of what comes after goes back."""

    case_code: str
    path: str
    url: str
    result: str
    told: tuple[tuple[SbarPart, Sealed], ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """What comes before a contact, and after it."""

    earlier: ChainLink | None = None
    later: tuple[ChainLink, ...] = ()


def chain_of(contact: ContactView, directory: Directory, now: datetime, *, actor: Actor) -> Chain:
    """The neighbours of a contact, as its requester and its answerer see them."""
    session = db.session()
    earlier = (
        find_contact(session, contact.continued_from_id) if contact.continued_from_id else None
    )
    return Chain(
        earlier=None if earlier is None else _link(earlier, directory, now, actor, is_earlier=True),
        later=tuple(
            _link(one, directory, now, actor) for one in load_continued(session, contact.id)
        ),
    )


def earlier_words(contacts: Iterable[ContactView]) -> dict[str, str]:
    """ "HA-7F3K – Karin Ek, överläkare svarade 14:05" for each contact that one of these goes
    on from, by its id."""
    ids = {one.continued_from_id for one in contacts if one.continued_from_id}
    found = [find_contact(db.session(), request_id) for request_id in ids]
    directory, now = current_directory(), current_moment()
    return {
        one.id: f"{one.case_code} – {who_answered(one, directory, now)}"
        for one in found
        if one is not None
    }


def told_parts(contact: ContactView) -> tuple[tuple[SbarPart, Sealed], ...]:
    """The parts of SBAR that have been told, in order."""
    parts = ((part, getattr(contact, part)) for part in SbarPart)
    return tuple((part, text) for part, text in parts if text)


def who_answered(contact: ContactView, directory: Directory, now: datetime) -> str:
    """ "Karin Ek, överläkare svarade 14:05", or how it stands."""
    taken = contact.accepted
    if taken is None or contact.answered_at is None:
        return label(contact.status)
    line = directory.lines.get(taken.line_id or "")
    who = person_name(taken.person_id, directory) or (line.name if line else "")
    return str(_("%(who)s svarade %(when)s", who=who, when=when(contact.answered_at, now)))


def _link(
    contact: ContactView,
    directory: Directory,
    now: datetime,
    actor: Actor,
    *,
    is_earlier: bool = False,
) -> ChainLink:
    may_open = can(actor, Verb.SEE_CONTACT, contact)
    return ChainLink(
        case_code=contact.case_code,
        path=label(contact.path),
        url=url_for("requests.show", request_id=contact.id) if may_open else "",
        result=who_answered(contact, directory, now),
        told=told_parts(contact) if is_earlier else (),
    )
