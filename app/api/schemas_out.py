"""What the API answers: written by hand, so that no new column leaks out by itself."""

from marshmallow import Schema, fields

from app.api.fields import ClinicalText, Moment, Word
from models.care_request import CallMode
from routing.lifecycle import AttemptState, RequestEvent, RequestStatus
from routing.opening_hours import Openness
from routing.outcome import DeclineReason, PlanBefore, ResultAfter, Side
from routing.preconditions import Severity
from routing.types import (
    Audience,
    ContactKind,
    ContactPath,
    Hunting,
    OnCallTier,
    PhoneKind,
    RequesterRole,
    UnitKind,
)
from routing.urgency import PatientUrgency

DATE_TIME = {"format": "date-time"}  # of what is a text already


def _text(*, may_be_null: bool = False) -> fields.String:
    return fields.String(required=True, allow_none=may_be_null)


class ProblemErrorSchema(Schema):
    """One thing that is wrong, and where."""

    field = _text()
    detail = _text()
    nearest = fields.List(fields.String())
    severity = Word(Severity, metadata={"description": "vad ett svar till röntgen leder till"})
    row = fields.Integer(metadata={"description": "I en fil; 1 är rubrikraden."})


class FallbackOut(Schema):
    """What to do when nobody can be reached."""

    unit = fields.String()
    unit_id = _text()
    number = _text()
    text = _text()


class CreatedOut(Schema):
    """A contact that was made, now or by the same key before."""

    id = _text()
    case_code = _text()
    status_url = _text()


class ProblemSchema(Schema):
    """A problem document (RFC 9457)."""

    type = _text()
    title = _text()
    status = fields.Integer(required=True)
    detail = _text()
    errors = fields.List(fields.Nested(ProblemErrorSchema))
    faults = fields.Integer(metadata={"description": "Hur många fel en fil har i allt."})
    next_opening = fields.String(allow_none=True, metadata=DATE_TIME)
    fallback = fields.Nested(FallbackOut, allow_none=True)
    contacts = fields.List(
        fields.Nested(CreatedOut),
        metadata={"description": "egna ärenden som söks just nu, när inget nytt kan skapas"},
    )


class StepOut(Schema):
    """Who is rung at one step: names, and beside them ids."""

    order = fields.Integer(required=True)
    unit = _text()
    unit_id = _text()
    role = _text()
    line_id = _text()
    tier = fields.String(required=True, metadata={"enum": [tier.value for tier in OnCallTier]})
    person = _text(may_be_null=True)
    person_id = _text(may_be_null=True)
    number = _text()
    ring_seconds = fields.Integer(required=True)
    phone = fields.String(required=True, metadata={"enum": [kind.value for kind in PhoneKind]})
    group = fields.Integer(
        required=True, metadata={"description": "vilket steg i matrisen, från 1"}
    )
    hunting = fields.String(required=True, metadata={"enum": [how.value for how in Hunting]})
    reason = _text()


class PlanOut(Schema):
    """The answer to "vem når jag nu?"."""

    path = _text()
    open = fields.Boolean(required=True)
    next_opening = fields.String(required=True, allow_none=True, metadata=DATE_TIME)
    promise_seconds = fields.Integer(required=True, allow_none=True)
    rounds = fields.Integer(required=True)
    steps = fields.List(fields.Nested(StepOut), required=True)
    fallback = fields.Nested(FallbackOut, required=True, allow_none=True)
    reasons = fields.List(fields.String(), required=True)
    matrix_version = _text()
    at = fields.String(required=True, metadata=DATE_TIME)
    specialty = _text(may_be_null=True)
    municipality = _text()
    requester = _text()


class AttemptOut(Schema):
    """One phone that was rung. The number is not repeated here."""

    side = Word(Side, required=True)
    order = fields.Integer(required=True, attribute="step_order")
    line_id = _text(may_be_null=True)
    unit_id = _text(may_be_null=True)
    tier = Word(OnCallTier, allow_none=True)
    person_id = _text(may_be_null=True)
    state = Word(AttemptState, required=True)
    ring_seconds = fields.Integer(required=True)
    started_at = Moment(required=True)
    accepted_at = Moment(allow_none=True)
    connected_at = Moment(allow_none=True)
    ended_at = Moment(allow_none=True)
    round = fields.Integer(required=True)
    forwarded_from = _text(may_be_null=True)
    decline_reason = Word(DeclineReason, allow_none=True)
    call_back_at = Moment(allow_none=True)


class OutcomeOut(Schema):
    """What one side said afterwards."""

    side = Word(Side, required=True)
    result = Word(ResultAfter, allow_none=True)
    value = fields.Integer(allow_none=True)
    understanding = fields.Integer(allow_none=True)
    recorded_at = Moment(required=True)


