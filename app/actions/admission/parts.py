"""Who somebody is to a direct admission: what ``routing.admission_verbs`` is asked with."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.actions.admission.answer_ward import wards_asked
from app.actions.admission.ask_wards import had_patient, said_yes
from app.actions.admission.locked_admission import LockedAdmission
from app.actions.shared.actor import Actor
from app.actions.shared.sides import side_of
from app.actions.shared.speaks_for import speaks_for
from models.reads.admission_view import AdmissionView
from routing.admission_verbs import AdmissionVerb, Part, possible
from routing.belonging import Units
from routing.decisions import DecisionKind, may_decide
from routing.types import RequesterRole


@dataclass(frozen=True, slots=True)
class Concerned:
    """Whom an admission concerns just now: whether somebody is one of the two who talk, and the
    wards, by what they are to it. ``took`` have said yes once, or have had the patient; ``has``
    is where the patient lies, None while in no ward."""

    is_party: bool
    is_answered: bool
    asked: frozenset[str]
    took: frozenset[str]
    keeps: frozenset[str]
    has: str | None


def parts_in(case: LockedAdmission, actor: Actor) -> frozenset[Part]:
    """Who somebody is to an admission that is locked."""
    admission = case.admission
    concerned = Concerned(
        is_party=side_of(case.session, case.request, actor) is not None,
        is_answered=case.request.answered_at is not None,
        asked=_known(*wards_asked(case)),
        took=said_yes(case) | had_patient(case),
        keeps=_known(admission.ward_id, admission.placed_ward_id),
        has=admission.patient_in,
    )
    return _parts(actor, concerned, case.directory.units)


def parts_of(
    admission: AdmissionView, actor: Actor, units: Units, *, is_party: bool
) -> frozenset[Part]:
    """Who somebody is to an admission that is only read."""
    now = (one.ward_id for one in admission.calls if one.round == admission.round)
    concerned = Concerned(
        is_party=is_party,
        is_answered=admission.contact.answered_at is not None,
        asked=frozenset(now),
        took=admission.said_yes | admission.had_patient,
        keeps=_known(admission.ward_id, admission.placed_ward_id),
        has=admission.patient_in,
    )
    return _parts(actor, concerned, units)


def verbs_of(
    admission: AdmissionView, actor: Actor, units: Units, *, is_party: bool
) -> frozenset[AdmissionVerb]:
    """What somebody can say of it now that changes something: the buttons, and ``possible`` in the
    API."""
    return possible(admission.standing, parts_of(admission, actor, units, is_party=is_party))


def _known(*ward_ids: str | None) -> frozenset[str]:
    return frozenset(one for one in ward_ids if one is not None)


def _parts(actor: Actor, concerned: Concerned, units: Units) -> frozenset[Part]:
    def mine(ward_ids: Iterable[str]) -> bool:
        return any(speaks_for(actor, one, units) for one in ward_ids)

    role = actor.role.value
    decides = role in set(RequesterRole) and may_decide(
        DecisionKind.DIRECT_ADMISSION, RequesterRole(role), is_answered=concerned.is_answered
    )
    found = {
        Part.ASKS: concerned.is_party,
        Part.DECIDES: concerned.is_party and decides,
        Part.ASKED: mine(concerned.asked),
        Part.TOOK: mine(concerned.took),
        Part.KEEPS: mine(concerned.keeps),
        Part.HAS_PATIENT: mine(_known(concerned.has)),
    }
    return frozenset(part for part, is_so in found.items() if is_so)
