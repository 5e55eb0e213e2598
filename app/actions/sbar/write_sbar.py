"""The requester tells one part of SBAR, before somebody answers or while they talk."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from app.actions.shared.actor import Actor
from app.actions.shared.errors import ContactIsOver
from app.actions.shared.free_text import checked
from app.actions.shared.own_contact import lock_own_contact
from models.db import transaction
from models.logs.contacts import MACHINE, By, Happening, write
from models.tables.contacts import CareRequestRow
from routing.lifecycle import RequestEvent
from routing.sbar import SbarPart, may_be_told


class ToldIn(StrEnum):
    """Hur det sades."""

    PAGE = "webb"
    PHONE = "telefon"


@dataclass(frozen=True, slots=True)
class Told:
    """One part, as typed or heard; an empty text takes it back."""

    part: SbarPart
    text: str


def write_sbar(
    session: Session, request_id: str, told: Told, *, by: Actor, at: datetime
) -> CareRequestRow:
    """Keep the part; whoever is sought and whoever answers sees it at once.

    Raises ``UnknownContact``, ``NotYours``, ``ContactIsOver``, or what ``checked`` raises for a
    text; what stood there before stays then.
    """
    text = checked(told.part, told.text)
    with transaction(session):
        request = lock_own_contact(session, request_id, by=by)
        is_over = request.ended_at is not None
        # What stands there already is kept, also when it is sent once more after the end.
        if text != getattr(request, told.part) and not may_be_told(request.status, is_over=is_over):
            raise ContactIsOver
        keep(session, request, Told(told.part, text), by=by.in_log, at=at)
        session.commit()
    return request


def keep(
    session: Session, request: CareRequestRow, told: Told, *, at: datetime, by: By = MACHINE
) -> None:
    """Keep a checked text; part of the caller's transaction. The log says that a part was told, and
    where, never what."""
    before: str = getattr(request, told.part)
    if told.text == before:
        return
    setattr(request, told.part, told.text)
    if not before:
        how = ToldIn.PHONE if by is MACHINE else ToldIn.PAGE
        detail = {"part": told.part.value, "in": how.value}
        write(session, request.id, Happening(RequestEvent.SBAR_TOLD, at, by, detail))


def told_so_far(request: CareRequestRow) -> dict[SbarPart, str]:
    """The parts of a contact, in order."""
    return {part: getattr(request, part) for part in SbarPart}
