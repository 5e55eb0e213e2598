"""What the addresses of radiology take and answer, written by hand."""

from marshmallow import Schema, fields, validate

from app.api.shared.fields import ClinicalText, Moment, PhoneNumber, Text, Whole, Word
from app.api.shared.typed import IN_STOCKHOLM, LONGEST_TEXT
from routing.outcome import Side
from routing.preconditions import AnswerKind
from routing.radiology import (
    BookingEvent,
    BookingStatus,
    Modality,
    RadiologyRefusal,
    ResultTo,
)

_KEYS = {"description": "nycklarna till frågorna i undersökningens preconditions"}


class HoursQuery(Schema):
    """GET /radiology/hours."""

    municipality = Text(
        load_default="", metadata={"description": "kod eller namn; närmaste röntgen först"}
    )
    modality = Word(Modality)


class NewBookingIn(Schema):
    """POST /requests/{id}/bookings. Holds no patient identity."""

    examination = Text(longest=80, required=True)
    site_id = Text(longest=80, required=True)
    starts_at = Moment(required=True, metadata={"description": f"en hel timme; {IN_STOCKHOLM}"})
    result_to = Word(ResultTo, required=True)
    result_number = PhoneNumber(
        load_default="",
        metadata={"description": "behövs där inget nummer är känt: avdelning och andra"},
    )
    answers = fields.Dict(
        keys=Text(longest=80), values=Text(longest=40), load_default=dict, metadata=_KEYS
    )
    confirmed = fields.List(Text(longest=80), load_default=list, metadata=_KEYS)
    question = Text(longest=LONGEST_TEXT, load_default="")


class MoveBookingIn(Schema):
    """POST /radiology/bookings/{id}/move."""

    site_id = Text(longest=80, required=True)
    starts_at = Moment(required=True, metadata={"description": f"en hel timme; {IN_STOCKHOLM}"})


class RefuseBookingIn(Schema):
    """POST /radiology/bookings/{id}/refuse."""

    reason = Word(RadiologyRefusal, required=True)
    note = Text(longest=LONGEST_TEXT, load_default="")


class ResultGivenIn(Schema):
    """POST /radiology/bookings/{id}/result; empty: to whom it was agreed."""

    result_to = Word(ResultTo, load_default=None, allow_none=True)
    result_number = PhoneNumber(load_default="")


class ChangeHourIn(Schema):
    """PUT /radiology/hours."""

    modality = Word(Modality, required=True)
    starts_at = Moment(required=True, metadata={"description": f"en hel timme; {IN_STOCKHOLM}"})
    capacity = Whole(required=True, validate=validate.Range(-999, 999))


class QuestionOut(Schema):
    """A question before an examination, and what its answer must be confirmed for."""

    key = fields.String(required=True)
    question = fields.String(required=True)
    kind = Word(AnswerKind, required=True)
    unit = fields.String(required=True)
    is_required = fields.Boolean(required=True)
    least = fields.Float(required=True)
    most = fields.Float(required=True)
    warn_below = fields.Float(required=True, allow_none=True)
    warn_above = fields.Float(required=True, allow_none=True)
    warn_days = fields.Integer(required=True, allow_none=True)
    confirm_if = fields.String(required=True)
    phone_if = fields.String(required=True)
    advice = fields.String(required=True)
    asked_if = fields.String(required=True)


class ExaminationOut(Schema):
    """An examination that can be booked."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    modality = Word(Modality, required=True)
    note = fields.String(required=True)
    preconditions = fields.List(fields.Nested(QuestionOut), required=True)


class ExaminationsOut(Schema):
    """All that can be booked, in the region's order."""

    examinations = fields.List(fields.Nested(ExaminationOut), required=True)


class HourOut(Schema):
    """One hour of one method at one site."""

    site_id = fields.String(required=True)
    modality = Word(Modality, required=True)
    starts_at = Moment(required=True)
    capacity = fields.Integer(required=True)
    taken = fields.Integer(required=True)
    free = fields.Integer(required=True)
    is_changed = fields.Boolean(required=True)


class HoursOut(Schema):
    """The hours of today and tomorrow that have not begun; the nearest site first."""

    sites = fields.List(fields.String(), required=True)
    hours = fields.List(fields.Nested(HourOut), required=True)


class AnswerOut(Schema):
    """An answer as it was given; ``text`` is the warning that was confirmed, or empty."""

    key = fields.String(required=True)
    question = fields.String(required=True)
    answer = ClinicalText(required=True)
    unit = fields.String(required=True)
    text = ClinicalText(required=True)


class BookingEventOut(Schema):
    """One line of a booking's log.

    ``taken_back_at``: when whoever did it undid it.
    """

    event = Word(BookingEvent, required=True)
    text = fields.String(required=True)
    at = Moment(required=True)
    taken_back_at = Moment(required=True, allow_none=True)
    unit_id = fields.String(required=True, allow_none=True)


class BookingOut(Schema):
    """A booked examination."""

    id = fields.String(required=True)
    decision_id = fields.String(required=True)
    request_id = fields.String(required=True)
    case_code = fields.String(required=True)
    status = Word(BookingStatus, required=True)
    status_text = fields.String(required=True)
    examination = fields.String(required=True)
    examination_name = fields.String(required=True)
    modality = Word(Modality, required=True)
    site_id = fields.String(required=True)
    starts_at = Moment(required=True)
    answers = fields.List(fields.Nested(AnswerOut), required=True)
    question = ClinicalText(required=True)
    result_to = Word(ResultTo, required=True)
    result_number = fields.String(required=True, allow_none=True)
    refusal = Word(RadiologyRefusal, required=True, allow_none=True)
    refusal_note = ClinicalText(required=True)
    booked_by = Word(Side, required=True)
    requester_unit_id = fields.String(required=True, allow_none=True)
    created_at = Moment(required=True)
    ended_at = Moment(required=True, allow_none=True)
    events = fields.List(fields.Nested(BookingEventOut), required=True)


class BookingsOut(Schema):
    """Bookings, in order."""

    bookings = fields.List(fields.Nested(BookingOut), required=True)
