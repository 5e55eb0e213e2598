"""Failed attempts to sign in, counted per address and account; in each process for itself.

Only what went wrong is counted: a whole hospital shares one address.
"""

from typing import cast

from flask import Flask, current_app
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

FAILURES = RateLimitItemPerMinute(5)
_KEY = "kontaktvagar.sign_in_attempts"


def install(app: Flask) -> None:
    """Give the application its counter."""
    app.extensions[_KEY] = FixedWindowRateLimiter(MemoryStorage())


def too_many(address: str, username: str) -> bool:
    """Whether this account must wait before it is tried again from this address."""
    return not _counter().test(FAILURES, address, username)


def note_failure(address: str, username: str) -> None:
    """Count an attempt that went wrong."""
    _counter().hit(FAILURES, address, username)


def _counter() -> FixedWindowRateLimiter:
    return cast(FixedWindowRateLimiter, current_app.extensions[_KEY])
