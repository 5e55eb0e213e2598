"""Answers remembered for as long as they must be the same: one directory, one minute."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from flask import Response, current_app, g, request

from app.auth.guard import current_actor
from app.current import current_clock

_MOST = 4096
View = Callable[..., Response]


class Memo:
    """Bodies by who asks what. The whole memory is dropped when directory or minute change.

    Safe between threads: a page of the memory is replaced, never emptied.
    """

    def __init__(self) -> None:
        self._valid: tuple[int, datetime] | None = None
        self._bodies: dict[tuple[int, str, str, str], bytes] = {}

    def page(self, version: int, minute: datetime) -> dict[tuple[int, str, str, str], bytes]:
        """What is remembered for this directory and minute."""
        if self._valid != (version, minute) or len(self._bodies) > _MOST:
            self._bodies = {}
            self._valid = (version, minute)
        return self._bodies


def remembered(memo_key: str) -> Callable[[View], View]:
    """Answer a GET again as long as nothing it depends on has changed.

    A decision is the same within a whole minute (see ``routing.decide``). The answer may depend on
    the query, on who asks, on the directory and on the language, and on nothing else.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def remembering() -> Response:
            extensions = current_app.extensions
            memo = extensions.get(memo_key)
            if memo is None:
                memo = extensions.setdefault(memo_key, Memo())
            minute = current_clock()().replace(second=0, microsecond=0)
            page = memo.page(g.directory_version, minute)
            environ = request.environ
            key = (
                current_actor().account_id,
                environ.get("QUERY_STRING", ""),
                environ.get("HTTP_ACCEPT_LANGUAGE", ""),
                environ.get("HTTP_COOKIE", ""),
            )
            body = page.get(key)
            if body is not None:
                return Response(body, mimetype="application/json")
            response = view()
            if response.status_code == 200:
                page[key] = response.get_data()
            return response

        return remembering

    return decorate
