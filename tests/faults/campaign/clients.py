"""The load: systems that ask for contacts over the API, and remember what they were promised."""

import json
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from random import Random

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.actions.contact.cancel_request import cancel_request
from app.actions.shared.actor import Actor
from tests.faults.campaign.front import Front
from tests.faults.campaign.settings import PUBLIC_URL, SharedClock

PATIENCE = 60.0  # real seconds for which a client asks the same again
PAUSE = 0.3
THREADS = 6
REGRETTED = 0.06  # of the contacts
ADDRESS = f"{PUBLIC_URL}/api/v1/requests"


@dataclass(frozen=True, slots=True)
class Asker:
    """An account with a bearer token, and the path it asks on."""

    actor: Actor
    token: str
    path: str


@dataclass(frozen=True, slots=True)
class Need:
    """What is asked for: codes of municipality and specialty."""

    municipality: str
    specialty: str


@dataclass
class Promised:
    """What the clients saw: contacts accepted, refusals by status, and questions asked in vain."""

    accepted: set[str] = field(default_factory=set)
    refused: dict[str, int] = field(default_factory=dict)
    regretted: int = 0
    in_vain: int = 0
    repeated: int = 0


class Clients:
    """Threads that ask; ``numbers`` are the phones the contacts are to be rung up on, in turn."""

    def __init__(
        self,
        front: Front,
        engine: Engine,
        clock: SharedClock,
        *,
        askers: Sequence[Asker],
        needs: Sequence[Need],
        numbers: Sequence[str],
        seed: int,
    ) -> None:
        self.promised = Promised()
        self._front, self._engine, self._clock = front, engine, clock
        self._askers, self._needs, self._numbers = askers, needs, numbers
        self._random = Random(seed)
        self._lock = threading.Lock()
        self._seed = seed

    def ask(self, requests: int, *, per_second: float) -> None:
        """Ask so many times, evenly; returns when all have been answered or given up."""
        with ThreadPoolExecutor(THREADS, thread_name_prefix="client") as pool:
            begun = time.monotonic()
            for number in range(requests):
                pause = begun + number / per_second - time.monotonic()
                if pause > 0:
                    time.sleep(pause)
                pool.submit(self._ask_one, number)

    def _ask_one(self, number: int) -> None:
        with self._lock:
            asker, need = self._random.choice(self._askers), self._random.choice(self._needs)
            regrets_after = self._random.uniform(1, 45) if self._random.random() < REGRETTED else 0
        document = {
            "path": asker.path,
            "municipality": need.municipality,
            "specialty": need.specialty,
            "callback_number": self._numbers[number % len(self._numbers)],
        }
        request_id = self._ask_until_answered(asker, document, key=f"{self._seed}-{number}")
        if request_id and regrets_after:
            self._clock.sleep(regrets_after)
            self._regret(request_id, asker.actor)

    def _ask_until_answered(
        self, asker: Asker, document: Mapping[str, str], *, key: str
    ) -> str | None:
        headers = {"Authorization": f"Bearer {asker.token}", "Idempotency-Key": key}
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            answer = self._front.send("POST", ADDRESS, document=document, headers=headers)
            if answer.status in (200, 201):
                request_id = str(json.loads(answer.body)["id"])
                with self._lock:
                    self.promised.accepted.add(request_id)
                    self.promised.repeated += answer.status == 200
                return request_id
            if answer.status < 500:
                with self._lock:
                    word = f"{answer.status} {answer.body[:160]}"
                    self.promised.refused[word] = self.promised.refused.get(word, 0) + 1
                return None
            time.sleep(PAUSE)
        self.promised.in_vain += 1
        return None

    def _regret(self, request_id: str, actor: Actor) -> None:
        """The requester changes their mind, on their own page: the same action, done here."""
        for _try in range(20):
            try:
                with Session(self._engine, expire_on_commit=False) as session:
                    cancel_request(session, request_id, by=actor, at=self._clock())
            except SQLAlchemyError:  # the database is away
                time.sleep(PAUSE)
                continue
            with self._lock:
                self.promised.regretted += 1
            return
