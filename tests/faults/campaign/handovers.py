"""Colleagues take over shifts in the middle of everything, so that who is on duty changes."""

import threading
from random import Random

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.actions.duty.errors import NobodyOnShift, NotOnRota, ShiftAlreadyTaken
from app.actions.duty.take_over_shift import TakeOver, take_over_shift
from app.actions.shared.actor import Actor
from models.snapshot import load_directory
from models.tables.accounts import AccountRole
from routing.directory import Directory
from routing.rota import Rota, who_is_on_call
from tests.faults.campaign.settings import SharedClock

SECONDS_BETWEEN = 1.0  # real


class Handovers:
    """One take-over now and then, of some shift that runs."""

    def __init__(self, engine: Engine, clock: SharedClock, by: int, *, seed: int) -> None:
        self.done = 0
        self._engine, self._clock, self._by = engine, clock, by
        self._random = Random(seed)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="handovers", daemon=True)

    def start(self) -> None:
        """They begin."""
        self._thread.start()

    def stop(self) -> None:
        """No more."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping.wait(SECONDS_BETWEEN):
            try:
                with Session(self._engine, expire_on_commit=False) as session:
                    directory = load_directory(session)
                    rotas = [one for group in directory.rotas.values() for one in group]
                    self._take_over(session, self._random.choice(rotas), directory)
            except SQLAlchemyError:  # the database is away
                continue

    def _take_over(self, session: Session, rota: Rota, directory: Directory) -> None:
        at = self._clock()
        current = who_is_on_call(rota, directory.changes.get(rota.id, ()), at).current
        others = [one for one in rota.people if current and one != current.person_id]
        if current is None or not others:
            return
        person = directory.people[self._random.choice(others)]
        by = Actor(
            self._by, person.name, AccountRole.SPECIALIST, person.id, person.unit_id, person.number
        )
        command = TakeOver(rota.id, current.person_id)
        try:
            take_over_shift(session, command, by=by, directory=directory, at=at)
        except (NobodyOnShift, NotOnRota, ShiftAlreadyTaken):
            return
        self.done += 1
