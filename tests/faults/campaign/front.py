"""The front of the web processes: one address outside, whichever process answers inside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from threading import Lock
from urllib.parse import urlsplit

import requests

from tests.faults.campaign.settings import LOCALHOST

PATIENCE = 15.0  # seconds, as the provider's own


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; 502 when nobody answered in full."""

    status: int
    body: str


BROKEN = Answer(502, "")


class Front:
    """Passes requests on; asks the other process only when a connection is refused.

    A request that broke half-way may have been done, so it is the sender's to send again.
    """

    def __init__(self, ports: Sequence[int], seed: int) -> None:
        self._ports = ports
        self._random = Random(seed)
        self._lock = Lock()

    def send(
        self,
        method: str,
        url: str,
        *,
        form: Mapping[str, str] | None = None,
        document: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """One request, by its public URL."""
        parts = urlsplit(url)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        with self._lock:
            ports = self._random.sample(self._ports, len(self._ports))
        for port in ports:
            try:
                response = requests.request(
                    method,
                    f"http://{LOCALHOST}:{port}{path}",
                    data=dict(form) if form is not None else None,
                    json=document,
                    headers=dict(headers or {}),
                    timeout=PATIENCE,
                    allow_redirects=False,
                )
            except requests.ConnectionError as error:
                if "refused" in str(error):
                    continue
                return BROKEN
            except requests.RequestException:
                return BROKEN
            response.encoding = "utf-8"
            return Answer(response.status_code, response.text)
        return BROKEN
