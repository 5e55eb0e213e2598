"""En fil med vårdplatser: CSV with Swedish headings, or JSON with the names of the API."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from types import MappingProxyType
from typing import Any, Final

from app.actions.beds.figures import AHEAD, faults_in, whole_number
from app.actions.imports.fault import BadFile, Fault
from app.actions.imports.identities import NAMES_SOMEBODY
from app.actions.imports.read_csv import read_csv
from app.actions.imports.read_json import BadJson, NameTwice, read_json
from routing.beds import BedReport, BedSource
from routing.identity import holds_identity
from routing.moments import FORM, BadMoment, read_moment

HEADINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "avdelning": "ward",
        "räknad": "counted_at",
        "bemannade": "staffed",
        "belagda": "occupied",
        "stängda": "closed",
        "städas": "cleaning",
        "utlokaliserade": "outliers",
        "väntas in": "expected_arrivals",
        "väntas hem": "expected_discharges",
        "öppen": "is_open",
    }
)
"""The columns of a CSV file, and the same things in JSON and in the API."""

_CLOCK: Final = "Skriv tidpunkten som 2026-11-23 14:05 (svensk tid)."
_WHOLE: Final = "Skriv ett helt tal."
_MISSING: Final = "Uppgiften saknas."
_YES_OR_NO: Final = "Skriv ja eller nej."
_NO_WARD: Final = "Avdelningen finns inte, eller har inga vårdplatser här."
_NOT_YOURS: Final = "Du får inte lämna uppgifter för den avdelningen."
_SHAPE: Final = 'Filen ska vara {"reports": [ … ]} med en uppgift per avdelning.'
_REPEATED: Final = "Samma namn står två gånger i en uppgift."
_FIRST_YEAR: Final = 2000


@dataclass(frozen=True, slots=True)
class Wards:
    """The wards a file may speak of. ``ids`` finds a ward by its id or its HSA-id; ``allowed`` are
    those that whoever sends the file speaks for."""

    ids: Mapping[str, str]
    allowed: Collection[str]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row as it stands in the file. ``names``: what the file calls the fields."""

    number: int
    values: Mapping[str, Any]
    names: Mapping[str, str]


class _BadValueError(Exception):
    """One value cannot be read; ``reason`` is a sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_beds(content: bytes, wards: Wards, *, now: datetime) -> tuple[BedReport, ...]:
    """All reports of a file; raises ``BadFile`` with everything that is wrong with any of them."""
    is_json = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in {b"{", b"["}
    rows = [*(_json_rows(content) if is_json else _csv_rows(content))]
    faults: list[Fault] = []
    reports: list[BedReport] = []
    seen: dict[tuple[str, datetime], int] = {}
    for row in rows:
        report, found = _report(row, wards, now)
        faults += found
        if report is None:
            continue
        reports.append(report)
        earlier = seen.setdefault((report.ward_id, report.counted_at), row.number)
        if earlier != row.number:
            reason = f"Avdelningen står med samma tidpunkt på rad {earlier}."
            faults.append(Fault(row.number, row.names["ward"], reason))
    if not rows:
        faults.append(Fault(1, "", "Filen har inga uppgifter."))
    if faults:
        raise BadFile(faults)
    return tuple(reports)


def _csv_rows(content: bytes) -> Iterator[_Row]:
    names = {field: heading for heading, field in HEADINGS.items()}
    for line in read_csv(content, known=tuple(HEADINGS)).lines:
        values = {HEADINGS[name]: cell or None for name, cell in line.cells.items()}
        yield _Row(line.row, values, names)


def _json_rows(content: bytes) -> Iterator[_Row]:
    """Rows are counted from 1, in the order of the list."""
    names = {field: field for field in HEADINGS.values()}
    try:
        document = read_json(content)
    except NameTwice as bad:
        raise BadFile([Fault(1, bad.name, _REPEATED)]) from None
    except BadJson:
        raise BadFile([Fault(1, "", "Filen går inte att läsa som JSON i UTF-8.")]) from None
    listed = document.get("reports") if isinstance(document, dict) else None
    if not isinstance(listed, list):
        raise BadFile([Fault(1, "", _SHAPE)])
    unknown = [
        Fault(number, "" if holds_identity(name) else name[:40], "Namnet är okänt.")
        for number, one in enumerate(listed, start=1)
        if isinstance(one, dict)
        for name in one.keys() - names.keys()
    ]
    strange = [
        Fault(number, "", _SHAPE)
        for number, one in enumerate(listed, start=1)
        if not isinstance(one, dict)
    ]
    if unknown or strange:
        raise BadFile([*unknown, *strange])
    for number, one in enumerate(listed, start=1):
        yield _Row(number, one, names)


def _report(row: _Row, wards: Wards, now: datetime) -> tuple[BedReport | None, list[Fault]]:
    """The report of a row, or None and what is wrong with its values."""
    read: dict[str, Any] = {}
    faults = []
    readers: Mapping[str, Callable[[object], Any]] = {
        "ward": partial(_ward, wards=wards),
        "counted_at": partial(_moment, now=now),
        **_READERS,
    }
    for field, reader in readers.items():
        try:
            value = row.values.get(field)
            if isinstance(value, str) and holds_identity(value):
                raise _BadValueError(NAMES_SOMEBODY)
            read[field] = reader(value)
        except _BadValueError as bad:
            faults.append(Fault(row.number, row.names[field], bad.reason))
    if faults:
        return None, faults
    ward_id, is_open = read.pop("ward"), read.pop("is_open")
    report = BedReport(ward_id, BedSource.IMPORT, is_open=is_open is not False, **read)
    return report, [
        Fault(row.number, row.names[fault.field], fault.reason)
        for fault in faults_in(report, now=now)
    ]


def _ward(value: object, wards: Wards) -> str:
    if value is None:
        raise _BadValueError(_MISSING)
    ward_id = wards.ids.get(value) if isinstance(value, str) else None
    if ward_id is None:
        raise _BadValueError(_NO_WARD)
    if ward_id not in wards.allowed:
        raise _BadValueError(_NOT_YOURS)
    return ward_id


def _count(value: object) -> int | None:
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    try:
        if isinstance(value, str):
            return whole_number(value)
    except ValueError:
        pass
    raise _BadValueError(_WHOLE)


def _needed(value: object) -> int:
    count = _count(value)
    if count is None:
        raise _BadValueError(_MISSING)
    return count


def _moment(value: object, now: datetime) -> datetime:
    if value is None:
        raise _BadValueError(_MISSING)
    if not isinstance(value, str):
        raise _BadValueError(_CLOCK)
    try:
        at = read_moment(value, latest=now + AHEAD)
    except BadMoment as bad:
        raise _BadValueError(_CLOCK if str(bad) == FORM else str(bad)) from None
    if at.year < _FIRST_YEAR:
        raise _BadValueError(_CLOCK)
    return at


def _is_open(value: object) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    answer = _ANSWERS.get(value.strip().lower()) if isinstance(value, str) else None
    if answer is None:
        raise _BadValueError(_YES_OR_NO)
    return answer


_ANSWERS: Final = {"ja": True, "nej": False, "1": True, "0": False}
_READERS: Final[Mapping[str, Callable[[object], Any]]] = MappingProxyType(
    {
        "staffed": _needed,
        "occupied": _needed,
        "closed": _count,
        "cleaning": _count,
        "outliers": _count,
        "expected_arrivals": _count,
        "expected_discharges": _count,
        "is_open": _is_open,
    }
)
