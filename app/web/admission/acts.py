"""One act on a direct admission, and what to say when it changed nothing: the page stays."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from flask import abort, flash
from flask_babel import gettext as _

from app.actions.shared.errors import Refused
from app.errors import situation_of
from app.web.shared.fragments import is_part
from app.web.shared.words import language
from routing.errors import InvalidTransition, NoContactPath

STAYS = frozenset({409, 422})


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why nothing happened, as people read it: it was refused, or (``status`` 200) it has been said
    already."""

    text: str
    status: int

    @property
    def tone(self) -> str:
        """How it is shown."""
        return "info" if self.status == 200 else "danger"

    def flash(self) -> None:
        """Say it on the next whole page."""
        flash(self.text, self.tone)


class NotChosen(Exception):
    """What must be chosen was not; says what, as people read it."""


def attempted(do: Callable[[], bool]) -> Trouble | None:
    """Do it; None when that changed something. What is refused for good (not yours, not there) is
    raised as it is."""
    try:
        is_new = do()
    except NotChosen as missing:
        if not is_part():
            abort(HTTPStatus.UNPROCESSABLE_ENTITY)
        return Trouble(str(missing), HTTPStatus.UNPROCESSABLE_ENTITY)
    except (Refused, InvalidTransition, NoContactPath) as refused:
        situation = situation_of(refused)
        if situation is None or situation.status not in STAYS:
            raise
        return Trouble(situation.text(refused, language()), situation.status)
    return None if is_new else Trouble(_("Det var redan sagt. Inget har ändrats."), 200)
