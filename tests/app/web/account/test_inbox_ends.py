"""A message that asks for something is over when that is done, whoever did it, read or not."""

import pytest
from sqlalchemy import delete, update

from app.current import current_clock, current_directory
from models.db import db
from models.reads.inbox import NoticeView, count_unread, load_inbox
from models.reads.inbox import Whose as Inbox
from models.reads.matters import is_over as is_over_expression
from models.tables.contacts import CareRequestRow, RequestEventRow
from models.tables.notices import DeliveryRow, NoticeKind, NoticeRow, ProviderOutageRow
from notifications.notices import NewNotice, ToAccount, ToUnit, notify
from routing.lifecycle import RequestEvent
from routing.outcome import Side
from routing.urgency import Urgency
from tests.app.admitting import HEART, actor_of, forget_beds, talks
from tests.app.web.admission.bed_seekers import COORDINATOR, FORM, no
from tests.app.web.visitors import Visitor

pytestmark = pytest.mark.slow

UNITS = ("mora-medicin", "falun-medicin")


@pytest.fixture(autouse=True)
def empty(app, clock):
    forget_beds(app)
    yield
    with app.app_context():
        for table in (DeliveryRow, NoticeRow, ProviderOutageRow):
            db.session.execute(delete(table))
        db.session.execute(update(CareRequestRow).values(ended_at=clock()))
        db.session.commit()


def inbox_of(someone: Visitor, kind: NoticeKind) -> list[NoticeView]:
    """What somebody has been told of a kind; what is unread in all is what is neither."""
    with someone.app.app_context():
        actor = actor_of(someone.account_id)
        whose = Inbox(actor.account_id, actor.person_id, actor.unit_id)
        everything = load_inbox(db.session(), whose, limit=100)
        unread = sum(one.read_at is None and not one.is_over for one in everything)
        assert count_unread(db.session(), whose) == unread
    return [one for one in everything if one.kind is kind]


def is_over(someone: Visitor, kind: NoticeKind) -> list[bool]:
    """Whether each of them is over."""
    return [one.is_over for one in inbox_of(someone, kind)]


def told(
    someone: Visitor, to: ToAccount | ToUnit, kind: NoticeKind, key: str, request_id: str | None
) -> None:
    """Tell somebody something of a contact."""
    with someone.app.app_context():
        notice = NewNotice(kind, key, to, {"code": "HV-7F3K"}, Urgency.PLANNED, request_id)
        at = current_clock()()
        notify(db.session(), notice, directory=current_directory(), at=at)
        db.session.commit()


def test_whoever_was_sought_is_no_longer_when_another_has_said_yes_or_no(gp, cardiologist):
    request_id = gp.starts()
    attempt = gp.picks_up(request_id).ringing
    assert is_over(cardiologist, NoticeKind.ALERT) == [False]
    assert "Avslutat" not in cardiologist.text("/inkorg")
    cardiologist.post(f"/jour/avboj/{attempt.id}")
    assert is_over(cardiologist, NoticeKind.ALERT) == [True]
    page = cardiologist.text("/inkorg")
    assert "Avslutat" in page
    assert "Inget oläst" in page


def test_a_promised_call_is_over_when_it_is_made(gp, cardiologist):
    request_id = gp.starts()
    attempt = gp.picks_up(request_id).ringing
    cardiologist.post(f"/jour/ring-tillbaka/{attempt.id}", minutes="15")
    assert is_over(gp, NoticeKind.CALL_BACK_PROMISED) == [False]
    gp.post(f"/arenden/{request_id}/avbryt")
    assert is_over(gp, NoticeKind.CALL_BACK_PROMISED) == [True]


def test_what_one_unit_has_dealt_with_is_over_for_all_that_were_rung(app, gp, visitor):
    request_id = gp.starts()
    people = [visitor(unit_id=unit) for unit in UNITS]
    for unit in UNITS:
        key = f"unanswered:{request_id}:{unit}"
        told(gp, ToUnit(unit), NoticeKind.UNANSWERED, key, request_id)
    assert [is_over(one, NoticeKind.UNANSWERED) for one in people] == [[False], [False]]
    with app.app_context():
        handled = RequestEventRow(
            request_id=request_id,
            event=RequestEvent.UNANSWERED_HANDLED,
            at=current_clock()(),
            unit_id=UNITS[0],
        )
        db.session.add(handled)
        db.session.commit()
    assert [is_over(one, NoticeKind.UNANSWERED) for one in people] == [[True], [True]]


