"""What somebody has done in the last ten minutes, and one press that takes it back."""

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.actions.shared.errors import Refused
from app.actions.undo.undo import undo
from app.auth.guard import current_actor, current_occasion, needs
from app.auth.permissions import Verb
from app.auth.ways_back import page_of_form
from app.current import current_moment
from app.errors import situation_of
from app.web.shared.addresses import id_or_404
from app.web.shared.words import label, language
from models.db import db
from models.reads.undo import load_undoable

blueprint = Blueprint("undo", __name__, url_prefix="/nyss")

SHOWN = 50


@needs(Verb.USE_SERVICE)
def recent() -> ResponseReturnValue:
    """All of it, the newest first."""
    steps = load_undoable(
        db.session(), current_actor().account_id, at=current_moment(), limit=SHOWN
    )
    return render_template("web/undo/recent.html", steps=steps)


@needs(Verb.USE_SERVICE)
def take_back(step_id: str) -> ResponseReturnValue:
    """Undo it, and go on with the page one was at, which says what became of it."""
    where = page_of_form()
    try:
        step, is_new = undo(db.session(), id_or_404(step_id), current_occasion())
    except Refused as refused:
        situation = situation_of(refused)
        if situation is None or situation.status == 404:
            raise
        flash(situation.text(refused, language()), "danger")
        return redirect(where, code=303)
    what = f"{label(step.act)} {step.code}".strip()
    if is_new:
        flash(_("Ångrat: %(what)s. Det är som det var innan.", what=what), "success")
    else:
        flash(_("Det var redan ångrat."), "info")
    return redirect(where, code=303)


for method, rule, endpoint, view in (
    ("GET", "", "recent", recent),
    ("POST", "/<step_id>/angra", "take_back", take_back),
):
    blueprint.add_url_rule(rule, endpoint, view, methods=[method])
