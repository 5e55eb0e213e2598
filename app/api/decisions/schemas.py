"""What the addresses of decisions take and answer, written by hand."""

from marshmallow import Schema, fields

from app.actions.decisions.change import BY_HAND
from app.api.shared.fields import ClinicalText, Moment, Text, Word
from app.api.shared.typed import LONGEST_TEXT
from routing.admission import AdmissionStatus
from routing.decisions import DecisionEvent, DecisionKind, DecisionStatus
from routing.outcome import Side
from routing.radiology import BookingStatus
from routing.receivers import VisitDay


class NewDecisionIn(Schema):
    """POST /requests/{id}/decisions. Holds no patient identity."""

    kind = Word(DecisionKind, required=True)
    when = Word(
        VisitDay,
        load_default=None,
        allow_none=True,
        metadata={"description": "för specialistbesök"},
    )
    receiver_id = Text(
        longest=80,
        load_default=None,
        allow_none=True,
        metadata={"description": "mottagande enhets id; får veta det direkt"},
    )
    note = Text(
        longest=LONGEST_TEXT,
        load_default="",
        metadata={"description": "för kvar med råd: när patienten ska söka igen"},
    )
    next_by = Word(Side, load_default=None, allow_none=True)
    next_text = Text(longest=LONGEST_TEXT, load_default="")
    replaces = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={"description": "beslutet som det här ersätter"},
    )


class DecisionChangeIn(Schema):
    """POST /requests/{id}/decisions/{decision_id}/change."""

    event = Word(
        DecisionEvent,
        only=BY_HAND,
        required=True,
        metadata={"description": "vad som blev av beslutet"},
    )


class DecisionEventOut(Schema):
    """One line of a decision's log.

    ``taken_back_at``: when whoever did it undid it.
    """

    event = Word(DecisionEvent, required=True)
    text = fields.String(required=True)
    at = Moment(required=True)
    taken_back_at = Moment(required=True, allow_none=True)
    unit_id = fields.String(required=True, allow_none=True)


class DecisionOut(Schema):
    """A decision, and all that has happened to it."""

    id = fields.String(required=True)
    kind = Word(DecisionKind, required=True)
    kind_text = fields.String(required=True)
    status = Word(DecisionStatus, required=True)
    status_text = fields.String(required=True)
    side = Word(Side, required=True)
    when = Word(VisitDay, required=True, allow_none=True)
    unit_id = fields.String(required=True, allow_none=True)
    receiver_id = fields.String(required=True, allow_none=True)
    note = ClinicalText(required=True)
    next_by = Word(Side, required=True, allow_none=True)
    next_text = ClinicalText(required=True)
    decided_at = Moment(required=True)
    ended_at = Moment(required=True, allow_none=True)
    replaced_by_id = fields.String(required=True, allow_none=True)
    admission_id = fields.String(required=True, allow_none=True)
    admission = Word(AdmissionStatus, required=True, allow_none=True)
    booking_id = fields.String(required=True, allow_none=True)
    booking = Word(BookingStatus, required=True, allow_none=True)
    events = fields.List(fields.Nested(DecisionEventOut), required=True)


class DecisionsOut(Schema):
    """The decisions of a contact, in the order they were made."""

    decisions = fields.List(fields.Nested(DecisionOut), required=True)
