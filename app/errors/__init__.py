"""From an error to what people see: a problem document in the API, a friendly page elsewhere."""

import logging
from collections.abc import Mapping
from http import HTTPStatus

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from app.errors.problems import problem_of_http, problem_of_situation, respond
from app.errors.situation import Situation
from app.errors.situations import (
    DATABASE_AWAY,
    IDENTITY,
    IDENTITY_AS_NUMBER,
    SITUATIONS,
    sentence_of,
    situation_of,
)
from app.errors.statuses import status_words
from app.language import current_language
from app.security import is_read_as_json

__all__ = [
    "IDENTITY",
    "IDENTITY_AS_NUMBER",
    "SITUATIONS",
    "Situation",
    "install",
    "sentence_of",
    "situation_of",
    "status_words",
]

log = logging.getLogger(__name__)

RETRY = {"Retry-After": "5"}  # seconds

# When even the error page cannot be made, e.g. because the database is gone.
_BARE_PAGE = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title></head>
<body><main><h1>{title}</h1><p>{message}</p><p><a href="/">Kontaktvägar</a></p></main></body></html>
"""


def install(app: Flask) -> None:
    """Answer every error, known and unknown, in the language of whoever asks."""
    app.register_error_handler(HTTPException, _http)
    for kind in {*SITUATIONS, *DATABASE_AWAY}:
        app.register_error_handler(kind, _situation)
    app.after_request(_without_page)


def _is_for_machines() -> bool:
    return is_read_as_json(request.path)


def _without_page(response: Response) -> Response:
    """What Flask writes by itself (OPTIONS, a redirect) is a page; a program has its headers."""
    if response.mimetype == "text/html" and _is_for_machines():
        response.set_data(b"")
        del response.headers["Content-Type"]
        if response.status_code == HTTPStatus.OK:
            response.status_code = HTTPStatus.NO_CONTENT
    return response


def _http(error: HTTPException) -> Response:
    lang = current_language()
    if error.response is not None:  # somebody made the whole answer already
        return Response(status=error.response.status_code, headers=dict(error.response.headers))
    if _is_for_machines():
        response = respond(problem_of_http(error, lang=lang), lang=lang)
    else:
        title, message = status_words(error.code or 500, lang)
        response = _page(error.code or 500, title=title, message=message, lang=lang)
    return _with_headers(response, _own_headers(error))


def _situation(error: Exception) -> Response:
    situation = situation_of(error)
    if situation is None:  # only registered kinds come here
        raise error
    if situation.status >= 500:
        log.error("%s answered with %s", type(error).__name__, situation.status)
    lang = current_language()
    if _is_for_machines():
        response = respond(problem_of_situation(error, situation, lang=lang), lang=lang)
    else:
        title, _ = status_words(situation.status, lang)
        message = situation.text(error, lang)
        response = _page(situation.status, title=title, message=message, lang=lang)
    return _with_headers(response, RETRY if situation.status == 503 else {})


def _page(status: int, *, title: str, message: str, lang: str) -> Response:
    try:
        body = render_template("web/error.html", status=status, title=title, message=message)
    except Exception:
        log.exception("the error page itself failed")
        body = _BARE_PAGE.format(lang=lang, title=title, message=message)
    return Response(body, status, content_type="text/html; charset=utf-8")


def _own_headers(error: HTTPException) -> Mapping[str, str]:
    """What the status must carry, e.g. which methods an address knows."""
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        return {"Allow": ", ".join(sorted(error.valid_methods))}
    retry_after = getattr(error, "retry_after", None)
    if retry_after:
        return {"Retry-After": str(retry_after)}
    return RETRY if error.code == 503 else {}


def _with_headers(response: Response, headers: Mapping[str, str]) -> Response:
    response.headers.update(headers)
    return response
