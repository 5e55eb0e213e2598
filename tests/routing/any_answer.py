"""What a county made by chance answers a contact made by chance."""

from hypothesis import assume

from routing.decide import decide
from routing.errors import NoContactPath


def a_plan(facts, directory, at, excluding=frozenset()):
    """The plan now or at the next opening; examples that never open are of no use."""
    answer = attempt_to_decide(facts, directory, at, excluding)
    if isinstance(answer, NoContactPath):
        opens_at = answer.next_opening
        assume(opens_at)
        return decide(facts, directory, opens_at or at, excluding=excluding)
    return answer


def attempt_to_decide(facts, directory, at, excluding=frozenset()):
    try:
        return decide(facts, directory, at, excluding=excluding)
    except NoContactPath as refused:
        return refused
