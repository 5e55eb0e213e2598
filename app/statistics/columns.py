"""What a table's column is, as data: headings, documentation and checks read it."""

from dataclasses import dataclass, replace
from enum import StrEnum


class ColumnType(StrEnum):
    """The words of Frictionless Table Schema. A missing value is an empty cell in all of them."""

    STRING = "string"
    INTEGER = "integer"
    YES_NO = "boolean"
    DATETIME = "datetime"
    MONTH = "yearmonth"


class Source(StrEnum):
    """Var en uppgift kommer ifrån."""

    CONTACT = "ärendet, som det skapades"
    LOG = "ärendets händelser"
    PARTIES = "parternas svar efteråt"
    COMPUTED = "beräknas"
    DECISION = "beslutet, som det fattades"
    DECISION_LOG = "beslutets händelser"
    ADMISSION = "direktinläggningen"
    ADMISSION_LOG = "direktinläggningens händelser"
    WARD_ANSWER = "avdelningens svar"
    FOLLOW_UP = "inläst uppföljning från regionens datalager"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``description`` is for the one who reads the numbers, in Swedish; ``unit`` is
    empty where there is none, and ``source`` says where the value comes from."""

    name: str
    type: ColumnType
    description: str
    unit: str = ""
    source: str = ""


def text(name: str, description: str) -> Column:
    """A code, an id or a name."""
    return Column(name, ColumnType.STRING, description)


def count(name: str, description: str) -> Column:
    """How many."""
    return Column(name, ColumnType.INTEGER, description, "antal")


def seconds(name: str, description: str) -> Column:
    """How long."""
    return Column(name, ColumnType.INTEGER, description, "sekunder")


def scale(name: str, description: str) -> Column:
    """What somebody thinks, from 1 to 5."""
    return Column(name, ColumnType.INTEGER, description, "1–5")


def yes_no(name: str, description: str) -> Column:
    """1 or 0."""
    return Column(name, ColumnType.YES_NO, description, "1 eller 0")


def moment(name: str, description: str) -> Column:
    """When: ISO 8601 in Stockholm time, with its offset."""
    return Column(name, ColumnType.DATETIME, description, "svensk tid med tidszon")


def month(name: str, description: str) -> Column:
    """Which month: YYYY-MM."""
    return Column(name, ColumnType.MONTH, description, "ÅÅÅÅ-MM")


def of(source: Source, *columns: Column) -> tuple[Column, ...]:
    """The columns, each with where its value comes from."""
    return tuple(replace(column, source=source.value) for column in columns)
