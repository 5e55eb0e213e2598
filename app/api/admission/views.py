"""Direktinläggningar: asked for by those who talk, answered by the wards."""

from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import url_for
from flask.typing import ResponseReturnValue

from app.actions.admission import move, reply_for_ward
from app.actions.admission.answer_ward import No, Yes
from app.actions.admission.ask_wards import ask_wards
from app.actions.admission.errors import UnknownAdmission
from app.actions.admission.propose import NewAdmission, propose
from app.actions.beds.figures import UnknownWard
from app.actions.shared.errors import NotYours, UnknownContact
from app.api.admission.document import admission_json
from app.api.admission.schemas import (
    AcceptIn,
    AdmissionOut,
    AdmissionsOut,
    AskIn,
    EdIn,
    EtaIn,
    LeftIn,
    NewAdmissionIn,
    PlacedIn,
    RefuseIn,
)
from app.api.shared.blueprint import blueprint, operation
from app.api.shared.typed import RequestHeaders
from app.auth.guard import current_actor, current_occasion
from app.auth.permissions import Verb, can
from app.auth.reading import note_opened
from app.auth.ward_access import Asked, Ward
from app.current import current_directory
from models.db import db
from models.reads.admission_view import AdmissionView
from models.reads.admissions import find_admission, load_for_contact, load_for_wards
from models.reads.contacts import find_contact
from routing.types import UnitKind

CHANGES = [404, 409]


@operation(Verb.PROPOSE_ADMISSION, AdmissionOut, status=201, problems=CHANGES)
@blueprint.alt_response(200, schema=AdmissionOut)
@blueprint.arguments(RequestHeaders(), location="headers")
@blueprint.arguments(NewAdmissionIn())
def make_admission(
    headers: dict[str, Any], new: dict[str, Any], request_id: UUID
) -> ResponseReturnValue:
    """Fråga avdelningarna om en plats, eller föreslå det (asks falskt)."""
    contact = find_contact(db.session(), str(request_id))
    if contact is None:
        raise UnknownContact
    if not can(current_actor(), Verb.PROPOSE_ADMISSION, contact):
        raise NotYours
    earlier = {one.id for one in load_for_contact(db.session(), contact.id)}
    answers = new.pop("checklist")
    command = NewAdmission(**new, answers=answers, idempotency_key=headers["idempotency_key"])
    admission_id = propose(db.session(), contact.id, command, current_occasion())
    status = HTTPStatus.OK if admission_id in earlier else HTTPStatus.CREATED
    address = url_for("api.admission", admission_id=admission_id)
    return _answer(admission_id), status, {"Location": address}


@operation(Verb.SEE_ADMISSION, AdmissionOut, problems=[404])
def show_admission(admission_id: UUID) -> dict[str, Any]:
    """En direktinläggning, så mycket av den som man får se."""
    admission, actor = _mine(str(admission_id)), current_actor()
    if admission.contact.requester_id != actor.account_id:
        note_opened(Verb.SEE_ADMISSION, admission.id)
    return _json(admission)


@operation(Verb.ANSWER_FOR_WARD, AdmissionsOut, problems=[404])
def of_ward(ward_id: str) -> dict[str, Any]:
    """Det avdelningen frågas om nu, väntar och har fått."""
    unit = current_directory().units.get(ward_id)
    if unit is None or unit.kind is not UnitKind.WARD:
        raise UnknownWard
    ward = Ward(ward_id, current_directory().units)
    if not can(current_actor(), Verb.ANSWER_FOR_WARD, ward):
        raise NotYours
    found = load_for_wards(db.session(), (ward_id,))
    return {"admissions": [_json(one) for one in found]}


@operation(Verb.PROPOSE_ADMISSION, AdmissionOut, problems=CHANGES)
@blueprint.arguments(AskIn())
def ask(body: dict[str, Any], admission_id: UUID) -> dict[str, Any]:
    """Säg ja till ett förslag, eller fråga igen."""
    ask_wards(db.session(), str(admission_id), current_occasion(), first=body["first"])
    return _answer(str(admission_id))


@operation(Verb.ANSWER_FOR_WARD, AdmissionOut, problems=CHANGES)
@blueprint.arguments(AcceptIn())
def accept(body: dict[str, Any], admission_id: UUID) -> dict[str, Any]:
    """Ta emot: en plats hålls. Samma ja igen är samma ja."""
    yes = Yes(body["ward_id"], body["over_occupancy"])
    asked = _mine(str(admission_id))
    reply_for_ward.say_yes(db.session(), asked.id, current_occasion(), yes)
    return _answer(asked.id)


