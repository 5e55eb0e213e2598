"""Chance does all that can be done to direct admissions, in any order: none is ever stuck.

After each step everything holds (``unsound``). At the end nobody does anything more, and every
admission that waited for somebody is back with whoever asked.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from random import Random

import pytest

from app.actions.admission import move
from app.actions.admission.answer_ward import No, Yes
from app.actions.admission.ask_wards import ask_wards
from app.actions.admission.reply_for_ward import say_no, say_yes, withdraw
from app.actions.shared.errors import Refused
from models.tables.contacts import AttemptRow
from notifications.channels.base import PermanentFailure, TemporaryFailure
from routing.admission import BACK, HAS_BED, OVER, AdmissionStatus, RefusalReason, TransportMode
from routing.decisions import DecisionKind
from routing.errors import InvalidTransition, NoContactPath
from routing.lifecycle import RequestEvent
from tests.at_once import at_once
from tests.clinic import Clinic
from tests.faults.asked_bed import AskedBed, ask_for_bed, pass_time, report_beds, unsound

pytestmark = [pytest.mark.faults, pytest.mark.postgresql(alone=True)]

STEPS = 60
ADMISSIONS = 4
WAITS_FOR_NOBODY = frozenset(AdmissionStatus) - {AdmissionStatus.ASKED, AdmissionStatus.RESERVED}
ENDS = (
    RequestEvent.RINGING,
    RequestEvent.NO_ANSWER,
    RequestEvent.BUSY,
    RequestEvent.CALL_ENDED,
    RequestEvent.CALL_FAILED,
)


class Chance:
    """Who does what next."""

    def __init__(self, clinic: Clinic, seed: int) -> None:
        self.clinic = clinic
        self.random = Random(seed)
        self.beds = [ask_for_bed(clinic) for _ in range(ADMISSIONS)]
        self.all = list(self.beds)
        self.wards = self.beds[0].wards
        self.told: list[str] = []

    def step(self) -> None:
        """One thing, or two at the same instant."""
        deeds = [self.deed() for _ in range(self.random.choice((1, 1, 1, 2, 3)))]
        for result in at_once(*deeds):
            if isinstance(result, Exception) and not _is_refusal(result):
                raise result
        if self.random.random() < 0.7:
            seconds = self.random.choice((0, 1, 5, 10, 20, 31, 41, 90, 300, 3000, 6001))
            self.told.append(f"+{seconds} s")
            pass_time(self.clinic, seconds=seconds)

    def deed(self) -> Callable[[], object]:
        number = self.random.randrange(ADMISSIONS)
        bed = self.beds[number]
        if bed.status in OVER or (bed.status in BACK and self.random.random() < 0.3):
            bed = ask_for_bed(self.clinic)
            self.beds[number] = bed
            self.all.append(bed)
        makes: list[Callable[[AskedBed], Callable[[], object]]]
        makes = [self.in_browser, self.on_phone, self.by_requester, self.by_worker, self.of_beds]
        return self.random.choices(makes, (5, 6, 3, 3, 1))[0](bed)

    def in_browser(self, bed: AskedBed) -> Callable[[], object]:
        """The coordinator of some ward presses some button."""
        ward = self.random.choice(bed.wards)
        keeps = bed.row.ward_id
        if keeps and self.random.random() < 0.6:
            ward = keeps
        yes = partial(say_yes, yes=Yes(ward, self.random.random() < 0.2))
        no = No(ward, self.random.choice(list(RefusalReason)), "ord")
        eta = self.clinic.clock() + timedelta(minutes=self.random.uniform(1, 90))
        name, do = self.random.choice(
            (
                ("yes", yes),
                ("yes", yes),
                ("yes", yes),
                ("no", partial(say_no, no=no)),
                ("no", partial(say_no, no=no)),
                ("withdraw", partial(withdraw, no=no)),
                ("extend", move.extend),
                ("arrive", move.arrive),
                ("elsewhere", partial(move.place_elsewhere, ward_id=bed.wards[-1])),
                ("discharge", move.discharge),
                ("eta", partial(move.change_eta, eta=eta)),
            )
        )
        self.told.append(f"{bed.id[:4]} {ward} {name}")
        return bed.doing(do, bed.coordinator(ward))

    def by_requester(self, bed: AskedBed) -> Callable[[], object]:
        eta = self.clinic.clock() + timedelta(minutes=self.random.uniform(1, 90))
        first = self.random.choice((None, bed.wards[0]))
        own = TransportMode.OWN
        name, do = self.random.choice(
            (
                ("ask", partial(ask_wards, first=first)),
                ("ask", partial(ask_wards, first=first)),
                ("ask", partial(ask_wards, first=bed.wards[0])),
                ("set off", partial(move.set_off, transport=own, eta=eta)),
                ("set off", partial(move.set_off, transport=own)),
                ("extend", move.extend),
                ("extend", move.extend),
                ("cancel", move.cancel),
                ("ed", partial(move.turn_to_ed, means=DecisionKind.ED_OWN_MEANS)),
            )
        )
        self.told.append(f"{bed.id[:4]} requester {name}")
        return bed.doing(do)

    def on_phone(self, bed: AskedBed) -> Callable[[], object]:
        """Something of some ward's call, mostly the last one's."""
        calls = bed.calls
        call = calls[-1] if self.random.random() < 0.8 else self.random.choice(calls)
        draw = self.random.random()
        if draw < 0.3:
            return self.of_call(call, "picks up", self.clinic.pick_up)
        if draw < 0.75:
            digits, prompt = (
                self.random.choice("1112237 ").strip(),
                self.random.choice((1, 1, 1, 2, 5, 9)),
            )
            press = partial(self.clinic.press, digits=digits, prompt=prompt)
            return self.of_call(call, f"presses {digits}:{prompt}", press)
        event = self.random.choice(ENDS)
        return self.of_call(call, event.name, partial(self.clinic.report, event=event))

    def of_call(
        self, call: AttemptRow, what: str, do: Callable[[str], object]
    ) -> Callable[[], object]:
        """The clinic speaks with one session of its own, so this is done before the others."""
        self.told.append(f"{call.unit_id} {what}")
        with suppress(Refused, InvalidTransition):
            do(call.id)
        return lambda: None

    def by_worker(self, _bed: AskedBed) -> Callable[[], object]:
        if self.random.random() < 0.4:
            failure = self.random.choice(
                (
                    TemporaryFailure("503"),
                    PermanentFailure("21211", is_bad_number=True),
                    PermanentFailure("20003", is_bad_number=False),
                )
            )
            self.told.append(f"failure {failure}")
            self.clinic.provider.failures.append(failure)
        return self.clinic.worker.look_at_admissions

    def of_beds(self, _bed: AskedBed) -> Callable[[], object]:
        """A ward opens, or closes; there is always another one."""
        ward, is_open = self.random.choice(self.wards[:2]), self.random.random() < 0.6
        self.told.append(f"{ward} open {is_open}")
        report_beds(self.clinic, ward, free=3, is_open=is_open)
        return lambda: None


@pytest.mark.parametrize("seed", range(4))
def test_no_admission_is_ever_stuck(clinic, caplog, seed):
    chance = Chance(clinic, seed)
    for ward in chance.wards[2:]:
        report_beds(clinic, ward, free=1)
    for _step in range(STEPS):
        chance.step()
        assert unsound(clinic) == [], chance.told[-12:]
    for _minute in range(240):
        pass_time(clinic, seconds=61)
        if _all_at_rest(chance.all):
            break
    assert unsound(clinic) == []
    assert _all_at_rest(chance.all), [one.status for one in chance.all]
    assert "put off" not in caplog.text


def _all_at_rest(beds: list[AskedBed]) -> bool:
    """None waits for a ward or for time: those with a bed are on their way."""
    rows = [bed.row for bed in beds]
    return all(
        row.status in WAITS_FOR_NOBODY and (row.status not in HAS_BED or row.check_at is None)
        for row in rows
    )


def _is_refusal(error: Exception) -> bool:
    return isinstance(error, Refused | InvalidTransition | NoContactPath)
