"""The parts of a YAML document as rows, so that a fault in one is shown where it stands."""

from dataclasses import dataclass

from seed_directory.rows import SeedRow
from seed_directory.schema import SeedSchema, headings_of
from seed_directory.yaml_file import Document


@dataclass(frozen=True, slots=True)
class PartsOf:
    """Where a document keeps its parts: under ``heading``, read as ``attribute``."""

    file: str
    heading: str
    attribute: str
    schema: type[SeedSchema]


def rows_of(document: Document, parts: PartsOf) -> tuple[SeedRow, ...]:
    """A row for each part of a document."""
    headings = headings_of(parts.schema)
    return tuple(
        SeedRow(
            parts.file,
            document.line(parts.heading, index),
            values,
            headings,
            {name: document.line(parts.heading, index, name) for name in headings.values()},
        )
        for index, values in enumerate(document.values[parts.attribute])
    )