class SbarOut(Schema):
    """What the requester wrote; only for those who take part."""

    situation = ClinicalText(required=True)
    background = ClinicalText(required=True)
    assessment = ClinicalText(required=True)
    recommendation = ClinicalText(required=True)


class ContactOut(Schema):
    """A contact. ``sbar`` is null for those who may only see the row."""

    id = _text()
    case_code = _text()
    path = Word(ContactPath, required=True)
    status = Word(RequestStatus, required=True)
    status_text = _text()
    mode = Word(CallMode, required=True)
    requester_role = Word(RequesterRole, required=True)
    requester_unit_id = _text(may_be_null=True)
    specialty = _text(may_be_null=True)
    municipality = _text()
    unit_id = _text(may_be_null=True)
    age_band = _text(may_be_null=True)
    sex = _text(may_be_null=True)
    urgency = Word(PatientUrgency, required=True, allow_none=True)
    sbar = fields.Nested(SbarOut, required=True, allow_none=True)
    plan_before = Word(PlanBefore, allow_none=True)
    promise_seconds = fields.Integer(required=True)
    attempts = fields.List(fields.Nested(AttemptOut), required=True)
    outcomes = fields.List(fields.Nested(OutcomeOut), required=True)
    created_at = Moment(required=True)
    answered_at = Moment(allow_none=True)
    ended_at = Moment(allow_none=True)
    continued_from = fields.String(allow_none=True, attribute="continued_from_id")


class EventOut(Schema):
    """One line of a contact's log; ``detail`` holds codes and ids only."""

    event = Word(RequestEvent, required=True)
    text = _text()
    at = Moment(required=True)
    unit_id = _text(may_be_null=True)
    detail = fields.Dict(required=True)


class EventsOut(Schema):
    """All that happened to a contact, in order."""

    events = fields.List(fields.Nested(EventOut), required=True)


class OutcomeKeptOut(Schema):
    """Whose outcome was kept."""

    side = Word(Side, required=True)


class ContactPointOut(Schema):
    """A number or an address at a unit."""

    kind = Word(ContactKind, required=True)
    value = _text()
    label = _text()
    audience = Word(Audience, required=True)


class UnitOut(Schema):
    """A unit of the directory."""

    id = _text()
    hsa_id = _text()
    name = _text()
    kind = Word(UnitKind, required=True)
    provider = _text()
    municipality = _text()
    municipality_name = _text()
    parent_id = _text(may_be_null=True)
    specialties = fields.List(fields.String(), required=True)
    openness = Word(Openness, required=True)
    next_opening = Moment(allow_none=True)
    closes_at = Moment(allow_none=True)
    contact_points = fields.List(fields.Nested(ContactPointOut), required=True)
    verified = fields.Boolean(required=True)
    note = _text()


class UnitsOut(Schema):
    """What a search found; ``total`` also counts what ``limit`` left out."""

    units = fields.List(fields.Nested(UnitOut), required=True)
    total = fields.Integer(required=True)
    directory_version = fields.Integer(required=True)


class NextShiftOut(Schema):
    """Who comes after."""

    person = _text()
    person_id = _text()
    starts_at = Moment(required=True)


class OnCallRowOut(Schema):
    """Who answers on one tier of a line. ``person`` is null when nobody is on duty, or when the
    line has a function phone. Until ``away_until`` nobody disturbs them (inte nu), and
    ``answers_instead`` (a person id, or null: nobody) is rung.
    """

    line_id = _text()
    line = _text()
    kind = _text()
    specialty = _text(may_be_null=True)
    unit_id = _text()
    unit = _text()
    tier = Word(OnCallTier, required=True)
    is_open = fields.Boolean(required=True)
    person = _text(may_be_null=True)
    person_id = _text(may_be_null=True)
    number = _text(may_be_null=True)
    until = Moment(allow_none=True)
    away_until = Moment(required=True, allow_none=True)
    answers_instead = _text(may_be_null=True)
    next = fields.Nested(NextShiftOut, allow_none=True)


class OnCallOut(Schema):
    """Who is on call, line by line."""

    at = Moment(required=True)
    on_call = fields.List(fields.Nested(OnCallRowOut), required=True)


class ShiftOut(Schema):
    """A shift to come, or a vacancy: ``person_id`` null."""

    rota_id = _text()
    line_id = _text()
    tier = Word(OnCallTier, required=True)
    person_id = _text(may_be_null=True)
    person = _text(may_be_null=True)
    starts_at = Moment(required=True)
    ends_at = Moment(required=True)


class ShiftsOut(Schema):
    """Shifts rota by rota, in order."""

    shifts = fields.List(fields.Nested(ShiftOut), required=True)
