"""Det halvakuta spåret: a GP always reaches a specialist on weekdays."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from app.actions.contact.report_self_dial import SelfDialReport, report_self_dial
from app.actions.duty.errors import ShiftAlreadyTaken
from app.actions.duty.take_over_shift import TakeOver, take_over_shift
from app.actions.outcome.record_outcome import NewOutcome, record_outcome
from app.phone_lab.types import Behaviour, Outage
from models.reads.unanswered import load_unanswered
from models.tables.accounts import AccountRole
from models.tables.contacts import CallMode
from routing.decide import decide
from routing.errors import NoContactPath
from routing.lifecycle import AttemptState, RequestEvent, RequestStatus
from routing.outcome import BOTH_SIDES, PlanBefore, ResultAfter
from routing.rota import who_is_on_call

RING = 20
STOCKHOLM = ZoneInfo("Europe/Stockholm")


@pytest.mark.postgresql
def test_the_first_does_not_answer_the_second_presses_one_and_they_talk(county):
    contact = county.ask(plan_before=PlanBefore.REFER)
    assert county.gp_phone.rings
    assert not contact.consultant(1).rings  # nobody is disturbed before the GP is on the line

    county.gp_phone.answers()
    first, second = contact.consultants[:2]
    assert first.rings
    county.advance(seconds=RING + 1)
    assert not first.rings
    assert second.rings

    second.answers()
    assert "Mira Exempel" in second.heard
    assert "kardiologi" in second.heard
    assert contact.status() is RequestStatus.HUNTING  # it rang is not they said yes
    county.advance(seconds=3)
    second.presses("1")
    assert contact.status() is RequestStatus.JOINING
    county.advance(seconds=10)
    assert second.talks_with(county.gp_phone)
    assert RequestEvent.CONNECTED in contact.events

    county.gp_phone.hangs_up()
    specialist = county.account(
        "specialist", AccountRole.SPECIALIST, person=contact.view.accepted.person_id
    )
    for who, result in ((county.gp, ResultAfter.HANDLED), (specialist, ResultAfter.HANDLED)):
        said = NewOutcome(result=result, value=5, understanding=4)
        record_outcome(county.fresh_session(), contact.id, said, by=who, at=county.clock())
    assert contact.status() is RequestStatus.CLOSED
    assert set(contact.view.outcomes) == set(BOTH_SIDES)
    assert [one.state for one in contact.view.responder_attempts] == [
        AttemptState.NO_ANSWER,
        AttemptState.ACCEPTED,
    ]


@pytest.mark.postgresql
def test_nobody_answers_the_gp_is_told_with_the_fallback_and_the_units_see_it(county):
    contact = county.ask()
    county.gp_phone.answers()
    county.advance(seconds=len(contact.consultants) * (RING + 2))

    assert contact.status() is RequestStatus.EXHAUSTED
    county.advance(seconds=60)
    assert "Tyvärr kunde ingen svara" in county.gp_phone.heard
    assert RequestEvent.REQUESTER_TOLD in contact.events
    assert all(one.state is AttemptState.NO_ANSWER for one in contact.view.responder_attempts)
    rung_unit = contact.attempt(1).unit_id
    unanswered = load_unanswered(county.fresh_session(), [rung_unit], limit=10)
    assert [one.id for one in unanswered] == [contact.id]


def test_a_voicemail_box_swallows_nobody(county):
    contact = county.ask()
    first, second = contact.consultants[:2]
    county.exchange.set_behaviour(first.number, Behaviour.voicemail())
    county.gp_phone.answers()

    assert county.advance_until(lambda: second.rings, at_most_seconds=23)
    county.advance(seconds=60)
    assert contact.attempt(1).state is AttemptState.NO_DIGIT
    assert RequestEvent.ACCEPTED not in contact.events


def test_one_who_presses_two_is_let_go_and_the_next_rings_at_once(county):
    contact = county.ask()
    county.gp_phone.answers()
    first, second = contact.consultants[:2]
    first.answers()
    county.advance(seconds=5)
    first.presses("2")

    assert second.rings
    assert contact.attempt(1).state is AttemptState.DECLINED
    county.advance(seconds=10)
    assert "vi ringer nästa" in first.heard


@pytest.mark.parametrize("digits", ["7", "*"])
def test_a_wrong_digit_is_asked_once_more_and_then_the_next_is_rung(county, digits):
    contact = county.ask()
    county.gp_phone.answers()
    first, second = contact.consultants[:2]
    first.answers()
    first.presses(digits)
    assert contact.attempt(1).state is AttemptState.PROMPT
    first.presses(digits)
    assert contact.attempt(1).state is AttemptState.NO_DIGIT
    assert second.rings


def test_silence_on_the_phone_is_asked_once_more_and_then_the_next_is_rung(county):
    contact = county.ask()
    county.gp_phone.answers()
    first, second = contact.consultants[:2]
    first.answers()
    assert county.advance_until(lambda: second.rings, at_most_seconds=20)
    county.advance(seconds=40)
    assert contact.attempt(1).state is AttemptState.NO_DIGIT
    assert first.heard.count("Tryck 1") == 2


def test_a_busy_phone_is_passed_at_once(county):
    contact = county.ask()
    first, second = contact.consultants[:2]
    county.gp_phone.answers()
    first.declines()
    assert contact.attempt(1).state is AttemptState.BUSY
    assert second.rings


@pytest.mark.postgresql
def test_a_second_answerer_is_told_politely(county):
    contact = county.ask()
    county.gp_phone.answers()
    first, second = contact.consultants[:2]
    county.advance(seconds=RING - 5)
    late_call = county.exchange.ringing_call(first.number)
    county.advance(seconds=5)
    second.answers()
    second.presses("1")
    reply = county.webhook_for(contact.attempt(1).id, late_call.sid)
    assert "En kollega har redan tagit samtalet" in reply


def test_on_a_red_day_nobody_is_rung_and_the_gp_sees_when_it_opens(county_at):
    county = county_at(datetime(2026, 12, 25, 10, 0, tzinfo=STOCKHOLM))
    with pytest.raises(NoContactPath) as closed:
        county.ask()
    opening = closed.value.next_opening
    assert opening is not None
    opening = opening.astimezone(STOCKHOLM)
    assert (opening.year, opening.month, opening.day, opening.hour) == (2026, 12, 28, 8)
    assert closed.value.fallback is not None


@pytest.mark.postgresql
def test_a_take_over_seconds_before_the_call_rings_the_one_who_took_over(county):
    contact = county.ask()
    step = contact.view.plan.steps[0]
    rota = next(one for one in county.directory.rotas[step.line_id] if one.tier is step.tier)
    colleague = next(one for one in rota.people if one != step.person_id)
    doctor = county.account("kollega", AccountRole.SPECIALIST, person=colleague)
    take_over_shift(
        county.fresh_session(),
        TakeOver(rota.id, from_person=step.person_id),
        by=doctor,
        directory=county.directory,
        at=county.clock(),
    )
    county.gp_phone.answers()

    assert county.phone(doctor.number).rings
    assert not county.phone(step.number).rings
    now = who_is_on_call(rota, county.directory.changes[rota.id], county.clock()).current
    assert now is not None
    assert now.person_id == colleague
    with pytest.raises(ShiftAlreadyTaken):
        take_over_shift(
            county.fresh_session(),
            TakeOver(rota.id, from_person=step.person_id),
            by=doctor,
            directory=county.directory,
            at=county.clock(),
        )


def test_the_provider_is_down_for_a_minute_and_the_call_is_made_when_it_is_back(county):
    county.exchange.outage = Outage(status=503)
    contact = county.ask()
    county.advance(seconds=60)
    assert not county.gp_phone.rings
    assert RequestEvent.PROVIDER_FAILED in contact.events
    county.exchange.outage = None
    county.advance(seconds=30)
    assert county.gp_phone.rings
    county.gp_phone.answers()
    contact.consultant(1).answers()
    contact.consultant(1).presses("1")
    assert contact.status() is RequestStatus.JOINING


def test_the_gp_hangs_up_and_every_phone_falls_silent(county):
    contact = county.ask()
    county.gp_phone.answers()
    assert contact.consultant(1).rings
    county.gp_phone.hangs_up()
    county.advance(seconds=1)
    assert not contact.consultant(1).rings
    assert contact.status() is RequestStatus.CANCELLED


def test_the_gps_own_phone_is_not_answered_and_no_consultant_is_disturbed(county):
    contact = county.ask()
    county.advance(seconds=45)
    assert contact.status() is RequestStatus.CANCELLED
    assert RequestEvent.REQUESTER_UNREACHABLE in contact.events
    assert contact.view.responder_attempts == ()


def test_jag_ringer_sjalv_shows_one_number_after_the_other(county):
    contact = county.ask(mode=CallMode.SELF_DIAL)

    def reports(*, answered: bool) -> None:
        report_self_dial(
            county.fresh_session(),
            SelfDialReport(contact.view.ringing.id, answered=answered),
            by=county.gp,
            directory=county.directory,
            at=county.clock(),
        )

    assert contact.view.ringing.number == contact.view.plan.steps[0].number
    reports(answered=False)
    assert contact.view.ringing.number == contact.view.plan.steps[1].number
    reports(answered=True)
    assert contact.status() is RequestStatus.ANSWERED


def test_jag_ringer_sjalv_and_never_says_how_it_went_is_left_after_an_hour(county):
    contact = county.ask(mode=CallMode.SELF_DIAL)
    county.advance(seconds=3599)
    assert contact.status() is RequestStatus.SELF_DIALLING
    county.advance(seconds=2)
    assert contact.status() is RequestStatus.CANCELLED


@pytest.mark.postgresql
def test_the_directory_is_edited_during_the_call_and_the_plan_stands(county):
    contact = county.ask()
    before = contact.view.plan
    county.close_every_consult_line()
    county.gp_phone.answers()
    assert contact.view.plan == before
    assert contact.consultant(1).rings
    with pytest.raises(NoContactPath):
        decide(before.facts, county.directory, county.clock())
