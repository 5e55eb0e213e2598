"""One act on a direct admission, and what to say when it was refused: the page stays."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import flash

from app.actions.errors import Refused
from app.errors import situation_of
from app.web.shell import PAGE_LANGUAGE
from routing.errors import InvalidTransition, NoContactPath

STAYS = frozenset({409, 422})


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why nothing happened, as people read it."""

    text: str
    status: int
    error: Exception

    def flash(self) -> None:
        """Say it on the next whole page."""
        flash(self.text, "danger")


def attempted(do: Callable[[], None]) -> Trouble | None:
    """Do it; None when that went well. What is refused for good (not yours, not there) is raised
    as it is."""
    try:
        do()
    except (Refused, InvalidTransition, NoContactPath) as refused:
        situation = situation_of(refused)
        if situation is None or situation.status not in STAYS:
            raise
        text = situation.text(refused, PAGE_LANGUAGE)
        return Trouble(text, situation.status, refused)
    return None
