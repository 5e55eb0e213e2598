"""How many beds a ward has, as pages and rules count them."""

from sqlalchemy.orm import Session

from models.reads.beds import find_ward_beds


def free_in(session: Session, ward_id: str) -> int | None:
    """Lediga platser in one ward; None where nothing is known of it."""
    found = find_ward_beds(session, ward_id)
    return None if found is None else found.free
