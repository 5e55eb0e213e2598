"""Sealed texts, opened for tests: outside a request nobody reads, and so nobody is noted."""

from models.sealed import Sealed


class _Anybody:
    def has_read(self, text: Sealed) -> None:
        assert text


def opened(text: Sealed | None) -> str:
    """What a text says; empty where there is none."""
    return "" if text is None else text.reveal(_Anybody())
