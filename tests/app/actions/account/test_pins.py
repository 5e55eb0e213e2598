"""The caller code: made, tried, locked out, and nothing told of whose codes there are."""

import logging
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.actions.account import pins
from app.actions.account.pins import (
    LOCKED_FOR,
    PIN_DIGITS,
    TRIES_PER_CODE,
    TRIES_PER_NUMBER,
    LockedOut,
    RightPin,
    UnknownAccountName,
    WrongPin,
    find_caller_code,
    locked_until,
    renew_pin,
    renew_pin_of,
    try_pin,
)
from app.hashing import PINS
from models.tables.incoming import PinRow, PinTryRow

pytestmark = [pytest.mark.slow, pytest.mark.postgresql]

NUMBER = "+46313900680"
OTHER = "+46313900681"


@pytest.fixture
def gp_pin(clinic):
    return renew_pin(clinic.fresh(), clinic.gp.account_id, at=clinic.clock())


def wrong_of(pin):
    return pin.caller_code + f"{(int(pin.pin) + 1) % 10**PIN_DIGITS:0{PIN_DIGITS}}"


def press(clinic, entry, number=NUMBER):
    return try_pin(clinic.fresh(), entry, number, at=clinic.clock())


def test_the_right_code_says_who_calls(clinic, gp_pin):
    assert press(clinic, gp_pin.caller_code + gp_pin.pin) == RightPin(clinic.gp.account_id)


def test_only_a_hash_of_the_pin_is_kept(clinic, gp_pin):
    row = clinic.fresh().get_one(PinRow, clinic.gp.account_id)
    assert row.pin_hash.startswith("$argon2id$")
    assert gp_pin.pin not in row.pin_hash
    assert len(gp_pin.pin) == PIN_DIGITS
    assert gp_pin.pin.isdecimal()


def test_a_renewed_code_keeps_who_and_changes_the_pin(clinic, gp_pin):
    clinic.clock.at += timedelta(days=1)
    newer = renew_pin(clinic.fresh(), clinic.gp.account_id, at=clinic.clock())
    assert newer.caller_code == gp_pin.caller_code
    assert press(clinic, newer.caller_code + newer.pin) == RightPin(clinic.gp.account_id)
    if newer.pin != gp_pin.pin:
        assert press(clinic, gp_pin.caller_code + gp_pin.pin) == WrongPin()
    known = find_caller_code(clinic.fresh(), clinic.gp.account_id)
    assert known is not None
    assert (known.caller_code, known.made_at) == (gp_pin.caller_code, clinic.clock())


def test_a_caller_code_that_is_taken_is_drawn_again(clinic, gp_pin, monkeypatch):
    drawn = iter([gp_pin.caller_code, "4711"])
    monkeypatch.setattr(pins, "_any_code", lambda: next(drawn))
    other = clinic.account(clinic.gp.role)
    made = renew_pin(clinic.fresh(), other.account_id, at=clinic.clock())
    assert made.caller_code == "4711"


def test_nobody_has_a_code_before_it_is_made(clinic):
    assert find_caller_code(clinic.fresh(), clinic.gp.account_id) is None


def test_an_unknown_user_name_is_refused(clinic):
    with pytest.raises(UnknownAccountName):
        renew_pin_of(clinic.fresh(), "ingen", at=clinic.clock())


@pytest.mark.parametrize("entry", ["", "1", "1234", "1234567", "0" * 17, "12*4567890", "١٢٣٤٥٦٧٨"])
def test_what_is_no_code_is_wrong_and_counted(clinic, gp_pin, entry):
    assert press(clinic, entry) == WrongPin()
    row = clinic.fresh().scalars(select(PinTryRow)).one()
    assert (row.caller_code, row.account_id, row.is_right) == (None, None, False)


def test_too_many_wrong_pins_lock_the_code_from_every_number(clinic, gp_pin):
    for number in range(TRIES_PER_CODE):
        assert press(clinic, wrong_of(gp_pin), f"+{int(NUMBER) + number}") == WrongPin()
    until = clinic.clock() + LOCKED_FOR
    right = gp_pin.caller_code + gp_pin.pin
    assert press(clinic, right, "+46313900689") == LockedOut(until)
    clinic.clock.at = until
    assert press(clinic, right) == RightPin(clinic.gp.account_id)


def test_an_unknown_code_is_locked_as_a_known_one(clinic, gp_pin):
    unknown = f"{(int(gp_pin.caller_code) + 1) % 10_000:04}" + "123456"
    for _try in range(TRIES_PER_CODE):
        assert press(clinic, unknown) == WrongPin()
    assert isinstance(press(clinic, unknown), LockedOut)
    assert press(clinic, gp_pin.caller_code + gp_pin.pin) == RightPin(clinic.gp.account_id)


@pytest.mark.parametrize("number", [NUMBER, None])
def test_too_many_wrong_codes_lock_the_number_alone(clinic, gp_pin, number):
    for code in range(TRIES_PER_NUMBER):
        assert locked_until(clinic.fresh(), number, at=clinic.clock()) is None
        press(clinic, f"{code:04}", number)
    until = locked_until(clinic.fresh(), number, at=clinic.clock())
    assert until == clinic.clock() + LOCKED_FOR
    right = gp_pin.caller_code + gp_pin.pin
    assert press(clinic, right, number) == LockedOut(until)
    assert press(clinic, right, OTHER) == RightPin(clinic.gp.account_id)


def test_the_lock_opens_when_the_oldest_wrong_try_is_old_enough(clinic, gp_pin):
    for _try in range(TRIES_PER_CODE):
        press(clinic, wrong_of(gp_pin))
        clinic.clock.at += timedelta(minutes=1)
    answer = press(clinic, gp_pin.caller_code + gp_pin.pin)
    assert answer == LockedOut(clinic.clock() - timedelta(minutes=TRIES_PER_CODE) + LOCKED_FOR)


def test_an_unknown_code_is_checked_against_a_hash_too(clinic, gp_pin, monkeypatch):
    checked = []
    real = PINS

    class Counting:
        hash = real.hash

        def verify(self, pin_hash, pin):
            checked.append(pin_hash)
            return real.verify(pin_hash, pin)

    monkeypatch.setattr(pins, "PINS", Counting())
    unknown = f"{(int(gp_pin.caller_code) + 1) % 10_000:04}"
    for entry in (wrong_of(gp_pin), unknown + "123456", "", "hej"):
        press(clinic, entry)
    assert len(checked) == 4
    assert checked[1:] == [pins._nobody()] * 3


def test_every_try_is_logged_without_code_pin_or_number(clinic, gp_pin, caplog):
    caplog.set_level(logging.INFO)
    press(clinic, wrong_of(gp_pin))
    press(clinic, gp_pin.caller_code + gp_pin.pin)
    tries = [record for record in caplog.records if record.name == "app.actions.account.pins"]
    assert [record.is_right for record in tries] == [False, True]
    assert {record.account_id for record in tries} == {clinic.gp.account_id}
    everything = " ".join(str(vars(record)) for record in tries)
    for secret in (gp_pin.pin, wrong_of(gp_pin), NUMBER):
        assert secret not in everything
