"""Runs the exchange in real time: webhooks over HTTP, and threads that wait for what is due."""

import logging
import threading
from collections.abc import Mapping

import requests

from app.phone_lab.exchange import Exchange
from app.phone_lab.types import FetchResult

_WEBHOOK_SECONDS = 15.0  # Twilio's own patience
_LONGEST_SLEEP_SECONDS = 0.5
_log = logging.getLogger(__name__)


def fetch_over_http(
    method: str, url: str, params: Mapping[str, str], headers: Mapping[str, str]
) -> FetchResult:
    """Fetch a webhook; raises OSError (requests' own errors are) when it cannot be reached."""
    response = requests.request(
        method,
        url,
        data=dict(params) if method == "POST" else None,
        headers=dict(headers),
        timeout=_WEBHOOK_SECONDS,
        allow_redirects=False,
    )
    response.encoding = "utf-8"
    return FetchResult(response.status_code, response.text)


class RealTime:
    """Threads that run an exchange; several, so that a slow webhook holds up only its own call.

    Have fewer of them than the web server has, when its webhooks call back into the lab.
    """

    def __init__(self, exchange: Exchange, *, threads: int = 2) -> None:
        self._exchange = exchange
        self._stopped = threading.Event()
        self._threads = [
            threading.Thread(target=self._run, name=f"phone-lab-{number}", daemon=True)
            for number in range(threads)
        ]

    def start(self) -> None:
        """Start running; calls begin to ring."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Stop running and wait for what is under way."""
        self._stopped.set()
        self._exchange.wake()
        for thread in self._threads:
            thread.join()

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                self._exchange.run_due()
            except Exception:  # noqa: BLE001 - one broken call must not silence all the others
                _log.exception("phone lab: a step failed")
            self._exchange.wait_until_due(_LONGEST_SLEEP_SECONDS)
