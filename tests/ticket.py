"""One contact of a clinic's test, read anew each time it is asked about."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.reads.contact_view import AttemptView, ContactView
from models.reads.contacts import find_contact, load_events
from routing.lifecycle import RequestEvent, RequestStatus

if TYPE_CHECKING:
    from tests.clinic import Clinic


@dataclass(frozen=True)
class Ticket:
    """One contact of a test."""

    clinic: "Clinic"
    id: str

    @property
    def view(self) -> ContactView:
        found = find_contact(self.clinic.fresh(), self.id)
        assert found is not None
        return found

    @property
    def status(self) -> RequestStatus:
        return self.view.status

    @property
    def events(self) -> list[RequestEvent]:
        return [one.event for one in load_events(self.clinic.fresh(), self.id)]

    @property
    def requester(self) -> AttemptView:
        return self.view.attempts[0]

    @property
    def responders(self) -> tuple[AttemptView, ...]:
        return self.view.responder_attempts

    @property
    def ringing(self) -> AttemptView:
        found = self.view.ringing
        assert found is not None
        return found