def test_an_outcome_is_asked_for_until_that_side_has_said_it(gp, cardiologist):
    request_id = gp.starts()
    attempt = gp.picks_up(request_id).ringing
    cardiologist.post(f"/jour/svara/{attempt.id}")
    gp.talks(request_id)
    for someone, side in ((gp, Side.REQUESTER), (cardiologist, Side.RESPONDER)):
        key = f"outcome:{request_id}:{side.value}"
        told(gp, ToAccount(someone.account_id), NoticeKind.OUTCOME_REMINDER, key, request_id)
    gp.post(f"/arenden/{request_id}/utfall", result="klarat_i_primarvard_eller_hemma")
    assert is_over(gp, NoticeKind.OUTCOME_REMINDER) == [True]
    assert is_over(cardiologist, NoticeKind.OUTCOME_REMINDER) == [False]


def test_a_ward_is_asked_until_it_has_answered(app, gp, visitor):
    heart = visitor(COORDINATOR, unit_id=HEART)
    contact = talks(app, gp.account_id, background="Hjärtsvikt", recommendation="Inläggning")
    gp.post(f"/arenden/{contact}/direktinlaggning", **FORM)
    assert is_over(heart, NoticeKind.WARD_ASKED) == [False]
    admission_id = inbox_of(heart, NoticeKind.WARD_ASKED)[0].values["link"].rsplit("/", 1)[1]
    no(heart, admission_id)
    assert is_over(heart, NoticeKind.WARD_ASKED) == [True]


def test_an_outage_is_over_when_telephony_works(app, gp, clock):
    with app.app_context():
        db.session.add(ProviderOutageRow(started_at=clock(), noticed_at=clock()))
        db.session.commit()
    told(gp, ToAccount(gp.account_id), NoticeKind.PROVIDER_OUTAGE, "outage:1", None)
    assert is_over(gp, NoticeKind.PROVIDER_OUTAGE) == [False]
    with app.app_context():
        db.session.execute(update(ProviderOutageRow).values(ended_at=clock()))
        db.session.commit()
    assert is_over(gp, NoticeKind.PROVIDER_OUTAGE) == [True]


def test_what_only_tells_is_never_over_and_what_is_over_can_still_be_read(gp, cardiologist):
    request_id = gp.starts()
    told(gp, ToAccount(gp.account_id), NoticeKind.REQUESTER_TOLD, "told:1", request_id)
    gp.post(f"/arenden/{request_id}/avbryt")
    assert is_over(gp, NoticeKind.REQUESTER_TOLD) == [False]
    other = gp.starts()
    gp.picks_up(other)
    gp.post(f"/arenden/{other}/avbryt")
    (alert,) = inbox_of(cardiologist, NoticeKind.ALERT)
    assert alert.is_over
    assert "Avslutat" in cardiologist.text(f"/inkorg/{alert.id}")
    (alert,) = inbox_of(cardiologist, NoticeKind.ALERT)
    assert alert.read_at is not None


TELL_ONLY = frozenset(
    {
        NoticeKind.REQUESTER_TOLD,
        NoticeKind.HANDOVER_IN,
        NoticeKind.HANDOVER_OUT,
        NoticeKind.SHIFT_CHANGED,
        NoticeKind.FORWARDED_TO_YOU,
        NoticeKind.OUTCOME_LIST,
        NoticeKind.REFUSALS_WEEK,
        NoticeKind.PROVIDER_BACK,
        NoticeKind.SMS_REPLY,
        NoticeKind.PATIENT_TO_YOU,
        NoticeKind.PATIENT_NOT_TO_YOU,
        NoticeKind.ADMISSION_ACCEPTED,
        NoticeKind.ADMISSION_BACK,
        NoticeKind.RESERVATION_ENDS,
        NoticeKind.ADMISSION_CHANGED,
        NoticeKind.RADIOLOGY_BOOKED,
        NoticeKind.RADIOLOGY_CHANGED,
        NoticeKind.RADIOLOGY_REFUSED,
        NoticeKind.TAKEN_BACK,
    }
)


def test_of_every_kind_it_is_decided_whether_it_asks_or_only_tells():
    asks = str(is_over_expression().compile(compile_kwargs={"literal_binds": True}))
    assert {kind for kind in NoticeKind if f"'{kind.value}'" in asks} == set(NoticeKind) - TELL_ONLY
