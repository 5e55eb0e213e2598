"""What the addresses of contacts answer, written by hand: no new column leaks out by itself."""

from marshmallow import Schema, fields

from app.api.shared.fields import ClinicalText, Moment, Word, told
from app.api.shared.problem_schemas import DATE_TIME, FallbackOut
from models.tables.contacts import CallMode
from routing.lifecycle import AttemptState, RequestEvent, RequestStatus
from routing.outcome import DeclineReason, PlanBefore, ResultAfter, Side
from routing.types import (
    ContactPath,
    Hunting,
    OnCallTier,
    PhoneKind,
    RequesterRole,
)
from routing.urgency import PatientUrgency


class StepOut(Schema):
    """Who is rung at one step: names, and beside them ids."""

    order = fields.Integer(required=True)
    unit = told()
    unit_id = told()
    role = told()
    line_id = told()
    tier = fields.String(required=True, metadata={"enum": [tier.value for tier in OnCallTier]})
    person = told(may_be_null=True)
    person_id = told(may_be_null=True)
    number = told()
    ring_seconds = fields.Integer(required=True)
    phone = fields.String(required=True, metadata={"enum": [kind.value for kind in PhoneKind]})
    group = fields.Integer(
        required=True, metadata={"description": "vilket steg i matrisen, från 1"}
    )
    hunting = fields.String(required=True, metadata={"enum": [how.value for how in Hunting]})
    reason = told()


class StandsInOut(Schema):
    """The line that answers for a specialty that has none of its own."""

    line_id = told()
    line = told()
    specialty = told(may_be_null=True)


class PlanOut(Schema):
    """The answer to "vem når jag nu?"."""

    path = told()
    open = fields.Boolean(required=True)
    next_opening = fields.String(required=True, allow_none=True, metadata=DATE_TIME)
    promise_seconds = fields.Integer(required=True, allow_none=True)
    rounds = fields.Integer(required=True)
    stands_in = fields.Nested(StandsInOut, required=True, allow_none=True)
    steps = fields.List(fields.Nested(StepOut), required=True)
    fallback = fields.Nested(FallbackOut, required=True, allow_none=True)
    reasons = fields.List(fields.String(), required=True)
    matrix_version = told()
    at = fields.String(required=True, metadata=DATE_TIME)
    specialty = told(may_be_null=True)
    municipality = told()
    requester = told()


class AttemptOut(Schema):
    """One phone that was rung. The number is not repeated here."""

    side = Word(Side, required=True)
    order = fields.Integer(required=True, attribute="step_order")
    line_id = told(may_be_null=True)
    unit_id = told(may_be_null=True)
    tier = Word(OnCallTier, allow_none=True)
    person_id = told(may_be_null=True)
    state = Word(AttemptState, required=True)
    ring_seconds = fields.Integer(required=True)
    started_at = Moment(required=True)
    accepted_at = Moment(allow_none=True)
    connected_at = Moment(allow_none=True)
    ended_at = Moment(allow_none=True)
    round = fields.Integer(required=True)
    forwarded_from = told(may_be_null=True)
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

    id = told()
    case_code = told()
    path = Word(ContactPath, required=True)
    status = Word(RequestStatus, required=True)
    status_text = told()
    mode = Word(CallMode, required=True)
    requester_role = Word(RequesterRole, required=True)
    requester_unit_id = told(may_be_null=True)
    specialty = told(may_be_null=True)
    municipality = told()
    unit_id = told(may_be_null=True)
    age_band = told(may_be_null=True)
    sex = told(may_be_null=True)
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
    """One line of a contact's log; ``detail`` holds codes and ids only.

    ``taken_back_at``: when whoever did it undid it.
    """

    event = Word(RequestEvent, required=True)
    text = told()
    at = Moment(required=True)
    taken_back_at = Moment(required=True, allow_none=True)
    unit_id = told(may_be_null=True)
    detail = fields.Dict(required=True)


class EventsOut(Schema):
    """All that happened to a contact, in order."""

    events = fields.List(fields.Nested(EventOut), required=True)


class OutcomeKeptOut(Schema):
    """Whose outcome was kept."""

    side = Word(Side, required=True)
