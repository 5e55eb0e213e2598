"""The lab's surroundings in tests: a clock one turns, an application that answers webhooks."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

from flask import Flask
from twilio.http import HttpClient
from twilio.http.response import Response as TwilioResponse
from twilio.request_validator import RequestValidator

from app.phone_lab.exchange import Exchange
from app.phone_lab.types import FetchResult

TOKEN = "lab-token"
SWITCHBOARD = "+46313900699"
MORA = "+46701740605"
FIRST = "+46701740606"
SECOND = "+46701740607"
APPLICATION = "https://kontakt.example"
GATHER = (
    '<Response><Gather numDigits="1" timeout="5" action="/digit">'
    '<Say language="sv-SE">Ett samtal från Mora. Tryck ett för att svara.</Say>'
    "</Gather><Say>Hej då.</Say></Response>"
)


class TurnedClock:
    """A clock that stands still until it is turned."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def advance(self, exchange: Exchange, *, seconds: float) -> None:
        """Turn the clock, stopping at every moment when the exchange has something to do."""
        goal = self.at + timedelta(seconds=seconds)
        exchange.run_due()
        while (due := exchange.next_due()) is not None and due <= goal:
            self.at = max(self.at, due)
            exchange.run_due()
        self.at = goal


@dataclass(frozen=True)
class Received:
    """A webhook as it arrived."""

    method: str
    url: str
    path: str
    params: dict[str, str]
    headers: dict[str, str]
    at: datetime

    @property
    def is_signed(self) -> bool:
        """Whether Twilio's own validator accepts the signature."""
        form = self.params if self.method == "POST" else {}
        signature = self.headers["X-Twilio-Signature"]
        return bool(RequestValidator(TOKEN).validate(self.url, form, signature))


class Webhooks:
    """The application's side: what each path answers, and all that has arrived."""

    def __init__(self, clock: TurnedClock) -> None:
        self._clock = clock
        self._answers: dict[str, list[FetchResult]] = defaultdict(list)
        self.received: list[Received] = []
        self.meanwhile: Callable[[], object] = lambda: None

    def on(self, path: str, *bodies: str, status: int = 200) -> None:
        """Answer a path with these documents in turn, the last one for ever."""
        self._answers[path] = [FetchResult(status, body) for body in bodies]

    def __call__(
        self, method: str, url: str, params: Mapping[str, str], headers: Mapping[str, str]
    ) -> FetchResult:
        parts = urlsplit(url)
        given = dict(params) if method == "POST" else dict(parse_qsl(parts.query))
        at = self._clock()
        self.meanwhile()
        self.received.append(Received(method, url, parts.path, given, dict(headers), at))
        answers = self._answers[parts.path]
        if not answers:
            return FetchResult(204, "")
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def to(self, path: str) -> list[Received]:
        """What has arrived at a path, oldest first."""
        return [one for one in self.received if one.path == path]

    def values(self, path: str, name: str) -> list[str]:
        """One parameter of all that has arrived at a path."""
        return [one.params.get(name, "") for one in self.to(path)]


class InProcessTwilio(HttpClient):
    """The transport of the real Twilio client, led into a Flask application instead of the net."""

    def __init__(self, app: Flask) -> None:
        super().__init__(None, False, None)
        self._client = app.test_client()

    def request(
        self,
        method,
        url,
        params=None,
        data=None,
        headers=None,
        auth=None,
        timeout=None,
        allow_redirects=False,
    ):
        """Send the request as the real transport would, to the same path below /phone-lab."""
        parts = urlsplit(url)
        response = self._client.open(
            f"/phone-lab{parts.path}",
            method=method,
            query_string=params or parts.query,
            data=data if method == "POST" else None,
            headers=[(name, value) for name, value in headers.items() if name != "Content-Type"],
            auth=auth,
        )
        return TwilioResponse(response.status_code, response.text, response.headers)
