"""The provider's webhooks on a bad day: doubled, overtaken, late, lost, lying and forged."""

import heapq
import itertools
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from twilio.request_validator import RequestValidator

from app.phone_lab.types import FetchResult
from tests.faults.campaign.front import Front
from tests.faults.campaign.settings import TOKEN, SharedClock
from tests.faults.campaign.weather import Delivery, Weather

AN_HOUR = 3600.0
ERROR_RETRIEVING = "11200"
SIGNATURE = "X-Twilio-Signature"


@dataclass(frozen=True, slots=True)
class Webhook:
    """A signed webhook."""

    url: str
    form: Mapping[str, str]

    @property
    def headers(self) -> dict[str, str]:
        """Its signature."""
        signature = RequestValidator(TOKEN).compute_signature(self.url, dict(self.form))
        return {SIGNATURE: str(signature)}


class Webhooks:
    """How the exchange reaches the application. Late ones are sent by a thread of their own."""

    def __init__(self, front: Front, weather: Weather, clock: SharedClock) -> None:
        self.counts: Counter[str] = Counter()
        self.fallback_of: Callable[[str], str] = lambda _sid: ""
        self._front = front
        self._weather = weather
        self._clock = clock
        self._late: list[tuple[float, int, Webhook]] = []
        self._order = itertools.count()
        self._changed = threading.Condition()
        self._stopping = False
        self._thread = threading.Thread(target=self._send_late, name="late", daemon=True)

    def start(self) -> None:
        """Late webhooks are sent when they are due."""
        self._thread.start()

    def stop(self) -> list[Webhook]:
        """Returns those that never were due."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        self._thread.join()
        return [webhook for _due, _order, webhook in self._late]

    def fetch(
        self, _method: str, url: str, params: Mapping[str, str], _headers: Mapping[str, str]
    ) -> FetchResult:
        """What the exchange calls: a status is only told, instructions are waited for."""
        webhook = Webhook(url, params)
        if "CallbackSource" in params or "StatusCallbackEvent" in params:
            return self._tell(webhook)
        return self._ask(webhook)

    def send(self, webhook: Webhook) -> FetchResult:
        """One webhook now, as it is."""
        answer = self._front.send("POST", webhook.url, form=webhook.form, headers=webhook.headers)
        self.counts[f"http {answer.status}"] += 1
        return FetchResult(answer.status, answer.body)

    def forge(self, webhook: Webhook) -> int:
        """The same words from a stranger; returns the status he gets."""
        signature = {SIGNATURE: "Zm9yZ2VkIHNpZ25hdHVyZSEhISE="}
        answer = self._front.send("POST", webhook.url, form=webhook.form, headers=signature)
        return answer.status

    def _ask(self, webhook: Webhook) -> FetchResult:
        result = self.send(webhook)
        if result.status < 400:
            return result
        self.counts["instructions failed"] += 1
        fallback = self.fallback_of(webhook.form.get("CallSid", ""))
        if not fallback:
            return result
        self.counts["fallback asked"] += 1
        form = {**webhook.form, "ErrorCode": ERROR_RETRIEVING, "ErrorUrl": webhook.url}
        return self.send(Webhook(fallback, form))

    def _tell(self, webhook: Webhook) -> FetchResult:
        delivery = self._weather.delivery()
        self.counts[delivery.value] += 1
        match delivery:
            case Delivery.LOST:
                return FetchResult(502, "")
            case Delivery.LATE:
                self._later(webhook, self._weather.between(2, 25))
                return FetchResult(204, "")
            case Delivery.AN_HOUR_LATE:
                self._later(webhook, self._weather.between(120, AN_HOUR))
                return FetchResult(204, "")
            case Delivery.TWICE:
                self._later(webhook, self._weather.between(0, 15))
            case Delivery.LYING:
                self._lie(webhook)
        return self.send(webhook)

    def _lie(self, webhook: Webhook) -> None:
        """Say of a call that lives that it is over."""
        if webhook.form.get("CallStatus") in ("ringing", "in-progress"):
            lying = {**webhook.form, "CallStatus": "completed", "CallDuration": "0"}
            self._later(Webhook(webhook.url, lying), self._weather.between(0, 5))

    def _later(self, webhook: Webhook, seconds: float) -> None:
        with self._changed:
            due = self._clock.begun + seconds / self._clock.speed
            due += (self._clock() - self._clock.start).total_seconds() / self._clock.speed
            heapq.heappush(self._late, (due, next(self._order), webhook))
            self._changed.notify_all()

    def _send_late(self) -> None:
        while True:
            with self._changed:
                if self._stopping:
                    return
                wait = self._late[0][0] - self._now() if self._late else None
                if wait is None or wait > 0:
                    self._changed.wait(wait)
                    continue
                _due, _order, webhook = heapq.heappop(self._late)
            self.send(webhook)

    def _now(self) -> float:
        passed = (self._clock() - self._clock.start).total_seconds()
        return self._clock.begun + passed / self._clock.speed
