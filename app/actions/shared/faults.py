"""All that is wrong is said at once: what several checks refuse is raised together."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.actions.shared.errors import Refused, SeveralFaults


class Faults:
    """What has been refused so far, in the order of the checks."""

    def __init__(self) -> None:
        self._found: list[Refused] = []

    @contextmanager
    def noting(self) -> Iterator[None]:
        """A check, or several of which the first that refuses ends the block."""
        try:
            yield
        except SeveralFaults as several:
            self._found.extend(several.faults)
        except Refused as refused:
            self._found.append(refused)

    def refuse_if_any(self) -> None:
        """Raises the one that was found, or ``SeveralFaults``."""
        if len(self._found) == 1:
            raise self._found[0]
        if self._found:
            raise SeveralFaults(tuple(self._found))


def each_of(refused: Refused) -> tuple[Refused, ...]:
    """Every fault by itself."""
    return refused.faults if isinstance(refused, SeveralFaults) else (refused,)
