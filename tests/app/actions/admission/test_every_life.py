"""Every life of a direct admission, as far as a machine can follow it, held to what was promised.

The short run goes on from a ward's yes; the long ones go six events deep, and take every act.
"""

from collections.abc import Hashable, Iterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from app.actions.admission.acting import ACT_OF
from models.tables.admissions import AdmissionRow
from routing.admission import OVER, AdmissionStatus
from routing.admission_verbs import AdmissionVerb
from routing.undo import STAYS
from tests.app.actions.admission.acts import ACTS, take
from tests.app.actions.admission.promises import (
    HOLDS_AFTER,
    NOT_NOW,
    OF_A_STATE,
    VERB_OF,
    key_of,
    offered,
)
from tests.app.actions.admission.world import A, B, Moment, Seen, World
from tests.databases import engine_of
from tests.lives import Step, explore

HAPPENS = frozenset(
    {"time", "undone", "decides otherwise", "decision done", "decision withdrawn"}
    | {f"{ward} phone {word}" for ward in "AB" for word in ("yes", "no")}
)
"""What is not said of the admission itself."""

MOST_COMPARED = 80

CORE = (
    *("sets off", "cancels", "to ed by own means", "to ed by ambulance", "time", "undone"),
    *("A yes", "A withdraws", "A arrived", "B yes", "B arrived", "B placed third"),
)


@pytest.fixture(scope="module")
def world(sqlite_databases) -> Iterator[World]:
    url = sqlite_databases.with_seed()
    with engine_of(url) as engine, engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    opened = World(Path(make_url(url).database or "").read_bytes())
    yield opened
    opened.close()
    sqlite_databases.drop(url)


def check_state(world: World, moment: Moment, story: str) -> None:
    seen = world.seen(moment)
    broken = [one.__name__ for one in OF_A_STATE if not one(seen, world)]
    assert not broken, f"{story}: {broken} in {seen.row.status.name}"


def check_step(world: World, step: Step[Moment]) -> None:
    """One act: refused it changes nothing, accepted it has its effect, and again it changes
    nothing and says so."""
    if step.after is None:
        why = world.refusal(step.before, ACTS[step.event])
        assert world.everything_now() == world.everything(step.before), step.story
        check_refusal(world, step, why)
        return
    if step.event in HAPPENS:
        return
    is_same = world.everything(step.after) == world.everything(step.before)
    assert step.after.answer is not is_same, f"{step.story}: {step.after.answer}, same: {is_same}"
    assert HOLDS_AFTER[step.event](world.seen(step.after)), f"{step.story}: without effect"
    again = take(world, step.after, step.event)
    assert again is not None, f"{step.story}: refused when it is said again"
    assert again.answer is False, f"{step.story}: said again it changes something"
    if step.after.answer:
        who, verb = VERB_OF[step.event]
        seen = world.seen(step.before)
        is_offered = verb in offered(seen, world, who)
        assert is_offered or corrects(seen, verb), f"{step.story}: not offered"


def columns(row: AdmissionRow) -> dict[str, object]:
    """All there is of an admission, but for how many times wards have been asked."""
    names = {one.key for one in row.__table__.columns} - {"round"}
    return {name: getattr(row, name) for name in names}


UNDOABLE = frozenset(ACT_OF) | {AdmissionVerb.WITHDRAW}


def check_undo(world: World, step: Step[Moment]) -> None:
    """What has just been said can be undone, and then all is as it was; wards that were being asked
    are asked once more."""
    if step.after is None or not step.after.answer or step.event not in VERB_OF:
        return
    if VERB_OF[step.event][1] not in UNDOABLE:
        return
    story = f"{step.story} → undone"
    back = take(world, step.after, "undone")
    assert back is not None, f"{story}: refused"
    before, after = world.seen(step.before), world.seen(back)
    check_state(world, back, story)
    assert after.row.status is before.row.status, story
    again = world.take(back, lambda one: one.undoes(again=True))
    assert again is not None, f"{story}, and once more: refused"
    assert (again.answer, world.everything(again)) == (False, world.everything(back)), story
    if before.row.status is AdmissionStatus.ASKED:
        return
    assert columns(after.row) == columns(before.row), story
    assert after.view.answers == before.view.answers, story
    assert after.view.had_patient == before.view.had_patient, story
    assert [one.event for one in after.log if one.event.value not in STAYS] == [
        one.event for one in before.log if one.event.value not in STAYS
    ], story
    for decision_id, decision in before.decisions.items():
        now = after.decisions[decision_id]
        assert (now.status, now.ended_at) == (decision.status, decision.ended_at), story


