"""One word or two for every enum member, in Swedish or English."""

from enum import StrEnum
from typing import Literal

from app.labels import (
    admission_words,
    contact_words,
    directory_words,
    notice_words,
    radiology_words,
    sbar_words,
    undo_words,
)

Lang = Literal["sv", "en"]

_TABLES: dict[type[StrEnum], dict[StrEnum, tuple[str, str]]] = {
    type(next(iter(table))): table
    for module in (
        admission_words,
        contact_words,
        directory_words,
        notice_words,
        radiology_words,
        sbar_words,
        undo_words,
    )
    for name, table in vars(module).items()
    if name.isupper() and isinstance(table, dict) and name != "CALL_ENDINGS"
}


def label(member: StrEnum, lang: str = "sv") -> str:
    """What people call an enum member: ``label(OnCallTier.SENIOR)`` is "Bakjour"."""
    swedish, english = _TABLES[type(member)][member]
    return english if lang == "en" else swedish


def in_sentence(member: StrEnum, lang: str = "sv") -> str:
    """The label as it stands inside a sentence: "bakjour"; abbreviations keep their capitals."""
    text = label(member, lang)
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
