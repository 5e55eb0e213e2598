"""Pass: handed over, swapped, left vacant and taken over – and everybody it concerns knows."""

from datetime import datetime, timedelta

import pytest

from app.actions.duty.change_shift import ChangeShift, ShownShift, change_shift
from app.actions.duty.notify_changed_rotas import notify_changed_rotas
from app.actions.duty.take_over_shift import TakeOver, take_over_shift
from models.snapshot import bump_version
from models.tables.accounts import AccountRole
from models.tables.notices import NoticeKind
from models.tables.rotas import RotaRow
from routing.rota import shifts_between, who_is_on_call
from tests.at_once import at_once
from tests.stories.counties import STOCKHOLM
from tests.stories.told import let_pass, told

pytestmark = pytest.mark.slow

IN, OUT, CHANGED = NoticeKind.HANDOVER_IN, NoticeKind.HANDOVER_OUT, NoticeKind.SHIFT_CHANGED
CONSULT = "mora-kardiologi-konsult-primarjour"
LINE = "Konsult kardiologi, Mora"
FRIDAY = datetime(2026, 11, 27, 16, 30, tzinfo=STOCKHOLM)
MONDAY = datetime(2026, 11, 30, 8, 0, tzinfo=STOCKHOLM)


def rota(county, rota_id=CONSULT):
    return next(
        one for rotas in county.directory.rotas.values() for one in rotas if one.id == rota_id
    )


def round_the_clock(county):
    """Some rota whose shifts end when others begin, also at night."""
    return next(
        one
        for rotas in county.directory.rotas.values()
        for one in rotas
        if any(pattern.starts == pattern.ends for pattern in one.patterns) and len(one.people) > 1
    )


def on_call(county, one):
    changes = county.directory.changes.get(one.id, ())
    return who_is_on_call(one, changes, county.clock())


def name(county, person_id):
    return county.directory.people[person_id].name


def doctor(county, person_id):
    return county.account(f"lakare.{person_id}", AccountRole.SPECIALIST, person=person_id)


def about_line(notices, line):
    return [one for one in notices if line in one.subject]


def test_a_week_is_handed_over_from_friday_to_monday_and_both_are_told_who(county_at):
    county = county_at(FRIDAY)
    leaving = on_call(county, rota(county)).current.person_id
    let_pass(county, seconds=20 * 60, step=300)
    (out,) = told(county, OUT, person=leaving)
    assert out.at.astimezone(STOCKHOLM).strftime("%H:%M") == "16:45"
    assert out.subject == f"Ditt pass på {LINE} slutar i dag 17:00"

    county.clock.at = MONDAY - timedelta(minutes=5)
    county.worker.hand_over()
    coming = on_call(county, rota(county)).following.person_id
    assert coming != leaving
    assert f"{name(county, coming)} tar över efter dig." in out.body
    (begins,) = about_line(told(county, IN, person=coming), LINE)
    assert begins.subject == f"Ditt pass på {LINE} börjar i dag 08:00"
    assert f"Du tar över efter {name(county, leaving)}." in begins.body
    # Tuesday morning is the same person again: nothing is handed over.
    county.clock.at = MONDAY + timedelta(days=1, minutes=-5)
    county.worker.hand_over()
    assert len(about_line(told(county, IN, person=coming), LINE)) == 1


@pytest.mark.parametrize(("minutes", "is_told"), [(-20, False), (55, True), (120, False)])
def test_a_worker_that_was_down_tells_of_the_last_hour_only(county_at, minutes, is_told):
    county = county_at(MONDAY + timedelta(minutes=minutes))
    county.worker.hand_over()
    assert bool(about_line(told(county, IN), LINE)) is is_told


@pytest.mark.postgresql
def test_two_workers_tell_once(county_at):
    county = county_at(MONDAY)
    at_once(*[county.worker.hand_over] * 3)
    people = [one.to for one in about_line(told(county, IN), LINE)]
    assert len(people) == 1


def test_over_a_night_when_the_clock_goes_back_each_hears_the_wall_clock(county_at):
    county = county_at(datetime(2026, 10, 25, 7, 50, tzinfo=STOCKHOLM))
    one = round_the_clock(county)
    ends = on_call(county, one).current.ends_at.astimezone(STOCKHOLM)
    county.clock.at = ends - timedelta(minutes=10)
    county.worker.hand_over()
    line = county.directory.lines[one.line_id].name
    subjects = [notice.subject for notice in about_line(told(county, OUT), line)]
    assert subjects == [f"Ditt pass på {line} slutar i dag {ends:%H:%M}"]


def test_a_vacancy_is_told_as_nobody(county_at):
    county = county_at(FRIDAY)
    now, after = county.clock(), county.clock() + timedelta(days=10)
    shifts = [one for one in shifts_between(rota(county), (), now, after) if one.starts_at > now]
    first = shifts[0]
    change_shift(
        county.fresh_session(),
        ChangeShift(ShownShift(CONSULT, first.starts_at, first.person_id), None),
        by=doctor(county, first.person_id),
        directory=county.directory,
        at=now,
    )
    (lost,) = told(county, CHANGED, person=first.person_id)
    assert "är inte längre ditt" in lost.body
    leaving = on_call(county, rota(county)).current.person_id
    county.clock.at += timedelta(minutes=20)
    county.worker.hand_over()
    (out,) = about_line(told(county, OUT, person=leaving), LINE)
    assert "Ingen står efter dig i schemat." in out.body


def test_who_is_taken_over_from_is_told_at_once_and_not_told_again(county):
    before = on_call(county, rota(county))
    relieved = before.current.person_id
    taker = next(one for one in rota(county).people if one != relieved)
    take_over_shift(
        county.fresh_session(),
        TakeOver(CONSULT, relieved, "sjuk"),
        by=doctor(county, taker),
        directory=county.directory,
        at=county.clock(),
    )
    (lost,) = told(county, CHANGED, person=relieved)
    assert f"Passet på {LINE}" in lost.body
    assert f"Ändringen gjordes av {name(county, taker)}." in lost.body
    county.clock.at += timedelta(minutes=10)
    county.worker.hand_over()
    assert told(county, OUT, person=relieved) == []
    # The next shift is the relieved one's own again: they hear whom it comes from.
    (next_one,) = about_line(told(county, IN), LINE)
    assert next_one.to == before.following.person_id
    assert f"Du tar över efter {name(county, taker)}." in next_one.body


def test_a_directory_loaded_anew_tells_those_whose_shifts_it_moves(county):
    before = county.directory
    session = county.fresh_session()
    row = session.get_one(RotaRow, CONSULT)
    row.people = list(reversed(row.people))
    bump_version(session, at=county.clock())
    session.commit()
    count = notify_changed_rotas(
        county.fresh_session(), before, county.directory, at=county.clock()
    )
    notices = about_line(told(county, CHANGED), LINE)
    assert count == len(notices) > 0
    assert {one.to for one in notices} == set(row.people)
    assert all("Ändringen gjordes av" not in one.body for one in notices)
    again = county.directory
    assert notify_changed_rotas(county.fresh_session(), again, again, at=county.clock()) == 0