def corrects(seen: Seen, verb: AdmissionVerb) -> bool:
    """Said once more, and otherwise: by which means the patient goes, or why a ward said no."""
    status, is_on_the_road = seen.row.status, seen.row.standing.is_on_the_road
    return {
        AdmissionVerb.TURN_TO_ED: status is AdmissionStatus.TURNED_TO_ED,
        AdmissionVerb.SET_OFF: is_on_the_road,
        AdmissionVerb.REFUSE: True,
    }.get(verb, False)


def check_refusal(world: World, step: Step[Moment], why: Exception | None) -> None:
    """What is offered is possible, and what is true is not refused."""
    if step.event not in VERB_OF:
        return
    seen = world.seen(step.before)
    who, verb = VERB_OF[step.event]
    if isinstance(why, NOT_NOW):
        assert verb not in offered(seen, world, who), f"{step.story}: offered, {why!r}"
    is_arrival = step.event in ("A arrived", "B arrived")
    said_yes = is_arrival and {"A": A, "B": B}[step.event[0]] in seen.view.said_yes
    assert not said_yes or seen.row.status in OVER, f"{step.story}: a patient came, {why!r}"


def follow(world: World, begins: Moment, acts: tuple[str, ...], *, depth: int) -> int:
    """Hold every state and every step to the promises; how many states there were."""
    states = 1
    check_state(world, begins, "begins")
    known = {key_of(world.seen(begins))}

    def key(moment: Moment):
        return key_of(world.seen(moment))

    for step in explore(begins, acts, partial(take, world), depth=depth, key=key):
        check_step(world, step)
        check_undo(world, step)
        if step.after is not None and (found := key(step.after)) not in known:
            known.add(found)
            states += 1
            check_state(world, step.after, step.story)
    return states


def test_the_lives_of_a_patient_whose_ward_has_said_yes(world):
    begins = take(world, world.begin(), "A yes")
    assert begins is not None
    assert follow(world, begins, CORE, depth=2) > 8


@pytest.mark.nightly
@pytest.mark.timeout(900)  # two and a half thousand acts, each held to every promise
def test_every_life_six_events_deep(world):
    assert follow(world, world.begin(), CORE, depth=6) > 300


@pytest.mark.nightly
@pytest.mark.timeout(300)
@pytest.mark.parametrize("asks", [True, False], ids=["asked", "proposed"])
def test_everything_that_can_be_said_two_events_deep(world, asks):
    """Also what seldom is, from the beginning and from where lives go wrong."""
    begins = world.begin(asks=asks)
    follow(world, begins, tuple(ACTS), depth=2)
    if asks:
        for name in ("A yes", "sets off", "A withdraws", "B yes"):
            begins = take(world, begins, name)
            assert begins is not None
            follow(world, begins, tuple(ACTS), depth=1)


@pytest.mark.nightly
@pytest.mark.timeout(300)
def test_states_that_look_alike_go_on_alike(world):
    """What makes it enough to go on from one of them: whichever way led there, each event is
    accepted or refused alike, and leads to states that look alike."""
    known: dict[Hashable, tuple[str, dict[str, Hashable]]] = {}
    compared = 0
    for step in explore(
        world.begin(), CORE, partial(take, world), depth=3, key=lambda moment: id(moment)
    ):
        if step.after is None:
            continue
        key = key_of(world.seen(step.after))
        goes_on = known.get(key)
        if goes_on is not None and compared >= MOST_COMPARED:
            continue
        ends = {}
        for name in CORE:
            if name == "undone":  # what was done last is no part of how a state looks
                continue
            after = take(world, step.after, name)
            ends[name] = None if after is None else key_of(world.seen(after))
        if goes_on is None:
            known[key] = (step.story, ends)
        else:
            compared += 1
            assert goes_on[1] == ends, f"{goes_on[0]} and {step.story}"
    assert compared > 20
