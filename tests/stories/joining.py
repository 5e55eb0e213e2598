"""A yes is said, and the line is cut: what the stories of the time before a talk share."""

import pytest

from app.statistics.exports import TABLES
from models.tables.notices import NoticeKind, NoticeRow
from routing.lifecycle import RequestEvent, RequestStatus

SLOW = pytest.mark.slow
BROKEN_WITHIN, UNLIFTED_WITHIN = 5, 25
MOMENTS = (0, 0.5, 1, 2, 3, 4, 6, 10)


def hunted(county, **more):
    contact = county.ask(**more)
    county.gp_phone.answers()
    return contact


def said_yes(county, contact, order=1):
    """The consultant presses 1 this very moment."""
    phone = contact.consultant(order)
    county.exchange.answer(phone.number)
    county.advance(seconds=5)
    county.exchange.press(phone.number, "1")
    county.settle()
    return phone


def cut(county, phone):
    """The line breaks: no word is said, and no key is pressed."""
    county.exchange.hang_up(phone.number)
    county.settle()


def row_of(county, contact):
    today = county.clock().date()
    session, directory = county.fresh_session(), county.directory
    rows = TABLES["kontakter"].rows(session, directory, from_on=today, to_on=today)
    return next(row for row in rows if row["contact_id"] == contact.id)


def notices_to(county, person_id):
    session = county.fresh_session()
    rows = session.query(NoticeRow).filter_by(person_id=person_id, kind=NoticeKind.NOT_JOINED)
    return rows.count()


def assert_they_talk(county, contact, phone):
    assert county.advance_until(lambda: phone.talks_with(county.gp_phone), at_most_seconds=15), (
        contact.events
    )
    county.advance(seconds=1)
    assert contact.status() is RequestStatus.ANSWERED
    assert contact.events.count(RequestEvent.CONNECTED) == 1
