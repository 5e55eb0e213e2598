"""Which language somebody reads: Swedish unless they have chosen English."""

from flask import Response, request
from flask_login import current_user

LANGUAGES = ("sv", "en")
COOKIE = "lang"
_YEAR_SECONDS = 365 * 24 * 3600


def current_language() -> str:
    """On pages: ``?lang``, then what whoever is signed in has chosen, then a cookie. In the API
    ``?lang``, the cookie, then ``Accept-Language``.

    Pages do not follow the browser's own language: many Swedish workplaces have English browsers.
    """
    is_api = request.path.startswith("/api/")
    own = None if is_api else getattr(current_user, "language", None)
    for chosen in (request.args.get("lang"), own, request.cookies.get(COOKIE)):
        if chosen in LANGUAGES:
            return str(chosen)
    if is_api and request.accept_languages:
        return request.accept_languages.best_match(LANGUAGES, "sv") or "sv"
    return "sv"


def remember_choice(response: Response) -> Response:
    """Keep what ``?lang`` asked for on a page."""
    if request.path.startswith("/api/"):
        return response
    chosen = request.args.get("lang")
    if chosen in LANGUAGES:
        response.set_cookie(
            COOKIE, chosen, max_age=_YEAR_SECONDS, samesite="Lax", secure=request.is_secure
        )
    return response
