"""A long list page by page: which page is shown, and the addresses of those beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import request, url_for

T = TypeVar("T")

FIELD = "sida"
_LONGEST = 6  # digits


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """``number`` counts from 1; the addresses are empty where there is no such page."""

    rows: Sequence[T]
    number: int
    pages: int
    total: int
    first: int
    before: str
    after: str

    @property
    def last(self) -> int:
        """The number of the last row shown; ``first`` is that of the first, both from 1."""
        return self.first + len(self.rows) - 1


def page_of(rows: Sequence[T], endpoint: str, kept: Mapping[str, Any], *, size: int) -> Page[T]:
    """The page that the address asks for: the last where it asks for more than there are. ``kept``
    is what the address of every page says besides."""
    pages = max(1, -(-len(rows) // size))
    number = min(max(_asked(), 1), pages)
    begin = (number - 1) * size

    def address(wanted: int) -> str:
        values = {**kept, FIELD: wanted if wanted > 1 else None}
        return url_for(endpoint, **values)

    return Page(
        rows=rows[begin : begin + size],
        number=number,
        pages=pages,
        total=len(rows),
        first=begin + 1 if rows else 0,
        before=address(number - 1) if number > 1 else "",
        after=address(number + 1) if number < pages else "",
    )


def _asked() -> int:
    text = request.args.get(FIELD, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST else 1
