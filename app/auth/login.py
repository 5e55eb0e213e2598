"""Signing in and out (logga in, logga ut)."""

import dataclasses
import logging
from http import HTTPStatus

from flask import Blueprint, Flask, flash, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import login_user, logout_user
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from app.actions.shared.actor import Actor
from app.auth import attempts
from app.auth.accounts import find_by_password, sign_out_everywhere
from app.auth.form_tokens import begin_anew
from app.auth.guard import current_actor, needs, public, visitor
from app.auth.kept_form import FIELD, KeptForm, KeptFormTooOld, KeptFormUnreadable, unseal
from app.auth.known_actors import SignedIn, find_by_session
from app.auth.permissions import Verb
from app.auth.sessions import SessionName, end_session
from app.auth.sign_in_page import LoginForm, confirm_page, sentence_about, sign_in_page
from app.auth.ways_back import safe_next
from app.current import current_moment
from app.errors import sentence_of
from app.errors.situations import DATABASE_AWAY
from app.extensions import csrf, login_manager
from app.hashing import TooManyAtOnce
from models.db import db

log = logging.getLogger(__name__)
blueprint = Blueprint("auth", __name__)

WRONG = "Fel användarnamn eller lösenord."
TOO_MANY = "För många försök. Vänta en minut och försök igen."
OPEN_TOO_LONG = "Sidan hade stått öppen för länge. Skriv lösenordet igen."
_BUSY: tuple[type[Exception], ...] = (TooManyAtOnce, *DATABASE_AWAY)


def install(app: Flask) -> None:
    """Bind Flask-Login to the application: its user is a ``SignedIn``, never a row."""
    login_manager.init_app(app)
    login_manager.user_loader(find_by_session)
    app.register_blueprint(blueprint)


@blueprint.route("/logga-in", methods=["GET", "POST"])
@public("one cannot be signed in before signing in", checks_forms=True)
def login() -> Response:
    """The sign-in page. The same sentence, and the same time, whatever was wrong."""
    form = LoginForm()
    if request.method != "POST":
        return sign_in_page(form, where=_where())
    try:
        csrf.protect()
    except CSRFError:  # open since yesterday, or from before somebody signed in beside it
        return _confirm_if_theirs(visitor()) or _again(form, OPEN_TOO_LONG, status=401)
    if not form.validate():
        return _again(form, "", status=200)
    try:
        return _try_password(form)
    except _BUSY as busy:  # the page, as it may carry what was typed
        log.warning("%s: nobody was signed in", type(busy).__name__)
        return _again(form, sentence_of(busy), status=HTTPStatus.SERVICE_UNAVAILABLE)


def _try_password(form: LoginForm) -> Response:
    username = (form.username.data or "").strip().lower()
    address = request.remote_addr or ""
    attempt = attempts.reserve(db.session(), address, username, at=current_moment())
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
    at = current_moment()
    if everywhere or actor.session.own is None:
        sign_out_everywhere(db.session(), actor.account_id, at=at)
    else:
        end_session(db.session(), actor.session, at=at)


def _begin_session(found: SignedIn) -> Response:
    _end(visitor())  # the one before in this browser is nobody's any more
    session.clear()  # nothing from before signing in is carried over
    session.permanent = True
    nonce = found.session.nonce
    name = SessionName.new(found.account_id, nonce, at=current_moment())
    login_user(dataclasses.replace(found, session=name))
    begin_anew(found.account_id)
    asked = _confirm_if_theirs(found)
    if asked is not None:
        return asked
    kept, gone = _kept()
    if gone:
        flash(gone, "danger")
    elif kept is not None:
        flash(_("Det som skrevs innan hörde till någon annan. Det är inte skickat."), "danger")
        return redirect(url_for("home.start"))  # nor is the page of the other theirs
    return redirect(_where())


def _confirm_if_theirs(actor: Actor | None) -> Response | None:
    """The page that asks, when whoever typed the form is signed in already: it was Back that sent
    the password once more, or they have signed in beside it."""
    kept, _gone = _kept()
    if actor is None or kept is None or kept.account_id != actor.account_id:
        return None
    return confirm_page(kept, actor, where=_where())


def _again(form: LoginForm, error: str, *, status: int) -> Response:
    """The page with what was typed but for the password, and with the form it carries."""
    kept, gone = _kept()
    response = sign_in_page(
        form,
        status=status,
        where=_where(),
        error=error,
        told=sentence_about(kept) if kept else gone,
        sealed=request.form[FIELD] if kept else "",
    )
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = "5"  # seconds
    return response


def _kept() -> tuple[KeptForm | None, str]:
    """The form that came along, or a sentence about why it is gone."""
    sealed = request.form.get(FIELD, "")
    if not sealed:
        return None, ""
    try:
        return unseal(sealed, at=current_moment()), ""
    except KeptFormTooOld:
        return None, _("Det du skrev innan du loggade in var äldre än 12 timmar och är borta.")
    except KeptFormUnreadable:
        return None, _("Det som följde med inloggningen gick inte att läsa. Skriv det igen.")


def _where() -> str:
    return safe_next(request.args.get("next", ""))
