"""Vid livsfara: what a page tells somebody to do when a life is in danger, in the words of their
work. An ambulance crew is what 112 sends."""

from dataclasses import dataclass

from flask_babel import gettext as _

from app.actions.shared.actor import Actor
from routing.types import CREWS


@dataclass(frozen=True, slots=True)
class Danger:
    """What to do, as a sentence that ends in ``number`` to ring; empty for none."""

    words: str
    number: str


def in_danger(actor: Actor | None) -> Danger:
    """For whoever looks at the page; whoever has not signed in rings 112 like everybody."""
    if actor is not None and actor.role.value in CREWS:
        return Danger(_("Vid livsfara: kör prio 1 och förvarna mottagande sjukhus"), "")
    return Danger(_("Vid livsfara: ring"), "112")
