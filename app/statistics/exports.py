"""Uttag: the tables that can be taken out, and what each column of them means (datakatalogen)."""

from collections.abc import Iterator, Mapping
from typing import Final

from app.statistics.admission_rows import ADMISSIONS
from app.statistics.columns import Column, Source, count, of, text
from app.statistics.contact_rows import CONTACTS
from app.statistics.csv_lines import Row, csv_lines
from app.statistics.decision_rows import DECISIONS
from app.statistics.table import Table
from app.statistics.ward_answer_rows import WARD_ANSWERS

TABLES: Final[Mapping[str, Table]] = {
    table.name: table for table in (CONTACTS, DECISIONS, ADMISSIONS, WARD_ANSWERS)
}

DICTIONARY: Final = "datakatalog"
DICTIONARY_COLUMNS: Final[tuple[Column, ...]] = of(
    Source.COMPUTED,
    text("table", "Tabellens namn."),
    count("position", "Kolumnens plats i tabellen, från 1."),
    text("name", "Kolumnens namn."),
    text("type", "Typ enligt Frictionless Table Schema."),
    text("unit", "Enhet."),
    text("description", "Vad kolumnen betyder."),
    text("source", "Var värdet kommer ifrån."),
)


def dictionary_rows() -> Iterator[Row]:
    """Datakatalogen: a row for each column of each table."""
    for table in TABLES.values():
        for position, column in enumerate(table.columns, start=1):
            yield {
                "table": table.name,
                "position": position,
                "name": column.name,
                "type": column.type.value,
                "unit": column.unit or None,
                "description": column.description,
                "source": column.source,
            }


def dictionary_csv() -> Iterator[str]:
    """Datakatalogen as the lines of a CSV."""
    return csv_lines(DICTIONARY_COLUMNS, dictionary_rows())


def dictionary_markdown() -> str:
    """Datakatalogen as the document that lies beside the guides."""
    return "\n".join(_markdown())


def _markdown() -> Iterator[str]:
    yield "# Datakatalog"
    yield ""
    yield (
        "Varje kolumn i de tabeller som kan tas ut. Skrivs av `kontaktvagar export datakatalog "
        "--format md`; ändra i `app/statistics/`, inte här."
    )
    yield "En tom cell är *saknas*, aldrig noll. Inga patienter, namn, nummer eller fri text."
    for table in TABLES.values():
        yield ""
        yield f"## `{table.name}` – en rad per {table.one}"
        yield ""
        yield "| Kolumn | Typ | Enhet | Betydelse | Källa |"
        yield "|---|---|---|---|---|"
        for column in table.columns:
            cells = (
                f"`{column.name}`",
                column.type.value,
                column.unit,
                column.description,
                column.source,
            )
            yield f"| {' | '.join(cells)} |"
    yield ""
