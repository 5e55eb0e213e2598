"""Who is told what of a direct admission: by notice, in writing, in the transaction that caused it.

Part of their callers' transactions: they commit nothing themselves.
"""

from typing import Any

from sqlalchemy import func, select

from app.actions.admission.locked_admission import LockedAdmission
from app.labels import clock_display, label, phone_display
from models.frozen_plan import plan_from_json
from models.tables.admissions import AdmissionEventRow
from models.tables.contacts import AttemptRow
from models.tables.notices import NoticeKind
from notifications.notices import NewNotice, ToAccount, ToPerson, ToUnit, notify
from notifications.recipients import Recipient
from notifications.wording import in_both, moment
from routing.admission import HAS_BED, AdmissionEvent
from routing.belonging import hospital_of
from routing.outcome import Side
from routing.types import LineKind, UnitKind
from routing.urgency import Urgency


def ward_of_question(case: LockedAdmission, ward_id: str) -> None:
    """The ward, besides the call: a bed is asked for."""
    unit = case.directory.units.get(case.request.requester_unit_id or "")
    values = {"unit": unit.name if unit else "", "what": _what(case)}
    _tell(case, NoticeKind.WARD_ASKED, ToUnit(ward_id), page=ward_page(case), **values)


def parties_of_bed(case: LockedAdmission) -> None:
    """The requester and whoever answered: a ward keeps a bed, until then. A patient who is on the
    road already now goes there: the ward is told, and whoever drives by those who asked."""
    admission = case.admission
    if admission.ward_id is None or admission.reserved_until is None:
        return
    values = {
        "number": _number_of(case, admission.ward_id),
        "until": moment(admission.reserved_until),
    }
    for to in _asking(case):
        _tell(case, NoticeKind.ADMISSION_ACCEPTED, to, page=contact_page(case), **values)
    if admission.standing.is_on_the_road:  # to a ward whose yes was taken back
        _tell_asking(case, in_both(sv=_NEW_WAY[0], en=_NEW_WAY[1]))
        ward_of_change(case, AdmissionEvent.LEFT)


def requester_of_return(case: LockedAdmission, event: AdmissionEvent) -> None:
    """The admission is back with those who asked: why, and what can be done instead. The
    coordination of the patient's own hospital is told too. Whoever drives a patient who is on the
    road already is told by those who asked: that is said here."""
    swedish, english = _WHY[event]
    if case.admission.standing.is_on_the_road:
        swedish, english = f"{swedish} {_DRIVER[0]}", f"{english} {_DRIVER[1]}"
    values = {"why": in_both(sv=swedish, en=english)}
    for to in _asking(case):
        _tell(case, NoticeKind.ADMISSION_BACK, to, page=contact_page(case), **values)
    coordination = _coordination(case)
    if coordination is not None:
        _tell(case, NoticeKind.ADMISSION_BACK, coordination, page=ward_page(case), **values)
    case.note(AdmissionEvent.REQUESTER_TOLD, of=event.value)


def both_of_expiry(case: LockedAdmission) -> None:
    """A reservation runs out soon: the ward and those who asked can make it longer."""
    admission = case.admission
    if admission.ward_id is None or admission.reserved_until is None:
        return
    values = {"until": moment(admission.reserved_until)}
    kind = NoticeKind.RESERVATION_ENDS
    for to in _asking(case):
        _tell(case, kind, to, page=contact_page(case), **values)
    _tell(case, kind, ToUnit(admission.ward_id), page=ward_page(case), **values)


def ward_of_change(
    case: LockedAdmission, event: AdmissionEvent, *, ward_id: str | None = None
) -> None:
    """The ward that kept a bed, or another one: the patient is on the way, is not coming, comes
    later, or lies there."""
    to = ward_id or case.admission.ward_id
    if to is not None:
        values = {"news": _words(event)}
        _tell(case, NoticeKind.ADMISSION_CHANGED, ToUnit(to), page=ward_page(case), **values)


def of_the_road(case: LockedAdmission, event: AdmissionEvent) -> None:
    """The patient is on the road, or comes later: the ward is told, and where none keeps a bed the
    coordination of the patient's own hospital too."""
    ward_of_change(case, event)
    coordination = _coordination(case)
    if case.admission.status not in HAS_BED and coordination is not None:
        values = {"news": _words(event)}
        _tell(case, NoticeKind.ADMISSION_CHANGED, coordination, page=ward_page(case), **values)


def parties_of_change(case: LockedAdmission, event: AdmissionEvent) -> None:
    """Those who asked: the ward has said something more."""
    _tell_asking(case, _words(event))


def ward_of_bed(case: LockedAdmission) -> None:
    """The ward that said yes on the phone, in writing too: the line may have broken before it heard
    that a bed is kept."""
    if case.admission.ward_id is not None and case.admission.reserved_until is not None:
        until = clock_display(case.admission.reserved_until)
        news = in_both(sv=_KEPT[0].format(until=until), en=_KEPT[1].format(until=until))
        ward, page = ToUnit(case.admission.ward_id), ward_page(case)
        _tell(case, NoticeKind.ADMISSION_CHANGED, ward, page=page, news=news)


def ward_of_late_yes(case: LockedAdmission, ward_id: str) -> None:
    """A ward whose yes came when it could no longer be heard, and keeps no bed."""
    news = in_both(sv=_TOO_LATE[0], en=_TOO_LATE[1])
    page = ward_page(case)
    _tell(case, NoticeKind.ADMISSION_CHANGED, ToUnit(ward_id), page=page, news=news)


