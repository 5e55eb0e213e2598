"""Contacts that somebody has answered, and wards with beds, for tests of direct admission."""

from typing import Any

from flask import Flask
from sqlalchemy import delete, select

from app.actions.contact.create_request import NewRequest, create_request
from app.actions.contact.report_self_dial import SelfDialReport, report_self_dial
from app.actions.shared.actor import Actor
from app.current import current_clock, current_directory
from models.db import db
from models.reads.admission_view import AdmissionView
from models.reads.admissions import find_admission
from models.reads.contact_view import ContactView
from models.reads.contacts import find_contact
from models.tables.accounts import AccountRow
from models.tables.beds import BedReportRow
from models.tables.contacts import CallMode
from routing.types import ContactPath
from routing.urgency import PatientUrgency
from tests.models.bed_rows import add_report

MORA = "2062"
HEART, MEDICINE = "mora-hjartavdelningen", "mora-medicinavdelning"
"""The first two wards that are asked for cardiology in Mora."""

CARDIOLOGY, AVA = "falun-kardiologavdelningen", "falun-akutvardsavdelning-ava"
"""Two of those that are asked after them."""

MORA_DESK, FALUN_DESK = "mora-vardplatskoordination", "falun-vardplatskoordination"
CHECKLIST = {
    "isolering": "nej",
    "syrgas": "2",
    "tillsyn": "telemetri",
    "forflyttning": "gånghjälpmedel",
    "narstaende": "ja",
    "lakemedelslista": "nej",
}


def actor_of(account_id: int) -> Actor:
    """The account as the actions know it; inside the application's context."""
    row = db.session.get_one(AccountRow, account_id)
    return Actor(row.id, row.name, row.role, row.person_id, row.unit_id, row.number)


def asks(app: Flask, account_id: int, **more: Any) -> str:
    """A contact about cardiology in Mora that nobody has answered yet; its id."""
    with app.app_context():
        new = NewRequest(
            path=ContactPath.AKUT,
            municipality=MORA,
            mode=CallMode.SELF_DIAL,
            specialty="kardiologi",
            life_threatening=False,
            urgency=PatientUrgency.WITHIN_HOUR,
            situation="Tilltagande andfåddhet",
            **more,
        )
        made = create_request(
            db.session(),
            new,
            by=actor_of(account_id),
            directory=current_directory(),
            at=current_clock()(),
        )
        return made.id


def talks(app: Flask, account_id: int, **more: Any) -> str:
    """A contact whose first doctor has answered; its id."""
    request_id = asks(app, account_id, **more)
    ringing = contact_of(app, request_id).ringing
    assert ringing is not None
    with app.app_context():
        report_self_dial(
            db.session(),
            SelfDialReport(ringing.id, answered=True),
            by=actor_of(account_id),
            directory=current_directory(),
            at=current_clock()(),
        )
    return request_id


def contact_of(app: Flask, request_id: str) -> ContactView:
    """The contact as it is now."""
    with app.app_context():
        found = find_contact(db.session(), request_id)
    assert found is not None
    return found


def admission_of(app: Flask, admission_id: str) -> AdmissionView:
    """The admission as it is now."""
    with app.app_context():
        found = find_admission(db.session(), admission_id)
    assert found is not None
    return found


def doctor_of(app: Flask, request_id: str) -> str:
    """The person who answered."""
    accepted = contact_of(app, request_id).accepted
    assert accepted is not None
    assert accepted.person_id is not None
    return accepted.person_id


def ward_says(app: Flask, ward_id: str, **figures: Any) -> None:
    """The newest report of a ward's beds; what was reported before is forgotten."""
    with app.app_context():
        db.session.execute(delete(BedReportRow).where(BedReportRow.ward_id == ward_id))
        add_report(db.session(), ward_id, **figures)


def forget_beds(app: Flask) -> None:
    """No ward has said anything of its beds."""
    with app.app_context():
        if db.session.scalar(select(BedReportRow.id).limit(1)) is not None:
            db.session.execute(delete(BedReportRow))
        db.session.commit()
