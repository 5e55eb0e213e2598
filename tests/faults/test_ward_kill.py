"""kill -9, and a database that goes away, while a ward is asked: the next one is rung all the same,
and no bed is kept for ever."""

import time
from functools import partial

import pytest

from app.auth.tokens import create_token
from models.tables.accounts import AccountRow
from models.tables.notices import NoticeKind, NoticeRow
from models.tables.outbox import MessageState, OutboxMessageRow
from notifications import callbacks as paths
from notifications.callbacks import Callbacks
from notifications.retry import SENDING_DEADLINE
from routing.admission import AdmissionStatus, WardReply
from routing.lifecycle import AttemptState
from tests.faults.asked_bed import AskedBed, ask_for_bed, unsound
from tests.faults.conftest import Service, until
from tests.faults.test_workers import running
from tests.lost_database import database_away

__all__ = ["running"]

pytestmark = [pytest.mark.faults, pytest.mark.slow, pytest.mark.postgresql(alone=True)]

THREE_HOURS = 3 * 3600


@pytest.fixture
def bed(clinic):
    """The first ward's phone is to be rung."""
    asked = ask_for_bed(clinic)
    yield asked
    assert unsound(clinic) == []


def answer(bed: AskedBed, service: Service, word: str, **more: str) -> None:
    """The coordinator of the first ward answers over the API."""
    clinic, ward = bed.clinic, bed.wards[0]
    by = clinic.fresh().get_one(AccountRow, bed.coordinator(ward).account_id)
    token = create_token(clinic.fresh(), by.username, name="avdelning", at=clinic.clock())
    response = service.post(
        f"/api/v1/admissions/{bed.id}/{word}",
        json={"ward_id": ward, **more},
        headers={"Authorization": f"Bearer {token}"},
    )
    assert response.status_code == 200, response.text


def is_dialled(bed: AskedBed, *, calls: int) -> bool:
    found = bed.calls
    return len(found) == calls and found[-1].state is AttemptState.DIALLED


def numbers(bed: AskedBed) -> list[str]:
    return [one.number for one in bed.calls]


def test_killed_between_a_no_and_the_next_wards_call_it_is_made(bed, start, provider):
    service = start()
    until(lambda: is_dialled(bed, calls=1))
    provider.is_up = False
    answer(bed, service, "refuse", reason="fullt")
    service.kill()
    assert len(provider.calls) == 1

    provider.is_up = True
    start(later=5)
    until(lambda: is_dialled(bed, calls=2))
    assert provider.rung() == numbers(bed)
    assert bed.answers == [(bed.wards[0], WardReply.REFUSED)]


def test_killed_before_the_next_wards_call_was_recorded_it_is_found(bed, start, provider):
    service = start()
    until(lambda: is_dialled(bed, calls=1))
    provider.is_silent = True
    answer(bed, service, "refuse", reason="fullt")
    until(lambda: len(provider.calls) == 2)
    service.kill()
    asked = [one for one in messages(bed) if one.attempt_id == bed.calls[1].id]
    assert [one.state for one in asked] == [MessageState.SENDING]

    provider.is_silent = False
    start(later=SENDING_DEADLINE + 10)
    until(lambda: is_dialled(bed, calls=2))
    assert provider.rung() == numbers(bed)
    assert bed.calls[1].provider_call_id == provider.calls[1]["sid"]


def test_killed_while_a_wards_phone_rings_the_next_is_rung(bed, start, provider):
    service = start()
    until(lambda: is_dialled(bed, calls=1))
    service.kill()

    start(later=60)
    until(lambda: is_dialled(bed, calls=2))
    assert provider.rung() == numbers(bed)
    assert bed.answers == [(bed.wards[0], WardReply.SILENT)]
    until(lambda: provider.calls[0]["sid"] in provider.ended)  # the first is let alone


