"""Who is told what of an examination: by notice, in the transaction that caused it.

Part of their callers' transactions: they commit nothing themselves. No answer, no reason in words
and no patient is told: those are read on our pages.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.actions.decisions.locked_contact import LockedContact
from app.actions.radiology.locked_booking import LockedBooking
from app.labels import label, phone_display
from models.tables.accounts import AccountRow
from models.tables.contacts import CareRequestRow
from models.tables.notices import NoticeKind
from models.tables.radiology import BookingEventRow, BookingRow, ExaminationRow
from notifications.notices import NewNotice, ToAccount, ToPerson, ToUnit, notify
from notifications.recipients import Recipient
from notifications.wording import in_both, moment
from routing.directory import Directory
from routing.radiology import BookingEvent
from routing.radiology_hours import RadiologyHour
from routing.types import ContactKind
from routing.urgency import Urgency

RADIOLOGY_PAGE = "/rontgen"


@dataclass(frozen=True, slots=True)
class _Told:
    """What every notice of a booking is about."""

    session: Session
    request: CareRequestRow
    booking: BookingRow
    directory: Directory
    at: datetime

    def tell(self, kind: NoticeKind, to: Recipient, **values: Any) -> None:
        number = self.session.scalar(
            select(func.count())
            .select_from(BookingEventRow)
            .where(BookingEventRow.booking_id == self.booking.id)
        )
        is_to_radiology = isinstance(to, ToUnit)
        page = RADIOLOGY_PAGE if is_to_radiology else f"/arenden/{self.request.id}"
        notice = NewNotice(
            kind,
            key=f"{kind.value}:{self.booking.id}:{number}:{_name(to)}",
            to=to,
            values={
                "code": self.request.case_code,
                "at": moment(self.booking.starts_at),
                "site": _site(self.directory, self.booking.site_id),
                "link": page,
                **values,
            },
            urgency=Urgency.URGENT,
            request_id=self.request.id,
        )
        notify(self.session, notice, directory=self.directory, at=self.at)


def radiology_of_booking(case: LockedContact, booking: BookingRow, what: str) -> None:
    """The site: somebody comes then."""
    own = case.directory.units.get(case.request.requester_unit_id or "")
    about = _Told(case.session, case.request, booking, case.directory, case.at)
    about.tell(
        NoticeKind.RADIOLOGY_BOOKED,
        ToUnit(booking.site_id),
        what=what,
        unit=own.name if own else "",
    )


def radiology_of_change(case: LockedBooking, event: BookingEvent, *, site_id: str) -> None:
    """A site that had a booking: it has been moved, or is no longer needed."""
    _about(case).tell(
        NoticeKind.RADIOLOGY_CHANGED, ToUnit(site_id), what=_what(case), news=_words(event)
    )


def parties_of_change(case: LockedBooking, event: BookingEvent) -> None:
    """The requester and whoever booked: radiology has moved it, or the patient did not come."""
    for to in _asking(case):
        _about(case).tell(NoticeKind.RADIOLOGY_CHANGED, to, what=_what(case), news=_words(event))


def parties_of_refusal(case: LockedBooking, option: RadiologyHour | None) -> None:
    """The requester and whoever booked: why radiology says no, and what can be done instead."""
    booking = case.booking
    if booking.refusal is None:
        return
    why = in_both(sv=f"{label(booking.refusal)}.", en=f"{label(booking.refusal, 'en')}.")
    instead = {
        "option_site": _site(case.directory, option.site_id) if option else "",
        "option_at": moment(option.starts_at) if option else "",
        "number": phone_display(number_of(booking.site_id, case.directory)),
    }
    for to in _asking(case):
        _about(case).tell(NoticeKind.RADIOLOGY_REFUSED, to, what=_what(case), why=why, **instead)


def number_of(site_id: str, directory: Directory) -> str | None:
    """Where colleagues phone a radiology department: its own number before the switchboard's."""
    unit = directory.units.get(site_id)
    points = unit.contact_points if unit else ()
    for kind in (ContactKind.DIRECT, ContactKind.FUNCTION, ContactKind.SWITCHBOARD):
        found = next((point.value for point in points if point.kind is kind), None)
        if found is not None:
            return found
    return None


def _about(case: LockedBooking) -> _Told:
    return _Told(case.session, case.request, case.booking, case.directory, case.at)


def _asking(case: LockedBooking) -> tuple[Recipient, ...]:
    """The requester, and whoever booked it; each once."""
    accounts = dict.fromkeys([case.request.requester_id, case.decision.account_id])
    return tuple(_recipient(case, account_id) for account_id in accounts)


def _recipient(case: LockedBooking, account_id: int) -> Recipient:
    account = case.session.get(AccountRow, account_id)
    person_id = account.person_id if account else None
    if person_id is not None and person_id in case.directory.people:
        return ToPerson(person_id)
    return ToAccount(account_id)


def _what(case: LockedBooking) -> str:
    return case.session.get_one(ExaminationRow, case.booking.examination).name


def _site(directory: Directory, site_id: str) -> str:
    unit = directory.units.get(site_id)
    return unit.name if unit else site_id


def _words(event: BookingEvent) -> dict[str, str]:
    return in_both(sv=label(event).lower(), en=label(event, "en").lower())


def _name(to: Recipient) -> str:
    match to:
        case ToPerson(person_id):
            return f"p:{person_id}"
        case ToAccount(account_id):
            return f"a:{account_id}"
        case ToUnit(unit_id):
            return f"u:{unit_id}"
