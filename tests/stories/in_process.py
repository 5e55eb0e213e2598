"""How the lab's exchange and the application reach each other in a story: no network at all."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from flask import Flask

from app.phone_lab.types import FetchResult


class InProcessWebhooks:
    """How the lab's exchange reaches the application: no network, the same bytes."""

    def __init__(self) -> None:
        self.app: Flask | None = None
        self.received: list[tuple[str, dict[str, str], dict[str, str]]] = []

    def __call__(
        self, method: str, url: str, params: Mapping[str, str], headers: Mapping[str, str]
    ) -> FetchResult:
        assert self.app is not None
        self.received.append((url, dict(params), dict(headers)))
        parts = urlsplit(url)
        response = self.app.test_client().open(
            parts.path,
            base_url=f"{parts.scheme}://{parts.netloc}",
            query_string=parts.query,
            method=method,
            data=dict(params) if method == "POST" else None,
            headers=dict(headers),
        )
        return FetchResult(response.status_code, response.get_data(as_text=True))
