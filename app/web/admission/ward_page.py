"""Direktinläggningen som avdelningen ser den: what is asked of it, and what it may say now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.actions.admission.parts import verbs_of
from app.actions.shared.actor import Actor
from app.auth.permissions import Verb, can
from app.auth.ward_access import Asked, Ward, asked_of
from app.web.admission.ward_choices import BedFigure, bed_figure, hospital_name
from app.web.shared.people import person_name
from app.web.shared.words import called, label, phone_display
from models.reads.admission_view import AdmissionView, WardCall
from models.reads.beds import WardBeds
from routing.admission import BACK, HAS_BED, IN_WARD, AdmissionStatus, WardReply
from routing.admission_verbs import AdmissionVerb
from routing.directory import Directory
from routing.types import UnitKind

FAST, SLOW = 2, 15


class WardState(StrEnum):
    """Every state that is designed for a ward; the value is the part of the style's name."""

    ASKED = "asked"
    SILENT = "silent"
    SAID_NO = "refused"
    RESERVED = "reserved"
    ON_THE_WAY = "coming"
    HERE = "here"
    ELSEWHERE = "elsewhere"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class WardOption:
    """A ward that may say yes now; ``is_full``: only beyond its staffed beds."""

    ward_id: str
    name: str
    beds: BedFigure
    is_full: bool
    said: str
    is_ringing: bool


@dataclass(frozen=True, slots=True)
class WardPage:
    """``options`` may say yes, the one that rings first; ``no_for`` is the ward whose no it is.

    ``tells``: what was told of the patient may be seen. ``call`` is the phone that rings.
    """

    admission: AdmissionView
    state: WardState
    ward: str
    ward_id: str
    hospital: str
    specialty: str
    asking: str
    asking_unit: str
    number: str
    number_text: str
    doctor: str
    doctor_number: str
    doctor_number_text: str
    patient: str
    tells: bool
    call: WardCall | None
    rings_until: datetime | None
    options: tuple[WardOption, ...]
    no_for: str
    no_name: str
    verbs: frozenset[AdmissionVerb]
    poll_seconds: int

    def can(self, verb: str) -> bool:
        """Whether the button is there: ``verb`` is one of ``AdmissionVerb``."""
        return AdmissionVerb(verb) in self.verbs

    @property
    def main(self) -> WardOption | None:
        """The ward of the big button; None when one must be chosen."""
        first = next(iter(self.options), None)
        return first if first and first.ward_id in {self.no_for, self.ward_id} else None

    @property
    def others(self) -> tuple[WardOption, ...]:
        """The other asked wards that may take the patient instead."""
        return tuple(one for one in self.options if one is not self.main)

    @property
    def is_open_question(self) -> bool:
        """Whether a yes would keep a bed."""
        return self.can(AdmissionVerb.ACCEPT) and bool(self.options)


def ward_page(
    admission: AdmissionView,
    actor: Actor,
    directory: Directory,
    now: datetime,
    *,
    beds: Mapping[str, WardBeds],
) -> WardPage:
    """Dress an admission for those who speak for a ward that has been asked."""
    asked = Asked(admission, directory.units)
    own = asked_of(actor, asked)
    ringing = next((one for one in admission.ringing if one.ward_id in own), None)
    ward_id = _ward_of(admission, own, ringing)
    state = _state(admission, own, ringing, ward_id)
    contact = admission.contact
    specialty = directory.specialties.get(admission.specialty or "")
    is_asked = admission.status is AdmissionStatus.ASKED
    no_for = ward_id if state in (WardState.ASKED, WardState.SILENT) else ""
    return WardPage(
        admission=admission,
        state=state,
        ward=_name(ward_id, directory),
        ward_id=ward_id,
        hospital=hospital_name(ward_id, directory),
        specialty=called(specialty) if specialty else "",
        asking=f"{contact.requester_name}, {label(contact.requester_role).lower()}",
        asking_unit=_name(contact.requester_unit_id or "", directory),
        number=contact.requester_number or "",
        number_text=phone_display(contact.requester_number),
        doctor=person_name(contact.answered_by, directory),
        doctor_number=contact.answered_number or "",
        doctor_number_text=phone_display(contact.answered_number),
        patient=", ".join(part for part in (contact.age_band, contact.sex) if part),
        tells=can(actor, Verb.READ_ADMISSION, asked),
        call=ringing,
        rings_until=(
            ringing.started_at + timedelta(seconds=ringing.ring_seconds) if ringing else None
        ),
        options=_options(admission, actor, directory, now, beds=beds) if is_asked else (),
        no_for=no_for,
        no_name=_name(no_for, directory),
        verbs=verbs_of(admission, actor, directory.units, is_party=False),
        poll_seconds=FAST if is_asked else 0 if admission.is_over else SLOW,
    )


