"""Språk: the pages in Swedish or English, for whoever is signed in."""

from flask import Blueprint, abort, redirect, request
from flask.typing import ResponseReturnValue

from app.actions.account.choose_language import choose_language
from app.auth.guard import current_actor, needs
from app.auth.permissions import Verb
from app.auth.ways_back import page_of_form
from app.current import current_moment
from models.db import db
from notifications.language import Language

blueprint = Blueprint("language", __name__)


@needs(Verb.USE_SERVICE)
def choose() -> ResponseReturnValue:
    """The page one was at, in the other language."""
    word = request.form.get("sprak", "")
    if word not in set(Language):
        abort(422)
    choose_language(db.session(), Language(word), by=current_actor(), at=current_moment())
    return redirect(page_of_form(), code=303)


blueprint.add_url_rule("/installningar/sprak", "choose", choose, methods=["POST"])
