"""Words for people in the language of whoever reads the page; what ``app.labels`` has, with the
language filled in."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from flask import has_request_context

from app import labels
from app.errors import sentence_of
from app.labels import AGE_BANDS, SEXES, phone_display
from app.language import current_language
from routing.directory import Directory
from routing.reasons import Reason
from routing.sbar import SbarPart
from routing.units import Specialty

__all__ = [
    "AGE_BANDS",
    "SEXES",
    "called",
    "clock_display",
    "duration_display",
    "in_sentence",
    "label",
    "language",
    "moment_display",
    "phone_display",
    "sbar_question",
    "sentence",
    "sentence_of",
]

USUAL: Final = "sv"


def language() -> str:
    """That of the page."""
    return current_language() if has_request_context() else USUAL


def label(member: StrEnum) -> str:
    """What people call an enum member."""
    return labels.label(member, language())


def called(specialty: Specialty) -> str:
    """A specialty's name."""
    return specialty.called(language())


def in_sentence(member: StrEnum) -> str:
    """The label as it stands inside a sentence."""
    return labels.in_sentence(member, language())


def sbar_question(part: SbarPart) -> str:
    """What a part of SBAR asks for."""
    return labels.sbar_question(part, language())


def sentence(reason: Reason, directory: Directory, *, at: datetime | None = None) -> str:
    """A reason as one sentence."""
    return labels.sentence(reason, directory, language(), at=at)


def clock_display(moment: datetime) -> str:
    """The clock alone."""
    return labels.clock_display(moment, language())


def moment_display(moment: datetime, *, at: datetime | None = None) -> str:
    """Day and clock."""
    return labels.moment_display(moment, at=at, lang=language())


def duration_display(seconds: float) -> str:
    """A length of time in the largest fitting unit."""
    return labels.duration_display(seconds, language())
