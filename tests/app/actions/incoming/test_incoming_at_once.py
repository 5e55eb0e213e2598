"""The same webhook of a call to us, several times at the same instant."""

import pytest
from sqlalchemy import func, select

from app.actions.calls.record_call_status import CallReport
from app.actions.incoming.conversation import Entered, InboundCall, answer_call, take_entry
from app.actions.incoming.hang_up import note_hung_up
from models.tables.contacts import AttemptRow, CareRequestRow
from models.tables.incoming import IncomingCallRow
from notifications.dialogue import JoinTalk
from routing.lifecycle import LIVE, RequestEvent, RequestStatus
from tests.at_once import at_once
from tests.clinic import GP_NUMBER

pytestmark = pytest.mark.postgresql

CALL = "CA" + "7" * 32
TIMES = 4


def rings(clinic):
    with clinic.sessions() as session:
        return answer_call(
            session, InboundCall(CALL, GP_NUMBER), directory=clinic.known, at=clinic.clock()
        )


def enters(clinic, digits, prompt):
    with clinic.sessions() as session:
        entered = Entered(digits, prompt)
        return take_entry(session, CALL, entered, directory=clinic.known, at=clinic.clock())


def hangs_up(clinic):
    with clinic.sessions() as session:
        report = CallReport(CALL, RequestEvent.CALL_ENDED)
        return note_hung_up(session, report, directory=clinic.known, at=clinic.clock())


@pytest.fixture
def busy_clinic(clinic):
    """The directory is asked for once: a session of the test's is not for several threads."""
    clinic.known = clinic.directory
    clinic.fresh()
    return clinic


def count(clinic, row_type):
    return clinic.fresh().scalar(select(func.count()).select_from(row_type))


def test_the_first_webhook_several_times_is_one_call(busy_clinic):
    replies = at_once(*[lambda: rings(busy_clinic)] * TIMES)
    assert len(set(replies)) == 1
    assert count(busy_clinic, IncomingCallRow) == 1


def test_the_last_key_several_times_is_one_contact_and_one_talk(busy_clinic):
    rings(busy_clinic)
    enters(busy_clinic, "9", 1)
    replies = at_once(*[lambda: enters(busy_clinic, "112", 2)] * TIMES)
    assert {type(reply) for reply in replies} == {JoinTalk}
    assert len({reply.attempt_id for reply in replies}) == 1
    assert count(busy_clinic, CareRequestRow) == 1
    assert count(busy_clinic, AttemptRow) == 2


def test_hanging_up_while_the_contact_is_made_leaves_nobody_ringing(busy_clinic):
    rings(busy_clinic)
    enters(busy_clinic, "9", 1)
    at_once(lambda: enters(busy_clinic, "112", 2), lambda: hangs_up(busy_clinic))
    statuses = set(busy_clinic.fresh().scalars(select(CareRequestRow.status)))
    assert not statuses & LIVE
    assert statuses <= {RequestStatus.CANCELLED}
