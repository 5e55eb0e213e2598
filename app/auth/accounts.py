"""Accounts: made, listed, deactivated; passwords as argon2id."""

import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.shared.free_text import without_control_characters
from app.auth.known_actors import SignedIn, signed_in
from app.hashing import PASSWORDS, TooManyAtOnce
from models.db import lock_names, transaction
from models.snapshot import bump_version
from models.tables.accounts import AccountRole, AccountRow
from models.tables.directory import CareUnitRow, PersonRow
from routing.identity import holds_identity, is_identity_as_number

SHORTEST_PASSWORD = 12

NEW_ACCOUNTS = "new accounts"
"""Held while accounts are made: a user name is found free by one at a time."""


class UsernameTaken(ValueError):
    """There is an account with that name already."""


class WeakPassword(ValueError):
    """The password is shorter than ``SHORTEST_PASSWORD`` characters."""


class NamesSomebody(ValueError):
    """A name or an address that holds a personnummer; ``field`` says which."""

    def __init__(self, field: str) -> None:
        super().__init__(f"identity in {field}")
        self.field = field


class UnknownPerson(LookupError):
    """The directory has no such person."""


class UnknownAccount(Exception):
    """No account has that name."""


class UnknownUnit(LookupError):
    """The directory has no such unit."""


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What is needed for an account; unit and number default to the person's own."""

    username: str
    password: str
    role: AccountRole
    name: str = ""
    person_id: str | None = None
    unit_id: str | None = None
    number: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account as it may be listed."""

    id: int
    username: str
    role: AccountRole
    name: str
    unit_id: str | None
    is_active: bool


def create_account(session: Session, new: NewAccount, *, at: datetime) -> int:
    """Make an account and commit; returns its id.

    Raises ``UsernameTaken``, ``WeakPassword``, ``UnknownPerson``, ``UnknownUnit`` or
    ``NamesSomebody``: account names stand in lists and logs.
    """
    for field in ("username", "name", "email"):
        if holds_identity(getattr(new, field) or ""):
            raise NamesSomebody(field)
    if is_identity_as_number(new.number or ""):
        raise NamesSomebody("number")
    if len(new.password) < SHORTEST_PASSWORD:
        raise WeakPassword
    with transaction(session):
        lock_names(session, NEW_ACCOUNTS)
        row = account_row(session, new, at=at)
        session.add(row)
        session.commit()
    return row.id


def account_row(session: Session, new: NewAccount, *, at: datetime) -> AccountRow:
    """The row of a new account, checked but not yet added; ``NEW_ACCOUNTS`` is held."""
    if session.scalar(select(AccountRow.id).where(AccountRow.username == new.username)):
        raise UsernameTaken(new.username)
    person = session.get(PersonRow, new.person_id) if new.person_id else None
    if new.person_id and person is None:
        raise UnknownPerson(new.person_id)
    unit_id = new.unit_id or (person.unit_id if person else None)
    if unit_id and session.get(CareUnitRow, unit_id) is None:
        raise UnknownUnit(unit_id)
    return AccountRow(
        username=new.username,
        password_hash=PASSWORDS.hash(new.password),
        role=new.role,
        name=new.name or (person.name if person else new.username),
        person_id=new.person_id,
        unit_id=unit_id,
        number=new.number or (person.number if person else None),
        email=new.email,
        is_active=True,
        created_at=at,
        session_nonce=secrets.token_hex(16),
    )


def find_by_password(session: Session, username: str, *, password: str) -> SignedIn | None:
    """Who has this name and password; None otherwise, after the same time.

    Raises ``TooManyAtOnce`` when it was not looked at. No transaction is open while it waits.
    """
    # Nobody's name holds what no database can be asked for.
    can_be_one = username == without_control_characters(username)
    wanted = select(AccountRow).where(AccountRow.username == username)
    row = session.scalar(wanted) if can_be_one else None
    kept_hash = row.password_hash if row else _nobody()
    found = signed_in(row) if row is not None and row.is_active else None
    session.rollback()
    if not PASSWORDS.verify(kept_hash, password):
        return None
    if found is not None and PASSWORDS.is_old(kept_hash):
        _keep_anew(session, found.account_id, kept_hash, password)
    return found


def _keep_anew(session: Session, account_id: int, kept_hash: str, password: str) -> None:
    """Hash as new passwords are, so that all take the same time; now or another day."""
    with suppress(TooManyAtOnce):
        made = PASSWORDS.hash(password)
        with transaction(session):
            row = session.get_one(AccountRow, account_id, with_for_update=True)
            if row.password_hash == kept_hash:  # else it has been changed meanwhile
                row.password_hash = made
            session.commit()


def sign_out_everywhere(session: Session, account_id: int, *, at: datetime) -> None:
    """End every session of an account, on every device."""
    with transaction(session):
        session.get_one(AccountRow, account_id).session_nonce = secrets.token_hex(16)
        bump_version(session, at=at)
        session.commit()


def deactivate_account(session: Session, account_id: int, *, at: datetime) -> None:
    """Close an account: its sessions and tokens open nothing from now on."""
    with transaction(session):
        row = session.get_one(AccountRow, account_id)
        row.is_active = False
        row.session_nonce = secrets.token_hex(16)
        bump_version(session, at=at)
        session.commit()


def close_account(session: Session, username: str, *, at: datetime) -> None:
    """Close the account of a name. Raises ``UnknownAccount``."""
    account_id = session.scalar(select(AccountRow.id).where(AccountRow.username == username))
    if account_id is None:
        raise UnknownAccount
    deactivate_account(session, account_id, at=at)


def load_accounts(session: Session) -> Sequence[AccountView]:
    """All accounts, by name."""
    rows = session.scalars(select(AccountRow).order_by(AccountRow.username))
    return [
        AccountView(row.id, row.username, row.role, row.name, row.unit_id, row.is_active)
        for row in rows
    ]


@cache
def _nobody() -> str:
    """Verified when the account is unknown, so that the answer takes as long as for a known one.

    Made when first needed: a worker never needs it.
    """
    return PASSWORDS.hash(secrets.token_urlsafe(16))
