"""What no row can know alone: ids that must exist, and things that may stand only once."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from models.phone_numbers import is_fictitious, is_short_number
from routing.types import ContactKind, UnitKind
from seed_directory.problems import Problem
from seed_directory.rows import SeedRow
from seed_directory.schema import (
    CONTACT_POINTS,
    LINES,
    MUNICIPALITIES,
    PEOPLE,
    PROVIDERS,
    ROTAS,
    SEARCH_WORDS,
    SPECIALTIES,
    TABLES,
    UNITS,
    WARDS,
    Table,
)

Rows = Mapping[Table, tuple[SeedRow, ...]]

# (table, attribute, table it names, what is said when that has no such row)
REFERENCES = (
    (MUNICIPALITIES, "hospitals", UNITS, "enheten ”{}” finns inte i enheter.csv"),
    (SEARCH_WORDS, "specialties", SPECIALTIES, "specialiteten ”{}” finns inte i specialiteter.csv"),
    (UNITS, "provider_id", PROVIDERS, "vårdgivaren ”{}” finns inte i vardgivare.csv"),
    (UNITS, "municipality", MUNICIPALITIES, "kommunkoden ”{}” finns inte i kommuner.csv"),
    (UNITS, "parent_id", UNITS, "enheten ”{}” finns inte i enheter.csv"),
    (UNITS, "specialties", SPECIALTIES, "specialiteten ”{}” finns inte i specialiteter.csv"),
    (CONTACT_POINTS, "unit_id", UNITS, "enheten ”{}” finns inte i enheter.csv"),
    (PEOPLE, "unit_id", UNITS, "enheten ”{}” finns inte i enheter.csv"),
    (LINES, "unit_id", UNITS, "enheten ”{}” finns inte i enheter.csv"),
    (LINES, "hospital_id", UNITS, "enheten ”{}” finns inte i enheter.csv"),
    (LINES, "specialty", SPECIALTIES, "specialiteten ”{}” finns inte i specialiteter.csv"),
    (LINES, "covers", MUNICIPALITIES, "kommunkoden ”{}” finns inte i kommuner.csv"),
    (ROTAS, "line_id", LINES, "linjen ”{}” finns inte i jourlinjer.csv"),
    (ROTAS, "people", PEOPLE, "personen ”{}” finns inte i personer.csv"),
    (WARDS, "ward_id", UNITS, "enheten ”{}” finns inte i enheter.csv"),
)

SHARED = {ContactKind.SWITCHBOARD, ContactKind.EMAIL, ContactKind.VIDEO}


def check_references(rows: Rows, *, is_example: bool) -> Iterator[Problem]:
    """Every fault between the rows of the tables."""
    for table in TABLES:
        yield from each_once(rows[table], table.key)
    for table, attribute, named, reason in REFERENCES:
        known = keys(rows, named)
        for row in rows[table]:
            for key in as_list(row.values[attribute]):
                if key not in known:
                    yield row.problem(attribute, reason.format(key))
    yield from each_once(rows[UNITS], "hsa_id")
    yield from each_once(rows[MUNICIPALITIES], "name")
    with_code = tuple(row for row in rows[SPECIALTIES] if row.values["dial_code"])
    yield from each_once(with_code, "dial_code")
    yield from each_once(rows[ROTAS], "tier", "line_id")
    yield from _check_parents(rows[UNITS])
    yield from _check_hospitals(rows)
    yield from _check_numbers(rows, is_example=is_example)
    yield from _check_lines(rows)


def keys(rows: Rows, table: Table) -> set[str]:
    """The keys a table has."""
    return {row.values[table.key] for row in rows[table]}


def as_list(value: Any) -> list[Any]:  # noqa: ANN401 - one id, a list of them or nothing
    """One id, several or none as a list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def each_once(rows: tuple[SeedRow, ...], attribute: str, *with_it: str) -> Iterator[Problem]:
    """A fault for each row in which an attribute (with others) is as in an earlier row."""
    first: dict[tuple[object, ...], SeedRow] = {}
    for row in rows:
        key = tuple(row.values[name] for name in (attribute, *with_it))
        earlier = first.setdefault(key, row)
        if earlier is not row:
            yield row.problem(attribute, f"står redan på rad {earlier.line}")


def _check_parents(units: tuple[SeedRow, ...]) -> Iterator[Problem]:
    parents = {row.values["id"]: row.values["parent_id"] for row in units}
    for row in units:
        above, seen = row.values["parent_id"], {row.values["id"]}
        while above in parents and above not in seen:
            seen.add(above)
            above = parents[above]
        if above == row.values["id"]:
            yield row.problem("parent_id", "enheten är, via andra, överordnad sig själv")


def _check_hospitals(rows: Rows) -> Iterator[Problem]:
    kinds = {row.values["id"]: row.values["kind"] for row in rows[UNITS]}
    for table, attribute in ((MUNICIPALITIES, "hospitals"), (LINES, "hospital_id")):
        for row in rows[table]:
            for unit_id in as_list(row.values[attribute]):
                if kinds.get(unit_id, UnitKind.HOSPITAL) is not UnitKind.HOSPITAL:
                    yield row.problem(attribute, f"enheten ”{unit_id}” är inget sjukhus")


def _check_numbers(rows: Rows, *, is_example: bool) -> Iterator[Problem]:
    owners: dict[str, SeedRow] = {}
    for row, attribute, is_shared in _numbers(rows):
        number = row.values[attribute]
        if is_short_number(number):
            continue
        if is_example and not is_fictitious(number):
            yield row.problem(attribute, not_fictitious(number))
        if is_shared:
            continue
        earlier = owners.setdefault(number, row)
        if earlier is not row:
            where = f"{earlier.file}, rad {earlier.line}"
            yield row.problem(attribute, f"numret har redan någon annan ({where})")


def not_fictitious(number: str) -> str:
    """What is said of a number that could ring somebody."""
    return f"numret {number} hör inte till PTS fiktiva nummer, och katalogen är exempeldata"


def _numbers(rows: Rows) -> Iterator[tuple[SeedRow, str, bool]]:
    """Each number: its row, the attribute, and whether several may have it."""
    for row in rows[PEOPLE] + rows[LINES]:
        if row.values["number"]:
            yield row, "number", False
    for row in rows[CONTACT_POINTS]:
        kind = row.values["kind"]
        if kind not in {ContactKind.EMAIL, ContactKind.VIDEO}:
            yield row, "value", kind in SHARED


def _check_lines(rows: Rows) -> Iterator[Problem]:
    rotas: dict[str, list[SeedRow]] = defaultdict(list)
    for rota in rows[ROTAS]:
        rotas[rota.values["line_id"]].append(rota)
    without_number = {row.values["id"] for row in rows[PEOPLE] if not row.values["number"]}
    for line in rows[LINES]:
        of_line = rotas[line.values["id"]]
        if line.values["number"]:
            continue
        if not of_line:
            yield line.problem("number", "linjen har varken egen telefon eller jourschema")
        for rota in of_line:
            for person in rota.values["people"]:
                if person in without_number:
                    reason = f"varken ”{person}” eller linjen har en telefon"
                    yield rota.problem("people", reason)
