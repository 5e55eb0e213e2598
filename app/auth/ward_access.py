"""Avdelningar och direktinläggningar: whose they are, and how much of one a ward may read."""

from dataclasses import dataclass

from app.actions.shared.actor import Actor
from app.actions.shared.sides import which_side
from app.actions.shared.speaks_for import speaks_for
from models.reads.admission_view import AdmissionView
from routing.admission import HAS_BED, IN_WARD, AdmissionStatus, WardReply
from routing.belonging import Units
from routing.types import UnitKind

NO = frozenset({WardReply.REFUSED, WardReply.WITHDREW})


@dataclass(frozen=True, slots=True)
class Ward:
    """A ward somebody would speak for, and the units that say who works where."""

    id: str
    units: Units


@dataclass(frozen=True, slots=True)
class Asked:
    """A direct admission that somebody would see or do something to, and the units as above."""

    admission: AdmissionView
    units: Units


def wards_of(actor: Actor, units: Units) -> frozenset[str]:
    """Every ward somebody may speak for, and the unit they are at, which may be asked as such."""
    own = frozenset(
        unit.id
        for unit in units.values()
        if unit.kind is UnitKind.WARD and speaks_for(actor, unit.id, units)
    )
    here = units.get(actor.unit_id or "")
    return own | {here.id} if here and speaks_for(actor, here.id, units) else own


def asked_of(actor: Actor, asked: Asked) -> frozenset[str]:
    """The wards of somebody's that have been asked, keep a bed or have had the patient: a ward sees
    a direct admission only then."""
    admission = asked.admission
    known = (
        admission.asked_wards
        | admission.had_patient
        | {admission.ward_id, admission.placed_ward_id}
    )
    return frozenset(
        ward_id
        for ward_id in known
        if ward_id is not None and speaks_for(actor, ward_id, asked.units)
    )


def takes_part(actor: Actor, admission: AdmissionView) -> bool:
    """Whether somebody is one of the two in the talk: whoever asked, or whoever answered."""
    contact = admission.contact
    side = which_side(actor, requester_id=contact.requester_id, answered_by=contact.answered_by)
    return side is not None


def may_come_to(actor: Actor, asked: Asked) -> bool:
    """Whether the patient may still come to a ward that somebody speaks for, or lies there.

    That is why a ward reads what was told: one that has said no has no more use for it, nor has one
    that another ward has been preferred to.
    """
    admission, own = asked.admission, asked_of(actor, asked)
    if admission.status is AdmissionStatus.ASKED:
        return any(_may_say_yes(admission, ward_id) for ward_id in own)
    if admission.status in HAS_BED | {AdmissionStatus.EXPIRED}:  # they may come all the same
        return admission.ward_id in own
    return admission.status in IN_WARD and admission.lies_in in own


def _may_say_yes(admission: AdmissionView, ward_id: str) -> bool:
    """Asked in this round, and no has not been said since."""
    is_asked = any(
        one.ward_id == ward_id and one.round == admission.round for one in admission.calls
    )
    said_no = any(
        one.ward_id == ward_id and one.round == admission.round and one.reply in NO
        for one in admission.answers
    )
    return is_asked and not said_no
