"""Which language somebody reads: Swedish unless they ask for English."""

from flask import Response, request

LANGUAGES = ("sv", "en")
COOKIE = "lang"
_YEAR_SECONDS = 365 * 24 * 3600


def current_language() -> str:
    """``?lang``, then the choice kept in a cookie; in the API then ``Accept-Language``.

    Pages do not follow the browser's own language: many Swedish workplaces have English browsers.
    """
    for chosen in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if chosen in LANGUAGES:
            return chosen
    if request.path.startswith("/api/") and request.accept_languages:
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
