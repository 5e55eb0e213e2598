"""Ringkoden: who somebody is on a phone we do not know, and a PIN that it is so.

Pressed as one number: the caller code (four digits), then the PIN. Wrong ones are counted, and lock
out for a while. An unknown caller code is answered as a wrong PIN is, after the same time, and
locked as soon: nobody learns which codes there are.
"""

import logging
import re
import secrets
import string
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Final

from sqlalchemy import ColumnElement, exists, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.hashing import PINS, TooManyAtOnce
from models.db import lock_names, transaction
from models.tables.accounts import AccountRow
from models.tables.incoming import PinRow, PinTryRow

log = logging.getLogger(__name__)

CALLER_CODE_DIGITS: Final = 4
SHORTEST_PIN: Final = 4
PIN_DIGITS: Final = 6
"""Of those we make."""

LOCKED_FOR: Final = timedelta(minutes=15)
"""Wrong tries are counted over, and lock for, this long."""
TRIES_PER_CODE: Final = 5
TRIES_PER_NUMBER: Final = 10
"""More than per code: a whole hospital may call from one number, and all who show none are one."""

_ENTRY = re.compile(
    rf"(?P<code>[0-9]{{{CALLER_CODE_DIGITS}}})(?P<pin>[0-9]{{{SHORTEST_PIN},12}})", re.ASCII
)
_DRAWS = 50


class UnknownAccountName(LookupError):
    """There is no account with that user name."""


@dataclass(frozen=True, slots=True)
class NewPin:
    """A code just made: the only time the PIN is seen."""

    caller_code: str
    pin: str


@dataclass(frozen=True, slots=True)
class CallerCode:
    """What is known of somebody's code afterwards."""

    caller_code: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class RightPin:
    """Whose it is."""

    account_id: int


@dataclass(frozen=True, slots=True)
class WrongPin:
    """It opens nothing."""


@dataclass(frozen=True, slots=True)
class LockedOut:
    """Too many were wrong: until when."""

    until: datetime


PinAnswer = RightPin | WrongPin | LockedOut


def renew_pin(session: Session, account_id: int, *, at: datetime) -> NewPin:
    """Make a new PIN, and a caller code the first time; the old PIN opens nothing any more."""
    pin = "".join(secrets.choice(string.digits) for _digit in range(PIN_DIGITS))
    pin_hash = PINS.hash(pin)
    for _draw in range(_DRAWS):
        with transaction(session):
            row = session.get(PinRow, account_id)
            if row is None:
                row = PinRow(account_id=account_id, caller_code=_any_code())
                session.add(row)
            row.pin_hash, row.made_at = pin_hash, at
            caller_code = row.caller_code
            try:
                session.commit()
            except IntegrityError:  # the caller code is somebody else's, or was made a moment ago
                continue
        return NewPin(caller_code, pin)
    raise RuntimeError("no free caller code was found")


def renew_pin_of(session: Session, username: str, *, at: datetime) -> NewPin:
    """The same for an account by its user name. Raises ``UnknownAccountName``."""
    account_id = session.scalar(select(AccountRow.id).where(AccountRow.username == username))
    if account_id is None:
        raise UnknownAccountName(username)
    return renew_pin(session, account_id, at=at)


def find_caller_code(session: Session, account_id: int) -> CallerCode | None:
    """Somebody's own code, None when they have none yet."""
    row = session.get(PinRow, account_id)
    return None if row is None else CallerCode(row.caller_code, row.made_at)


def locked_until(session: Session, from_number: str | None, *, at: datetime) -> datetime | None:
    """Until when a number (None: all that show none) is locked out, None when it is not."""
    is_from_it = PinTryRow.from_number.is_not_distinct_from(from_number)
    return _until(session, is_from_it, tries=TRIES_PER_NUMBER, at=at)


def try_pin(session: Session, entry: str, from_number: str | None, *, at: datetime) -> PinAnswer:
    """Whether what was pressed is somebody's code; kept and logged, and counted when wrong.

    Counted as wrong before the slow check, and as right only afterwards: of many at once no more
    are looked at than may be tried. Whoever is locked out stays so even with the right one. Raises
    ``TooManyAtOnce``, and then the try does not count.
    """
    found = _ENTRY.fullmatch(entry)
    caller_code = found["code"] if found else None
    with transaction(session):
        counted = [f"pin tries from {from_number}"] + [f"pin tries of {caller_code}"] * bool(found)
        lock_names(session, *counted)
        row = session.scalar(select(PinRow).where(PinRow.caller_code == caller_code))
        account_id, pin_hash = (row.account_id, row.pin_hash) if row else (None, _nobody())
        until = locked_until(session, from_number, at=at)
        if until is None and caller_code is not None:
            is_of_code = PinTryRow.caller_code == caller_code
            until = _until(session, is_of_code, tries=TRIES_PER_CODE, at=at)
        if until is not None:
            log.warning("caller locked out", extra={"account_id": account_id})
            return LockedOut(until)
        made = PinTryRow(
            at=at,
            from_number=from_number,
            caller_code=caller_code,
            account_id=account_id,
            is_right=False,
        )
        session.add(made)
        session.commit()
    try:
        is_verified = PINS.verify(pin_hash, found["pin"] if found else "")
    except TooManyAtOnce:
        _forget(session, made)
        raise
    is_right = is_verified and _note_right(session, made.id, account_id, pin_hash)
    log.log(
        logging.INFO if is_right else logging.WARNING,
        "caller code tried",
        extra={"pin_try_id": made.id, "account_id": account_id, "is_right": is_right},
    )
    return RightPin(account_id) if is_right and account_id is not None else WrongPin()


def _forget(session: Session, made: PinTryRow) -> None:
    """Nobody looked at it: it does not count."""
    with transaction(session):
        session.delete(made)
        session.commit()


def _note_right(session: Session, try_id: int, account_id: int | None, pin_hash: str) -> bool:
    """Count the try as right, unless the PIN has been renewed while it was looked at."""
    is_still_theirs = exists().where(PinRow.account_id == account_id, PinRow.pin_hash == pin_hash)
    with transaction(session):
        noted = session.execute(
            update(PinTryRow)
            .where(PinTryRow.id == try_id, is_still_theirs)
            .values(is_right=True)
            .returning(PinTryRow.id)
        ).scalar()
        session.commit()
    return noted is not None


def _until(
    session: Session, which: ColumnElement[bool], *, tries: int, at: datetime
) -> datetime | None:
    """When so few of the wrong tries are younger than ``LOCKED_FOR`` that one more is let in."""
    wrong = session.scalars(
        select(PinTryRow.at)
        .where(which, PinTryRow.is_right.is_(False), PinTryRow.at > at - LOCKED_FOR)
        .order_by(PinTryRow.at.desc())
        .limit(tries)
    ).all()
    return wrong[-1] + LOCKED_FOR if len(wrong) == tries else None


def _any_code() -> str:
    return f"{secrets.randbelow(10**CALLER_CODE_DIGITS):0{CALLER_CODE_DIGITS}}"


@cache
def _nobody() -> str:
    """Verified when the caller code is unknown, so that the answer takes as long as for a known.

    Made when first needed: a worker never needs it.
    """
    return PINS.hash(secrets.token_urlsafe(16))
