"""Passwords and PINs tried at once: no more are looked at than may be tried, however many come."""

import threading
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from app.actions.account import pins
from app.actions.account.pins import (
    TRIES_PER_CODE,
    TRIES_PER_NUMBER,
    LockedOut,
    RightPin,
    WrongPin,
    renew_pin,
    try_pin,
)
from app.auth import accounts
from app.auth.attempts import FAILURES, FROM_ADDRESS, OF_ACCOUNT, WINDOW, give_back, reserve
from models.tables.accounts import SignInCountRow
from models.tables.incoming import PinTryRow
from tests.app.auth.test_login import token_on
from tests.at_once import at_once
from tests.clinic import Clinic
from tests.races.between import COMMIT, meet

pytestmark = pytest.mark.slow  # PostgreSQL

ADDRESS = "192.0.2.1"
NUMBER = "+46313900680"
FIRST_NUMBER = "+46313900600"

MANY = 40


class CountingHasher:
    """Looks at passwords and PINs as the real one does, but at no cost; says how many."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.looked_at = 0

    def hash(self, secret: str) -> str:
        return f"hash of {secret}"

    def verify(self, secret_hash: str, secret: str) -> bool:
        with self._lock:
            self.looked_at += 1
        return secret_hash == self.hash(secret)


@pytest.fixture
def hasher(monkeypatch) -> CountingHasher:
    made = CountingHasher()
    for module, slot in ((accounts, "PASSWORDS"), (pins, "PINS")):
        monkeypatch.setattr(module, slot, made)
        module._nobody.cache_clear()
    return made


def trying(clinic: Clinic, username: str = "anna", address: str = ADDRESS):
    """A step that asks whether a password may be looked at."""

    def attempt() -> bool:
        with clinic.sessions() as session:
            return reserve(session, address, username, at=clinic.clock()) is not None

    return attempt


@pytest.mark.parametrize("before", [r"INSERT INTO sign_in_count", COMMIT])
def test_the_last_attempt_is_let_in_once(clinic, before):
    for _ in range(FAILURES.amount - 1):
        assert trying(clinic)()
    met = meet(clinic.engine, trying(clinic), trying(clinic), before=before)
    assert Counter(met.both) == {True: 1, False: 1}


@pytest.mark.parametrize(
    ("limit", "who"),
    [
        (FAILURES, lambda _number: {}),
        (OF_ACCOUNT, lambda number: {"address": f"192.0.2.{number}"}),
        (FROM_ADDRESS, lambda number: {"username": f"konto-{number}"}),
    ],
)
def test_of_many_at_once_so_many_are_let_in_and_no_more(clinic, limit, who):
    results = at_once(*(trying(clinic, **who(number)) for number in range(MANY)))
    assert Counter(results) == {True: limit.amount, False: MANY - limit.amount}


def test_what_goes_right_is_counted_no_more(clinic):
    session = clinic.fresh()
    for _ in range(3 * FAILURES.amount):
        attempt = reserve(session, ADDRESS, "anna", at=clinic.clock())
        assert attempt is not None
        give_back(session, attempt)


def test_a_refused_attempt_is_counted_under_no_key(clinic):
    for _ in range(2 * FROM_ADDRESS.amount):
        trying(clinic, "anna")()
    assert trying(clinic, "bertil")()


def test_counting_begins_anew_after_a_window_and_the_old_is_forgotten(clinic):
    for _ in range(FAILURES.amount):
        assert trying(clinic)()
    assert not trying(clinic)()
    clinic.clock.at += WINDOW
    assert trying(clinic, "bertil", "192.0.2.2")()
    assert len(clinic.fresh().scalars(select(SignInCountRow)).all()) == 3
    assert trying(clinic)()


def test_a_right_one_that_took_longer_than_a_window_takes_nothing_from_the_next(clinic):
    session = clinic.fresh()
    slow = reserve(session, ADDRESS, "anna", at=clinic.clock())
    assert slow is not None
    clinic.clock.at += WINDOW
    for _ in range(FAILURES.amount):
        assert trying(clinic)()
    give_back(session, slow)
    assert not trying(clinic)()


def test_a_clock_that_is_set_back_locks_nobody_out(clinic):
    for _ in range(FAILURES.amount):
        assert trying(clinic)()
    clinic.clock.at -= timedelta(minutes=30)
    assert trying(clinic)()


def test_what_was_typed_as_a_name_is_not_kept(clinic):
    trying(clinic, "19121212-1212")()
    rows = clinic.fresh().scalars(select(SignInCountRow)).all()
    assert all(len(row.key) == 64 and "1212" not in row.key[:8] for row in rows)


def test_of_many_wrong_passwords_at_once_five_are_looked_at(clinic, hasher):
    app = clinic.app

    def sign_in() -> int:
        client = app.test_client()
        token = token_on(client.get("/logga-in").get_data(as_text=True))
        form = {"csrf_token": token, "username": "anna", "password": "fel-lösenord-helt"}
        return int(client.post("/logga-in", data=form).status_code)

    answers = at_once(*[sign_in] * MANY)
    assert Counter(answers) == {401: FAILURES.amount, 429: MANY - FAILURES.amount}
    assert hasher.looked_at == FAILURES.amount


@pytest.mark.nightly
@pytest.mark.timeout(600)
def test_two_hundred_times_the_last_attempt(clinic):
    assert trying(clinic)()
    session = clinic.fresh()
    for _ in range(200):
        session.execute(update(SignInCountRow).values(counted=FAILURES.amount - 1))
        session.commit()
        assert Counter(at_once(*[trying(clinic)] * 2)) == {True: 1, False: 1}


@pytest.fixture
def gp_pin(clinic, hasher):
    return renew_pin(clinic.fresh(), clinic.gp.account_id, at=clinic.clock())


def pressing(clinic: Clinic, entry: str, number: str | None = NUMBER):
    """A step that presses a code on the phone."""

    def press() -> Any:
        with clinic.sessions() as session:
            return try_pin(session, entry, number, at=clinic.clock())

    return press


def number_of(phone: int) -> str:
    """One of many phones."""
    return f"+{int(FIRST_NUMBER) + phone}"


def wrong_of(pin) -> str:
    return f"{pin.caller_code}{(int(pin.pin) + 1) % 10**6:06}"


@pytest.mark.parametrize("before", [r"FROM pin_try", r"INSERT INTO pin_try", COMMIT])
@pytest.mark.parametrize("numbers", [(NUMBER, NUMBER), (NUMBER, None)])
def test_the_last_pin_is_looked_at_once(clinic, gp_pin, hasher, before, numbers):
    for number in range(TRIES_PER_CODE - 1):
        pressing(clinic, wrong_of(gp_pin), number_of(number))()
    looked_at = hasher.looked_at
    one, other = (pressing(clinic, wrong_of(gp_pin), number) for number in numbers)
    met = meet(clinic.engine, one, other, before=before)
    assert met.had_to_wait
    assert Counter(map(type, met.both)) == {WrongPin: 1, LockedOut: 1}
    assert hasher.looked_at == looked_at + 1


def test_of_many_pins_at_once_five_are_looked_at(clinic, gp_pin, hasher):
    wrong = wrong_of(gp_pin)
    steps = [pressing(clinic, wrong, number_of(number)) for number in range(MANY)]
    found = Counter(map(type, at_once(*steps)))
    assert found == {WrongPin: TRIES_PER_CODE, LockedOut: MANY - TRIES_PER_CODE}
    assert hasher.looked_at == TRIES_PER_CODE


@pytest.mark.parametrize("number", [NUMBER, None])
def test_of_many_codes_from_one_number_ten_are_looked_at(clinic, gp_pin, hasher, number):
    steps = [pressing(clinic, f"{code:04}123456", number) for code in range(MANY)]
    found = Counter(map(type, at_once(*steps)))
    assert found == {WrongPin: TRIES_PER_NUMBER, LockedOut: MANY - TRIES_PER_NUMBER}
    assert hasher.looked_at == TRIES_PER_NUMBER


def test_a_pin_that_is_renewed_while_it_is_looked_at_opens_nothing(clinic, gp_pin):
    def renew() -> None:
        with clinic.sessions() as session:
            renew_pin(session, clinic.gp.account_id, at=clinic.clock())

    entry = gp_pin.caller_code + gp_pin.pin
    met = meet(clinic.engine, pressing(clinic, entry), renew, before=r"UPDATE pin_try")
    assert met.first == WrongPin()


def test_the_right_pin_is_counted_as_right(clinic, gp_pin):
    for _ in range(2 * TRIES_PER_CODE):
        right = pressing(clinic, gp_pin.caller_code + gp_pin.pin)()
        assert right == RightPin(clinic.gp.account_id)


@pytest.mark.nightly
@pytest.mark.timeout(600)
def test_two_hundred_times_the_last_pin(clinic, gp_pin):
    for _earlier in range(TRIES_PER_CODE - 1):
        pressing(clinic, wrong_of(gp_pin))()
    session = clinic.fresh()
    earlier = session.scalars(select(PinTryRow.id)).all()
    for _ in range(200):
        found = Counter(map(type, at_once(*[pressing(clinic, wrong_of(gp_pin))] * 2)))
        assert found == {WrongPin: 1, LockedOut: 1}
        session.execute(delete(PinTryRow).where(PinTryRow.id.not_in(earlier)))
        session.commit()
