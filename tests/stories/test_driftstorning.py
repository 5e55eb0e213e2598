"""Driftstörning: telephony goes down, everybody knows, and the requester gets on without it."""

import pytest
from sqlalchemy import func, select

from app.actions.contact.report_self_dial import SelfDialReport, report_self_dial
from app.actions.contact.switch_to_self_dial import switch_to_self_dial
from app.actions.shared.errors import NotYours
from app.labels import phone_display
from app.phone_lab.types import Outage
from models.reads.outages import find_outage
from models.tables.accounts import AccountRole
from models.tables.contacts import CallMode
from models.tables.notices import NoticeKind, ProviderOutageRow
from routing.lifecycle import RequestEvent, RequestStatus
from tests.at_once import at_once
from tests.stories.told import let_pass, page_of, told

pytestmark = pytest.mark.slow

OUTAGE, BACK = NoticeKind.PROVIDER_OUTAGE, NoticeKind.PROVIDER_BACK
OTHER_NUMBERS = ("+46701740698", "+46701740697")


@pytest.fixture
def administrator(county):
    return county.account("admin.drift", AccountRole.ADMINISTRATOR)


def goes_down(county):
    county.exchange.outage = Outage(status=503)


def comes_back(county):
    county.exchange.outage = None


def outages(county):
    return county.fresh_session().scalar(select(func.count(ProviderOutageRow.id)))


def is_down(county):
    return find_outage(county.fresh_session()) is not None


def health(county):
    county.worker.beat()
    answer = county.app.test_client().get("/health/ready").json
    return answer["status"], " ".join(answer["reasons"])


def dials_instead(county, contact, by=None):
    switch_to_self_dial(
        county.fresh_session(),
        contact.id,
        by=by or county.gp,
        directory=county.directory,
        at=county.clock(),
    )
    county.settle()


def test_the_administrators_are_told_once_and_again_when_it_is_back(county, administrator):
    goes_down(county)
    contact = county.ask()
    began = county.clock()
    let_pass(county, seconds=90, step=5)
    assert outages(county) == 1
    (notice,) = told(county, OUTAGE)
    assert notice.to == administrator.account_id
    assert "fungerar inte sedan i dag 10:00" in notice.subject
    outage = find_outage(county.fresh_session())
    assert outage is not None
    assert outage.started_at == began
    assert health(county)[0] == "degraded"
    assert "2026-11-23T10:00:00+01:00" in health(county)[1]

    comes_back(county)
    assert county.advance_until(lambda: county.gp_phone.rings, at_most_seconds=20)  # kept trying
    county.worker.watch()
    assert contact.status() is RequestStatus.CALLING_REQUESTER
    assert not is_down(county)
    (back,) = told(county, BACK)
    assert back.to == administrator.account_id
    assert "Avbrottet började i dag 10:00" in back.body
    assert health(county) == ("ok", "")


def test_several_calls_that_fail_twice_are_an_outage_within_seconds(county, administrator):
    askers = [county.gp] + [
        county.account(f"lakare.{number}", AccountRole.PRIMARVARDSLAKARE, number=number)
        for number in OTHER_NUMBERS
    ]
    goes_down(county)
    for asker in askers:
        county.ask(by=asker)
    let_pass(county, seconds=10, step=5)
    assert is_down(county)


def test_one_failing_call_among_others_that_are_taken_is_no_outage(county, administrator):
    goes_down(county)
    county.ask()
    let_pass(county, seconds=10, step=5)
    comes_back(county)
    let_pass(county, seconds=60, step=5)
    assert outages(county) == 0
    assert told(county, OUTAGE) == []


@pytest.mark.postgresql
def test_two_workers_open_and_close_it_once(county, administrator):
    goes_down(county)
    county.ask()
    county.advance(seconds=60)
    at_once(*[county.worker.watch] * 3)
    assert outages(county) == 1
    comes_back(county)
    county.advance(seconds=30)
    at_once(*[county.worker.watch] * 3)
    assert not is_down(county)
    assert len(told(county, OUTAGE)) == len(told(county, BACK)) == 1


