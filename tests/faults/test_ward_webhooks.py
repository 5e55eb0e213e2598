"""A ward's answer that comes twice, late, out of order, or at the same instant as another word."""

from datetime import timedelta
from functools import partial

import pytest

from app.actions.admission.ask_wards import ask_wards
from app.actions.admission.move import cancel
from app.actions.calls.record_answer import Pressed, record_answer
from app.actions.calls.record_call_status import CallReport, record_call_status
from app.actions.shared.errors import Refused
from notifications.channels.base import PermanentFailure, TemporaryFailure
from notifications.retry import DELAYS
from routing.admission import AdmissionStatus, WardReply
from routing.errors import InvalidTransition
from routing.lifecycle import AttemptState, RequestEvent
from tests.app.webhooks.conftest import line
from tests.at_once import at_once
from tests.faults.asked_bed import ask_for_bed, pass_time, report_beds, unsound
from tests.free_beds import free_in

__all__ = ["line"]

pytestmark = [pytest.mark.faults, pytest.mark.postgresql]


@pytest.fixture
def bed(clinic):
    """The first ward has two free beds, and its phone rings."""
    report_beds(clinic, "mora-medicinavdelning", free=2)
    asked = ask_for_bed(clinic)
    clinic.send()
    yield asked
    assert unsound(clinic) == []


def test_a_ward_that_presses_1_twice_hears_the_same_and_keeps_one_bed(clinic, line, bed):
    call, ward = bed.ringing, bed.wards[0]
    line.picked_up(call.id)
    first, again = line.pressed(call.id, "1"), line.pressed(call.id, "1")
    assert "reserverad" in first.text
    assert again.data == first.data
    assert bed.answers == [(ward, WardReply.ACCEPTED)]
    assert free_in(clinic.fresh(), ward) == 1


def test_picking_up_is_told_twice_and_once_more_when_all_is_over(clinic, line, bed):
    call = bed.ringing
    first, again = line.picked_up(call.id), line.picked_up(call.id)
    assert again.data == first.data
    line.pressed(call.id, "2")
    clinic.send()
    assert len(bed.calls) == 2
    before = clinic.everything()
    assert "vårdplats" not in line.picked_up(call.id).text
    assert clinic.everything() == before


def test_a_digit_is_told_before_the_picking_up(clinic, line, bed):
    call = bed.ringing
    call_id = clinic.call_id(call.id)
    line.pressed(call.id, "1", call_id=call_id)
    assert bed.status is AdmissionStatus.RESERVED
    assert "reserverad" in line.picked_up(call.id, call_id).text


def test_ringing_and_end_that_are_told_after_the_no_change_nothing(clinic, line, bed):
    call = bed.ringing
    call_id = clinic.call_id(call.id)
    line.picked_up(call.id)
    line.pressed(call.id, "2")
    clinic.send()
    before = clinic.everything()
    for status in ("ringing", "no-answer", "busy", "completed", "completed"):
        line.status(call.id, status, call_id)
    assert clinic.everything() == before
    assert bed.answers == [(bed.wards[0], WardReply.REFUSED)]


def test_an_end_that_is_told_twice_passes_one_ward_by(clinic, line, bed):
    call = bed.ringing
    call_id = clinic.call_id(call.id)
    line.status(call.id, "no-answer", call_id)
    line.status(call.id, "no-answer", call_id)
    assert [one.step_order for one in bed.calls] == [1, 2]
    assert bed.answers == [(bed.wards[0], WardReply.SILENT)]


def test_a_yes_that_comes_an_hour_late_keeps_no_bed_when_another_ward_does(clinic, line, bed):
    first, second = bed.wards[:2]
    late = bed.ringing
    line.picked_up(late.id)
    pass_time(clinic, seconds=95)
    bed.accept(second)
    clinic.clock.at += timedelta(hours=1)
    assert "reserverad" not in line.pressed(late.id, "1").text
    assert bed.row.ward_id == second
    assert bed.answers == [(first, WardReply.SILENT), (second, WardReply.ACCEPTED)]


def test_a_yes_repeated_after_the_requester_has_cancelled_promises_nothing(clinic, line, bed):
    call = bed.ringing
    line.picked_up(call.id)
    assert "reserverad" in line.pressed(call.id, "1").text
    bed.doing(cancel)()
    assert "reserverad" not in line.pressed(call.id, "1").text
    assert "reserverad" not in line.picked_up(call.id).text


def test_the_phone_of_a_ward_that_answered_in_the_browser_is_not_rung_later(clinic, bed):
    bed.refuse(bed.wards[0])
    clinic.provider.failures.append(TemporaryFailure("503"))
    clinic.send()  # the second ward's call is to be tried again
    bed.refuse(bed.wards[1])
    pass_time(clinic, seconds=DELAYS[0] + 1)
    rung = [one.number for one in bed.calls]
    assert len(rung) == 3
    assert clinic.provider.rung() == [rung[0], rung[2]]


