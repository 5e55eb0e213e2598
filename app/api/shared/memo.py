"""Answers remembered for as long as they must be the same: one directory, one minute.

A decision is the same within a whole minute (see ``routing.decide``). The answer depends on the
question, on who asks, in which language, and on the directory; revoking a token or closing an
account changes the directory's version too. So the same words from the same bearer get the same
bytes, before Flask is asked at all.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.exc import OperationalError

from app.auth.known_actors import VALID_UNTIL
from app.clock import Clock

if TYPE_CHECKING:
    from _typeshed import OptExcInfo
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

MOST = 4096
Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer, and when the token it was given to expires (UTC, None: never)."""

    headers: list[tuple[str, str]]
    body: bytes
    valid_until: datetime | None


class RememberedAnswers:
    """WSGI: answers a GET of one path again as long as nothing it depends on has changed.

    Safe between threads: a page of the memory is replaced, never emptied.
    """

    def __init__(
        self,
        application: "WSGIApplication",
        *,
        path: str,
        version: Callable[[], int],
        clock: Clock,
    ) -> None:
        self._application = application
        self._path = path
        self._version = version
        self._clock = clock
        self._page: tuple[int, datetime, dict[Key, Answer]] | None = None

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer from memory, else ask the application and remember what it says."""
        if environ["PATH_INFO"] != self._path or environ["REQUEST_METHOD"] != "GET":
            return self._application(environ, start_response)
        now = self._clock()
        try:
            answers = self._answers(now)
        except OperationalError:  # not even an old directory: the application says so properly
            return self._application(environ, start_response)
        key = (
            environ.get("HTTP_AUTHORIZATION", ""),
            environ.get("QUERY_STRING", ""),
            environ.get("HTTP_ACCEPT_LANGUAGE", ""),
            environ.get("HTTP_COOKIE", ""),
        )
        answer = answers.get(key)
        if answer is not None and (answer.valid_until is None or now < answer.valid_until):
            start_response("200 OK", list(answer.headers))
            return [answer.body]
        return self._ask(environ, start_response, answers=answers, key=key)

    def _answers(self, now: datetime) -> dict[Key, Answer]:
        version, minute = self._version(), now.replace(second=0, microsecond=0)
        page = self._page
        if page is None or page[:2] != (version, minute) or len(page[2]) > MOST:
            page = self._page = (version, minute, {})
        return page[2]

    def _ask(
        self,
        environ: "WSGIEnvironment",
        start_response: "StartResponse",
        *,
        answers: dict[Key, Answer],
        key: Key,
    ) -> Iterable[bytes]:
        said: list[tuple[str, list[tuple[str, str]]]] = []

        def note(
            status: str, headers: list[tuple[str, str]], failure: "OptExcInfo | None" = None, /
        ) -> Callable[[bytes], object]:
            said.append((status, headers))
            return start_response(status, headers, failure)

        parts = self._application(environ, note)
        try:
            body = b"".join(parts)
        finally:
            if hasattr(parts, "close"):
                parts.close()
        status, headers = said[-1]
        if status.startswith("200 "):
            answers[key] = Answer(list(headers), body, environ.get(VALID_UNTIL))
        return [body]
