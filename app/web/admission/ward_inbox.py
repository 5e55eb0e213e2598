"""Avdelningens inkorg: asked now, expected, in the ward."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _

from app.actions.shared.actor import Actor
from app.auth.permissions import Verb, can
from app.auth.ward_access import Asked, asked_of, wards_of
from app.web.shared.moments import when
from app.web.shared.words import called, label
from models.reads.admission_view import AdmissionView, WardCall
from routing.admission import HAS_BED, IN_WARD, AdmissionStatus, WardReply
from routing.directory import Directory

LATE = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class WardRow:
    """One admission in the inbox. ``call`` is the phone that rings; ``said`` what stands beside."""

    id: str
    case_code: str
    what: str
    ward: str
    asking_unit: str
    patient: str
    urgency: str
    urgency_text: str
    call: WardCall | None
    rings_until: datetime | None
    said: str
    tone: str


@dataclass(frozen=True, slots=True)
class WardInbox:
    """What waits for an answer (those that ring first), who is expected, and who is here."""

    wards: str
    asked: tuple[WardRow, ...]
    expected: tuple[WardRow, ...]
    here: tuple[WardRow, ...]

    @property
    def ringing(self) -> int:
        """How many questions ring now."""
        return sum(1 for one in self.asked if one.call)


def ward_inbox(
    admissions: Iterable[AdmissionView], actor: Actor, directory: Directory, now: datetime
) -> WardInbox:
    """Sort and dress what concerns the wards somebody speaks for."""
    asked, expected, here = [], [], []
    for one in admissions:
        if one.status is AdmissionStatus.ASKED:
            asked.append(_row(one, actor, directory, now))
        elif one.status in HAS_BED or _ran_out_lately(one, now):
            expected.append((one.eta_at or one.reserved_until or now, one))
        elif one.status in IN_WARD:
            here.append(_row(one, actor, directory, now))
    expected.sort(key=lambda pair: pair[0])
    return WardInbox(
        wards=_of_whom(wards_of(actor, directory.units), directory),
        asked=tuple(sorted(asked, key=lambda row: row.call is None)),
        expected=tuple(_row(one, actor, directory, now) for _at, one in expected),
        here=tuple(here),
    )


def _ran_out_lately(one: AdmissionView, now: datetime) -> bool:
    """The bed is no longer kept, and the patient may come all the same."""
    until = one.reserved_until
    return one.status is AdmissionStatus.EXPIRED and until is not None and now - until < LATE


def _row(one: AdmissionView, actor: Actor, directory: Directory, now: datetime) -> WardRow:
    about = Asked(one, directory.units)
    own, tells = asked_of(actor, about), can(actor, Verb.READ_ADMISSION, about)
    call = next((call for call in one.ringing if call.ward_id in own), None)
    ward_id = call.ward_id if call else _concerned(one, own)
    specialty = directory.specialties.get(one.specialty or "")
    said, tone = _said(one, ward_id, call, now)
    urgency = one.contact.urgency
    return WardRow(
        id=one.id,
        case_code=one.contact.case_code,
        what=called(specialty) if specialty else _("Direktinläggning"),
        ward=_name(ward_id, directory),
        asking_unit=_name(one.contact.requester_unit_id, directory),
        patient=", ".join(filter(None, (one.contact.age_band, one.contact.sex))) if tells else "",
        urgency=urgency.value if urgency else "",
        urgency_text=label(urgency) if urgency else "",
        call=call,
        rings_until=call.started_at + timedelta(seconds=call.ring_seconds) if call else None,
        said=said,
        tone=tone,
    )


def _said(
    one: AdmissionView, ward_id: str, call: WardCall | None, now: datetime
) -> tuple[str, str]:
    match one.status:
        case AdmissionStatus.ASKED if call is not None:
            return _("ringer nu"), "example"
        case AdmissionStatus.ASKED:
            answer = one.last_answer(ward_id)
            is_no = answer is not None and answer.reply is not WardReply.SILENT
            return (_("ni sade nej"), "unknown") if is_no else (_("inte besvarad"), "wait")
        case AdmissionStatus.RESERVED if one.reserved_until is not None:
            return _("hålls till %(until)s", until=when(one.reserved_until, now)), "good"
        case AdmissionStatus.EXPIRED if one.reserved_until is not None:
            return _("tiden gick ut %(until)s", until=when(one.reserved_until, now)), "bad"
        case AdmissionStatus.ON_THE_WAY if one.eta_at is not None:
            return _("på väg, framme %(eta)s", eta=when(one.eta_at, now)), "example"
        case AdmissionStatus.ON_THE_WAY:
            return _("på väg"), "example"
        case _ if one.arrived_at is not None:
            return _("kom %(at)s", at=when(one.arrived_at, now)), "good"
        case _:
            return label(one.status), "unknown"


def _concerned(one: AdmissionView, own: frozenset[str]) -> str:
    if one.lies_in in own:
        return one.lies_in or ""
    return next((call.ward_id for call in reversed(one.calls) if call.ward_id in own), "")


def _of_whom(own: frozenset[str], directory: Directory) -> str:
    """Whose inbox it is: a ward by name, or how many wards."""
    if len(own) == 1:
        return _name(next(iter(own)), directory)
    return str(_("%(number)s avdelningar", number=len(own)))


def _name(unit_id: str | None, directory: Directory) -> str:
    unit = directory.units.get(unit_id or "")
    return unit.name if unit else ""
