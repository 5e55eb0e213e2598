"""Formuläret för en direktinläggning: specialty, the ward to ask first, the checklist, a note."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from app.actions.admission.errors import BadAnswer
from app.actions.admission.propose import NewAdmission
from app.actions.shared.errors import (
    PatientIdentityInText,
    Refused,
    StillRinging,
    TextTooLong,
    UnknownWord,
)
from app.actions.shared.faults import each_of
from app.web.shared.words import sentence_of
from models.tables.admissions import ChecklistItemRow
from routing.admission import QuestionKind

ANSWER = "svar-"  # before the key of a question, as its field is called
YES_OR_NO = ("ja", "nej")


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the checklist as a field: ``choices`` are its one-tap answers, if any."""

    name: str
    text: str
    kind: QuestionKind
    choices: tuple[str, ...]
    is_required: bool
    answer: str
    error: str


@dataclass(frozen=True, slots=True)
class AdmissionForm:
    """The form as it was sent, or as it stands at first. ``key`` makes sending it twice one."""

    specialty: str
    first: str
    note: str
    key: str
    answers: Mapping[str, str]
    asks: bool = True


def new_form(specialty: str | None) -> AdmissionForm:
    """An empty form."""
    return AdmissionForm(specialty or "", first="", note="", key=str(uuid.uuid4()), answers={})


def read_form(values: Mapping[str, str]) -> AdmissionForm:
    """The form as sent."""
    return AdmissionForm(
        specialty=values.get("specialty", ""),
        first=values.get("forst", ""),
        note=values.get("note", ""),
        key=values.get("key", "")[:80] or str(uuid.uuid4()),
        answers={
            name.removeprefix(ANSWER): text
            for name, text in values.items()
            if name.startswith(ANSWER)
        },
        asks=values.get("gor") != "foresla",
    )


def as_command(form: AdmissionForm) -> NewAdmission:
    """The command of a form."""
    return NewAdmission(
        specialty=form.specialty or None,
        first=form.first or None,
        answers=form.answers,
        note=form.note,
        asks=form.asks,
        idempotency_key=form.key,
    )


def questions(
    items: Iterable[ChecklistItemRow], form: AdmissionForm, errors: Mapping[str, str]
) -> tuple[Question, ...]:
    """The checklist as fields, filled in as far as it was."""
    return tuple(
        Question(
            name=ANSWER + item.key,
            text=item.question,
            kind=QuestionKind(item.kind),
            choices=_choices(item),
            is_required=item.is_required,
            answer=form.answers.get(item.key, ""),
            error=errors.get(ANSWER + item.key, ""),
        )
        for item in items
    )


def form_errors(refused: Refused, items: Iterable[ChecklistItemRow]) -> dict[str, str]:
    """Field → sentence for all that was refused; empty when no field is to blame."""
    items = tuple(items)
    found: dict[str, str] = {}
    for one in each_of(refused):
        found |= _field_error(one, items)
    return found


def _field_error(refused: Refused, items: Iterable[ChecklistItemRow]) -> dict[str, str]:
    match refused:
        case BadAnswer():
            item = next((one for one in items if one.question == refused.question), None)
            return {ANSWER + item.key: _answer_missing(item)} if item else {}
        case PatientIdentityInText():
            return {_field(refused.field): sentence_of(refused)}
        case TextTooLong():
            return {_field(refused.field): _("Högst %(limit)s tecken.", limit=refused.limit)}
        case StillRinging():
            return {"forst": sentence_of(refused)}
        case UnknownWord(kind="specialty"):
            return {"specialty": _("Välj ett av alternativen i listan.")}
        case UnknownWord():
            return {"forst": _("Den avdelningen kan inte tillfrågas. Välj en i listan.")}
        case _:
            return {}


def _field(name: str) -> str:
    return name if name == "note" else ANSWER + name


def _choices(item: ChecklistItemRow) -> tuple[str, ...]:
    match QuestionKind(item.kind):
        case QuestionKind.YES_NO:
            return YES_OR_NO
        case QuestionKind.CHOICE:
            return tuple(item.choices)
        case _:
            return ()


def _answer_missing(item: ChecklistItemRow) -> str:
    match QuestionKind(item.kind):
        case QuestionKind.COUNT:
            return str(_("Skriv en siffra: %(question)s", question=item.question))
        case QuestionKind.TEXT:
            return str(_("Skriv ett svar: %(question)s", question=item.question))
        case _:
            return str(_("Välj ett svar: %(question)s", question=item.question))
