"""The demo accounts (konton.yaml): one per role, with passwords that are no secret."""

from dataclasses import dataclass
from pathlib import Path

from models.phone_numbers import is_fictitious
from models.tables.accounts import AccountRole
from seed_directory.document_rows import PartsOf, rows_of
from seed_directory.documents import AccountSchema, AccountsSchema
from seed_directory.folder import read_folder
from seed_directory.problems import BadSeed, Problem
from seed_directory.references import each_once, not_fictitious
from seed_directory.rows import SeedRow
from seed_directory.schema import PEOPLE, UNITS
from seed_directory.yaml_file import read_document

ACCOUNTS_FILE = "konton.yaml"
ACCOUNTS = PartsOf(ACCOUNTS_FILE, "konton", "accounts", AccountSchema)


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One account. ``number`` (E.164) is the account's own, else its person's."""

    username: str
    name: str
    role: AccountRole
    person_id: str | None
    unit_id: str | None
    number: str | None
    email: str | None
    password: str


def read_demo_accounts(folder: Path) -> tuple[DemoAccount, ...]:
    """The folder's demo accounts; raises ``BadSeed``.

    An account that belongs to a person has the person's unit and number unless it says otherwise.
    """
    seed = read_folder(folder)
    problems: list[Problem] = []
    document = read_document(folder / ACCOUNTS_FILE, AccountsSchema, problems=problems)
    if document is None:
        raise BadSeed(problems)
    people = {row.values["id"]: row for row in seed.rows[PEOPLE]}
    units = {row.values["id"] for row in seed.rows[UNITS]}
    rows = rows_of(document, ACCOUNTS)
    problems += each_once(rows, "username")
    for row in rows:
        person_id, unit_id, number = (row.values[key] for key in ("person_id", "unit_id", "number"))
        if person_id and person_id not in people:
            problems.append(row.problem("person_id", f"personen ”{person_id}” finns inte"))
        if unit_id and unit_id not in units:
            problems.append(row.problem("unit_id", f"enheten ”{unit_id}” finns inte"))
        if number and seed.is_example and not is_fictitious(number):
            problems.append(row.problem("number", not_fictitious(number)))
    if problems:
        raise BadSeed(problems)
    return tuple(_account(row, people) for row in rows)


def _account(row: SeedRow, people: dict[str, SeedRow]) -> DemoAccount:
    values = row.values
    person = people[values["person_id"]].values if values["person_id"] else None
    return DemoAccount(
        username=values["username"],
        name=values["name"],
        role=values["role"],
        person_id=values["person_id"],
        unit_id=values["unit_id"] or (person["unit_id"] if person else None),
        number=values["number"] or (person["number"] if person else None),
        email=values["email"] or None,
        password=values["password"],
    )