def test_given_up_exactly_when_the_provider_says_that_nobody_answers(clinic, bed):
    for _round in range(3):
        call = bed.ringing
        call_id = clinic.call_id(call.id)
        clinic.clock.at = call.gives_up_at
        no_answer = CallReport(call_id, RequestEvent.NO_ANSWER)
        steps = [clinic.worker.look_at_admissions] * 2
        results = at_once(*steps, _reports(clinic, call.id, no_answer))
        assert not any(isinstance(one, Exception) for one in results)
        clinic.send()
    assert [one.step_order for one in bed.calls] == [1, 2, 3, 4]
    assert bed.answers == [(ward, WardReply.SILENT) for ward in bed.wards[:3]]


def test_several_workers_take_each_ward_once(clinic):
    beds = [ask_for_bed(clinic) for _ in range(4)]
    clinic.send()
    clinic.clock.at += timedelta(seconds=45)
    at_once(*[clinic.worker.look_at_admissions] * 4)
    for bed in beds:
        assert [one.step_order for one in bed.calls] == [1, 2]
        assert bed.answers == [(bed.wards[0], WardReply.SILENT)]
    assert unsound(clinic) == []


def test_several_workers_let_each_reservation_expire_once(clinic):
    beds = [ask_for_bed(clinic) for _ in range(4)]
    clinic.send()
    for bed in beds:
        bed.accept(bed.wards[0])
    for minutes in (100, 19, 2):
        clinic.clock.at += timedelta(minutes=minutes)
        at_once(*[clinic.worker.look_at_admissions] * 4)
        assert unsound(clinic) == []
    assert {bed.status for bed in beds} == {AdmissionStatus.EXPIRED}


def test_the_button_and_the_digit_of_the_same_ward_at_the_same_instant(clinic, bed):
    call, ward = bed.ringing, bed.wards[0]
    clinic.pick_up(call.id)
    press = _presses(clinic, call.id, "1")
    results = at_once(bed.accepting(ward), press, press)
    assert not any(isinstance(one, Exception) for one in results)
    assert bed.status is AdmissionStatus.RESERVED
    assert bed.answers == [(ward, WardReply.ACCEPTED)]
    assert free_in(clinic.fresh(), ward) == 1


def test_yes_in_the_browser_and_no_on_the_phone_at_the_same_instant(clinic, bed):
    call, ward = bed.ringing, bed.wards[0]
    clinic.pick_up(call.id)
    at_once(bed.accepting(ward), _presses(clinic, call.id, "2"))
    # Whichever came first: a ward that has said no may still say yes, and a yes stands.
    assert bed.status is AdmissionStatus.RESERVED
    assert bed.answers[-1] == (ward, WardReply.ACCEPTED)


@pytest.mark.parametrize("way", ["button", "digit"])
def test_a_ward_accepts_while_the_requester_cancels(clinic, bed, way):
    call, ward = bed.ringing, bed.wards[0]
    clinic.pick_up(call.id)
    accepts = {"button": bed.accepting(ward), "digit": _presses(clinic, call.id, "1")}[way]
    results = at_once(accepts, bed.doing(cancel))
    assert not any(isinstance(one, Exception) and not _is_refusal(one) for one in results)
    assert bed.status is AdmissionStatus.CANCELLED
    assert free_in(clinic.fresh(), ward) == 2


@pytest.mark.parametrize("is_bad_number", [True, False])
def test_a_ward_whose_call_cannot_be_made_is_noted_and_passed_by(clinic, is_bad_number):
    clinic.provider.failures.append(PermanentFailure("21211", is_bad_number=is_bad_number))
    bed = ask_for_bed(clinic)
    clinic.send()
    pass_time(clinic, seconds=0)
    assert [one.step_order for one in bed.calls] == [1, 2]
    assert bed.calls[0].state in (AttemptState.NUMBER_BAD, AttemptState.FAILED)
    assert bed.answers == [(bed.wards[0], WardReply.SILENT)]
    assert unsound(clinic) == []


def test_asking_again_twice_at_the_same_instant_asks_once(clinic, bed):
    for ward in bed.wards:
        bed.refuse(ward)
    ward = bed.wards[0]
    again = bed.doing(partial(ask_wards, first=ward))
    assert sorted(at_once(again, again)) == [False, True]
    assert bed.row.round == 2
    assert [one.unit_id for one in bed.calls if one.round == 2] == [ward]


def _presses(clinic, attempt_id, digit):
    directory, at = clinic.directory, clinic.clock()

    def press():
        with clinic.sessions() as session:
            record_answer(session, attempt_id, Pressed(digit), directory=directory, at=at)

    return press


def _reports(clinic, attempt_id, report):
    directory, at = clinic.directory, clinic.clock()

    def tell():
        with clinic.sessions() as session:
            record_call_status(session, attempt_id, report, directory=directory, at=at)

    return tell


def _is_refusal(error):
    return isinstance(error, Refused | InvalidTransition)
