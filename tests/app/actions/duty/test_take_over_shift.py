"""Taking over a shift at once: one wins, and only somebody of the house may."""

from datetime import timedelta

import pytest

from app.actions.duty.errors import NobodyOnShift, NotOnRota, ShiftAlreadyTaken
from app.actions.duty.take_over_shift import TakeOver, take_over_shift
from app.actions.shared.errors import PatientIdentityInText, TextTooLong, UnknownContact
from models.snapshot import read_version
from models.tables.accounts import AccountRole
from routing.rota import Shift, who_is_on_call
from tests.at_once import at_once


@pytest.fixture
def running(clinic):
    """A rota with a running shift: (rota, who is on call, colleagues of rota and unit)."""
    step = clinic.ask().view.plan.steps[0]
    rota = next(one for one in clinic.directory.rotas[step.line_id] if one.tier is step.tier)
    people = clinic.directory.people
    of_unit = [one.id for one in people.values() if one.unit_id == people[step.person_id].unit_id]
    colleagues = dict.fromkeys([*rota.people, *of_unit])
    return rota, step.person_id, [one for one in colleagues if one != step.person_id]


def take(clinic, rota_id, from_person, *, by, session=None, reason="sjuk"):
    return take_over_shift(
        session or clinic.fresh(),
        TakeOver(rota_id, from_person, reason),
        by=by,
        directory=clinic.holder.current(),
        at=clinic.clock(),
    )


def test_the_one_who_takes_over_is_on_call_from_this_minute(clinic, running):
    rota, on_call, (colleague, *_) = running
    version = read_version(clinic.fresh())
    before = who_is_on_call(rota, (), clinic.clock()).current
    assert before is not None
    shift = take(clinic, rota.id, on_call, by=clinic.doctor(colleague))
    assert shift.person_id == colleague
    assert shift.starts_at == clinic.clock().replace(second=0, microsecond=0)
    assert shift.ends_at == before.ends_at
    assert read_version(clinic.fresh()) == version + 1
    now = who_is_on_call(rota, clinic.directory.changes[rota.id], clinic.clock()).current
    assert now is not None
    assert now.person_id == colleague


@pytest.mark.postgresql
def test_of_two_at_the_same_instant_one_wins(clinic, running):
    rota, on_call, (first, second, *_) = running
    doctors = [clinic.doctor(first), clinic.doctor(second)]

    def press(doctor):
        with clinic.sessions() as session:
            return take(clinic, rota.id, on_call, by=doctor, session=session)

    results = at_once(*[lambda one=one: press(one) for one in doctors])
    (won,) = [one for one in results if isinstance(one, Shift)]
    assert sum(isinstance(one, ShiftAlreadyTaken) for one in results) == 1
    assert len(clinic.everything()["shift_change"]) == 1
    now = who_is_on_call(rota, clinic.directory.changes[rota.id], clinic.clock()).current
    assert now is not None
    assert now.person_id == won.person_id


def test_one_click_twice_takes_it_once(clinic, running):
    rota, on_call, (colleague, *_) = running
    doctor = clinic.doctor(colleague)
    take(clinic, rota.id, on_call, by=doctor)
    before = clinic.everything()
    for shown in (on_call, colleague):
        with pytest.raises(ShiftAlreadyTaken):
            take(clinic, rota.id, shown, by=doctor)
    assert clinic.everything() == before


def test_ones_own_shift_is_not_taken_over(clinic, running):
    rota, on_call, _colleagues = running
    before = clinic.everything()
    with pytest.raises(ShiftAlreadyTaken):
        take(clinic, rota.id, on_call, by=clinic.doctor(on_call))
    assert clinic.everything() == before


def test_only_somebody_of_the_rota_or_the_unit_may(clinic, running):
    rota, on_call, _colleagues = running
    people = clinic.directory.people
    units = {people[one].unit_id for one in rota.people}
    stranger = next(one.id for one in people.values() if one.unit_id not in units)
    before = clinic.everything()
    for somebody in (clinic.doctor(stranger), clinic.account(AccountRole.ADMINISTRATOR)):
        with pytest.raises(NotOnRota):
            take(clinic, rota.id, on_call, by=somebody)
    assert clinic.everything() == before


def test_a_colleague_of_the_unit_may_although_the_rota_does_not_name_them(clinic, running):
    rota, on_call, colleagues = running
    beside = next(one for one in colleagues if one not in rota.people)
    assert take(clinic, rota.id, on_call, by=clinic.doctor(beside)).person_id == beside


def test_what_cannot_be_taken_over_changes_nothing(clinic, running):
    rota, on_call, (colleague, *_) = running
    doctor = clinic.doctor(colleague)
    before = clinic.everything()
    with pytest.raises(UnknownContact):
        take(clinic, "inget-schema", on_call, by=doctor)
    with pytest.raises(PatientIdentityInText):
        take(clinic, rota.id, on_call, by=doctor, reason="för pat 121212-1212")
    with pytest.raises(TextTooLong):
        take(clinic, rota.id, on_call, by=doctor, reason="x" * 1000)
    clinic.clock.at += timedelta(days=5)  # a Saturday
    with pytest.raises(NobodyOnShift):
        take(clinic, rota.id, on_call, by=doctor)
    assert clinic.everything() == before
