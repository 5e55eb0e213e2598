"""Whom a notice is to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ToPerson:
    """Somebody in the directory, on duty or not."""

    person_id: str


@dataclass(frozen=True, slots=True)
class ToAccount:
    """Somebody who signs in: a requester, an administrator."""

    account_id: int


@dataclass(frozen=True, slots=True)
class ToUnit:
    """All who work at a unit."""

    unit_id: str


Recipient = ToPerson | ToAccount | ToUnit
