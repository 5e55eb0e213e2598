"""The people at the phones: they answer, press, wait and hang up as chance will have it."""

import threading
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from app.phone_lab.exchange import Exchange
from app.phone_lab.state import Call
from app.phone_lab.types import (
    BUSY,
    DECLINES,
    MANUAL,
    UNREACHABLE,
    Behaviour,
    CallStatus,
    ConferenceStatus,
    NothingToActOn,
    Press,
)
from tests.faults.campaign.settings import SharedClock

TICK = 0.1  # real seconds
IMPATIENT = 0.12  # of the requesters
PATIENCE_SECONDS = 900.0  # nobody listens to music for longer
MACHINE_SECONDS = 60.0  # a voicemail box hangs up by itself


@dataclass(slots=True)
class Mind:
    """What somebody on the phone has in mind: when to hang up, and for how long to talk."""

    leaves_at: datetime
    talk_seconds: float
    is_patient: bool
    talks_since: datetime | None = None


class People:
    """Everybody with a phone. ``requesters`` are the numbers that ask; all others are asked."""

    def __init__(self, exchange: Exchange, clock: SharedClock, seed: int) -> None:
        self.hung_up: set[str] = set()
        self.talked: set[str] = set()
        self.waited_out = 0
        self.requesters: frozenset[str] = frozenset()
        self._exchange = exchange
        self._clock = clock
        self._random = Random(seed)
        self._lock = threading.Lock()
        self._minds: dict[str, Mind] = {}
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="people", daemon=True)

    def start(self) -> None:
        """They begin to hang up."""
        self._thread.start()

    def stop(self) -> None:
        """They sit still."""
        self._stopping.set()
        self._thread.join()

    def prepare(self, number: str) -> None:
        """Decide what this phone does when it is rung next."""
        with self._lock:
            is_requester = number in self.requesters
            behaviour = self._requester() if is_requester else self._responder()
        self._exchange.set_behaviour(number, behaviour)

    def _requester(self) -> Behaviour:
        draw = self._random.random()
        if draw < 0.92:
            return _presses(self._random.uniform(1, 12), (self._random.uniform(2, 9), "1"))
        return MANUAL if draw < 0.96 else BUSY if draw < 0.98 else UNREACHABLE

    def _responder(self) -> Behaviour:
        chance = self._random
        draw = chance.random()
        picks_up, thinks = chance.uniform(2, 14), chance.uniform(6, 18)
        if draw < 0.40:
            return _presses(picks_up, (thinks, "1"))
        if draw < 0.50:
            return _presses(picks_up, (thinks, "2"))
        if draw < 0.60:
            # Three is a promise to call back where that may be promised, else a wrong digit.
            return _presses(
                picks_up, (thinks, chance.choice("37")), (thinks + 15, chance.choice("12"))
            )
        if draw < 0.64:
            return _presses(picks_up)
        if draw < 0.72:
            return Behaviour.voicemail(picks_up)
        if draw < 0.80:
            return chance.choice((BUSY, DECLINES))
        return MANUAL if draw < 0.95 else UNREACHABLE

    def _run(self) -> None:
        while not self._stopping.wait(TICK):
            talking = [
                call for call in self._exchange.calls() if call.status is CallStatus.IN_PROGRESS
            ]
            conferences: set[str | None] = {
                one.sid
                for one in self._exchange.conferences()
                if one.status is ConferenceStatus.IN_PROGRESS
            }
            for call in talking:
                self._consider(call, conferences, at=self._clock())

    def _consider(self, call: Call, conferences: Collection[str | None], *, at: datetime) -> None:
        mind = self._minds.get(call.sid) or self._minds.setdefault(call.sid, self._mind(call, at))
        if call.conference_sid in conferences:
            mind.talks_since = mind.talks_since or at
            self.talked.add(call.sid)
        has_talked = mind.talks_since and at - mind.talks_since > timedelta(
            seconds=mind.talk_seconds
        )
        if has_talked or (mind.talks_since is None and at > mind.leaves_at):
            self._hang_up(call)

    def _hang_up(self, call: Call) -> None:
        current = self._exchange.current_call(call.phone_number)
        if current is None or current.sid != call.sid:
            return
        try:
            self._exchange.hang_up(call.phone_number)
        except NothingToActOn:
            return
        self.hung_up.add(call.sid)
        mind = self._minds[call.sid]
        self.waited_out += mind.talks_since is None and mind.is_patient

    def _mind(self, call: Call, at: datetime) -> Mind:
        talk = self._random.uniform(5, 40)
        is_requester = call.phone_number in self.requesters
        if not is_requester:
            return Mind(at + timedelta(seconds=MACHINE_SECONDS + 60), talk, is_patient=False)
        if self._random.random() < IMPATIENT:
            leaves_at = at + timedelta(seconds=self._random.uniform(3, 60))
            return Mind(leaves_at, talk, is_patient=False)
        return Mind(at + timedelta(seconds=PATIENCE_SECONDS), talk, is_patient=True)


def _presses(picks_up: float, *presses: tuple[float, str]) -> Behaviour:
    return Behaviour.answers(picks_up, presses=tuple(Press(*one) for one in presses))
