"""What a file of follow-up says, row by row, and everything that is wrong with what it says."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.actions.imports.fault import BadFile, Fault
from app.actions.imports.read_csv import Line, Sheet
from models.tables.decisions import DecisionRow
from routing.decisions import FOLLOWED_UP, IN_FORCE, DecisionKind, DecisionStatus
from routing.follow_up import CONTACT_ID, DECISION_ID, KIND, Aftermath

ANSWERS: Final[Mapping[str, bool | None]] = MappingProxyType({"1": True, "0": False, "": None})

_KINDS: Final = {kind.value: kind for kind in sorted(FOLLOWED_UP)}
_KIND_WORDS: Final = " eller ".join(_KINDS)
_ASKED_AT_ONCE: Final = 400  # ids in one question


@dataclass(frozen=True, slots=True)
class Said:
    """What one row says of one decision; None where it does not say."""

    row: int
    decision_id: str
    answers: Mapping[Aftermath, bool | None]


@dataclass(frozen=True, slots=True)
class _Decision:
    id: str
    contact_id: str
    kind: DecisionKind
    status: DecisionStatus


@dataclass(frozen=True, slots=True)
class _Known:
    """The decisions that the rows may mean."""

    by_id: dict[str, _Decision] = field(default_factory=dict)
    of_contact: dict[tuple[str, DecisionKind], list[_Decision]] = field(
        default_factory=lambda: defaultdict(list)
    )


def rows_of(session: Session, sheet: Sheet) -> tuple[Said, ...]:
    """What the sheet says of decisions. Rows where nothing is filled in are left out: the template
    has one for each decision.

    Raises ``BadFile`` with every fault of every row.
    """
    if faults := list(_missing_columns(sheet.columns)):
        raise BadFile(faults)
    lines = [line for line in sheet.lines if any(line.cells[one.value] for one in Aftermath)]
    if not lines:
        raise BadFile([Fault(1, "", "Ingen rad säger något: inget är ifyllt.")])
    known = _load(session, lines)
    said: dict[str, Said] = {}
    for line in lines:
        faults.extend(_bad_answers(line))
        decision = _meant(line, known)
        if isinstance(decision, Fault):
            faults.append(decision)
        elif decision.id in said:
            reason = f"Samma beslut står redan på rad {said[decision.id].row}."
            faults.append(
                Fault(line.row, DECISION_ID if line.cells[DECISION_ID] else CONTACT_ID, reason)
            )
        else:
            answers = {one: ANSWERS.get(line.cells[one.value]) for one in Aftermath}
            said[decision.id] = Said(line.row, decision.id, answers)
    if faults:
        raise BadFile(faults)
    return tuple(said.values())


def _missing_columns(columns: Sequence[str]) -> Iterator[Fault]:
    if DECISION_ID not in columns and not {CONTACT_ID, KIND} <= set(columns):
        reason = f"Kolumnen saknas. Filen ska ha {DECISION_ID}, eller {CONTACT_ID} och {KIND}."
        yield Fault(1, DECISION_ID, reason)
    answers = [one.value for one in Aftermath]
    if not set(answers) & set(columns):
        yield Fault(1, "", f"Filen har ingen av kolumnerna {', '.join(answers)}.")


def _bad_answers(line: Line) -> Iterator[Fault]:
    for one in Aftermath:
        if line.cells[one.value] not in ANSWERS:
            yield Fault(line.row, one.value, "Ska vara 1 (ja), 0 (nej) eller tomt (vet inte).")


def _meant(line: Line, known: _Known) -> _Decision | Fault:
    """The decision that a row names, or what is wrong with how it does."""
    return _by_id(line, known) if line.cells[DECISION_ID] else _by_contact(line, known)


def _by_id(line: Line, known: _Known) -> _Decision | Fault:
    decision = known.by_id.get(line.cells[DECISION_ID].lower())
    if decision is None:
        return Fault(line.row, DECISION_ID, "Beslutet finns inte.")
    if decision.kind not in FOLLOWED_UP:
        return Fault(line.row, DECISION_ID, f"Beslutet följs inte upp: bara {_KIND_WORDS} gör det.")
    if line.cells[CONTACT_ID] and line.cells[CONTACT_ID].lower() != decision.contact_id:
        return Fault(line.row, CONTACT_ID, "Beslutet hör till en annan kontakt.")
    if line.cells[KIND] and line.cells[KIND] != decision.kind.value:
        return Fault(line.row, KIND, f"Beslutet är av en annan sort: {decision.kind.value}.")
    return decision


def _by_contact(line: Line, known: _Known) -> _Decision | Fault:
    if not line.cells[CONTACT_ID]:
        reason = (
            f"Raden säger inte vilket beslut: fyll i {DECISION_ID}, eller {CONTACT_ID} och {KIND}."
        )
        return Fault(line.row, DECISION_ID, reason)
    kind = _KINDS.get(line.cells[KIND])
    if kind is None:
        return Fault(line.row, KIND, f"Ska vara {_KIND_WORDS}.")
    made = known.of_contact.get((line.cells[CONTACT_ID].lower(), kind), [])
    standing = [one for one in made if one.status in IN_FORCE] or made
    if not standing:
        return Fault(line.row, CONTACT_ID, "Kontakten finns inte, eller har inget sådant beslut.")
    if len(standing) > 1:
        return Fault(
            line.row, CONTACT_ID, f"Kontakten har flera sådana beslut: fyll i {DECISION_ID}."
        )
    return standing[0]


def _load(session: Session, lines: Sequence[Line]) -> _Known:
    """A few questions, however long the file is."""
    known = _Known()
    for start in range(0, len(lines), _ASKED_AT_ONCE):
        some = lines[start : start + _ASKED_AT_ONCE]
        rows = session.execute(
            select(
                DecisionRow.id, DecisionRow.request_id, DecisionRow.kind, DecisionRow.status
            ).where(
                or_(
                    DecisionRow.id.in_({line.cells[DECISION_ID].lower() for line in some}),
                    DecisionRow.request_id.in_({line.cells[CONTACT_ID].lower() for line in some}),
                )
            )
        )
        for decision in (_Decision(*row) for row in rows):
            if decision.id not in known.by_id:
                known.by_id[decision.id] = decision
                known.of_contact[decision.contact_id, decision.kind].append(decision)
    return known
