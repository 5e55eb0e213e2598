"""Contacts in which the two have talked: what is decided, booked and asked for comes after."""

from typing import Any

from app.actions.shared.actor import Actor
from app.actions.shared.occasion import Occasion
from models.tables.contacts import CareRequestRow
from routing.lifecycle import RequestStatus
from routing.types import ContactPath
from tests.clinic import Clinic, Ticket


def a_talk(clinic: Clinic, **more: Any) -> Ticket:
    """An acute contact that has been answered; nobody's phone rings any more."""
    ticket = clinic.ask(**{"specialty": "medicin", "path": ContactPath.AKUT, **more})
    session = clinic.fresh()
    request = session.get_one(CareRequestRow, ticket.id)
    request.status, request.answered_at = RequestStatus.ANSWERED, clinic.clock()
    request.check_at = None
    session.commit()
    return ticket


def now(clinic: Clinic, by: Actor) -> Occasion:
    """Somebody does something now."""
    return Occasion(by, clinic.directory, clinic.clock())
