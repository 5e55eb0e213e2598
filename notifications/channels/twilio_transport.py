"""The wire under Twilio's client: kept-alive connections that all errands share.

Twilio's own transport keeps a few connections only, and throws away those of a busy minute: each
call then waits for a new handshake. It also passes its answers through an attribute of itself, and
is right only as long as no other thread comes in between. This one keeps nothing between questions.
"""

import logging
from typing import Any

from requests import Session
from requests.adapters import HTTPAdapter
from twilio.http import HttpClient
from twilio.http.response import Response

# Asked for by Twilio's interface; nothing is logged, as requests hold numbers.
_log = logging.getLogger(__name__)

# Connections kept open to the provider; as many as there may be errands at once.
CONNECTIONS = 32


class SharedTransport(HttpClient):
    """A transport for any number of threads. ``timeout`` in seconds, to connect and between two
    bytes of an answer. Proxies of the environment are used; redirects are not followed."""

    def __init__(self, *, timeout: float) -> None:
        super().__init__(_log, is_async=False, timeout=timeout)
        self._session = Session()
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, HTTPAdapter(pool_maxsize=CONNECTIONS))

    def request(  # noqa: PLR0913 - the signature of Twilio's interface
        self,
        method: str,
        url: str,
        params: dict[str, object] | None = None,
        data: dict[str, object] | None = None,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,  # noqa: FBT001, FBT002 - the signature of Twilio's interface
    ) -> Response:
        """One question and its answer. Raises ``requests``' exceptions."""
        is_json = headers is not None and "json" in headers.get("Content-Type", "")
        given: dict[str, Any] = {"params": params, "json" if is_json else "data": data}
        answer = self._session.request(
            method.upper(),
            url,
            headers=headers,
            auth=auth,
            timeout=timeout or self.timeout,
            allow_redirects=allow_redirects,
            **given,
        )
        return Response(int(answer.status_code), answer.text, answer.headers)
