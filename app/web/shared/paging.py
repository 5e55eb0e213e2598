"""A long list page by page: which page is shown, and the addresses of those beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

FIELD = "sida"
_LONGEST = 6  # digits


@dataclass(frozen=True, slots=True)
class Paging:
    """``number`` counts pages from 1, ``offset`` rows from 0; the addresses are empty where there
    is no such page."""

    number: int
    pages: int
    total: int
    size: int
    before: str
    after: str

    @property
    def offset(self) -> int:
        """How many rows stand before this page."""
        return (self.number - 1) * self.size

    @property
    def first(self) -> int:
        """The number of the first row shown, from 1; 0 where there is none."""
        return self.offset + 1 if self.total else 0

    @property
    def last(self) -> int:
        """The number of the last row shown."""
        return min(self.offset + self.size, self.total)


def paging_of(total: int, endpoint: str, kept: Mapping[str, Any], *, size: int) -> Paging:
    """The page that the address asks for: the last where it asks for more than there are. ``kept``
    is what the address of every page says besides."""
    pages = max(1, -(-total // size))
    number = min(max(_asked(), 1), pages)

    def address(wanted: int) -> str:
        values = {**kept, FIELD: wanted if wanted > 1 else None}
        return url_for(endpoint, **values)

    return Paging(
        number=number,
        pages=pages,
        total=total,
        size=size,
        before=address(number - 1) if number > 1 else "",
        after=address(number + 1) if number < pages else "",
    )


def _asked() -> int:
    text = request.args.get(FIELD, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST else 1
