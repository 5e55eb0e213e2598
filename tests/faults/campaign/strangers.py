"""Webhooks nobody should heed: forged ones, and those that come when all is over."""

import threading
from collections import Counter
from random import Random
from uuid import uuid4

from app.config import LAB_ACCOUNT
from notifications import callbacks as paths
from notifications.callbacks import Callbacks
from routing.outcome import Side
from tests.faults.campaign.evidence import Evidence
from tests.faults.campaign.provider import Provider
from tests.faults.campaign.settings import PUBLIC_URL
from tests.faults.campaign.webhooks import Webhook, Webhooks

SECONDS_BETWEEN = 0.2  # real
REPEATED = 60  # contacts of which everything is said again when they are over
_CALLBACKS = Callbacks(PUBLIC_URL)


class Strangers:
    """Somebody who knows our addresses, but not the token; counts what he is answered."""

    def __init__(self, webhooks: Webhooks, provider: Provider, seed: int) -> None:
        self.answers: Counter[int] = Counter()
        self._webhooks, self._provider = webhooks, provider
        self._random = Random(seed)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="stranger", daemon=True)

    def start(self) -> None:
        """He begins."""
        self._thread.start()

    def stop(self) -> None:
        """He goes."""
        self._stopping.set()
        self._thread.join()

    @property
    def heeded(self) -> int:
        """How often he was taken for the provider."""
        return sum(count for status, count in self.answers.items() if status < 400)

    def _run(self) -> None:
        while not self._stopping.wait(SECONDS_BETWEEN):
            orders = self._provider.orders
            order = self._random.choice(orders) if orders else None
            attempt_id = order.attempt_id if order else str(uuid4())
            path = self._random.choice((paths.DIGIT, paths.STATUS, paths.ANSWER, paths.TOLD))
            form = {
                "CallSid": order.sid if order else f"CA{0:032x}",
                "AccountSid": LAB_ACCOUNT,
                "CallStatus": "completed",
                "Digits": "1",
            }
            url = _CALLBACKS.of(path, attempt_id=attempt_id)
            self.answers[self._webhooks.forge(Webhook(url, form))] += 1


def repeat_everything(webhooks: Webhooks, evidence: Evidence, random: Random) -> int:
    """When all is over, say again of many calls that they ring, are answered, press 1 and end."""
    attempts = [one for one in evidence.attempts.values() if one.provider_call_id]
    chosen = random.sample(attempts, min(REPEATED, len(attempts)))
    for attempt in chosen:
        about = {"CallSid": attempt.provider_call_id or "", "AccountSid": LAB_ACCOUNT}
        for path, more in (
            (paths.STATUS, {"CallStatus": "ringing"}),
            (paths.ANSWER, {"CallStatus": "in-progress"}),
            (paths.STATUS, {"CallStatus": "busy"}),
            (paths.STATUS, {"CallStatus": "completed"}),
        ):
            webhooks.send(Webhook(_CALLBACKS.of(path, attempt_id=attempt.id), about | more))
        if attempt.side is Side.RESPONDER:
            url = f"{_CALLBACKS.of(paths.DIGIT, attempt_id=attempt.id)}?{paths.PROMPT}=2"
            webhooks.send(Webhook(url, about | {"Digits": random.choice(("1", "2", ""))}))
    return len(chosen)
