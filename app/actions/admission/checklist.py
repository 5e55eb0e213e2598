"""What the ward must know (checklistan): the region's questions, answered before it is asked."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.admission.errors import BadAnswer
from app.actions.shared.faults import Faults
from app.actions.shared.free_text import checked
from models.tables.admissions import ChecklistItemRow
from routing.admission import QuestionKind

LONGEST = 120
MOST = 400
YES, NO = "ja", "nej"


def load_questions(session: Session) -> list[ChecklistItemRow]:
    """The questions that are asked now, in the region's order."""
    asked = select(ChecklistItemRow).where(ChecklistItemRow.is_active.is_(True))
    return list(session.scalars(asked.order_by(ChecklistItemRow.position, ChecklistItemRow.key)))


def filled_in(
    session: Session, answers: Mapping[str, str], *, is_complete: bool
) -> list[dict[str, Any]]:
    """The answers with their questions as they stand now: ``[{"key", "question", "kind",
    "answer", "spoken"}]``, ``answer`` None where it is not known.

    Raises ``BadAnswer`` for an answer that is none, an unknown question and, when ``is_complete``,
    for a required question without an answer; and what ``checked`` raises for texts. Of several
    all are said (``SeveralFaults``).
    """
    questions = load_questions(session)
    known = {one.key for one in questions}
    faults, filled = Faults(), []
    for key in answers:
        with faults.noting():
            if key not in known:
                raise BadAnswer(key)
    for one in questions:
        with faults.noting():
            answer = _answer(one, answers.get(one.key, "").strip(), is_complete=is_complete)
            said = {"answer": answer, "spoken": _spoken(one, answer)}
            filled.append({"key": one.key, "question": one.question, "kind": one.kind, **said})
    faults.refuse_if_any()
    return filled


def spoken_needs(answers: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """What a ward's phone says that the patient needs, in the order of the questions."""
    return tuple(one["spoken"] for one in answers if one.get("spoken"))


def _spoken(item: ChecklistItemRow, answer: str | None) -> str:
    """How the answer is said; empty for what goes without saying, and for what is only read."""
    if answer is None or answer in item.silent_at:
        return ""
    return item.spoken.replace("{svar}", answer)


def _answer(item: ChecklistItemRow, text: str, *, is_complete: bool) -> str | None:
    if not text:
        if item.is_required and is_complete:
            raise BadAnswer(item.question)
        return None
    match QuestionKind(item.kind):
        case QuestionKind.YES_NO if text in (YES, NO):
            return text
        case QuestionKind.COUNT if text.isascii() and text.isdigit() and int(text) <= MOST:
            return str(int(text))
        case QuestionKind.CHOICE if text in item.choices:
            return text
        case QuestionKind.TEXT:
            return checked(item.key, text, limit=LONGEST)
    raise BadAnswer(item.question)
