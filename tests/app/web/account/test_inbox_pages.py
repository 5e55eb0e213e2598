"""The inbox: one's own only, unread until opened, in one's own language."""

import itertools
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from app.current import current_clock, current_directory
from models.db import db
from models.snapshot import bump_version
from models.tables.accounts import AccessLogRow, AccountRole
from models.tables.notices import DeliveryRow, NoticeKind, NoticeRow
from models.tables.preferences import PersonPreferenceRow
from notifications.notices import NewNotice, ToAccount, ToPerson, ToUnit, notify
from notifications.wording import in_both, moment
from routing.urgency import Urgency
from tests.app.web.visitors import words_of

pytestmark = pytest.mark.slow

PERSON = "mora-kardiologi-2"
UNIT = "mora-medicin"
_keys = itertools.count(1)


@pytest.fixture(autouse=True)
def empty(app):
    yield
    with app.app_context():
        for table in (DeliveryRow, NoticeRow, PersonPreferenceRow):
            db.session.execute(delete(table))
        bump_version(db.session(), at=current_clock()())
        db.session.commit()


@pytest.fixture
def tell(app, clock):
    """Tells somebody that an outcome is missing; the notice's id."""

    def tell(to, *, kind=NoticeKind.OUTCOME_REMINDER, code="HV-7F3K", **values) -> str:
        with app.app_context():
            given = {"code": code, "at": moment(clock()), "link": "/arenden"} | values
            notice = NewNotice(kind, f"test:{next(_keys)}", to, given, Urgency.PLANNED)
            at = current_clock()()
            row = notify(db.session(), notice, directory=current_directory(), at=at)
            assert row is not None
            db.session.commit()
            return row.id

    return tell


def badge(someone) -> str:
    page = someone.get("/jour").get_data(as_text=True)
    beside = page.partition('id="vantar-inbox.show_all">')[2].partition("</a>")[0]
    marked: str = beside.partition('waits__number" aria-hidden="true">')[2]
    return marked.partition("<")[0]


def test_an_empty_inbox_says_what_will_come(gp):
    page = gp.text("/inkorg")
    assert "Inga meddelanden" in page
    assert badge(gp) == ""


def test_what_is_told_to_account_person_and_unit_stands_there(cardiologist, tell):
    tell(ToAccount(cardiologist.account_id), code="HV-AAAA")
    tell(ToPerson(PERSON), code="HV-CCCC")
    tell(ToUnit(UNIT), code="HV-FFFF")
    page = cardiologist.text("/inkorg")
    assert "3 olästa meddelanden" in page
    assert badge(cardiologist) == "3"
    for code in ("HV-AAAA", "HV-CCCC", "HV-FFFF"):
        assert code in page
    assert "Till enheten" in page


def test_the_newest_stands_first(gp, tell, clock):
    tell(ToAccount(gp.account_id), code="HV-AAAA")
    clock.at += timedelta(minutes=5)
    tell(ToAccount(gp.account_id), code="HV-CCCC")
    page = gp.text("/inkorg")
    assert page.index("HV-CCCC") < page.index("HV-AAAA")


def test_opening_it_reads_it_and_is_logged(app, gp, tell):
    notice_id = tell(ToAccount(gp.account_id))
    page = gp.text(f"/inkorg/{notice_id}")
    assert "HV-7F3K" in page
    assert "i dag 10:00" in page
    assert 'href="/arenden"' in gp.get(f"/inkorg/{notice_id}").get_data(as_text=True)
    assert "Hej!" not in page
    assert badge(gp) == ""
    assert "Inget oläst" in gp.text("/inkorg")
    with app.app_context():
        lines = db.session.scalars(
            select(AccessLogRow.thing).where(AccessLogRow.account_id == gp.account_id)
        ).all()
    assert lines == [notice_id]  # once, though it was opened twice


def test_all_can_be_read_at_once(gp, tell):
    tell(ToAccount(gp.account_id))
    tell(ToAccount(gp.account_id))
    answer = gp.post("/inkorg/alla-lasta")
    assert answer.status_code == 303
    assert badge(gp) == ""


def test_nobody_reads_what_is_somebody_elses(gp, visitor, tell):
    others = visitor(AccountRole.SPECIALIST, person_id=PERSON, unit_id=UNIT)
    theirs = [
        tell(ToAccount(others.account_id), code="HV-AAAA"),
        tell(ToPerson(PERSON), code="HV-CCCC"),
        tell(ToUnit(UNIT), code="HV-FFFF"),
    ]
    page = gp.text("/inkorg")
    assert "Inga meddelanden" in page
    for notice_id in theirs:
        assert "Sidan finns inte" in gp.text(f"/inkorg/{notice_id}", status=404)
    gp.post("/inkorg/alla-lasta")
    assert badge(others) == "3"


@pytest.mark.parametrize("address", ["x", "00000000-0000-4000-8000-000000000000", "%00"])
def test_an_address_that_is_none_is_not_found(gp, address):
    assert "Sidan finns inte" in gp.text(f"/inkorg/{address}", status=404)


def test_it_is_in_the_readers_language(app, cardiologist, tell, clock):
    what = in_both(sv="konsult i kardiologi", en="a consultant in kardiologi")
    alert = {"kind": NoticeKind.ALERT, "unit": "Mora vårdcentral", "what": what, "link": "/jour"}
    notice_id = tell(ToPerson(PERSON), **alert)
    assert "Du söks: konsult i kardiologi" in cardiologist.text("/inkorg")
    with app.app_context():
        db.session.add(
            PersonPreferenceRow(person_id=PERSON, language="en", channels={}, changed_at=clock())
        )
        bump_version(db.session(), at=clock())
        db.session.commit()
    page = cardiologist.get(f"/inkorg/{notice_id}")
    assert "You are sought: a consultant in kardiologi" in words_of(page)
    assert 'lang="en"' in page.get_data(as_text=True)


def test_a_reply_to_a_text_message_is_not_shown(cardiologist, tell):
    notice_id = tell(ToPerson(PERSON), kind=NoticeKind.SMS_REPLY)
    assert "Inga meddelanden" in cardiologist.text("/inkorg")
    assert badge(cardiologist) == ""
    cardiologist.text(f"/inkorg/{notice_id}", status=404)


def test_a_notice_of_another_time_does_not_close_the_inbox(gp, tell):
    notice_id = tell(ToAccount(gp.account_id), kind=NoticeKind.HANDOVER_IN)  # lacks its values
    assert "Ditt pass börjar" in gp.text("/inkorg")
    assert "Ditt pass börjar" in gp.text(f"/inkorg/{notice_id}")
