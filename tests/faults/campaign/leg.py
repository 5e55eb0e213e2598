"""One leg of the campaign: a night, a load, faults, and the quiet after it."""

import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from multiprocessing.context import ForkServerContext
from pathlib import Path
from random import Random

from sqlalchemy.exc import SQLAlchemyError

from app.config import LAB_ACCOUNT
from app.phone_lab.exchange import Exchange
from app.phone_lab.live import RealTime
from app.phone_lab.state import Call
from tests.benchmarks.servers import free_port
from tests.databases import open_engine
from tests.faults.campaign.admissions import Admissions, judge_admissions
from tests.faults.campaign.children import Post
from tests.faults.campaign.clients import Clients
from tests.faults.campaign.cluster import Cluster
from tests.faults.campaign.county import askers, directory_of, free_numbers, needs
from tests.faults.campaign.evidence import Evidence, read_evidence, unfinished
from tests.faults.campaign.front import Front
from tests.faults.campaign.handovers import Handovers
from tests.faults.campaign.invariants import Verdict, Witnesses, judge
from tests.faults.campaign.people import People
from tests.faults.campaign.provider import Provider, listening
from tests.faults.campaign.settings import TOKEN, Settings, SharedClock, until
from tests.faults.campaign.strangers import Strangers, repeat_everything
from tests.faults.campaign.supervisor import Supervisor
from tests.faults.campaign.weather import Weather
from tests.faults.campaign.webhooks import Webhooks

EXCHANGE_THREADS = 12
QUIET = 1800.0  # campaign seconds we wait for the end: a call-back is due within a quarter
TAKE_OVER_GRACE = 1.5  # real seconds a transaction under way may not know of a take-over
RESTARTS = 2

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Ground:
    """What all legs stand on. ``folder`` is for the processes' complaints."""

    cluster: Cluster
    context: ForkServerContext
    folder: Path
    say: Say


@dataclass
class Report:
    """What a leg led to: the verdict, and what was done to get there."""

    verdict: Verdict
    more: dict[str, int] = field(default_factory=dict)


