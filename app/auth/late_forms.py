"""Forms that come too late: their session has ended, or is another than the page was made in.

Nothing is done with such a form, and nothing that was typed in it is lost. Whose it is its token
says (``app/auth/form_tokens.py``): it is shown to nobody else.
"""

from http import HTTPStatus
from urllib.parse import urlencode

from flask import g, redirect, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError, validate_csrf
from werkzeug.wrappers import Response
from wtforms import ValidationError

from app.actions.shared.actor import Actor
from app.auth.form_tokens import FIELD, owner_of_sent_form
from app.auth.kept_form import FormTooLarge, form_of_request, seal
from app.auth.sessions import LONGEST
from app.auth.sign_in_page import LoginForm, confirm_page, sentence_about, sign_in_page
from app.auth.ways_back import page_of_form, this_page
from app.current import current_moment
from app.extensions import csrf

_LOGOUT = "auth.logout"


def is_from_script() -> bool:
    """Whether htmx asks. No other site can: a browser lets it send no header of its own choice."""
    return request.headers.get("HX-Request") == "true"


def ask_to_sign_in() -> Response:
    """What somebody gets who is signed in no longer.

    A part of a page stays as it is, and so does what is typed on it: the page itself knows whether
    it may go away (``app/static/js/pages.js``). A form that is sent goes along to the sign-in page.
    """
    if is_from_script():
        return Response(status=HTTPStatus.UNAUTHORIZED)
    sign_in = url_for("auth.login")
    if request.method == "GET":
        return redirect(sign_in + "?" + urlencode({"next": this_page()}))
    if request.method != "POST" or request.endpoint == _LOGOUT:
        return redirect(sign_in)
    return _sign_in_with_form(HTTPStatus.UNAUTHORIZED)


def refuse_late_form(actor: Actor) -> Response | None:
    """Let a form of this account by; otherwise what somebody gets who sends it.

    A page from an earlier session of the same account is as good as one of this session, for as
    long as a session lasts: its token is signed, names the account, and no other site has it. After
    that one is asked. What a script sends is let by even then: it comes from our own page, which
    goes on saving what is written there.
    """
    try:
        csrf.protect()
    except CSRFError:
        owner = owner_of_sent_form()
        if owner is None or _is_of_this_session():
            raise
        if owner != actor.account_id:
            is_script = is_from_script()
            return Response(status=HTTPStatus.UNAUTHORIZED) if is_script else _of_somebody_else()
        if not is_from_script() and owner_of_sent_form(within=LONGEST) is None:
            return _ask_again(actor)
        g.csrf_valid = True
    return None


def refuse_part(actor: Actor, *, is_api: bool) -> Response | None:
    """Keep a part of a page from being drawn for another than the page was made for: beside what
    one has typed never stands what the next may see."""
    if is_api or not is_from_script():
        return None
    owner = owner_of_sent_form()
    is_of_another = owner is not None and owner != actor.account_id
    return Response(status=HTTPStatus.UNAUTHORIZED) if is_of_another else None


def _kept() -> tuple[str, str]:
    """What is said of the form, and the form itself if it can go along."""
    owner = owner_of_sent_form()
    kept = form_of_request(owner, at=current_moment()) if owner is not None else None
    if kept is None:
        return _(
            "Du är inte inloggad, och det går inte att se vem formuläret hörde till. Står det "
            "något viktigt i det: tryck Bakåt i webbläsaren och kopiera texten innan du loggar in."
        ), ""
    try:
        return sentence_about(kept), seal(kept)
    except FormTooLarge:
        return _(
            "Du hade blivit utloggad, och det du skrev är för långt för att följa med. Tryck Bakåt "
            "i webbläsaren och kopiera texten innan du loggar in."
        ), ""


def _is_of_this_session() -> bool:
    """Whether the token was right, so that something else about the request was wrong."""
    try:
        validate_csrf(request.form.get(FIELD) or request.headers.get("X-CSRFToken"))
    except ValidationError:
        return False
    return True


def _ask_again(actor: Actor) -> Response:
    kept = form_of_request(actor.account_id, at=current_moment())
    if kept is None:
        raise CSRFError
    return confirm_page(kept, actor, where=page_of_form(), status=HTTPStatus.CONFLICT)


def _of_somebody_else() -> Response:
    """The next one at the computer has signed in beside the page: it goes along for whoever typed
    it, and shows nothing."""
    return _sign_in_with_form(
        HTTPStatus.CONFLICT,
        told=_(
            "Någon annan är inloggad i webbläsaren nu. Det som skrevs finns kvar för den som skrev "
            "det: logga in som dig själv så kan du skicka det."
        ),
    )


def _sign_in_with_form(status: HTTPStatus, *, told: str = "") -> Response:
    why, sealed = _kept()
    form = LoginForm(formdata=None)  # nothing of what was sent to another address
    told = told if told and sealed else why
    return sign_in_page(form, status=status, where=page_of_form(), told=told, sealed=sealed)
