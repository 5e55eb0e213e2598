"""Förutsättningar för en undersökning: questions answered before it is booked, and what the
answers mean. The questions are data of the region; no free text, so that nobody is named.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from routing import moments

YES: Final = "ja"
NO: Final = "nej"


class AnswerKind(StrEnum):
    """Vad som svaras på en fråga."""

    NUMBER = "tal"
    YES_NO = "ja_eller_nej"
    DATE = "datum"


class Severity(StrEnum):
    """Vad ett svar leder till: it is missing, must be confirmed, or radiology must be phoned."""

    MISSING = "saknas"
    CONFIRM = "bekraftas"
    PHONE = "ring_rontgen"


@dataclass(frozen=True, slots=True)
class Precondition:
    """En fråga. Numbers are in ``unit``, from ``least`` to ``most``; those below ``warn_below`` or
    above ``warn_above`` must be confirmed. A date is when a sample was taken; one older than
    ``warn_days`` must be confirmed. ``confirm_if`` and ``phone_if`` are the answer (ja or nej) that
    must be confirmed, or means that radiology is phoned first. ``advice`` says why.

    ``asked_if`` is the key of a yes-or-no question that must be answered yes for this one to count.
    """

    key: str
    question: str
    kind: AnswerKind
    unit: str = ""
    is_required: bool = True
    least: float = 0
    most: float = 1000
    warn_below: float | None = None
    warn_above: float | None = None
    warn_days: int | None = None
    confirm_if: str = ""
    phone_if: str = ""
    advice: str = ""
    asked_if: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Vad ett svar ledde till; ``text`` is Swedish, a whole sentence."""

    key: str
    severity: Severity
    text: str


def judge(
    preconditions: Iterable[Precondition], answers: Mapping[str, str], *, today: date
) -> tuple[Finding, ...]:
    """What the answers lead to, in the order of the questions; nothing when all is well.

    ``answers`` are as typed, by key. An answer that cannot be read is missing.
    """
    findings = []
    for one in preconditions:
        if one.asked_if and answers.get(one.asked_if) != YES:
            continue
        typed = answers.get(one.key, "").strip()
        finding = _judge_one(one, typed, today) if typed else _if_missing(one)
        if finding is not None:
            findings.append(finding)
    return tuple(findings)


def unsettled(findings: Iterable[Finding], *, confirmed: frozenset[str]) -> tuple[Finding, ...]:
    """The findings that stand in the way: what is missing, and what nobody has confirmed."""
    return tuple(
        one for one in findings if one.severity is Severity.MISSING or one.key not in confirmed
    )


def read_number(typed: str) -> float | None:
    """A number with decimal comma or point; None when it is none ("<30" is not: below what?)."""
    plain = typed.strip().replace(",", ".").replace("−", "-")
    digits = plain.removeprefix("-").replace(".", "", 1)
    return float(plain) if digits.isascii() and digits.isdecimal() else None


def read_day(typed: str) -> date | None:
    """A date as 2026-11-23; None when it is none."""
    try:
        return moments.read_day(typed)
    except moments.BadMoment:
        return None


def _if_missing(one: Precondition) -> Finding | None:
    if not one.is_required:
        return None
    return Finding(one.key, Severity.MISSING, f"{one.question} Svaret saknas.")


def _judge_one(one: Precondition, typed: str, today: date) -> Finding | None:
    match one.kind:
        case AnswerKind.NUMBER:
            return _judge_number(one, typed)
        case AnswerKind.DATE:
            return _judge_day(one, typed, today)
        case AnswerKind.YES_NO:
            return _judge_word(one, typed)


def _judge_number(one: Precondition, typed: str) -> Finding | None:
    number = read_number(typed)
    if number is None or not one.least <= number <= one.most:
        limits = f"{_said(one.least)} och {_said(one.most)} {one.unit}".strip()
        return Finding(one.key, Severity.MISSING, f"{one.question} Skriv ett tal mellan {limits}.")
    if one.warn_below is not None and number < one.warn_below:
        text = f"{_said(number)} {one.unit} är under gränsen {_said(one.warn_below)}."
        return _confirm(one, text)
    if one.warn_above is not None and number > one.warn_above:
        text = f"{_said(number)} {one.unit} är över gränsen {_said(one.warn_above)}."
        return _confirm(one, text)
    return None


def _judge_day(one: Precondition, typed: str, today: date) -> Finding | None:
    day = read_day(typed)
    if day is None or day > today:
        text = f"{one.question} Skriv ett datum som 2026-11-23, inte framåt i tiden."
        return Finding(one.key, Severity.MISSING, text)
    age = (today - day).days
    if one.warn_days is not None and age > one.warn_days:
        return _confirm(one, f"Provet är {age} dagar gammalt; gränsen är {one.warn_days}.")
    return None


def _judge_word(one: Precondition, typed: str) -> Finding | None:
    if typed not in (YES, NO):
        return Finding(one.key, Severity.MISSING, f"{one.question} Svara ja eller nej.")
    if typed == one.phone_if:
        return Finding(one.key, Severity.PHONE, _advised(one, "Ring röntgen innan du bokar."))
    if typed == one.confirm_if:
        return _confirm(one, f"{one.question} {typed.capitalize()}.")
    return None


def _confirm(one: Precondition, text: str) -> Finding:
    return Finding(one.key, Severity.CONFIRM, _advised(one, text))


def _advised(one: Precondition, text: str) -> str:
    return f"{text} {one.advice}".strip()


def _said(number: float) -> str:
    return f"{number:g}".replace(".", ",")
