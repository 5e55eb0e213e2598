"""Gränsen för levande ärenden: nobody is rung thirty times a second, or left without a number."""

import pytest
from sqlalchemy import func, select

from app.actions.contact.live_limits import AccountLimitReached, LimitReached
from models.logs.limits_met import LimitMetRow
from models.tables.contacts import CallMode, CareRequestRow
from models.tables.outbox import MessageKind, OutboxMessageRow
from routing.lifecycle import RequestStatus
from routing.live_limits import USUAL_LIMITS, LimitKind
from routing.types import ContactPath
from tests.stories.county import County
from tests.stories.ringing_in import LANDLINE, has_hung_up, pin_of_gp, reach, rings_in

pytestmark = pytest.mark.slow

OWN_PHONES = [f"+4670174{number:04}" for number in range(610, 620)]


def dialled(county: County) -> int:
    """Calls to whoever asks."""
    calls = select(func.count()).select_from(OutboxMessageRow)
    asked = calls.where(OutboxMessageRow.kind == MessageKind.CALL_REQUESTER)
    return county.fresh_session().scalar(asked) or 0


def akut(county: County, specialty: str = "kirurgi", **more):
    return county.ask(specialty, path=ContactPath.AKUT, **more)


def as_many_as_one_may(county: County):
    ways = OWN_PHONES[: USUAL_LIMITS.per_account]
    return [county.ask(callback_number=number) for number in ways]


def test_thirty_in_a_second_to_one_phone_ring_it_three_times(county):
    refused = 0
    for _ in range(30):
        try:
            county.ask()
        except LimitReached:
            refused += 1
    county.advance(seconds=5)
    assert (dialled(county), refused) == (3, 27)
    row = county.fresh_session().scalars(select(LimitMetRow)).one()
    assert (row.kind, row.times, row.number_end) == (LimitKind.NUMBER, 27, "99")


def test_when_one_search_is_over_the_next_may_begin(county):
    one, *_others = as_many_as_one_may(county)
    with pytest.raises(AccountLimitReached):
        county.ask(callback_number=OWN_PHONES[9])
    county.phone(OWN_PHONES[0]).answers()
    county.phone(OWN_PHONES[0]).hangs_up()
    assert one.status() is RequestStatus.CANCELLED
    assert county.ask(callback_number=OWN_PHONES[9])


def test_searches_that_nobody_ends_end_by_themselves_and_lock_nobody_out(county):
    as_many_as_one_may(county)
    county.advance(seconds=600)  # nobody picks up
    assert as_many_as_one_may(county)


def test_the_acute_patient_gets_through_however_many_other_contacts_live(county):
    as_many_as_one_may(county)
    contact = akut(county)
    county.gp_phone.answers()
    assert contact.consultant(1).rings


def test_another_acute_patient_gets_through_while_the_first_is_sought_for(county):
    first = akut(county)
    other = akut(county, callback_number=OWN_PHONES[0])
    county.phone(OWN_PHONES[0]).answers()
    assert other.consultant(1).number == first.consultant(1).number
    assert other.status() is RequestStatus.HUNTING


def test_who_rings_in_at_the_limit_is_told_and_put_through_to_the_fallback(county):
    contacts = as_many_as_one_may(county)
    gp = rings_in(county, county.gp.number)
    reach(county, gp)
    county.advance(seconds=2)
    assert "Du har redan flera ärenden där vi söker någon just nu" in gp.heard
    assert not has_hung_up(county, gp)
    fallback = county.phone(contacts[0].view.plan.fallback.number)
    assert county.advance_until(lambda: fallback.rings, at_most_seconds=60)
    fallback.answers()
    assert fallback.talks_with(gp)
    fallback.hangs_up()
    county.advance(seconds=20)
    made = county.fresh_session().scalars(select(CareRequestRow.mode)).all()
    assert CallMode.CALLED_IN not in made
    row = county.fresh_session().scalars(select(LimitMetRow)).one()
    assert (row.kind, row.number_end) == (LimitKind.ACCOUNT, "")


def test_who_rings_in_acutely_while_the_same_is_sought_gets_through(county):
    """Their first call may have been cut off a moment ago, and the patient is still there."""
    akut(county)
    pin = pin_of_gp(county)
    phone = rings_in(county, LANDLINE)
    phone.presses(f"{pin.caller_code}{pin.pin}#")
    contact = reach(county, phone, "113#")
    assert contact.view.mode is CallMode.CALLED_IN
    assert contact.consultant(1).rings


def test_colleagues_who_ring_in_from_one_switchboard_are_not_held_by_its_number(county):
    for _ in range(USUAL_LIMITS.per_number):
        county.ask(callback_number=LANDLINE)
    pin = pin_of_gp(county)
    phone = rings_in(county, LANDLINE)
    phone.presses(f"{pin.caller_code}{pin.pin}#")
    contact = reach(county, phone)
    assert contact.consultant(1).rings
