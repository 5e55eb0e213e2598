"""Accounts: made once, with a person's unit and number, and passwords nobody can read."""

import pytest
from argon2 import PasswordHasher

from app.auth.accounts import (
    NamesSomebody,
    NewAccount,
    UnknownPerson,
    UnknownUnit,
    UsernameTaken,
    WeakPassword,
    create_account,
    find_by_password,
    load_accounts,
)
from app.auth.demo_accounts import load_demo_accounts
from app.hashing import PASSWORDS
from models.tables.accounts import AccountRole, AccountRow
from seed_directory.accounts import read_demo_accounts
from seed_directory.loader import DALARNA
from tests.databases import SEEDED_AT

pytestmark = pytest.mark.postgresql

PASSWORD = "ett långt lösenord"


def new(**change):
    about = {"username": "hedda", "password": PASSWORD, "role": AccountRole.SPECIALIST}
    return NewAccount(**(about | change))


def test_an_account_takes_unit_and_number_from_its_person(seeded_session):
    account = create_account(seeded_session, new(person_id="mora-kardiologi-1"), at=SEEDED_AT)
    row = seeded_session.get_one(AccountRow, account)
    assert (row.unit_id, row.number) == ("mora-medicin", "+46701740695")
    assert row.password_hash.startswith("$argon2id$")
    signed_in = find_by_password(seeded_session, "hedda", password=PASSWORD)
    assert signed_in
    assert signed_in.person_id == "mora-kardiologi-1"
    assert find_by_password(seeded_session, "hedda", password="fel") is None


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"password": "kort"}, WeakPassword),
        ({"username": "811218-9876"}, NamesSomebody),
        ({"username": "198112189876"}, NamesSomebody),
        ({"name": "Eva, född 811218, sista fyra 9876"}, NamesSomebody),
        ({"email": "811218.9876@example.se"}, NamesSomebody),
        ({"number": "8112189876"}, NamesSomebody),
        ({"person_id": "ingen"}, UnknownPerson),
        ({"unit_id": "ingen"}, UnknownUnit),
    ],
)
def test_a_bad_account_is_refused_and_nothing_is_kept(seeded_session, change, problem):
    with pytest.raises(problem):
        create_account(seeded_session, new(**change), at=SEEDED_AT)
    assert load_accounts(seeded_session) == []


def test_a_name_is_taken_once(seeded_session):
    create_account(seeded_session, new(), at=SEEDED_AT)
    with pytest.raises(UsernameTaken):
        create_account(seeded_session, new(), at=SEEDED_AT)


@pytest.mark.slow
def test_demo_accounts_are_made_once_for_every_role(seeded_session):
    accounts = read_demo_accounts(DALARNA)
    assert load_demo_accounts(seeded_session, accounts, at=SEEDED_AT) == len(accounts)
    assert load_demo_accounts(seeded_session, accounts, at=SEEDED_AT) == 0
    assert {account.role for account in load_accounts(seeded_session)} == set(AccountRole)
    one = accounts[0]
    assert find_by_password(seeded_session, one.username, password=one.password) is not None


def test_a_password_hashed_as_before_is_hashed_anew_when_it_is_used(seeded_session):
    account = create_account(seeded_session, new(), at=SEEDED_AT)
    row = seeded_session.get_one(AccountRow, account)
    row.password_hash = PasswordHasher(memory_cost=32 * 1024, time_cost=3).hash(PASSWORD)
    seeded_session.commit()
    assert find_by_password(seeded_session, "hedda", password="fel") is None
    assert PASSWORDS.is_old(seeded_session.get_one(AccountRow, account).password_hash)
    assert find_by_password(seeded_session, "hedda", password=PASSWORD)
    seeded_session.expire_all()
    kept = seeded_session.get_one(AccountRow, account).password_hash
    assert not PASSWORDS.is_old(kept)
    assert find_by_password(seeded_session, "hedda", password=PASSWORD)
