"""Ärendets skede: which one thing its page is about now."""

from enum import StrEnum

from app.web.contact.live_page import LiveState
from models.reads.contact_view import ContactView
from models.tables.contacts import CallMode


class Phase(StrEnum):
    """One thing at a time: somebody is sought, the two talk, what came of it, or nobody was
    reached."""

    SEEKING = "soker"
    TALKING = "talar"
    AFTER = "efter"
    NOBODY = "ingen"


_PHASES = {
    LiveState.CALLING: Phase.SEEKING,
    LiveState.HUNTING: Phase.SEEKING,
    LiveState.JOINING: Phase.SEEKING,
    LiveState.CALL_BACK: Phase.SEEKING,
    LiveState.SELF_DIAL: Phase.SEEKING,
    LiveState.CLOSED: Phase.AFTER,
    LiveState.UNANSWERED: Phase.NOBODY,
    LiveState.UNREACHED: Phase.NOBODY,
    LiveState.CANCELLED: Phase.NOBODY,
    LiveState.FAILED: Phase.NOBODY,
}


def phase_of(contact: ContactView, state: LiveState) -> Phase:
    """The phase of a contact in a state.

    A talk that the requester dialled is over when they say what came of it, not when the number
    was answered: nobody tells us when they hang up.
    """
    if state is LiveState.ANSWERED:
        is_over = contact.ended_at is not None and contact.mode is not CallMode.SELF_DIAL
        return Phase.AFTER if is_over else Phase.TALKING
    if state is LiveState.CLOSED and contact.answered_at is None:
        return Phase.NOBODY
    return _PHASES[state]
