"""The demonstration's accounts: one per role, with passwords that are no secret."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.auth.accounts import NEW_ACCOUNTS, NewAccount, account_row
from models.db import lock_names, transaction
from models.tables.accounts import AccountRow
from seed_directory.accounts import DemoAccount


def load_demo_accounts(session: Session, accounts: Sequence[DemoAccount], *, at: datetime) -> int:
    """Make those accounts that are not there yet; returns how many. Needs the seed to be loaded."""
    with transaction(session):
        lock_names(session, NEW_ACCOUNTS)
        existing = set(session.scalars(select(AccountRow.username)))
        missing = [account for account in accounts if account.username not in existing]
        for account in missing:
            session.add(account_row(session, _new(account), at=at))
        session.commit()
    return len(missing)


def _new(account: DemoAccount) -> NewAccount:
    return NewAccount(
        username=account.username,
        password=account.password,
        role=account.role,
        name=account.name,
        person_id=account.person_id,
        unit_id=account.unit_id,
        number=account.number,
        email=account.email,
    )
