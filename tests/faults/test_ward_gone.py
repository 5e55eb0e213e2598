"""A ward that is asked, or keeps a bed, is taken out of the directory: the frozen plan stands."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.actions.admission import move
from app.actions.admission.look_at_due import look_at_due
from app.actions.calls.record_answer import Pressed, record_answer
from app.actions.calls.record_pickup import record_pickup
from app.actions.shared.occasion import Occasion
from routing.admission import AdmissionStatus, TransportMode, WardReply
from tests.faults.asked_bed import ask_for_bed, report_beds, unsound
from tests.free_beds import free_in

pytestmark = [pytest.mark.faults, pytest.mark.postgresql]


@pytest.fixture
def bed(clinic):
    """The first ward's phone rings."""
    asked = ask_for_bed(clinic)
    clinic.send()
    return asked


@pytest.fixture
def gone(clinic, bed):
    """The directory without the second ward and its line."""
    ward, directory = bed.wards[1], clinic.directory
    return replace(
        directory,
        units={key: unit for key, unit in directory.units.items() if key != ward},
        lines={key: line for key, line in directory.lines.items() if line.unit_id != ward},
    )


def pass_time(clinic, directory, *, minutes):
    clinic.clock.at += timedelta(minutes=minutes)
    look_at_due(clinic.sessions, lambda _session: directory, clock=clinic.clock)
    clinic.send()


def accept(clinic, bed, directory):
    """The second ward's phone says yes."""
    pass_time(clinic, directory, minutes=1)
    call = bed.ringing
    assert call.unit_id == bed.wards[1]
    record_pickup(
        clinic.fresh(),
        call.id,
        call_id=clinic.call_id(call.id),
        directory=directory,
        at=clinic.clock(),
    )
    record_answer(clinic.fresh(), call.id, Pressed("1"), directory=directory, at=clinic.clock())
    assert bed.status is AdmissionStatus.RESERVED


def test_its_phone_is_rung_and_the_next_ward_after_it(clinic, bed, gone, caplog):
    for _ward in bed.wards:
        pass_time(clinic, gone, minutes=1)
    assert bed.status is AdmissionStatus.REFUSED
    assert bed.answers == [(ward, WardReply.SILENT) for ward in bed.wards]
    assert "put off" not in caplog.text


def test_the_bed_it_keeps_runs_out_and_can_be_given_up(clinic, bed, gone, caplog):
    report_beds(clinic, bed.wards[1], free=2)
    accept(clinic, bed, gone)
    for _time in range(3):
        pass_time(clinic, gone, minutes=60)
    assert bed.status is AdmissionStatus.EXPIRED
    assert free_in(clinic.fresh(), bed.wards[1]) == 2
    assert unsound(clinic) == []
    assert "put off" not in caplog.text


def test_a_patient_on_the_way_to_it_is_not_forgotten(clinic, bed, gone, caplog):
    accept(clinic, bed, gone)
    occasion = Occasion(clinic.gp, gone, clinic.clock())
    move.set_off(clinic.fresh(), bed.id, occasion, transport=TransportMode.OWN)
    for _time in range(3):
        pass_time(clinic, gone, minutes=60)
    assert bed.status is AdmissionStatus.ON_THE_WAY
    assert unsound(clinic) == []
    move.cancel(clinic.fresh(), bed.id, Occasion(clinic.gp, gone, clinic.clock()))
    assert unsound(clinic) == []
    assert "put off" not in caplog.text
