"""Signing in and out (logga in, logga ut)."""

import dataclasses
import unicodedata

from flask import Blueprint, Flask, redirect, render_template, request, session, url_for
from flask_login import login_user, logout_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from app.actions.actor import Actor
from app.auth import attempts
from app.auth.accounts import find_by_password, sign_out_everywhere
from app.auth.guard import current_actor, needs, public, visitor
from app.auth.known_actors import SignedIn, find_by_session
from app.auth.permissions import Verb
from app.auth.sessions import SessionName, end_session
from app.current import current_clock
from app.extensions import login_manager
from app.hashing import TooManyAtOnce
from models.db import db

blueprint = Blueprint("auth", __name__)

WRONG = "Fel användarnamn eller lösenord."
LONGEST_WAY = 2_000
"""Characters of an address to go to after signing in."""

_TRICKS = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})  # what browsers drop or break lines at
TOO_MANY = "För många försök. Vänta en minut och försök igen."


class LoginForm(FlaskForm):
    """User name and password."""

    username = StringField(
        "Användarnamn", [InputRequired("Skriv ditt användarnamn."), Length(max=80)]
    )
    password = PasswordField("Lösenord", [InputRequired("Skriv ditt lösenord."), Length(max=200)])


def install(app: Flask) -> None:
    """Bind Flask-Login to the application: its user is a ``SignedIn``, never a row."""
    login_manager.init_app(app)
    login_manager.user_loader(find_by_session)
    app.register_blueprint(blueprint)


@blueprint.route("/logga-in", methods=["GET", "POST"])
@public("one cannot be signed in before signing in")
def login() -> str | Response | tuple[str, int]:
    """The sign-in page. The same sentence, and the same time, whatever was wrong."""
    form = LoginForm()
    if not form.validate_on_submit():
        return render_template("web/auth/login.html", form=form, error=None)
    username = (form.username.data or "").strip().lower()
    address = request.remote_addr or ""
    attempt = attempts.reserve(db.session(), address, username, at=current_clock()())
    if attempt is None:
        return _again(form, TOO_MANY, status=429)
    try:
        actor = find_by_password(db.session(), username, password=form.password.data or "")
    except TooManyAtOnce:  # nobody looked at it
        attempts.give_back(db.session(), attempt)
        raise
    if actor is None:
        return _again(form, WRONG, status=401)
    attempts.give_back(db.session(), attempt)
    return _begin_session(actor)


@blueprint.post("/logga-ut")
@needs(Verb.USE_SERVICE)
def logout() -> Response:
    """End this session; with ``overallt`` every session of the account, on every device."""
    actor = current_actor()
    _end(actor, everywhere="overallt" in request.form)
    logout_user()
    session.clear()
    return redirect(url_for("auth.login"))


def _end(actor: Actor | None, *, everywhere: bool = False) -> None:
    """End the session of whoever asks, if they have one."""
    if not isinstance(actor, SignedIn):
        return
    at = current_clock()()
    if everywhere or actor.session.own is None:
        sign_out_everywhere(db.session(), actor.account_id, at=at)
    else:
        end_session(db.session(), actor.session, at=at)


def _begin_session(found: SignedIn) -> Response:
    _end(visitor())  # the one before in this browser is nobody's any more
    session.clear()  # nothing from before signing in is carried over
    session.permanent = True
    nonce = found.session.nonce
    name = SessionName.new(found.account_id, nonce, at=current_clock()())
    login_user(dataclasses.replace(found, session=name))
    return redirect(safe_next(request.args.get("next", "")))


def _again(form: LoginForm, error: str, *, status: int) -> tuple[str, int]:
    return render_template("web/auth/login.html", form=form, error=error), status


def safe_next(where: str) -> str:
    """A page of ours to go to, the start page when ``where`` is anything else."""
    is_ours = where.startswith("/") and not where.startswith("//") and len(where) <= LONGEST_WAY
    has_tricks = "\\" in where or any(unicodedata.category(one) in _TRICKS for one in where)
    return where if is_ours and not has_tricks else url_for("home.start")