def may_take(admission: AdmissionView, actor: Actor, directory: Directory) -> tuple[str, ...]:
    """The wards somebody may say yes for: those that have been asked and, once the coordination
    itself has been asked, all of the plan's that it speaks for. Those that ring come first."""
    units = directory.units
    now = [one for one in admission.calls if one.round == admission.round]
    rung = [one.ward_id for one in sorted(now, key=lambda one: not one.is_open)]
    own = [one for one in rung if can(actor, Verb.ANSWER_FOR_WARD, Ward(one, units))]
    if any(not is_ward(ward_id, directory) for ward_id in own) and admission.plan:
        own += [
            step.unit_id
            for step in admission.plan.steps
            if can(actor, Verb.ANSWER_FOR_WARD, Ward(step.unit_id, units))
        ]
    return tuple(dict.fromkeys(one for one in own if is_ward(one, directory)))


def is_ward(unit_id: str, directory: Directory) -> bool:
    """Whether a unit is a ward, and not a coordinator's office."""
    unit = directory.units.get(unit_id)
    return unit is not None and unit.kind is UnitKind.WARD


def _options(
    admission: AdmissionView,
    actor: Actor,
    directory: Directory,
    now: datetime,
    *,
    beds: Mapping[str, WardBeds],
) -> tuple[WardOption, ...]:
    ringing = {one.ward_id for one in admission.ringing}
    found = []
    for ward_id in may_take(admission, actor, directory):
        known = beds.get(ward_id)
        if known is not None and known.newest is not None and not known.newest.is_open:
            continue
        answer = admission.last_answer(ward_id)
        reason = f": {label(answer.reason).lower()}" if answer and answer.reason else ""
        found.append(
            WardOption(
                ward_id=ward_id,
                name=_name(ward_id, directory),
                beds=bed_figure(known, now),
                is_full=known is not None and known.free is not None and known.free <= 0,
                said=label(answer.reply) + reason if answer else "",
                is_ringing=ward_id in ringing,
            )
        )
    return tuple(found)


def _ward_of(admission: AdmissionView, own: frozenset[str], ringing: WardCall | None) -> str:
    """The ward the page is about, of those somebody speaks for."""
    lies_in = admission.lies_in
    if lies_in is not None and lies_in in own:
        return lies_in
    if ringing is not None:
        return ringing.ward_id
    rung = [one.ward_id for one in admission.calls if one.ward_id in own]
    return rung[-1] if rung else ""


def _state(
    admission: AdmissionView, own: frozenset[str], ringing: WardCall | None, ward_id: str
) -> WardState:
    if admission.is_over or admission.status in BACK:
        return WardState.OVER
    if admission.status is AdmissionStatus.ASKED:
        answer = admission.last_answer(ward_id)
        if ringing is not None:
            return WardState.ASKED
        is_no = answer is not None and answer.reply in (WardReply.REFUSED, WardReply.WITHDREW)
        return WardState.SAID_NO if is_no else WardState.SILENT
    if admission.lies_in not in own:
        return WardState.ELSEWHERE
    if admission.status in HAS_BED:
        is_coming = admission.status is AdmissionStatus.ON_THE_WAY
        return WardState.ON_THE_WAY if is_coming else WardState.RESERVED
    return WardState.HERE if admission.status in IN_WARD else WardState.OVER


def _name(unit_id: str, directory: Directory) -> str:
    unit = directory.units.get(unit_id)
    return unit.name if unit else ""
