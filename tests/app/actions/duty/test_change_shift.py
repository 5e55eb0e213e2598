"""Changing a shift to come: who may, what stands, who is told, and two at once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.actions.duty.change_shift import (
    ChangeShift,
    ShownShift,
    SwapShifts,
    change_shift,
    stretches_between,
    swap_shifts,
)
from app.actions.duty.errors import NothingToSwap, NotOnRota, ShiftHasBegun, ShiftHasChanged
from app.actions.duty.take_over_shift import TakeOver, take_over_shift
from app.actions.shared.errors import PatientIdentityInText, UnknownContact
from models.snapshot import read_version
from models.tables.accounts import AccountRole
from models.tables.notices import NoticeKind, NoticeRow
from routing.rota import ShiftSource, who_is_on_call
from tests.at_once import at_once

WEEK = timedelta(days=7)


class Line:
    """The cardiologists of Mora: a weekly rota on weekdays, and shifts to come."""

    def __init__(self, clinic):
        self.clinic = clinic
        step = clinic.ask().view.plan.steps[0]
        self.rota = next(
            one for one in clinic.directory.rotas[step.line_id] if one.tier is step.tier
        )
        people = clinic.directory.people
        self.unit = people[self.rota.people[0]].unit_id
        of_unit = [one.id for one in people.values() if one.unit_id == self.unit]
        self.colleagues = list(dict.fromkeys([*self.rota.people, *of_unit]))
        self.stranger = next(one.id for one in people.values() if one.unit_id != self.unit)

    @property
    def coming(self):
        """Shifts and vacancies of the coming weeks that have not begun, as (span, person)."""
        now = self.clinic.clock()
        changes = self.clinic.directory.changes.get(self.rota.id, ())
        found = stretches_between(self.rota, changes, now, now + 3 * WEEK)
        return [one for one in found if one[0].starts_at > now]

    def shown(self, number=0):
        span, person_id = self.coming[number]
        return ShownShift(self.rota.id, span.starts_at, person_id)

    def other_than(self, *people):
        return next(one for one in self.colleagues if one not in people)

    def change(self, shown, to_person, *, by, session=None, reason=""):
        return change_shift(
            session or self.clinic.fresh(),
            ChangeShift(shown, to_person, reason),
            by=by,
            directory=self.clinic.holder.current(),
            at=self.clinic.clock(),
        )

    def swap(self, shown, other, *, by):
        swap_shifts(
            self.clinic.fresh(),
            SwapShifts(shown, other),
            by=by,
            directory=self.clinic.holder.current(),
            at=self.clinic.clock(),
        )

    def on_call(self, at):
        changes = self.clinic.directory.changes.get(self.rota.id, ())
        return who_is_on_call(self.rota, changes, at).current

    def told(self, person_id):
        """The changes somebody has been told of, in order of the shifts."""
        rows = self.clinic.fresh().scalars(
            select(NoticeRow).where(
                NoticeRow.person_id == person_id, NoticeRow.kind == NoticeKind.SHIFT_CHANGED
            )
        )
        said = [row.values for row in rows]
        return [one["change"] for one in sorted(said, key=lambda one: one["starts"]["moment"])]


@pytest.fixture
def line(clinic):
    return Line(clinic)


def test_another_has_the_shift_and_both_are_told(line, clinic):
    shown = line.shown()
    other = line.other_than(shown.person_id)
    version = read_version(clinic.fresh())
    line.change(shown, other, by=clinic.doctor(other))
    assert line.on_call(shown.starts_at).person_id == other
    assert line.on_call(shown.starts_at).source is ShiftSource.OVERRIDE
    assert line.told(shown.person_id) == ["lost"]
    assert line.told(other) == ["gained"]
    assert read_version(clinic.fresh()) == version + 1


def test_left_vacant_and_then_filled(line, clinic):
    shown = line.shown()
    by = clinic.doctor(shown.person_id)
    line.change(shown, None, by=by)
    assert line.on_call(shown.starts_at) is None
    assert line.told(shown.person_id) == ["lost"]
    vacancy = line.shown()
    assert vacancy == replace(shown, person_id=None)
    other = line.other_than(shown.person_id)
    line.change(vacancy, other, by=by)
    assert line.on_call(shown.starts_at).person_id == other
    assert line.told(other) == ["gained"]


def test_two_swap_and_a_swap_can_be_changed_again(line, clinic):
    first = line.shown(0)
    number = next(
        index for index, one in enumerate(line.coming) if one[1] not in (None, first.person_id)
    )
    second = line.shown(number)
    by = clinic.doctor(first.person_id)
    line.swap(first, second, by=by)
    assert line.on_call(first.starts_at).person_id == second.person_id
    assert line.on_call(second.starts_at).person_id == first.person_id
    assert line.on_call(first.starts_at).source is ShiftSource.SWAP
    assert line.told(first.person_id) == ["lost", "gained"]
    assert line.told(second.person_id) == ["gained", "lost"]
    # A swap beats an override, and yet the shift can be given away.
    third = line.other_than(first.person_id, second.person_id)
    line.change(line.shown(0), third, by=by)
    assert line.on_call(first.starts_at).person_id == third
    # In the very same instant once more: what is said last stands.
    line.change(line.shown(0), first.person_id, by=by)
    assert line.on_call(first.starts_at).person_id == first.person_id


def test_what_is_refused_changes_nothing(line, clinic):
    shown = line.shown()
    doctor = clinic.doctor(shown.person_id)
    stranger = clinic.doctor(line.stranger)
    other = line.other_than(shown.person_id)
    begun = replace(shown, starts_at=clinic.clock() - timedelta(hours=1))
    mistaken = replace(shown, person_id=other)
    moved = replace(shown, starts_at=shown.starts_at + timedelta(minutes=1))
    before = clinic.everything()
    for to_person, what, by, refusal in (
        (other, shown, stranger, NotOnRota),
        (line.stranger, shown, doctor, NotOnRota),
        ("finns-inte", shown, doctor, NotOnRota),
        (other, begun, doctor, ShiftHasBegun),
        (other, mistaken, doctor, ShiftHasChanged),
        (other, moved, doctor, ShiftHasChanged),
        (shown.person_id, shown, doctor, ShiftHasChanged),
        (other, replace(shown, rota_id="finns-inte"), doctor, UnknownContact),
    ):
        with pytest.raises(refusal):
            line.change(what, to_person, by=by)
    with pytest.raises(PatientIdentityInText):
        line.change(shown, other, by=doctor, reason="för 19121212-1212")
    for one, two in ((shown, shown), (shown, replace(shown, person_id=None))):
        with pytest.raises(NothingToSwap):
            line.swap(one, two, by=doctor)
    assert clinic.everything() == before


def test_the_units_editor_may_and_another_units_may_not(line, clinic):
    shown = line.shown()
    other = line.other_than(shown.person_id)
    editor = clinic.account(AccountRole.KATALOGREDAKTOR)
    with pytest.raises(NotOnRota):
        line.change(shown, other, by=editor)
    own_unit = clinic.directory.lines[line.rota.line_id].unit_id
    line.change(shown, other, by=replace(editor, unit_id=own_unit))
    assert line.on_call(shown.starts_at).person_id == other


@pytest.mark.postgresql
def test_of_two_at_once_one_wins(line, clinic):
    shown = line.shown()
    first = line.other_than(shown.person_id)
    second = line.other_than(shown.person_id, first)
    doctors = [clinic.doctor(first), clinic.doctor(second)]

    def press(doctor):
        with clinic.sessions() as session:
            line.change(shown, doctor.person_id, by=doctor, session=session)

    results = at_once(*[lambda one=one: press(one) for one in doctors])
    assert sorted(type(one).__name__ for one in results) == ["NoneType", "ShiftHasChanged"]
    assert len(clinic.everything()["shift_change"]) == 1


def test_a_take_over_tells_the_one_relieved_and_the_next(line, clinic):
    current = line.on_call(clinic.clock())
    taker = line.other_than(current.person_id)
    take_over_shift(
        clinic.fresh(),
        TakeOver(line.rota.id, current.person_id),
        by=clinic.doctor(taker),
        directory=clinic.holder.current(),
        at=clinic.clock(),
    )
    assert line.told(current.person_id) == ["lost"]
    assert line.told(taker) == ["gained"]
    (notice,) = clinic.fresh().scalars(
        select(NoticeRow).where(NoticeRow.kind == NoticeKind.HANDOVER_IN)
    )
    assert notice.values["before"] == clinic.directory.people[taker].name