def _tell_asking(case: LockedAdmission, news: dict[str, str]) -> None:
    for to in _asking(case):
        _tell(case, NoticeKind.ADMISSION_CHANGED, to, page=contact_page(case), news=news)


def responder_of_proposal(case: LockedAdmission) -> None:
    """Whoever said yes to the contact: the one who asked proposes a direct admission."""
    responder = _responder(case)
    if responder is not None:
        kind, news = NoticeKind.ADMISSION_CHANGED, _words(AdmissionEvent.PROPOSED)
        _tell(case, kind, responder, page=contact_page(case), news=news)


def contact_page(case: LockedAdmission) -> str:
    """Where those who asked see it."""
    return f"/arenden/{case.request.id}"


def ward_page(case: LockedAdmission) -> str:
    """Where a ward sees it."""
    return f"/avdelning/{case.admission.id}"


_DRIVER = (
    "Patienten är på väg: säg till den som kör.",
    "The patient is on the way: tell whoever drives.",
)
_NEW_WAY = (
    "platsen är här, och patienten är redan på väg – säg till den som kör",
    "the bed is here, and the patient is on the way already – tell whoever drives",
)
_KEPT = (
    "ni sa ja i telefonen, och platsen är reserverad till klockan {until}",
    "you said yes on the phone, and the bed is kept until {until}",
)
_TOO_LATE = (
    "ert ja kom fram för sent, och ni behöver inte hålla någon plats",
    "your yes came too late, and you need not keep a bed",
)
_WHY = {
    AdmissionEvent.ALL_REFUSED: (
        "Ingen avdelning kunde ta emot.",
        "No ward could take the patient.",
    ),
    AdmissionEvent.EXPIRED: (
        "Reservationen gick ut och platsen är inte längre din.",
        "The reservation has expired, and the bed is no longer kept.",
    ),
    AdmissionEvent.WARD_WITHDREW: (
        "Avdelningen kunde inte hålla platsen. Nästa avdelning tillfrågas nu.",
        "The ward could not keep the bed. The next ward is being asked now.",
    ),
}


def _tell(
    case: LockedAdmission,
    kind: NoticeKind,
    to: Recipient,
    *,
    page: str,
    **values: Any,
) -> None:
    ward = case.directory.units.get(case.admission.ward_id or "")
    if isinstance(to, ToUnit):
        ward = case.directory.units.get(to.unit_id, ward)
        if ward is None:
            return
    number = case.session.scalar(
        select(func.count())
        .select_from(AdmissionEventRow)
        .where(AdmissionEventRow.admission_id == case.admission.id)
    )
    notice = NewNotice(
        kind,
        key=f"{kind.value}:{case.admission.id}:{number}:{_name(to)}",
        to=to,
        values={
            "code": case.request.case_code,
            "ward": ward.name if ward else "",
            "link": page,
            **values,
        },
        urgency=Urgency.URGENT,
        request_id=case.request.id,
    )
    notify(case.session, notice, directory=case.directory, at=case.at)


def _name(to: Recipient) -> str:
    match to:
        case ToPerson(person_id):
            return f"p:{person_id}"
        case ToAccount(account_id):
            return f"a:{account_id}"
        case ToUnit(unit_id):
            return f"u:{unit_id}"


def _asking(case: LockedAdmission) -> tuple[Recipient, ...]:
    """The requester, and whoever said yes to the contact."""
    request, people = case.request, case.directory.people
    own = request.requester_person_id
    requester = ToPerson(own) if own is not None and own in people else None
    responder = _responder(case)
    asking = (requester or ToAccount(request.requester_id), responder)
    return tuple(one for one in asking if one is not None)


def _responder(case: LockedAdmission) -> ToPerson | None:
    took = case.session.scalar(
        select(AttemptRow.person_id)
        .where(
            AttemptRow.request_id == case.request.id,
            AttemptRow.side == Side.RESPONDER,
            AttemptRow.accepted_at.is_not(None),
        )
        .limit(1)
    )
    return ToPerson(took) if took is not None and took in case.directory.people else None


def _coordination(case: LockedAdmission) -> ToUnit | None:
    """The unit that places patients at the patient's own hospital."""
    municipality = case.directory.municipalities.get(case.admission.municipality)
    own = municipality.hospitals[0] if municipality and municipality.hospitals else None
    for line in case.directory.index.lines(LineKind.COORDINATOR, None):
        unit = case.directory.units.get(line.unit_id)
        is_there = own is not None and hospital_of(line.unit_id, case.directory.units) == own
        if unit and unit.kind is UnitKind.ADMINISTRATION and is_there:
            return ToUnit(unit.id)
    return None


def _number_of(case: LockedAdmission, ward_id: str) -> str:
    if case.admission.plan is None:
        return ""
    steps = plan_from_json(case.admission.plan).steps
    number = next((step.number for step in steps if step.unit_id == ward_id), None)
    return phone_display(number)


def _what(case: LockedAdmission) -> str | dict[str, str]:
    specialty = case.directory.specialties.get(case.admission.specialty or "")
    if specialty is None:
        return ""
    return in_both(sv=specialty.name.lower(), en=specialty.called("en").lower())


def _words(event: AdmissionEvent) -> dict[str, str]:
    return in_both(sv=label(event).lower(), en=label(event, "en").lower())
