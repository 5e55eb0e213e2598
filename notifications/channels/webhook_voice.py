"""The telephone through an exchange of one's own: a SIP trunk or PBX with a small JSON API.

``POST /calls``, ``POST /calls/<id>/redirect``, ``DELETE /calls/<id>`` and ``GET /calls?to=…`` are
all it must answer; docs/guides/leverantor.md describes them, and how this class is switched on.
"""

from collections.abc import Set
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

import requests

from notifications.channels.base import CallOrder, PermanentFailure, TemporaryFailure
from notifications.channels.http_codes import is_temporary

TIMEOUT_SECONDS = 5.0
CLOCK_SKEW = timedelta(seconds=5)
LIVE = frozenset({"queued", "ringing", "talking"})

GOOD, REDIRECTED = 200, 300  # all from the one up to the other are answers as agreed

# The exchange's answers: this number cannot be rung; that call is over.
BAD_NUMBER = 422
CALL_IS_OVER = frozenset({404, 410})

# What an answer of another shape than agreed comes to.
_NOT_AS_AGREED = (requests.RequestException, ValueError, KeyError, TypeError)


class WebhookVoice:
    """A ``VoiceChannel``. ``base``: the API's address, no slash at the end; ``key``: who we are."""

    def __init__(self, *, base: str, key: str, from_number: str) -> None:
        self._base = base
        self._from_number = from_number
        self._http = requests.Session()
        self._http.headers["Authorization"] = f"Bearer {key}"

    def call(self, order: CallOrder) -> str:
        """Start a call and return its id."""
        wanted = {
            "to": order.to,
            "from": self._from_number,
            "answer_url": order.answer_url,
            "status_url": order.status_url,
            "ring_seconds": order.ring_seconds,
        }
        try:
            return str(self._ask("POST", "/calls", wanted).json()["id"])
        except _NOT_AS_AGREED as failure:
            raise TemporaryFailure(type(failure).__name__) from failure

    def redirect(self, call_id: str, *, url: str) -> None:
        """Let a live call go on with the instructions at ``url``."""
        self._change("POST", f"/calls/{quote(call_id, safe='')}/redirect", {"url": url})

    def hang_up(self, call_id: str) -> None:
        """End a call whatever it is doing."""
        self._change("DELETE", f"/calls/{quote(call_id, safe='')}")

    def find_call(
        self, order: CallOrder, *, since: datetime, excluding: Set[str] = frozenset()
    ) -> str | None:
        """The newest live call to the number made since the moment."""
        try:
            for made in self._ask("GET", f"/calls?to={quote(order.to)}").json()["calls"]:
                is_new = datetime.fromisoformat(made["made_at"]) >= since - CLOCK_SKEW
                if is_new and made["state"] in LIVE and made["id"] not in excluding:
                    return str(made["id"])
        except _NOT_AS_AGREED as failure:
            raise TemporaryFailure(type(failure).__name__) from failure
        return None

    def _change(self, method: str, path: str, content: dict[str, Any] | None = None) -> None:
        try:
            self._ask(method, path, content)
        except requests.RequestException as failure:
            raise TemporaryFailure(type(failure).__name__) from failure
        except PermanentFailure as failure:
            if int(failure.code) not in CALL_IS_OVER:
                raise

    def _ask(
        self, method: str, path: str, content: dict[str, Any] | None = None
    ) -> requests.Response:
        answer = self._http.request(
            method, self._base + path, json=content, timeout=TIMEOUT_SECONDS, allow_redirects=False
        )
        code = answer.status_code
        if is_temporary(code):
            raise TemporaryFailure(str(code))
        if not GOOD <= code < REDIRECTED:
            raise PermanentFailure(str(code), is_bad_number=code == BAD_NUMBER)
        return answer
