"""The sign-in page, also when it carries a form that was sent too late, and the page that asks
whether that form shall be sent."""

from typing import Any

from flask import Response, make_response, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from app.actions.shared.actor import Actor
from app.auth.kept_form import KeptForm
from app.auth.permissions import Verb, can
from app.current import current_directory
from app.labels.kept_words import form_name, shown_fields
from models.db import db
from models.reads.contacts import find_contact


class LoginForm(FlaskForm):
    """User name and password."""

    username = StringField(
        _l("Användarnamn"), [InputRequired(_l("Skriv ditt användarnamn.")), Length(max=80)]
    )
    password = PasswordField(
        _l("Lösenord"), [InputRequired(_l("Skriv ditt lösenord.")), Length(max=200)]
    )


def sign_in_page(form: LoginForm, *, status: int = 200, where: str = "", **about: Any) -> Response:
    """The page. ``where`` one goes afterwards; ``about``: ``error``, what was wrong with what was
    sent here; ``told``, what became of a form sent elsewhere, and ``sealed``, that form."""
    page = render_template("web/auth/login.html", form=form, where=where, **about)
    return make_response(page, status)


def confirm_page(kept: KeptForm, actor: Actor, *, where: str, status: int = 200) -> Response:
    """What was typed and where it goes, to whoever typed it; never sent by itself. ``where`` one
    goes who throws it away. The browser may keep the page in memory, as it keeps every other: who
    presses Back finds it there.

    No reading is noted (``app/auth/reading.py``): it is stored nowhere, and it is their own words,
    or what stood in a form that was noted when they opened it.
    """
    page = render_template(
        "web/auth/kept.html",
        name=_(form_name(kept.endpoint)),
        case_code=_case_code(kept, actor),
        shown=shown_fields(kept.fields, current_directory()),
        kept=kept,
        where=where,
    )
    return make_response(page, status)


def sentence_about(kept: KeptForm) -> str:
    """What the sign-in page says of a form that goes along with it."""
    if shown_fields(kept.fields, current_directory()):
        said = _("Du hade blivit utloggad. Det du skrev finns kvar: logga in så kan du skicka det.")
    else:
        said = _("Du hade blivit utloggad. Logga in så kan du göra klart det du höll på med.")
    if kept.had_files:
        said += " " + _("Filen kunde inte följa med: välj den igen när du har loggat in.")
    return str(said)


def _case_code(kept: KeptForm, actor: Actor) -> str:
    """Which contact it is about, so that nothing is sent to another than was meant."""
    contact = find_contact(db.session(), kept.values.get("request_id", ""))
    is_seen = contact is not None and can(actor, Verb.SEE_CONTACT, contact)
    return contact.case_code if contact is not None and is_seen else ""
