"""The strip at the top of every page, and of a page that is open: asked for again and again."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, Flask, Response, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from app.auth.guard import current_actor, needs
from app.auth.permissions import Verb
from app.current import current_directory, current_moment
from app.web.shared.fragments import is_part, unless_known
from app.web.shared.shell import visitor
from app.web.strip.items import Strip, strip_for

blueprint = Blueprint("strip", __name__, url_prefix="/just-nu")


def install(app: Flask) -> None:
    """Let every whole page show what goes on for whoever looks at it."""
    app.context_processor(_of_page)
    app.after_request(_ask_strip_anew)


@needs(Verb.USE_SERVICE)
def show() -> ResponseReturnValue:
    """What goes on, for the page at the path ``sida``; 304 while it has not changed."""
    page = request.args.get("sida", "")
    strip = strip_for(current_actor(), current_directory(), current_moment(), page=page)
    return unless_known(render_template("web/strip/part.html", strip=strip))


def _ask_strip_anew(response: Response) -> Response:
    """What a press in a part of a page has done stands in the strip at once."""
    if request.method == "POST" and is_part() and response.status_code < HTTPStatus.BAD_REQUEST:
        response.headers.setdefault("HX-Trigger", "acted")
    return response


def _of_page() -> dict[str, Any]:
    return {"strip_of_page": _strip_of_page}  # asked for by whole pages only


def _strip_of_page() -> Strip:
    actor = visitor()
    if actor is None:
        return Strip()
    try:
        return strip_for(actor, current_directory(), current_moment(), page=request.path)
    except SQLAlchemyError:  # the page may be the one that says so
        return Strip()


blueprint.add_url_rule("", "show", show)
