"""Just nu: what goes on for whoever is signed in, the most pressing first, and what waits."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from flask import url_for
from flask_babel import gettext as _

from app.actions.account.read_notice import whose_inbox
from app.actions.duty.set_away import away_now
from app.actions.shared.actor import Actor
from app.auth.permissions import Verb, can
from app.auth.ward_access import wards_of
from app.web.shared.moments import when
from app.web.shared.words import called, label
from models.db import db
from models.reads.inbox import count_unread
from models.reads.outages import find_outage
from models.reads.unanswered import count_unanswered
from models.reads.under_way import (
    ContactUnderWay,
    WardUnderWay,
    load_contacts_under_way,
    load_wards_under_way,
)
from models.reads.undo import StepView, load_undoable
from routing.directory import Directory
from routing.lifecycle import OPEN_STATES, AttemptState, RequestStatus

SHOWN = 3
MOST_DONE = 10
FRESH = timedelta(minutes=1)


class Press(IntEnum):
    """How pressing it is: the smaller comes first. The name is the part of the style's name."""

    OUTAGE = 1
    RINGS = 2
    BROKEN = 3
    TALKS = 4
    SEEKS = 5
    PROMISED = 6
    AWAY = 7


@dataclass(frozen=True, slots=True)
class StripItem:
    """One thing that goes on: ``what`` about ``subject``, where one does something about it (empty
    for nowhere). ``until`` (UTC) is when the phone falls silent."""

    press: Press
    icon: str
    what: str
    subject: str = ""
    url: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many things wait at each place of the menu; 0 where nothing does."""

    sought: int = 0
    wards: int = 0
    unanswered: int = 0
    unread: int = 0


@dataclass(frozen=True, slots=True)
class Receipt:
    """What one has just done, and can take back. ``is_fresh``: in the last minute, so that it
    stands in view wherever one has scrolled to; ``more`` can be taken back besides."""

    step: StepView
    is_fresh: bool
    more: int


@dataclass(frozen=True, slots=True)
class Strip:
    """What is shown on a page, how many more there are, and what waits elsewhere."""

    items: tuple[StripItem, ...] = ()
    receipt: Receipt | None = None
    more: int = 0
    waiting: Waiting = Waiting()


def strip_for(actor: Actor, directory: Directory, now: datetime, *, page: str) -> Strip:
    """What goes on for somebody. ``page`` is the path of the page they look at: what that page
    shows by itself is left out."""
    session = db.session()
    contacts = load_contacts_under_way(
        session, account_id=actor.account_id, person_id=actor.person_id, at=now
    )
    may_speak = can(actor, Verb.ANSWER_FOR_WARD)
    own_wards = wards_of(actor, directory.units) if may_speak else frozenset[str]()
    wards = load_wards_under_way(session, own_wards)
    items = sorted(
        (
            *(_of_contact(one, directory, now) for one in contacts),
            *(_of_ward(one, directory) for one in wards),
            *_of_telephony(now),
            *_of_oneself(actor, directory, now),
        ),
        key=lambda item: item.press,
    )
    here = [item for item in items if not item.url or item.url.partition("#")[0] != page]
    handles = actor.unit_id is not None and can(actor, Verb.HANDLE_UNANSWERED)
    return Strip(
        items=tuple(here[:SHOWN]),
        receipt=_receipt(actor, now),
        more=len(here[SHOWN:]),
        waiting=Waiting(
            sought=sum(one.state in OPEN_STATES for one in contacts),
            wards=len(wards),
            unanswered=count_unanswered(session, (actor.unit_id or "",)) if handles else 0,
            unread=count_unread(session, whose_inbox(actor)),
        ),
    )


def _receipt(actor: Actor, now: datetime) -> Receipt | None:
    done = load_undoable(db.session(), actor.account_id, at=now, limit=MOST_DONE)
    if not done:
        return None
    newest, *rest = done
    return Receipt(newest, is_fresh=now - newest.at < FRESH, more=len(rest))


def _of_contact(one: ContactUnderWay, directory: Directory, now: datetime) -> StripItem:
    specialty = directory.specialties.get(one.specialty or "")
    subject = f"{called(specialty) if specialty else label(one.path)} {one.case_code}"
    page = url_for("requests.show", request_id=one.id)
    duty = url_for("on_call.mine")
    if one.state in OPEN_STATES:
        return StripItem(
            Press.RINGS, "telephone-inbound-fill", _("Du söks"), subject, duty, one.rings_until
        )
    match one.status:
        case RequestStatus.HUNTING if one.state is AttemptState.NOT_JOINED:
            return StripItem(Press.BROKEN, "telephone-x", _("Samtalet bröts"), subject, duty)
        case RequestStatus.ANSWERED:
            return StripItem(Press.TALKS, "telephone-fill", _("Ni talar"), subject, page)
        case RequestStatus.JOINING:
            return StripItem(Press.TALKS, "telephone-fill", _("Ni kopplas ihop"), subject, page)
        case RequestStatus.CALL_BACK_PROMISED if one.call_back_at is not None:
            before = _("Ring tillbaka före %(until)s", until=when(one.call_back_at, now))
            return StripItem(Press.PROMISED, "telephone-outbound-fill", before, subject, duty)
        case RequestStatus.CALL_BACK_PROMISED:
            return StripItem(
                Press.PROMISED, "telephone-inbound", _("Du blir uppringd"), subject, page
            )
        case RequestStatus.SELF_DIALLING:
            return StripItem(Press.SEEKS, "telephone-outbound", _("Du ringer själv"), subject, page)
        case _:
            return StripItem(Press.SEEKS, "telephone-outbound", _("Vi söker"), subject, page)


def _of_ward(one: WardUnderWay, directory: Directory) -> StripItem:
    ward = directory.units.get(one.ward_id)
    return StripItem(
        Press.RINGS,
        "door-open",
        _("Plats söks"),
        ward.name if ward else "",
        url_for("wards.show", admission_id=one.admission_id),
        one.rings_until,
    )


def _of_telephony(now: datetime) -> Iterator[StripItem]:
    outage = find_outage(db.session())
    if outage is not None:
        since = _("Telefonin är störd sedan %(since)s", since=when(outage.started_at, now))
        yield StripItem(Press.OUTAGE, "telephone-x", since, _("ring själv"))


def _of_oneself(actor: Actor, directory: Directory, now: datetime) -> Iterator[StripItem]:
    away = away_now(actor.person_id, directory, now)
    if away is not None:
        until = _("Inte nu till %(until)s", until=when(away.ends_at, now))
        yield StripItem(
            Press.AWAY, "bell-slash", until, _("ingen ringer dig"), url_for("on_call.mine")
        )
