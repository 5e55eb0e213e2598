"""Parts of pages that the page asks for again and again: sent only when they have changed."""

from hashlib import sha256

from flask import Response, make_response, request
from flask_wtf.csrf import generate_csrf


def is_part() -> bool:
    """Whether a part of a page is wanted (htmx), not the whole."""
    return request.headers.get("HX-Request") == "true"


def unless_known(html: str) -> Response:
    """The part with its ETag, or 304 when the page has it already.

    The forms' CSRF token does not count: it is signed anew each second, but the old stays good.
    """
    response = make_response(html)
    told = html.replace(generate_csrf(), "")
    # Weak: what is sent may be compressed, and means the same.
    response.set_etag(sha256(told.encode()).hexdigest()[:32], weak=True)
    response.headers["Cache-Control"] = "no-store"
    response.make_conditional(request)
    return response
