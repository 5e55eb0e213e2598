"""Hashing takes one place at a time: who does not get it is told, and the rest go on."""

import threading
import time

import pytest

from app.hashing import HASHER, HashingSlot, TooManyAtOnce


class Held:
    """A hash that is being made until it is let go."""

    def __init__(self, slot: HashingSlot) -> None:
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self._run, args=(slot,))
        self.thread.start()
        assert self.begun.wait(5)

    def _run(self, slot: HashingSlot) -> None:
        with slot._taken():
            self.begun.set()
            self.go_on.wait(10)

    def end(self) -> None:
        self.go_on.set()
        self.thread.join()


def test_the_right_secret_is_known_again_and_no_other():
    slot = HashingSlot(most_waiting=1, seconds=5)
    kept = slot.hash("rätt lösenord")
    assert slot.verify(kept, "rätt lösenord")
    assert not slot.verify(kept, "fel lösenord")
    assert not slot.verify("-", "fel lösenord")


def test_what_was_hashed_before_with_more_memory_is_still_known():
    kept = (
        "$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHRzYWx0$"
        "t4qNkdtJb3mYJeQGE7Wv3lBSvfBQ5/rGhKqXUY0jBd4"
    )
    assert HASHER.check_needs_rehash(kept)
    assert not HashingSlot(most_waiting=0, seconds=1).verify(kept, "något annat")


def test_it_costs_little_memory_and_one_thread():
    assert HASHER.memory_cost <= 19 * 1024
    assert HASHER.parallelism == 1


def test_more_than_may_wait_are_told_at_once():
    slot = HashingSlot(most_waiting=0, seconds=60)
    kept = slot.hash("ett lösenord")
    held = Held(slot)
    begun = time.monotonic()
    with pytest.raises(TooManyAtOnce):
        slot.verify(kept, "ett lösenord")
    assert time.monotonic() - begun < 1
    held.end()
    assert slot.verify(kept, "ett lösenord")


def test_who_waits_is_told_when_it_takes_too_long():
    slot = HashingSlot(most_waiting=1, seconds=0.1)
    held = Held(slot)
    with pytest.raises(TooManyAtOnce):
        slot.verify("-", "ett lösenord")
    held.end()
    assert not slot.verify("-", "ett lösenord")


def test_passwords_never_hold_up_pins():
    passwords = HashingSlot(most_waiting=0, seconds=1)
    pins = HashingSlot(most_waiting=0, seconds=1)
    held = Held(passwords)
    assert pins.verify(pins.hash("123456"), "123456")
    held.end()
