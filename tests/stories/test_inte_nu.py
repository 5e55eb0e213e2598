"""Inte nu: nobody disturbs whoever asked for peace; the colleague who answers instead is told."""

from datetime import timedelta

import pytest

from app.actions.duty.errors import AlreadyAway, BadAway, BadStandIn, NotOnRota
from app.actions.duty.set_away import AwayUntil, end_away, set_away, stand_ins
from models.tables.accounts import AccountRole
from models.tables.notices import NoticeKind, NoticeRow
from models.tables.preferences import AwayRow
from routing.lifecycle import AttemptState, RequestEvent, RequestStatus
from routing.reasons import ReasonCode
from tests.stories.hunting_rules import act

pytestmark = pytest.mark.slow

ON_DUTY, COLLEAGUE, ELSEWHERE = "mora-kardiologi-2", "mora-kardiologi-1", "falun-kardiologi-1"
HALF_AN_HOUR = timedelta(minutes=30)


@pytest.fixture
def doctor(county):
    return county.account("jour.mora", AccountRole.SPECIALIST, person=ON_DUTY)


@pytest.fixture
def colleague(county):
    return county.phone(county.directory.people[COLLEAGUE].number)


def away(county, doctor, *, forward_to=COLLEAGUE, lasts=HALF_AN_HOUR):
    until = AwayUntil(county.clock() + lasts, forward_to)
    return act(county, set_away, until, by=doctor)


def test_the_colleague_is_rung_instead_and_has_been_told(county, doctor, colleague):
    away(county, doctor)
    notices = county.fresh_session().query(NoticeRow).all()
    told = [one for one in notices if one.kind is NoticeKind.FORWARDED_TO_YOU]
    assert [one.person_id for one in told] == [COLLEAGUE]
    contact = county.ask()
    assert contact.view.plan.steps[0].reason.code is ReasonCode.FORWARDED
    county.gp_phone.answers()
    assert colleague.rings
    assert not county.phone(doctor.number).rings
    assert contact.attempt(1).forwarded_from == ON_DUTY


def test_without_a_colleague_the_next_in_turn_is_rung(county, doctor):
    away(county, doctor, forward_to=None)
    contact = county.ask()
    county.gp_phone.answers()
    assert not county.phone(doctor.number).rings
    assert contact.attempt(1).person_id not in (ON_DUTY, COLLEAGUE)


def test_it_ends_by_itself(county, doctor):
    away(county, doctor)
    county.advance(seconds=31 * 60)
    county.ask()
    county.gp_phone.answers()
    assert county.phone(doctor.number).rings


def test_it_is_ended_early(county, doctor):
    away(county, doctor)
    county.advance(seconds=130)
    end_away(county.fresh_session(), by=doctor, at=county.clock())
    county.ask()
    county.gp_phone.answers()
    assert county.phone(doctor.number).rings
    before = county.directory.version
    end_away(county.fresh_session(), by=doctor, at=county.clock())  # once more: nothing
    assert county.directory.version == before


def test_whole_minutes_and_what_was_asked_for_before_is_replaced(county, doctor):
    county.clock.at += timedelta(seconds=17)
    away(county, doctor)
    county.advance(seconds=120)
    away(county, doctor, forward_to=None, lasts=timedelta(minutes=10))
    rows = county.fresh_session().query(AwayRow).order_by(AwayRow.made_at).all()
    moments = [moment for row in rows for moment in (row.starts_at, row.ends_at)]
    assert {moment.second for moment in moments} == {0}
    assert rows[0].ends_at == rows[1].starts_at
    (held,) = [one for one in county.directory.away[ON_DUTY] if one.holds(county.clock())]
    assert held.forward_to is None


def test_a_phone_that_rings_falls_silent_and_the_colleague_is_rung_at_once(
    county, doctor, colleague
):
    contact = county.ask()
    county.gp_phone.answers()
    assert county.phone(doctor.number).rings
    away(county, doctor)
    assert not county.phone(doctor.number).rings
    assert colleague.rings
    first, second = contact.view.responder_attempts
    assert first.state is AttemptState.CANCELLED
    assert second.step_order == first.step_order
    assert RequestEvent.DECLINED not in contact.events
    colleague.answers()
    county.advance(seconds=2)
    colleague.presses("1")
    county.advance(seconds=10)
    assert colleague.talks_with(county.gp_phone)


def test_a_phone_that_rings_falls_silent_and_the_next_is_rung(county, doctor):
    contact = county.ask()
    county.gp_phone.answers()
    away(county, doctor, forward_to=None)
    assert not county.phone(doctor.number).rings
    assert contact.status() is RequestStatus.HUNTING
    assert contact.attempt(2).step_order == 2
    skipped = [one for one in contact.log if one.event is RequestEvent.STEP_SKIPPED]
    assert skipped[0].detail["reason"] == ReasonCode.DO_NOT_DISTURB


def test_one_who_talks_is_not_cut_off(county, doctor):
    county.ask()
    county.gp_phone.answers()
    phone = county.phone(doctor.number)
    phone.answers()
    county.advance(seconds=2)
    phone.presses("1")
    county.advance(seconds=10)
    away(county, doctor)
    county.advance(seconds=5)
    assert phone.talks_with(county.gp_phone)


@pytest.mark.parametrize(
    ("lasts", "forward_to", "refusal"),
    [
        (timedelta(0), None, BadAway),
        (timedelta(minutes=-5), None, BadAway),
        (timedelta(hours=24, minutes=2), None, BadAway),
        (HALF_AN_HOUR, ON_DUTY, BadStandIn),
        (HALF_AN_HOUR, ELSEWHERE, BadStandIn),
        (HALF_AN_HOUR, "finns-inte", BadStandIn),
    ],
)
def test_what_is_refused_changes_nothing(county, doctor, lasts, forward_to, refusal):
    before = county.directory.version
    with pytest.raises(refusal):
        away(county, doctor, lasts=lasts, forward_to=forward_to)
    assert county.directory.version == before
    assert county.fresh_session().query(AwayRow).count() == 0


def test_two_do_not_forward_to_each_other(county, doctor):
    away(county, doctor)
    other = county.account("kollega.mora", AccountRole.SPECIALIST, person=COLLEAGUE)
    with pytest.raises(AlreadyAway):
        away(county, other, forward_to=ON_DUTY)
    chosen = stand_ins(COLLEAGUE, county.directory, county.clock())
    assert ON_DUTY not in [person.id for person in chosen]


def test_an_account_that_is_nobody_has_no_phone_to_silence(county):
    with pytest.raises(NotOnRota):
        away(county, county.gp)