@operation(Verb.ANSWER_FOR_WARD, AdmissionOut, problems=CHANGES)
@blueprint.arguments(RefuseIn())
def refuse(body: dict[str, Any], admission_id: UUID) -> dict[str, Any]:
    """Säg nej; nästa avdelning frågas genast."""
    reply_for_ward.say_no(db.session(), str(admission_id), current_occasion(), No(**body))
    return _answer(str(admission_id))


@operation(Verb.ANSWER_FOR_WARD, AdmissionOut, problems=CHANGES)
@blueprint.arguments(RefuseIn())
def withdraw(body: dict[str, Any], admission_id: UUID) -> dict[str, Any]:
    """Ta tillbaka ett ja; nästa avdelning frågas genast."""
    reply_for_ward.withdraw(db.session(), str(admission_id), current_occasion(), No(**body))
    return _answer(str(admission_id))


@operation(Verb.PROPOSE_ADMISSION, AdmissionOut, problems=CHANGES)
@blueprint.arguments(LeftIn())
def left(body: dict[str, Any], admission_id: UUID) -> dict[str, Any]:
    """Patienten åker nu."""
    eta = _utc(body["eta"])
    move.set_off(
        db.session(), str(admission_id), current_occasion(), transport=body["transport"], eta=eta
    )
    return _answer(str(admission_id))


@operation(Verb.SEE_ADMISSION, AdmissionOut, problems=CHANGES)
@blueprint.arguments(EtaIn())
def change_eta(body: Mapping[str, datetime], admission_id: UUID) -> dict[str, Any]:
    """En ny ankomsttid."""
    eta = body["eta"].astimezone(UTC)
    move.change_eta(db.session(), str(admission_id), current_occasion(), eta=eta)
    return _answer(str(admission_id))


@operation(Verb.SEE_ADMISSION, AdmissionOut, problems=CHANGES)
def extend(admission_id: UUID) -> dict[str, Any]:
    """Håll platsen lika länge till, räknat från nu."""
    move.extend(db.session(), str(admission_id), current_occasion())
    return _answer(str(admission_id))


@operation(Verb.ANSWER_FOR_WARD, AdmissionOut, problems=CHANGES)
def arrived(admission_id: UUID) -> dict[str, Any]:
    """Patienten är framme."""
    move.arrive(db.session(), str(admission_id), current_occasion())
    return _answer(str(admission_id))


@operation(Verb.ANSWER_FOR_WARD, AdmissionOut, problems=CHANGES)
@blueprint.arguments(PlacedIn())
def placed(body: dict[str, Any], admission_id: UUID) -> dict[str, Any]:
    """Patienten ligger på en annan avdelning."""
    move.place_elsewhere(
        db.session(), str(admission_id), current_occasion(), ward_id=body["ward_id"]
    )
    return _answer(str(admission_id))


@operation(Verb.SEE_ADMISSION, AdmissionOut, problems=CHANGES)
@blueprint.arguments(EdIn())
def to_ed(body: dict[str, Any], admission_id: UUID) -> dict[str, Any]:
    """Patienten åker till akuten i stället."""
    move.turn_to_ed(db.session(), str(admission_id), current_occasion(), means=body["means"])
    return _answer(str(admission_id))


@operation(Verb.PROPOSE_ADMISSION, AdmissionOut, problems=CHANGES)
def cancel(admission_id: UUID) -> dict[str, Any]:
    """Direktinläggningen behövs inte längre; platsen blir ledig."""
    move.cancel(db.session(), str(admission_id), current_occasion())
    return _answer(str(admission_id))


@operation(Verb.ANSWER_FOR_WARD, AdmissionOut, problems=CHANGES)
def discharged(admission_id: UUID) -> dict[str, Any]:
    """Patienten har lämnat avdelningen."""
    move.discharge(db.session(), str(admission_id), current_occasion())
    return _answer(str(admission_id))


def _utc(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.astimezone(UTC)


def _mine(admission_id: str) -> AdmissionView:
    """One that this person takes part in, or that a ward of theirs has been asked about."""
    found = find_admission(db.session(), admission_id)
    if found is None:
        raise UnknownAdmission
    if not can(current_actor(), Verb.SEE_ADMISSION, Asked(found, current_directory().units)):
        raise NotYours
    return found


def _answer(admission_id: str) -> dict[str, Any]:
    return _json(_mine(admission_id))


def _json(admission: AdmissionView) -> dict[str, Any]:
    return admission_json(db.session(), admission, current_actor(), current_directory())