class Leg:
    """Everything of one leg; made, run, and thrown away."""

    def __init__(self, ground: Ground, name: str, settings: Settings, start: datetime) -> None:
        self._ground, self._settings = ground, settings
        self._random = Random(settings.seed)
        self._url = ground.cluster.database(name)
        self._engine = open_engine(self._url)
        self._directory = directory_of(self._engine)
        self._clock = SharedClock.starting(start, speed=settings.speed)
        seeds = iter(range(settings.seed * 100, settings.seed * 100 + 100))
        self._weather = Weather(next(seeds))
        self._ports = (free_port(), free_port())
        self._front = Front(self._ports, next(seeds))
        self._webhooks = Webhooks(self._front, self._weather, self._clock)
        self._exchange = Exchange(self._clock, self._webhooks.fetch, TOKEN, account_sid=LAB_ACCOUNT)
        self._people = People(self._exchange, self._clock, next(seeds))
        self._provider = Provider(self._exchange, self._weather, self._clock, self._people)
        self._webhooks.fallback_of = self._provider.fallback_of
        numbers = free_numbers(self._directory, self._random)
        self._people.requesters = frozenset(numbers)
        who = askers(self._engine, self._clock)
        self._clients = Clients(
            self._front,
            self._engine,
            self._clock,
            askers=who,
            needs=needs(self._directory, self._clock),
            numbers=numbers,
            seed=next(seeds),
        )
        self._handovers = Handovers(
            self._engine, self._clock, who[0].actor.account_id, seed=next(seeds)
        )
        self._admissions = Admissions(
            self._engine, self._clock, [one.actor for one in who], seed=next(seeds)
        )
        self._strangers = Strangers(self._webhooks, self._provider, next(seeds))
        self._storm_over = threading.Event()

    def run(self) -> Report:
        """Load, faults, quiet, and the verdict."""
        with ExitStack() as stack:
            address = stack.enter_context(listening(self._provider))
            supervisor = Supervisor(self._ground.context, self._posts(address))
            for one in (RealTime(self._exchange, threads=EXCHANGE_THREADS), self._people):
                one.start()
                stack.callback(one.stop)
            supervisor.start()
            stack.callback(supervisor.stop)
            self._webhooks.start()
            self._storm(supervisor)
            report = self._quiet(supervisor)
        self._engine.dispose()
        return report

    def _posts(self, provider: str) -> list[Post]:
        named = [(f"web-{n}", port) for n, port in enumerate(self._ports, start=1)]
        named += [("worker-1", 0), ("worker-2", 0)]
        log = self._ground.folder / f"{self._settings.seed}.log"
        return [Post(name, port, self._url, provider, self._clock, log) for name, port in named]

    def _storm(self, supervisor: Supervisor) -> None:
        """Load and faults at once, until both are through."""
        weather = threading.Thread(target=self._change_weather, name="weather", daemon=True)
        killer = threading.Thread(target=self._kill, args=(supervisor,), name="killer")
        weather.start()
        self._handovers.start()
        self._admissions.start()
        self._strangers.start()
        killer.start()
        seconds = self._settings.kills * self._settings.seconds_between_kills
        rate = self._settings.requests / max(seconds * 0.9, 1.0)
        self._clients.ask(self._settings.requests, per_second=rate)
        killer.join()
        self._storm_over.set()
        self._weather.clear_up()
        self._handovers.stop()
        self._strangers.stop()
        weather.join()

    def _change_weather(self) -> None:
        while not self._storm_over.wait(self._clock.real(self._weather.next_spell().seconds)):
            pass

    def _kill(self, supervisor: Supervisor) -> None:
        """Kill at random moments; now and then it is the database that goes."""
        chance = Random(self._settings.seed + 7)
        kills, mean = self._settings.kills, self._settings.seconds_between_kills
        restarts = {kills * (n + 1) // (RESTARTS + 1) for n in range(RESTARTS)}
        for number in range(kills):
            time.sleep(chance.uniform(0.3, 1.7) * mean)
            if number in restarts:
                self._ground.say("  databasen stoppas utan förvarning")
                self._ground.cluster.stop()
                time.sleep(chance.uniform(0.2, 1.5))
                self._ground.cluster.start()
            post = supervisor.kill_one(chance)
            if number % 10 == 9:
                self._progress(f"kill {number + 1}/{kills} ({post})")

    def _progress(self, words: str) -> None:
        accepted = len(self._clients.promised.accepted)
        self._ground.say(
            f"  {self._clock():%H:%M:%S} UTC  {words}, ärenden {accepted},"
            f" samtal {len(self._provider.orders)}"
        )

    def _quiet(self, supervisor: Supervisor) -> Report:
        """No more faults: everything must come to its end by itself."""
        is_quiet = self._wait_for_quiet()
        self._admissions.stop()  # late answers have led to beds being asked for
        is_quiet = self._wait_for_quiet() and is_quiet
        self._progress("lugnt" if is_quiet else "blev aldrig lugnt")
        self._clock.sleep(20)
        living = [call for call in self._exchange.calls() if not call.status.is_over]
        before = read_evidence(self._engine)
        late = self._webhooks.stop()
        for webhook in late:
            self._webhooks.send(webhook)
        repeated = repeat_everything(self._webhooks, before, self._random)
        self._clock.sleep(30)
        after = read_evidence(self._engine)
        now = after.fingerprint()
        changed = [key for key, value in before.fingerprint().items() if now[key] != value]
        verdict = judge(
            after,
            self._provider.orders,
            promised=self._clients.promised.accepted,
            witnesses=Witnesses(
                self._people.hung_up,
                self._people.talked,
                {order.sid: order.attempt_id for order in self._provider.orders},
            ),
            grace=timedelta(seconds=TAKE_OVER_GRACE * self._settings.speed),
        )
        verdict.to_look_at += [self._forgotten(call, before) for call in living]
        verdict.to_look_at += [f"changed after the end {after.any_story(key)}" for key in changed]
        more = {
            "kills": supervisor.kills,
            "deaths": supervisor.deaths,
            "unfinished": unfinished(self._engine),
            "forgotten_calls": len(living),
            "changed_after_end": len(changed),
            "late_after_end": len(late),
            "repeated_after_end": repeated,
        }
        beds = judge_admissions(self._engine, promised=self._admissions.asked)
        return Report(verdict, more | beds | self._counts())

    def _forgotten(self, call: Call, evidence: Evidence) -> str:
        attempt_id = self._provider.attempt_of(call.sid)
        last = " ".join(f"{one.at:%H:%M:%S} {one.what} {one.detail[:40]}" for one in call.timeline)
        story = evidence.story_of_attempt(attempt_id)
        return f"forgotten call {call.sid} {call.status}: {story}; {last[-600:]}"

    def _wait_for_quiet(self) -> bool:
        return until(self._is_quiet, patience=self._clock.real(QUIET), pause=0.5)

    def _is_quiet(self) -> bool:
        try:
            if unfinished(self._engine):
                return False
        except SQLAlchemyError:
            return False
        return all(call.status.is_over for call in self._exchange.calls())

    def _counts(self) -> dict[str, int]:
        promised = self._clients.promised
        counts = {
            "asked_in_vain": promised.in_vain,
            "same_key_again": promised.repeated,
            "regretted": promised.regretted,
            "refused": sum(promised.refused.values()),
            "take_overs": self._handovers.done,
            "waited_out": self._people.waited_out,
            "forged": sum(self._strangers.answers.values()),
            "forged_heeded": self._strangers.heeded,
        }
        for word, count in promised.refused.items():
            self._ground.say(f"  nekat {count} gånger: {word}")
        counts |= {f"rest {fault}": n for fault, n in self._provider.faults.items()}
        return counts | {f"webhook {word}": n for word, n in self._webhooks.counts.items()}
