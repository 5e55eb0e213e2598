"""Vem som svarar för en avdelning: the one rule that actions, pages and the API ask."""

from app.actions.shared.actor import Actor
from models.tables.accounts import AccountRole
from routing.belonging import Units, answers_for

WARD_SPEAKERS = frozenset({AccountRole.VARDPLATSKOORDINATOR})
"""To work above a ward is not to speak for it: a clinic has many doctors."""


def speaks_for(actor: Actor, ward_id: str, units: Units) -> bool:
    """Whether somebody answers for a ward's beds: a coordinator of the ward itself, of what is
    above it, or of the hospital's coordination."""
    return actor.role in WARD_SPEAKERS and answers_for(actor.unit_id, ward_id, units)
