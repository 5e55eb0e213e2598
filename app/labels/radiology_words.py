"""Swedish and English for what is asked before an examination. Each row: (Swedish, English)."""

from enum import StrEnum

from routing.preconditions import AnswerKind, Severity

Words = dict[StrEnum, tuple[str, str]]

ANSWER_KIND: Words = {
    AnswerKind.NUMBER: ("Tal", "Number"),
    AnswerKind.YES_NO: ("Ja eller nej", "Yes or no"),
    AnswerKind.DATE: ("Datum", "Date"),
}

SEVERITY: Words = {
    Severity.MISSING: ("Svar saknas", "Answer missing"),
    Severity.CONFIRM: ("Måste bekräftas", "Must be confirmed"),
    Severity.PHONE: ("Ring röntgen först", "Phone radiology first"),
}
