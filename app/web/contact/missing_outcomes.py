"""Saknar utfall: one's own contacts of which one has not said how it went, one tap each."""

from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.auth.guard import current_actor, needs
from app.auth.permissions import Verb
from app.current import current_directory, current_moment
from app.web.contact.contact_list import ContactRow, contact_rows
from app.web.contact.contact_views import BACK_TO_LIST
from app.web.contact.results import OUTCOME_GROUPS
from models.db import db
from models.reads.contacts import Narrowed, load_answered_by, load_contacts_of
from routing.outcome import Side

blueprint = Blueprint("outcomes", __name__, url_prefix="/utfall")

# Of each side; when some are said, the next show.
SHOWN = 50


@dataclass(frozen=True, slots=True)
class MissingRows:
    """The contacts of one side."""

    asked: tuple[ContactRow, ...]
    answered: tuple[ContactRow, ...]


@needs(Verb.RECORD_OUTCOME)
def missing() -> ResponseReturnValue:
    """Both those one has asked in and those one has taken."""
    rows = _rows()
    return render_template(
        "web/contact/missing_outcomes.html",
        asked=rows.asked,
        answered=rows.answered,
        groups=OUTCOME_GROUPS,
        back=BACK_TO_LIST,
    )


def _rows() -> MissingRows:
    actor, session = current_actor(), db.session()
    lacking = Narrowed(lacks_outcome=True)
    asked = load_contacts_of(session, actor.account_id, limit=SHOWN, narrowed=lacking)
    taken = (
        load_answered_by(session, actor.person_id, limit=SHOWN, lacks_outcome=True)
        if actor.person_id
        else ()
    )
    directory, now = current_directory(), current_moment()
    return MissingRows(
        asked=contact_rows(asked, Side.REQUESTER, directory, now),
        answered=contact_rows(taken, Side.RESPONDER, directory, now),
    )


blueprint.add_url_rule("", "missing", missing)
