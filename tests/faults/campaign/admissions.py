"""Doctors whose contact was answered ask for a bed, in the middle of everything."""

import threading
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from random import Random

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.actions.admission.propose import NewAdmission, propose
from app.actions.shared.actor import Actor
from app.actions.shared.errors import Refused
from app.actions.shared.occasion import Occasion
from models.snapshot import load_directory
from models.tables.accounts import AccountRole
from models.tables.admissions import AdmissionRow
from models.tables.beds import BedReportRow, WardRow
from models.tables.contacts import CareRequestRow
from routing.admission import HAS_BED, AdmissionStatus
from routing.beds import BedSource
from routing.errors import NoContactPath
from tests.checklist_answers import usual_answers
from tests.faults.campaign.settings import SharedClock

SECONDS_BETWEEN = 0.7  # real
FREE = 1  # beds in each ward, so that some say yes in vain


class Admissions:
    """One admission now and then, of a contact that somebody has answered."""

    def __init__(
        self, engine: Engine, clock: SharedClock, actors: Sequence[Actor], *, seed: int
    ) -> None:
        self.asked: set[str] = set()
        self._engine, self._clock = engine, clock
        doctor = AccountRole.PRIMARVARDSLAKARE
        self._doctors = {one.account_id: one for one in actors if one.role is doctor}
        self._random = Random(seed)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="admissions", daemon=True)

    def start(self) -> None:
        """Each ward says what it has, and they begin to ask."""
        with Session(self._engine) as session:
            at = self._clock()
            for ward_id in session.scalars(select(WardRow.ward_id)).all():
                session.add(
                    BedReportRow(
                        ward_id=ward_id,
                        source=BedSource.HAND,
                        counted_at=at,
                        received_at=at,
                        staffed=FREE,
                        occupied=0,
                        is_latest=True,
                    )
                )
            session.commit()
        self._thread.start()

    def stop(self) -> None:
        """No more; but one, where none was answered in time on a slow machine."""
        self._stopping.set()
        self._thread.join()
        if not self.asked:
            self._try()

    def _run(self) -> None:
        while not self._stopping.wait(SECONDS_BETWEEN):
            self._try()

    def _try(self) -> None:
        """Nothing where the database is away, or no ward is left."""
        with (
            suppress(SQLAlchemyError, Refused, NoContactPath),
            Session(self._engine, expire_on_commit=False) as session,
        ):
            self._ask(session)

    def _ask(self, session: Session) -> None:
        known = select(AdmissionRow.request_id)
        answered = session.scalars(
            select(CareRequestRow).where(
                CareRequestRow.answered_at.is_not(None),
                CareRequestRow.requester_id.in_(self._doctors),
                CareRequestRow.id.not_in(known),
            )
        ).all()
        if not answered:
            return
        request = self._random.choice(answered)
        by, directory = self._doctors[request.requester_id], load_directory(session)
        new = NewAdmission(answers=usual_answers(session, {}), idempotency_key=request.id)
        self.asked.add(propose(session, request.id, new, Occasion(by, directory, self._clock())))


def count_asked(session: Session) -> int:
    """Admissions that still wait for a ward."""
    asked = select(func.count()).where(AdmissionRow.status == AdmissionStatus.ASKED)
    return session.scalars(asked).one()


def judge_admissions(engine: Engine, *, promised: set[str]) -> dict[str, int]:
    """How it went for them; the last three may not be anything but nought."""
    with Session(engine) as session:
        rows = session.scalars(select(AdmissionRow)).all()
    kept = Counter(
        one.ward_id for one in rows if one.status in HAS_BED and not one.is_over_occupancy
    )
    unwatched = [one for one in rows if one.status in HAS_BED and one.check_at is None]
    asked = [one for one in rows if one.status is AdmissionStatus.ASKED]
    return {
        "admissions": len(rows),
        "admissions_with_bed": sum(one.status in HAS_BED for one in rows),
        "admissions_back": sum(one.status is AdmissionStatus.REFUSED for one in rows),
        "admissions_lost": len(promised - {one.id for one in rows}),
        "admissions_stuck": len(asked) + len(unwatched),
        "beds_promised_twice": sum(max(count - FREE, 0) for count in kept.values()),
    }
