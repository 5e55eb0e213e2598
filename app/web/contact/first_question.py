"""Akutspårets första fråga: is a life in danger? Then it is 112, and nobody else, who is rung."""

from collections.abc import Mapping

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue

from app.current import current_directory
from app.web.shared.paths import Way
from routing.types import ContactPath

FIELD = "livshotande"
NO = "nej"

# What the question carries on besides its own answer is all that was sent, but for these.
NOT_CARRIED = frozenset({"csrf_token", FIELD})


def is_unasked(way: Way, values: Mapping[str, str]) -> bool:
    """Whether the question is still to be asked; the answer goes along in the form, so that it is
    asked once for each contact."""
    return way.path is ContactPath.AKUT and values.get(FIELD) != NO


def ask_first(way: Way) -> ResponseReturnValue:
    """The question, before anything else; a no goes on to where one was going, and loses nothing.

    What was sent as a form is sent on as one: no text of a contact ever stands in an address.
    """
    is_form = request.method == "POST"
    sent = request.form if is_form else request.args
    page = render_template(
        "web/contact/life_threatening.html",
        way=way,
        specialty=current_directory().specialties.get(sent.get("specialty", "")),
        method="post" if is_form else "get",
        action=request.path,
        fields=[(name, text) for name, text in sent.items() if name not in NOT_CARRIED],
        field=FIELD,
        no=NO,
    )
    return make_response(page, 422 if is_form else 200)
