"""Explores a life by machine: every sequence of events from a beginning, each distinct state once.

Two sequences that lead to the same state go on alike, so that it is enough to go on from one of
them: that is what ``key`` promises. ``every_sequence`` takes them all, to show that it is so.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any, Generic, TypeVar

State = TypeVar("State")


@dataclass(frozen=True)
class Step(Generic[State]):
    """One event in one state. ``path`` are the events that led there, ``after`` is None where the
    event was refused."""

    path: tuple[str, ...]
    before: State
    event: str
    after: State | None

    @property
    def story(self) -> str:
        """What happened, for whoever reads why a test failed."""
        return " → ".join((*self.path, self.event))


def _itself(state: Any) -> Hashable:
    known: Hashable = state
    return known


def explore(
    begins: State,
    events: Iterable[str],
    take: Callable[[State, str], State | None],
    *,
    depth: int,
    key: Callable[[State], Hashable] = _itself,
) -> Iterator[Step[State]]:
    """Every event in every state that at most ``depth - 1`` events lead to."""
    names = tuple(events)
    seen = {key(begins)}
    layer: list[tuple[tuple[str, ...], State]] = [((), begins)]
    for _deep in range(depth):
        found: list[tuple[tuple[str, ...], State]] = []
        for path, state in layer:
            for name in names:
                after = take(state, name)
                yield Step(path, state, name, after)
                if after is not None and (known := key(after)) not in seen:
                    seen.add(known)
                    found.append(((*path, name), after))
        layer = found


def every_sequence(
    begins: State, events: Iterable[str], take: Callable[[State, str], State | None], *, depth: int
) -> Iterator[State]:
    """Where each sequence of ``depth`` events ends; what is refused changes nothing."""
    for names in product(tuple(events), repeat=depth):
        state = begins
        for name in names:
            after = take(state, name)
            state = state if after is None else after
        yield state
