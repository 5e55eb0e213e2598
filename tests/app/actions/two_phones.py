"""Two phones that ring for one contact at once, as when two rounds of the hunt overlap."""

from app.actions.hunting.ring_step import add_attempt, ring
from models.db import start_writing
from models.logs.contacts import lock_request
from tests.clinic import Clinic, Ticket


def ring_the_second_too(clinic: Clinic, ticket: Ticket) -> None:
    """Ring the plan's second step although the first still rings."""
    step = ticket.view.plan.steps[1]
    session = clinic.sessions()
    with session:
        start_writing(session)
        request = lock_request(session, ticket.id)
        assert request is not None
        at = clinic.clock()
        attempt = add_attempt(session, request, step, hunting_round=1, at=at)
        ring(session, request, attempt, directory=clinic.holder.current(), at=at)
        session.commit()
    clinic.send()
