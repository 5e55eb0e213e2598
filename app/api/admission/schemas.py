"""What the addresses of direct admissions take and answer, written by hand."""

from marshmallow import Schema, fields

from app.actions.admission.move import TO_ED
from app.api.contact.schemas_out import SbarOut
from app.api.shared.fields import ClinicalText, Moment, Text, Word, YesNo, ZonedMoment
from app.api.shared.typed import LONGEST_TEXT
from routing.admission import (
    AdmissionEvent,
    AdmissionStatus,
    RefusalReason,
    TransportMode,
    WardReply,
)
from routing.admission_verbs import AdmissionVerb
from routing.decisions import DecisionKind
from routing.types import RequesterRole
from routing.urgency import PatientUrgency

WARD = {"description": "avdelningens id"}


class NewAdmissionIn(Schema):
    """POST /requests/{id}/admissions. Holds no patient identity."""

    specialty = Text(
        longest=80,
        load_default=None,
        allow_none=True,
        metadata={"description": "kod; annars ärendets"},
    )
    first = Text(
        longest=80,
        load_default=None,
        allow_none=True,
        metadata={"description": "avdelningen som frågas först; annars i matrisens ordning"},
    )
    checklist = fields.Dict(
        keys=Text(longest=80),
        values=Text(longest=LONGEST_TEXT),
        load_default=dict,
        metadata={"description": "frågans nyckel → svar; måste vara komplett när asks är sant"},
    )
    note = Text(longest=LONGEST_TEXT, load_default="")
    asks = YesNo(
        load_default=True,
        metadata={
            "description": "falskt: bara ett förslag, som en läkare i samtalet tar ställning"
        },
    )


class AskIn(Schema):
    """POST /admissions/{id}/ask."""

    first = Text(longest=80, load_default=None, allow_none=True, metadata=WARD)


class AcceptIn(Schema):
    """POST /admissions/{id}/accept."""

    ward_id = Text(longest=80, required=True, metadata=WARD)
    over_occupancy = YesNo(
        load_default=False, metadata={"description": "ta emot även utan ledig plats"}
    )


class RefuseIn(Schema):
    """POST /admissions/{id}/refuse and /withdraw; ``annat`` comes with a note."""

    ward_id = Text(longest=80, required=True, metadata=WARD)
    reason = Word(RefusalReason, required=True)
    note = Text(longest=LONGEST_TEXT, load_default="")


class LeftIn(Schema):
    """POST /admissions/{id}/left."""

    transport = Word(TransportMode, required=True)
    eta = ZonedMoment(
        load_default=None, allow_none=True, metadata={"description": "med tidszon, inom ett dygn"}
    )


class EtaIn(Schema):
    """POST /admissions/{id}/eta."""

    eta = ZonedMoment(required=True, metadata={"description": "med tidszon, inom ett dygn"})


class PlacedIn(Schema):
    """POST /admissions/{id}/placed."""

    ward_id = Text(longest=80, required=True, metadata=WARD)


class EdIn(Schema):
    """POST /admissions/{id}/ed."""

    means = Word(
        DecisionKind,
        only=TO_ED,
        required=True,
        metadata={"description": "hur patienten åker till akuten"},
    )


class ChecklistAnswerOut(Schema):
    """A question as it stood then, and its answer; null where it is not known."""

    key = fields.String(required=True)
    question = fields.String(required=True)
    kind = fields.String(required=True)
    answer = ClinicalText(required=True, allow_none=True)


class WardAnswerOut(Schema):
    """What a ward said, or that it said nothing."""

    ward_id = fields.String(required=True)
    round = fields.Integer(required=True)
    reply = Word(WardReply, required=True)
    reason = Word(RefusalReason, required=True, allow_none=True)
    note = ClinicalText(required=True)
    at = Moment(required=True)


class AdmissionEventOut(Schema):
    """One line of the log; ``detail`` holds codes and ids only.

    ``taken_back_at``: when whoever did it undid it.
    """

    event = Word(AdmissionEvent, required=True)
    text = fields.String(required=True)
    at = Moment(required=True)
    taken_back_at = Moment(required=True, allow_none=True)
    ward_id = fields.String(required=True, allow_none=True)
    unit_id = fields.String(required=True, allow_none=True)
    detail = fields.Dict(required=True)


class AskingOut(Schema):
    """Who asks, and where to phone back."""

    role = Word(RequesterRole, required=True)
    unit_id = fields.String(required=True, allow_none=True)
    number = fields.String(required=True, allow_none=True)
    responder_number = fields.String(required=True, allow_none=True)


class AdmissionOut(Schema):
    """A direct admission. A ward sees its own answers, no log, and what was told of the patient
    (``sbar``, ``checklist``) as long as the patient may come to it; else those are null."""

    id = fields.String(required=True)
    request_id = fields.String(required=True)
    decision_id = fields.String(required=True)
    case_code = fields.String(required=True)
    status = Word(AdmissionStatus, required=True)
    status_text = fields.String(required=True)
    specialty = fields.String(required=True, allow_none=True)
    municipality = fields.String(required=True)
    urgency = Word(PatientUrgency, required=True, allow_none=True)
    round = fields.Integer(required=True)
    ringing = fields.List(fields.String(), required=True)
    ward_id = fields.String(required=True, allow_none=True)
    placed_ward_id = fields.String(required=True, allow_none=True)
    is_over_occupancy = fields.Boolean(required=True)
    transport = Word(TransportMode, required=True, allow_none=True)
    eta_at = Moment(required=True, allow_none=True)
    reserved_until = Moment(required=True, allow_none=True)
    created_at = Moment(required=True)
    asked_at = Moment(required=True, allow_none=True)
    arrived_at = Moment(required=True, allow_none=True)
    ended_at = Moment(required=True, allow_none=True)
    asking = fields.Nested(AskingOut, required=True)
    note = ClinicalText(required=True, allow_none=True)
    sbar = fields.Nested(SbarOut, required=True, allow_none=True)
    checklist = fields.List(fields.Nested(ChecklistAnswerOut), required=True, allow_none=True)
    answers = fields.List(fields.Nested(WardAnswerOut), required=True)
    possible = fields.List(
        Word(AdmissionVerb),
        required=True,
        metadata={"description": "vad du kan säga nu så att något ändras: sista ordet i adressen"},
    )
    events = fields.List(fields.Nested(AdmissionEventOut), required=True)


class AdmissionsOut(Schema):
    """What concerns a ward now."""

    admissions = fields.List(fields.Nested(AdmissionOut), required=True)
