"""The form that books an examination: read as typed, checked, and handed on as one command."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.actions.radiology.book_examination import NewBooking
from app.actions.radiology.errors import (
    HourHasPassed,
    HourIsFull,
    MissingResultNumber,
    NoPlacesThen,
    PreconditionsUnmet,
    UnknownSite,
)
from app.actions.shared.errors import (
    BadNumber,
    PatientIdentityInText,
    Refused,
    StillRinging,
    TextTooLong,
)
from app.actions.shared.faults import each_of
from app.web.radiology.grid import read_hour
from app.web.shared.words import sentence_of
from models.reads.radiology import Examination
from routing.preconditions import Finding
from routing.radiology import ResultTo

ANSWER = "svar-"


@dataclass(frozen=True, slots=True)
class BookingForm:
    """What stands in the form, so that nothing is lost when something is wrong. All as typed."""

    key: str
    answers: Mapping[str, str] = field(default_factory=dict)
    confirmed: frozenset[str] = frozenset()
    hour: str = ""
    question: str = ""
    result_to: str = ResultTo.REQUESTER.value
    result_number: str = ""


def read_booking_form(examination: Examination, values: MultiDict[str, str]) -> BookingForm:
    """The form as sent. A confirmation is of an answer: with another one it is asked for again."""
    answers = {one.key: values.get(f"{ANSWER}{one.key}", "") for one in examination.preconditions}
    confirmed = frozenset(values.getlist("confirm"))
    return BookingForm(
        key=values.get("key", "")[:80],
        answers=answers,
        confirmed=frozenset(key for key, typed in answers.items() if f"{key}:{typed}" in confirmed),
        hour=values.get("hour", ""),
        question=values.get("question", ""),
        result_to=values.get("result_to", ""),
        result_number=values.get("result_number", ""),
    )


def missing_choices(form: BookingForm) -> dict[str, str]:
    """Field → sentence for what must be chosen before anything can be booked."""
    errors = {}
    if read_hour(form.hour) is None:
        errors["hour"] = _("Välj en timme.")
    if form.result_to not in set(ResultTo):
        errors["result_to"] = _("Välj vem som ska ha svaret.")
    return errors


def as_command(
    form: BookingForm, examination: Examination, request_id: str, *, at: datetime
) -> NewBooking:
    """The form as what is booked; while something of ``missing_choices`` is missing, only good for
    being checked."""
    site_id, starts_at = read_hour(form.hour) or ("", at)
    is_chosen = form.result_to in set(ResultTo)
    return NewBooking(
        request_id=request_id,
        examination=examination.code,
        site_id=site_id,
        starts_at=starts_at,
        result_to=ResultTo(form.result_to) if is_chosen else ResultTo.REQUESTER,
        result_number=form.result_number,
        answers=form.answers,
        confirmed=form.confirmed,
        question=form.question,
        idempotency_key=form.key or None,
    )


def field_errors(refused: Refused) -> dict[str, str]:
    """Field → sentence for all that the action refused; empty when no field is to blame."""
    found: dict[str, str] = {}
    for one in each_of(refused):
        found |= _field_error(one)
    return found


def _field_error(refused: Refused) -> dict[str, str]:
    sentence = sentence_of(refused)
    match refused:
        case HourHasPassed() | HourIsFull() | NoPlacesThen() | StillRinging() | UnknownSite():
            return {"hour": sentence}
        case BadNumber() | MissingResultNumber():
            return {"result_number": sentence}
        case PatientIdentityInText() | TextTooLong():
            return {refused.field: sentence}
        case PreconditionsUnmet():
            return {f"{ANSWER}{one.key}": one.text for one in refused.findings}
        case _:
            return {}


def findings_of(refused: Refused) -> Mapping[str, Finding]:
    """What stands in the way, by the key of its question."""
    return {
        finding.key: finding
        for one in each_of(refused)
        if isinstance(one, PreconditionsUnmet)
        for finding in one.findings
    }
