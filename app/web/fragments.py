"""Parts of pages that the page asks for again and again: sent only when they have changed."""

from flask import Response, make_response, request


def is_part() -> bool:
    """Whether a part of a page is wanted (htmx), not the whole."""
    return request.headers.get("HX-Request") == "true"


def unless_known(html: str) -> Response:
    """The part with its ETag, or 304 when the page has it already."""
    response = make_response(html)
    response.add_etag()
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "Cookie, HX-Request"
    response.make_conditional(request)
    return response