def test_killed_after_a_yes_the_bed_is_let_go_when_its_time_is_up(bed, start, provider):
    service = start()
    until(lambda: is_dialled(bed, calls=1))
    answer(bed, service, "accept")
    answer(bed, service, "accept")  # the network was lost, and the button pressed again
    service.kill()
    assert bed.status is AdmissionStatus.RESERVED
    assert bed.answers == [(bed.wards[0], WardReply.ACCEPTED)]

    start(later=THREE_HOURS)
    until(lambda: bed.status is AdmissionStatus.EXPIRED)
    told = bed.clinic.fresh().query(NoticeRow).filter_by(kind=NoticeKind.ADMISSION_BACK)
    assert bed.clinic.gp.account_id in {one.account_id for one in told}


def hears(bed: AskedBed, service: Service, path: str, **more: str) -> str:
    """What the first ward's phone is told to do."""
    call = bed.calls[0]
    form = {"CallSid": call.provider_call_id or "", "CallStatus": "in-progress", **more}
    answer = service.webhook(Callbacks("").of(path, attempt_id=call.id), form)
    assert answer.status_code == 200, answer.text
    return answer.text


def test_killed_while_the_ward_hears_the_question_it_is_asked_once_more(bed, start, provider):
    service = start()
    until(lambda: is_dialled(bed, calls=1))
    assert "vårdplats" in hears(bed, service, paths.ANSWER)
    service.kill()  # their digit reaches nobody

    service = start(later=5)
    failed = Callbacks(service.address).of(paths.DIGIT, attempt_id=bed.calls[0].id)
    assert "vårdplats" in hears(bed, service, paths.FALLBACK, ErrorUrl=failed)
    assert "reserverad" in hears(bed, service, paths.DIGIT, Digits="1")
    assert bed.answers == [(bed.wards[0], WardReply.ACCEPTED)]
    assert len(bed.calls) == 1


@pytest.mark.parametrize("is_on_the_line", [True, False])
def test_killed_before_the_ward_hears_that_it_keeps_the_bed(bed, start, provider, is_on_the_line):
    service = start()
    until(lambda: is_dialled(bed, calls=1))
    hears(bed, service, paths.ANSWER)
    hears(bed, service, paths.DIGIT, Digits="1")  # the answer to this reaches nobody
    service.kill()

    service = start(later=5)
    if is_on_the_line:
        failed = Callbacks(service.address).of(paths.DIGIT, attempt_id=bed.calls[0].id)
        assert "reserverad" in hears(bed, service, paths.FALLBACK, ErrorUrl=failed)
    hears(bed, service, paths.ANSWER)  # whatever is told now
    session, ward = bed.clinic.fresh(), bed.wards[0]
    kinds = {one.kind for one in session.query(NoticeRow).filter_by(unit_id=ward)}
    assert NoticeKind.ADMISSION_CHANGED in kinds  # in writing
    asking = session.query(NoticeRow).filter_by(kind=NoticeKind.ADMISSION_ACCEPTED)
    assert bed.clinic.gp.account_id in {one.account_id for one in asking}
    assert bed.answers == [(ward, WardReply.ACCEPTED)]
    assert len(bed.calls) == 1


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_the_database_is_restarted_while_a_wards_phone_rings(clinic, bed, provider, running):
    running()
    for calls in (1, 2):
        until(partial(is_dialled, bed, calls=calls))
        clinic.session.close()
        with database_away(clinic.url):
            time.sleep(1.5)  # every job has tried, and failed
            clinic.clock.at = clinic.clock.at.replace(minute=clinic.clock.at.minute + 1)
    until(lambda: is_dialled(bed, calls=3))
    assert provider.rung() == numbers(bed)
    assert bed.answers == [(ward, WardReply.SILENT) for ward in bed.wards[:2]]


def messages(bed: AskedBed):
    return bed.clinic.fresh().query(OutboxMessageRow).order_by(OutboxMessageRow.id).all()
