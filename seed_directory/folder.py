"""A whole seed folder, read and checked; nothing of it is used if anything of it is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from seed_directory.document_rows import PartsOf, rows_of
from seed_directory.documents import (
    AboutSchema,
    ChecklistSchema,
    MatrixSchema,
    QuestionSchema,
    RuleSchema,
)
from seed_directory.problems import BadSeed, Problem
from seed_directory.radiology import RadiologySeed, check_radiology, read_radiology
from seed_directory.references import check_references, each_once
from seed_directory.rows import SeedRow
from seed_directory.rule_references import check_rules
from seed_directory.schema import TABLES, Table
from seed_directory.tables import read_table
from seed_directory.ward_references import check_wards
from seed_directory.yaml_file import read_document

ABOUT_FILE = "katalog.yaml"
MATRIX_FILE = "matris.yaml"
CHECKLIST_FILE = "checklista.yaml"
RULES = PartsOf(MATRIX_FILE, "regler", "rules", RuleSchema)
QUESTIONS = PartsOf(CHECKLIST_FILE, "frågor", "questions", QuestionSchema)


@dataclass(frozen=True, slots=True)
class Seed:
    """Everything in a folder: rows per table, the matrix, the checklist's questions, and what
    radiology offers (None where it offers nothing)."""

    rows: Mapping[Table, tuple[SeedRow, ...]]
    matrix: Mapping[str, Any]
    rules: tuple[SeedRow, ...]
    questions: tuple[SeedRow, ...]
    is_example: bool
    radiology: RadiologySeed | None = None


def read_folder(folder: Path) -> Seed:
    """The folder's content; raises ``BadSeed`` with every fault found.

    References are only checked when each row for itself is right: a row that could not be read
    would make every row that names it look wrong.
    """
    problems: list[Problem] = []
    about = read_document(folder / ABOUT_FILE, AboutSchema, problems=problems)
    rows = {table: read_table(folder, table, problems=problems) for table in TABLES}
    matrix = read_document(folder / MATRIX_FILE, MatrixSchema, problems=problems)
    checklist = read_document(folder / CHECKLIST_FILE, ChecklistSchema, problems=problems)
    radiology = read_radiology(folder, problems=problems)
    if problems or about is None or matrix is None or checklist is None:
        raise BadSeed(problems)
    seed = Seed(
        rows,
        matrix.values,
        rows_of(matrix, RULES),
        rows_of(checklist, QUESTIONS),
        about.values["is_example"],
        radiology,
    )
    problems += check_references(seed.rows, is_example=seed.is_example)
    problems += check_wards(seed.rows)
    problems += check_radiology(radiology, seed.rows)
    problems += each_once(seed.questions, "key")
    problems += check_rules(seed.rules, seed.rows, is_example=seed.is_example)
    if problems:
        raise BadSeed(problems)
    return seed
