"""What a call hears while it waits for a conference to start (waitUrl), over and over."""

from collections import deque
from dataclasses import replace
from urllib.parse import urljoin

from app.phone_lab.callbacks import call_params
from app.phone_lab.core import Core
from app.phone_lab.gathering import hear
from app.phone_lab.state import Call
from app.phone_lab.twiml import parse_twiml
from app.phone_lab.types import FetchResult, Happening
from app.phone_lab.verbs import BadTwiml, Pause, Play, Redirect, Say, Verb

_LEAST_SECONDS = 1.0
"""A document that takes no time is asked for again after this long, not at once for ever."""


class Waiting:
    """One call that waits; it ends by itself when the call begins something else."""

    def __init__(self, core: Core, call: Call, *, method: str) -> None:
        self._core = core
        self._call = call
        self._method = method
        self._verbs: deque[Verb] = deque()

    def fetch(self, url: str) -> None:
        """Ask what is to be heard; an address that fails leaves the caller with music."""
        self._url = url
        self._core.fetch_twiml(
            self._call,
            url=url,
            method=self._method,
            params=call_params(self._core, self._call),
            then=self._received,
        )

    def _received(self, result: FetchResult) -> None:
        if not 200 <= result.status < 300:
            self._core.note(self._call, Happening.BAD_WEBHOOK, f"väntan: HTTP {result.status}")
            return
        try:
            verbs = parse_twiml(result.body)
            _check(verbs)
        except BadTwiml as error:
            self._core.note(self._call, Happening.BAD_TWIML, f"väntan: {error}")
            return
        self._verbs = deque(verbs)
        seconds = sum(getattr(verb, "seconds", 0.0) for verb in verbs)
        if seconds < _LEAST_SECONDS:
            self._verbs.appendleft(Pause(_LEAST_SECONDS))
        self._next()

    def _next(self) -> None:
        match self._verbs.popleft() if self._verbs else None:
            case Say() | Play() | Pause() as prompt:
                activity = replace(self._call.activity, hearing=prompt.text)
                self._core.begin(self._call, activity)
                hear(self._core, self._call, prompt.text)
                self._core.later(self._call, prompt.seconds, self._next)
            case Redirect(url, _method):
                self.fetch(urljoin(self._url, url))
            case _:
                self.fetch(self._url)


def _check(verbs: tuple[Verb, ...]) -> None:
    for verb in verbs:
        if not isinstance(verb, Say | Play | Pause | Redirect):
            raise BadTwiml(f"<{type(verb).__name__}> får inte stå i väntan")
