"""Answers that cost nothing until something changes."""

from flask import Response, make_response, request


def polled(answer: str | Response, etag: str) -> Response:
    """The answer with its ETag, or 304 when the browser has it already."""
    response = make_response(answer)
    # Weak: what is sent may be compressed, which takes a strong one for another.
    response.set_etag(etag, weak=True)
    response.headers["Cache-Control"] = "no-cache, private"
    response.make_conditional(request)
    return response