def test_when_nobody_calls_it_is_thought_to_be_over_after_a_while(county):
    goes_down(county)
    contact = county.ask()
    let_pass(county, seconds=60, step=5)
    assert is_down(county)
    dials_instead(county, contact)
    let_pass(county, seconds=15 * 60, step=60)
    assert not is_down(county)


def test_the_requester_is_told_once_when_the_promise_is_broken_and_dials_instead(county):
    goes_down(county)
    contact = county.ask()
    let_pass(county, seconds=45, step=5)
    assert "Telefonin är störd sedan 10:00" in page_of(county, county.gp, "/")
    assert RequestEvent.DELAY_TOLD not in contact.events
    let_pass(county, seconds=contact.view.promise_seconds - 40, step=5)
    for _time in range(2):
        page = page_of(county, county.gp, f"/arenden/{contact.id}")
        assert "Det dröjer: telefonin är störd" in page
        assert "Ring själv" in page
    assert contact.events.count(RequestEvent.DELAY_TOLD) == 1

    dials_instead(county, contact)
    assert contact.status() is RequestStatus.SELF_DIALLING
    assert contact.view.ringing.step_order == 1
    page = page_of(county, county.gp, f"/arenden/{contact.id}")
    assert f"tel:{contact.view.plan.steps[0].number}" in page
    comes_back(county)
    county.advance(seconds=60)
    assert not county.gp_phone.rings
    report_self_dial(
        county.fresh_session(),
        SelfDialReport(contact.view.ringing.id, answered=True),
        by=county.gp,
        directory=county.directory,
        at=county.clock(),
    )
    assert contact.status() is RequestStatus.ANSWERED


def test_dialling_instead_stops_all_phones_and_starts_with_the_one_that_rang(county):
    contact = county.ask()
    county.gp_phone.answers()
    first = contact.consultant(1)
    assert first.rings
    dials_instead(county, contact)
    assert not first.rings
    county.advance(seconds=5)
    assert contact.status() is RequestStatus.SELF_DIALLING
    assert contact.view.mode is CallMode.SELF_DIAL
    assert contact.view.ringing.number == first.number
    assert RequestEvent.SWITCHED_TO_SELF_DIAL in contact.events


def test_whom_we_rang_in_vain_is_not_shown_again(county):
    contact = county.ask()
    county.gp_phone.answers()
    contact.consultant(1).declines()
    dials_instead(county, contact)
    assert contact.view.ringing.step_order == 2


def test_dialling_instead_is_the_requesters_own_and_only_while_we_call(county):
    contact = county.ask()
    stranger = county.account("nagon.annan", AccountRole.PRIMARVARDSLAKARE)
    with pytest.raises(NotYours):
        dials_instead(county, contact, by=stranger)
    county.gp_phone.answers()
    contact.consultant(1).answers()
    contact.consultant(1).presses("1")
    before = contact.events
    dials_instead(county, contact)
    assert contact.status() is RequestStatus.JOINING
    assert contact.events == before


def test_a_requester_on_the_line_hears_that_we_cannot_call_out_and_whose_number_it_is(county):
    contact = county.ask()
    goes_down(county)
    county.gp_phone.answers()  # their call came before
    let_pass(county, seconds=contact.view.promise_seconds + 90, step=5)
    assert is_down(county)
    assert "Just nu är det svårt att ringa ut" in county.gp_phone.heard
    assert phone_display(contact.view.ringing.number) in county.gp_phone.heard
    assert contact.events.count(RequestEvent.DELAY_TOLD) == 1
    comes_back(county)
    doctor = next(one for one in contact.consultants if one.number == contact.view.ringing.number)
    assert county.advance_until(lambda: doctor.rings, at_most_seconds=60)
