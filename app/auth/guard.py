"""Default deny: an endpoint says what it needs, or why it is public, or nothing starts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from flask import Flask, current_app, g, request
from flask.globals import request_ctx
from flask_login import current_user
from werkzeug.exceptions import Forbidden, Unauthorized
from werkzeug.wrappers import Response

from app.actions.shared.actor import Actor
from app.actions.shared.occasion import Occasion
from app.auth.form_tokens import name_account
from app.auth.late_forms import ask_to_sign_in, refuse_late_form, refuse_part
from app.auth.permissions import Verb, can
from app.auth.tokens import actor_of_token
from app.current import current_directory, current_moment
from app.extensions import csrf
from app.security import WITHOUT_SESSION

View = TypeVar("View", bound=Callable[..., Any])

_MARK = "__access__"
_TABLE = "kontaktvagar.access"
API_PREFIX = "/api/"
HARMLESS = frozenset({"GET", "HEAD", "OPTIONS"})
BEARER = "Bearer "


@dataclass(frozen=True, slots=True)
class Access:
    """What an endpoint asks of its visitor: a verb, or nothing because of ``public_because``.
    ``checks_forms``: it looks at the token of its form itself."""

    verb: Verb | None
    public_because: str = ""
    checks_forms: bool = False


class UndeclaredEndpoint(RuntimeError):
    """An endpoint neither asks for a permission nor says why it is public."""


def needs(verb: Verb) -> Callable[[View], View]:
    """Let in only those whose role may do this; the view itself asks ``can`` about the thing."""
    return lambda view: _marked(view, Access(verb))


def public(because: str, *, checks_forms: bool = False) -> Callable[[View], View]:
    """Let in everybody; ``because`` says why, e.g. "checked by its signature"."""
    return lambda view: _marked(view, Access(None, because, checks_forms))


def _marked(view: View, access: Access) -> View:
    setattr(view, _MARK, access)
    return view


def install(app: Flask, *, public_endpoints: Mapping[str, str]) -> None:
    """Put the guard before every view. ``public_endpoints``: foreign endpoint → reason."""
    app.extensions[_TABLE] = _table(app, public_endpoints)
    # First in line: nothing may run before the access check.
    app.before_request_funcs.setdefault(None, []).insert(0, _check)


def access_table(app: Flask) -> Mapping[str, Access]:
    """What each endpoint of the application asks for."""
    return cast("Mapping[str, Access]", app.extensions[_TABLE])


def current_actor() -> Actor:
    """The one who asks; only inside views that need a verb."""
    return cast(Actor, g.actor)


def current_occasion() -> Occasion:
    """The one who asks, with the directory and the moment of the request."""
    return Occasion(current_actor(), current_directory(), current_moment())


def _table(app: Flask, public_endpoints: Mapping[str, str]) -> dict[str, Access]:
    table = {name: Access(None, because) for name, because in public_endpoints.items()}
    for endpoint, view in app.view_functions.items():
        access = getattr(view, _MARK, None)
        if isinstance(access, Access):
            table[endpoint] = access
    undeclared = sorted(set(app.view_functions) - set(table))
    if undeclared:
        raise UndeclaredEndpoint(", ".join(undeclared))
    return table


def _check() -> Response | None:
    asked = request_ctx.request  # one look-up instead of one for each question
    if asked.endpoint is None:  # no such page, or not with this method: says nothing of anybody
        return None
    access = access_table(current_app)[asked.endpoint]
    sends_form = asked.method not in HARMLESS and not asked.path.startswith(WITHOUT_SESSION)
    if access.verb is None:
        if sends_form and not access.checks_forms:
            csrf.protect()
        return None
    is_api = asked.path.startswith(API_PREFIX)
    actor = _token_actor() if is_api else visitor()
    if actor is None:
        if is_api:
            raise Unauthorized
        return ask_to_sign_in()
    if not is_api:
        name_account(actor.account_id)
    refusal = refuse_late_form(actor) if sends_form else refuse_part(actor, is_api=is_api)
    if refusal is not None:
        return refusal
    if not can(actor, access.verb):
        raise Forbidden
    g.actor = actor
    return None


def _token_actor() -> Actor | None:
    header: str = request.environ.get("HTTP_AUTHORIZATION", "")
    if not header.startswith(BEARER):
        return None
    return actor_of_token(header[len(BEARER) :])


def visitor() -> Actor | None:
    """Who is signed in with a session, None for nobody."""
    found = current_user._get_current_object()  # noqa: SLF001 - werkzeug's name for "the real one"
    return found if isinstance(found, Actor) else None
