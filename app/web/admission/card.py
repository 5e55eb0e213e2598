"""Direktinläggningen på ärendets sida: where it stands, who said what, and what to do next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _

from app.actions.admission.parts import verbs_of
from app.actions.shared.actor import Actor
from app.auth.reading import read
from app.web.admission.ward_choices import WardChoice, WardChoices, hospital_name, ward_choices
from app.web.shared.paths import role_of
from app.web.shared.words import called, label, phone_display
from models.db import db
from models.reads.admission_view import AdmissionView, WardCall
from models.reads.contact_view import ContactView
from routing.admission import BACK, HAS_BED, AdmissionStatus, WardReply
from routing.admission_verbs import AdmissionVerb
from routing.decisions import DecisionKind, may_decide
from routing.directory import Directory
from routing.plan import PlanStep

FAST, SLOW = 2, 10
TONES = {
    WardReply.ACCEPTED: "good",
    WardReply.REFUSED: "bad",
    WardReply.WITHDREW: "bad",
    WardReply.SILENT: "unknown",
}


@dataclass(frozen=True, slots=True)
class WardRow:
    """A ward of the list; ``state`` is the part of the ladder's style, ``said`` its answer."""

    ward_id: str
    name: str
    hospital: str
    number: str
    number_text: str
    state: str
    said: str
    tone: str


@dataclass(frozen=True, slots=True)
class Bar:
    """How long a ward's phone has rung: its two ends."""

    starts_at: datetime
    ends_at: datetime
    seconds: int


@dataclass(frozen=True, slots=True)
class AdmissionCard:
    """What the card shows. ``ward`` is the one that rings, keeps a bed or has the patient.

    ``choices`` only where the admission is back: whom to ask instead. ``verbs`` are its buttons.
    """

    admission: AdmissionView
    ward: WardRow | None
    wards: tuple[WardRow, ...]
    bar: Bar | None
    specialty: str
    choices: WardChoices | None
    is_mine: bool
    verbs: frozenset[AdmissionVerb]
    poll_seconds: int

    def can(self, verb: str) -> bool:
        """Whether the button is there: ``verb`` is one of ``AdmissionVerb``."""
        return AdmissionVerb(verb) in self.verbs

    @property
    def is_back(self) -> bool:
        """Nobody keeps a bed any more: whoever asked must do something."""
        return self.admission.status in BACK

    @property
    def is_on_the_road_without_bed(self) -> bool:
        """The patient has set off, and no ward keeps a bed."""
        standing = self.admission.standing
        return standing.is_on_the_road and standing.status not in HAS_BED

    @property
    def next_ward(self) -> WardChoice | None:
        """Whom to ask first when it is back: whoever has not said no, in the order of the plan."""
        wards = self.choices.wards if self.choices else ()
        no = {WardReply.REFUSED, WardReply.WITHDREW}
        said = {one.ward_id: self.admission.last_answer(one.ward_id) for one in wards}
        return next(
            (one for one in wards if (last := said[one.ward_id]) is None or last.reply not in no),
            None,
        )

    @property
    def wards_that_answered(self) -> tuple[WardRow, ...]:
        """Those of which something has come: a yes, a no, a yes taken back, or silence."""
        return tuple(one for one in self.wards if one.said and one.state in ("answered", "tried"))


def admission_card(
    admission: AdmissionView,
    contact: ContactView,
    actor: Actor,
    directory: Directory,
    now: datetime,
) -> AdmissionCard:
    """Dress an admission for the two who take part in the talk."""
    ringing = admission.ringing
    specialty = directory.specialties.get(admission.specialty or "")
    wards = tuple(_rows(admission, directory))
    own = ringing[0].ward_id if ringing else admission.lies_in
    is_back = admission.status in BACK
    return AdmissionCard(
        admission=admission,
        ward=next((one for one in wards if one.ward_id == own), None) or _row(own, directory),
        wards=wards,
        bar=_bar(ringing[0]) if ringing else None,
        specialty=called(specialty) if specialty else "",
        choices=(
            ward_choices(db.session(), contact, directory, now, specialty=admission.specialty)
            if is_back
            else None
        ),
        is_mine=contact.requester_id == actor.account_id,
        verbs=verbs_of(admission, actor, directory.units, is_party=True),
        poll_seconds=_pace(admission),
    )


def may_ask(contact: ContactView, actor: Actor) -> bool:
    """Whether somebody of the talk may ask the wards, or only propose it."""
    role = role_of(actor)
    is_answered = contact.answered_at is not None
    return role is not None and may_decide(
        DecisionKind.DIRECT_ADMISSION, role, is_answered=is_answered
    )


def _pace(admission: AdmissionView) -> int:
    if admission.status in (AdmissionStatus.ASKED, AdmissionStatus.PROPOSED):
        return FAST
    return 0 if admission.is_over else SLOW


def _bar(call: WardCall) -> Bar:
    ends_at = call.started_at + timedelta(seconds=call.ring_seconds)
    return Bar(call.started_at, ends_at, call.ring_seconds)


def _rows(admission: AdmissionView, directory: Directory) -> Iterator[WardRow]:
    """First those who were asked before, then the wards of the plan in their order."""
    steps = admission.plan.steps if admission.plan else ()
    planned = dict.fromkeys(step.unit_id for step in steps)
    earlier = (one.ward_id for one in admission.answers if one.ward_id not in planned)
    by_ward = {step.unit_id: step for step in steps}
    for ward_id in dict.fromkeys([*earlier, *planned]):
        if ward_id in directory.units:
            yield _ward_row(ward_id, by_ward.get(ward_id), admission, directory)


def _ward_row(
    ward_id: str, step: PlanStep | None, admission: AdmissionView, directory: Directory
) -> WardRow:
    answer, call = admission.last_answer(ward_id), admission.last_call(ward_id)
    state, said, tone = "", "", ""
    if answer is not None:
        state = "answered" if answer.reply is WardReply.ACCEPTED else "tried"
        reason = label(answer.reason) if answer.reason else ""
        said = ": ".join(part for part in (label(answer.reply), reason) if part)
        said = f"{said} – {read(answer.note)}" if answer.note else said
        tone = TONES[answer.reply]
    if call is not None and call in admission.ringing:
        state, said, tone = "now", _("ringer nu"), "example"
    return _dressed(ward_id, step, directory, (state, said, tone))


def _row(ward_id: str | None, directory: Directory) -> WardRow | None:
    if ward_id is None or ward_id not in directory.units:
        return None
    return _dressed(ward_id, None, directory, ("", "", ""))


def _dressed(
    ward_id: str, step: PlanStep | None, directory: Directory, said: tuple[str, str, str]
) -> WardRow:
    number = step.number if step else _number(ward_id, directory)
    return WardRow(
        ward_id,
        directory.units[ward_id].name,
        hospital_name(ward_id, directory),
        number,
        phone_display(number),
        *said,
    )


def _number(ward_id: str, directory: Directory) -> str:
    lines = (line.number for line in directory.lines.values() if line.unit_id == ward_id)
    return next((number for number in lines if number), "")
