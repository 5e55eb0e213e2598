"""Hashing of passwords and PINs (argon2id): slow on purpose, so only so much of it at a time.

Who sends a hundred wrong passwords at once gets the processor for one of them, in each process, and
no memory to speak of; the rest are told to come back. PINs pressed on a phone have a place of their
own: no storm of passwords keeps a doctor at a telephone waiting.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

# OWASP's password storage cheat sheet: 19 MiB, two passes, one lane. About 25 ms.
HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, type=Type.ID)


class TooManyAtOnce(Exception):
    """So many are being checked already that this one was not; nothing is known of it."""


class HashingSlot:
    """One hash at a time; ``most_waiting`` others wait for it, ``seconds`` at the longest.

    Whoever waits holds a thread of the server, so they are few.
    """

    def __init__(self, *, most_waiting: int, seconds: float) -> None:
        self._most = most_waiting + 1
        self._seconds = seconds
        self._inside = 0
        self._counting = threading.Lock()
        self._turn = threading.Lock()

    def hash(self, secret: str) -> str:
        """The hash to keep. Raises ``TooManyAtOnce``."""
        with self._taken():
            return HASHER.hash(secret)

    def verify(self, kept_hash: str, secret: str) -> bool:
        """Whether the secret is the one that was hashed. Raises ``TooManyAtOnce``."""
        with self._taken():
            try:
                return HASHER.verify(kept_hash, secret)
            except (VerificationError, InvalidHashError):
                return False

    def is_old(self, kept_hash: str) -> bool:
        """Whether it was made in a way that costs more, or protects less, than today's."""
        return HASHER.check_needs_rehash(kept_hash)

    @contextmanager
    def _taken(self) -> Iterator[None]:
        begun = time.monotonic()
        with self._counting:
            if self._inside >= self._most:
                raise TooManyAtOnce
            self._inside += 1
        try:
            left = self._seconds - (time.monotonic() - begun)
            if not self._turn.acquire(timeout=max(left, 0)):
                raise TooManyAtOnce
            try:
                yield
            finally:
                self._turn.release()
        finally:
            with self._counting:
                self._inside -= 1


PASSWORDS: Final = HashingSlot(most_waiting=2, seconds=2.0)
PINS: Final = HashingSlot(most_waiting=4, seconds=5.0)
