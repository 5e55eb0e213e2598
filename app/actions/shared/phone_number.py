"""A number that somebody types and that is then rung: read, and held to what may be rung.

Calls cost money, and a call to the wrong number costs more: of what is typed only ordinary numbers
of a few countries are rung. What stands in the county's directory may be anything.
"""

import logging
from collections.abc import Iterator
from typing import Final

from app.actions.shared.errors import BadNumber, IdentityAsNumber, NumberNotRung
from models.phone_numbers import BadPhoneNumber, NumberKind, facts_of, read_whole_number
from routing.directory import Directory
from routing.identity import is_identity_as_number

log = logging.getLogger(__name__)

ORDINARY: Final = frozenset(
    {NumberKind.LANDLINE, NumberKind.MOBILE, NumberKind.FREE, NumberKind.COMPANY}
)


def to_e164(text: str, directory: Directory) -> str:
    """``070-174 06 05`` → ``+46701740605``.

    Raises ``IdentityAsNumber`` for a personnummer, which nobody dials; ``BadNumber``, also for
    short ones (112); ``NumberNotRung`` for those that cost extra, that reach nobody, or that are of
    a country the house does not ring.
    """
    refuse_identity(text)
    try:
        number = read_whole_number(text)
    except BadPhoneNumber:
        raise BadNumber from None
    if not may_be_rung(number, directory):
        facts = facts_of(number)
        log.warning("a typed number was not taken: %s, %s", facts.kind.name, facts.country or "-")
        raise NumberNotRung
    return number


def rung_or_none(text: str | None, directory: Directory) -> str | None:
    """As ``to_e164``, None for what cannot be rung: nothing that is urgent stops for its sake."""
    try:
        return to_e164(text, directory) if text else None
    except BadNumber:
        return None


def may_be_rung(number: str, directory: Directory) -> bool:
    """Whether a number (E.164) may be rung because somebody typed it, or rang us from it."""
    facts = facts_of(number)
    is_ordinary = facts.kind in ORDINARY and facts.country in directory.callable_countries
    return is_ordinary or number in _numbers_of(directory)


def _numbers_of(directory: Directory) -> Iterator[str]:
    yield from (one.number for one in directory.people.values() if one.number)
    yield from (line.number for line in directory.lines.values() if line.number)
    for unit in directory.units.values():
        yield from (point.value for point in unit.contact_points)


def refuse_identity(text: str) -> None:
    """Raise ``IdentityAsNumber`` for a personnummer; the first thing asked of a number."""
    if is_identity_as_number(text):
        raise IdentityAsNumber
