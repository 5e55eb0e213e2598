"""Whose wards somebody speaks for, and which of those have been asked for a bed."""

from app.actions.actor import Actor
from models.admission_view import AdmissionView
from routing.belonging import Units, answers_for
from routing.types import UnitKind


def wards_of(actor: Actor, units: Units) -> frozenset[str]:
    """Every ward somebody may speak for, and the unit they are at, which may be asked as such."""
    own = frozenset(
        unit.id
        for unit in units.values()
        if unit.kind is UnitKind.WARD and answers_for(actor.unit_id, unit.id, units)
    )
    here = units.get(actor.unit_id or "")
    return own | {here.id} if here else own


def asked_of(actor: Actor, admission: AdmissionView, units: Units) -> frozenset[str]:
    """The wards of somebody's that have been asked, keep a bed or have had the patient: a ward sees
    a direct admission only then."""
    known = (
        admission.asked_wards
        | admission.had_patient
        | {admission.ward_id, admission.placed_ward_id}
    )
    return frozenset(
        ward_id
        for ward_id in known
        if ward_id is not None and answers_for(actor.unit_id, ward_id, units)
    )


def takes_part(actor: Actor, admission: AdmissionView) -> bool:
    """Whether somebody is one of the two in the talk: whoever asked, or whoever answered."""
    contact = admission.contact
    has_answered = actor.person_id is not None and contact.answered_by == actor.person_id
    return contact.requester_id == actor.account_id or has_answered
