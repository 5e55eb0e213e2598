"""Where somebody goes after signing in, or when they throw a form away: a page of ours, or the
start page."""

import unicodedata
from urllib.parse import urlsplit

from flask import request, url_for
from flask.globals import request_ctx
from werkzeug.exceptions import HTTPException

from app.auth.addresses import without_identity

LONGEST_WAY = 2_000
"""Characters of an address to go to after signing in."""

_TRICKS = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})  # what browsers drop or break lines at
_SIGN_IN = "auth.login"


def safe_next(where: str) -> str:
    """A page of ours to go to, the start page when ``where`` is anything else."""
    is_ours = where.startswith("/") and not where.startswith("//") and len(where) <= LONGEST_WAY
    has_tricks = "\\" in where or any(unicodedata.category(one) in _TRICKS for one in where)
    return where if is_ours and not has_tricks else url_for("home.start")


def this_page() -> str:
    """The page that is asked for, without what may not stand in an address."""
    return without_identity(safe_next(request.full_path.rstrip("?")))


def page_of_form() -> str:
    """The page on which the form that is sent stood, when it can be opened again."""
    try:
        came_from = urlsplit(request.referrer or "")
    except ValueError:  # whatever a browser says of where it was
        return url_for("home.start")
    if came_from.netloc != request.host:
        return url_for("home.start")
    where = came_from.path + (f"?{came_from.query}" if came_from.query else "")
    where = without_identity(safe_next(where))
    return where if _is_a_page(urlsplit(where).path) else url_for("home.start")


def _is_a_page(path: str) -> bool:
    """Whether it can be opened, and is not the sign-in page itself."""
    adapter = request_ctx.url_adapter
    try:
        return adapter is not None and adapter.match(path, method="GET")[0] != _SIGN_IN
    except HTTPException:  # nowhere, or only where forms are sent
        return False
