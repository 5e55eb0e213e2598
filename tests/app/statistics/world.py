"""A Monday in Mora, and how its contacts are looked at."""

from datetime import date, timedelta

from app.statistics.contact_rows import CONTACTS
from models.reads.contacts import find_contact
from tests.routing.county import local

MONDAY = date(2026, 11, 23)
TEN = local("2026-11-23 10:00")
GP_NUMBER = "+46701740605"


def the_row(session, directory, *, on: date = MONDAY):
    (row,) = CONTACTS.rows(session, directory, from_on=on, to_on=on)
    return row


def ringing(session, request_id: str) -> str:
    contact = find_contact(session, request_id)
    assert contact is not None
    assert contact.ringing is not None
    return contact.ringing.id


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)
