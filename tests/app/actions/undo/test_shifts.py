"""A shift that was changed, swapped or taken over goes back to whoever had it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.actions.duty.take_over_shift import TakeOver, take_over_shift
from app.actions.undo.errors import ChangedSince, ShiftBegun, TooLateToUndo
from models.tables.notices import NoticeKind, NoticeRow
from tests.app.actions.duty.test_change_shift import Line


@pytest.fixture
def line(clinic):
    return Line(clinic)


def told(clinic):
    return [
        (one.person_id, one.values["change"])
        for one in clinic.fresh().scalars(
            select(NoticeRow)
            .where(NoticeRow.kind == NoticeKind.SHIFT_CHANGED)
            .order_by(NoticeRow.created_at, NoticeRow.key)
        )
    ]


def test_a_changed_shift_is_its_owners_again_and_both_are_told(clinic, line, hand):
    shown = line.shown()
    other = line.other_than(shown.person_id)
    editor = clinic.doctor(shown.person_id)
    line.change(shown, other, by=editor)
    clinic.clock.at += timedelta(minutes=1)
    before = len(told(clinic))
    assert hand.undoes(editor)
    assert line.on_call(shown.starts_at).person_id == shown.person_id
    assert sorted(told(clinic)[before:]) == sorted([(shown.person_id, "gained"), (other, "lost")])


def test_swapped_shifts_change_back(clinic, line, hand):
    first = line.shown()
    second = next(
        line.shown(number)
        for number in range(1, 20)
        if line.shown(number).person_id not in (None, first.person_id)
    )
    by = clinic.doctor(first.person_id)
    line.swap(first, second, by=by)
    assert line.on_call(first.starts_at).person_id == second.person_id
    hand.undoes(by)
    assert line.on_call(first.starts_at).person_id == first.person_id
    assert line.on_call(second.starts_at).person_id == second.person_id


def test_a_shift_taken_over_goes_back(clinic, line, hand):
    current = line.on_call(clinic.clock())
    mine = clinic.doctor(line.other_than(current.person_id))
    take_over_shift(
        clinic.fresh(),
        TakeOver(line.rota.id, current.person_id),
        by=mine,
        directory=clinic.directory,
        at=clinic.clock(),
    )
    assert line.on_call(clinic.clock()).person_id == mine.person_id
    clinic.clock.at += timedelta(minutes=5)
    hand.undoes(mine)
    assert line.on_call(clinic.clock()).person_id == current.person_id


def test_what_somebody_has_changed_since_stands(clinic, line, hand):
    shown = line.shown()
    by = clinic.doctor(shown.person_id)
    other = line.other_than(shown.person_id)
    line.change(shown, other, by=by)
    step = hand.newest(by)
    clinic.clock.at += timedelta(minutes=1)
    third = line.other_than(shown.person_id, other)
    line.change(line.shown(), third, by=clinic.doctor(other))
    before = clinic.everything()
    with pytest.raises(ChangedSince):
        hand.undoes(by, step)
    assert clinic.everything() == before
    assert line.on_call(shown.starts_at).person_id == third


def test_a_shift_that_has_begun_is_taken_over_instead(clinic, line, hand):
    shown = line.shown()
    by = clinic.doctor(shown.person_id)
    clinic.clock.at = shown.starts_at - timedelta(minutes=2)
    line.change(shown, line.other_than(shown.person_id), by=by)
    step = hand.newest(by)
    clinic.clock.at += timedelta(minutes=3)
    with pytest.raises(ShiftBegun):
        hand.undoes(by, step)
    clinic.clock.at += timedelta(minutes=30)
    with pytest.raises(TooLateToUndo):
        hand.undoes(by, step)
