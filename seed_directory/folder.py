"""A whole seed folder, read and checked; nothing of it is used if anything of it is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from seed_directory.documents import AboutSchema, MatrixSchema, RuleSchema
from seed_directory.problems import BadSeed, Problem
from seed_directory.references import check_references
from seed_directory.rows import SeedRow
from seed_directory.rule_references import check_rules
from seed_directory.schema import TABLES, Table, headings_of
from seed_directory.tables import read_table
from seed_directory.ward_references import check_wards
from seed_directory.yaml_file import Document, read_document

ABOUT_FILE = "katalog.yaml"
MATRIX_FILE = "matris.yaml"


@dataclass(frozen=True, slots=True)
class Seed:
    """Everything in a folder: rows per table, and the matrix."""

    rows: Mapping[Table, tuple[SeedRow, ...]]
    matrix: Mapping[str, Any]
    rules: tuple[SeedRow, ...]
    is_example: bool


def read_folder(folder: Path) -> Seed:
    """The folder's content; raises ``BadSeed`` with every fault found.

    References are only checked when each row for itself is right: a row that could not be read
    would make every row that names it look wrong.
    """
    problems: list[Problem] = []
    about = read_document(folder / ABOUT_FILE, AboutSchema, problems=problems)
    rows = {table: read_table(folder, table, problems=problems) for table in TABLES}
    matrix = read_document(folder / MATRIX_FILE, MatrixSchema, problems=problems)
    if problems or about is None or matrix is None:
        raise BadSeed(problems)
    seed = Seed(rows, matrix.values, _rules(matrix), about.values["is_example"])
    problems += check_references(seed.rows, is_example=seed.is_example)
    problems += check_wards(seed.rows)
    problems += check_rules(seed.rules, seed.rows, is_example=seed.is_example)
    if problems:
        raise BadSeed(problems)
    return seed


def _rules(matrix: Document) -> tuple[SeedRow, ...]:
    headings = headings_of(RuleSchema)
    return tuple(
        SeedRow(
            MATRIX_FILE,
            matrix.line("regler", index),
            values,
            headings,
            {heading: matrix.line("regler", index, heading) for heading in headings.values()},
        )
        for index, values in enumerate(matrix.values["rules"])
    )
