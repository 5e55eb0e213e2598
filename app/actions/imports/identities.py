"""A file that names a patient is refused: ours hold ids, figures and days."""

from collections.abc import Iterator, Mapping
from typing import Final

from app.actions.imports.fault import Fault
from routing.identity import holds_identity

NAMES_SOMEBODY: Final = (
    "Cellen ser ut att innehålla ett personnummer. Ta bort det: filen ska inte peka ut någon."
)


def identities_in(row: int, cells: Mapping[str, str]) -> Iterator[Fault]:
    """A fault for each cell of a row that holds one; the cell itself is not quoted."""
    for column, cell in cells.items():
        if holds_identity(cell):
            yield Fault(row, column, NAMES_SOMEBODY)
