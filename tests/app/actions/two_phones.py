"""Two phones that ring for one contact at once, as when two rounds of the hunt overlap."""

from app.actions import hunt
from models.db import start_writing
from models.journal import lock_request
from tests.clinic import Clinic, Ticket


def ring_the_second_too(clinic: Clinic, ticket: Ticket) -> None:
    """Ring the plan's second step although the first still rings."""
    session = clinic.sessions()
    with session:
        start_writing(session)
        request = lock_request(session, ticket.id)
        assert request is not None
        hunt.ring(session, request, ticket.view.plan.steps[1], hunting_round=1, at=clinic.clock())
        session.commit()
    clinic.send()
