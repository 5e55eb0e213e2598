"""En tredje part: radiology is asked into a talk that goes on, and may leave without ending it."""

import pytest

from app.actions.shared.errors import NotYours, UnknownContact
from app.actions.talk.ask_third_party import ThirdParty, ask_third_party
from app.actions.talk.errors import AlreadyInTalk, NoNumberThere, TalkIsOver, TooManyInTalk
from app.phone_lab.types import BUSY, Behaviour
from models.tables.accounts import AccountRole
from routing.lifecycle import AttemptState, RequestEvent, RequestStatus
from routing.outcome import Side
from tests.stories.hunting_rules import act, doctor_of

pytestmark = pytest.mark.slow

LINE = "falun-kirurgi-jour"


@pytest.fixture
def talk(county):
    """The GP and the cardiologist talk; the contact and the cardiologist's account and phone."""
    contact = county.ask()
    county.gp_phone.answers()
    phone = contact.consultant(1)
    phone.answers()
    county.advance(seconds=2)
    phone.presses("1")
    county.advance(seconds=10)
    assert phone.talks_with(county.gp_phone)
    return contact, doctor_of(county, contact.attempt(1)), phone


def radiology(county):
    """A contact point of a radiology unit, with a number."""
    return next(
        point
        for unit in county.directory.units.values()
        if unit.kind.value == "rontgen"
        for point in unit.contact_points
        if point.value.startswith("+")
    )


def third_parties(contact):
    return [one for one in contact.view.attempts if one.side is Side.THIRD_PARTY]


def asks(county, contact, by, **whom):
    return act(county, ask_third_party, ThirdParty(contact.id, **whom), by=by)


def test_radiology_is_asked_in_says_yes_and_all_three_talk(county, talk):
    contact, doctor, phone = talk
    point = radiology(county)
    asks(county, contact, doctor, contact_point_id=point.id)
    third = county.phone(point.value)
    assert third.rings
    third.answers()
    assert "ber dig vara med i ett samtal" in third.heard
    assert doctor.name in third.heard
    assert not third.talks_with(phone)
    county.advance(seconds=3)
    third.presses("1")
    county.advance(seconds=6)
    assert third.talks_with(phone)
    assert third.talks_with(county.gp_phone)
    assert contact.events.count(RequestEvent.THIRD_PARTY_ASKED) == 1
    assert contact.events.count(RequestEvent.THIRD_PARTY_JOINED) == 1
    assert contact.events.count(RequestEvent.CONNECTED) == 1


def test_the_third_party_leaves_and_the_two_go_on(county, talk):
    contact, doctor, phone = talk
    point = radiology(county)
    asks(county, contact, doctor, contact_point_id=point.id)
    third = county.phone(point.value)
    third.answers()
    county.advance(seconds=2)
    third.presses("1")
    county.advance(seconds=6)
    third.hangs_up()
    county.advance(seconds=3)
    assert phone.talks_with(county.gp_phone)
    assert contact.view.ended_at is None
    assert third_parties(contact)[0].ended_at is not None
    phone.hangs_up()
    county.advance(seconds=3)
    assert contact.view.ended_at is not None


def test_the_talk_ends_and_the_third_party_hears_no_empty_room(county, talk):
    contact, doctor, phone = talk
    point = radiology(county)
    asks(county, contact, doctor, contact_point_id=point.id)
    third = county.phone(point.value)
    third.answers()
    county.advance(seconds=2)
    third.presses("1")
    county.advance(seconds=6)
    phone.hangs_up()
    county.advance(seconds=30)
    assert county.exchange.current_call(third.number) is None


def test_a_phone_that_rings_for_a_talk_that_ended_falls_silent(county, talk):
    contact, doctor, phone = talk
    point = radiology(county)
    asks(county, contact, doctor, contact_point_id=point.id)
    phone.hangs_up()
    county.advance(seconds=3)
    assert not county.phone(point.value).rings
    assert third_parties(contact)[0].state is AttemptState.CANCELLED


def test_an_on_call_line_is_rung_to_whoever_has_it_now(county, talk):
    contact, _doctor, _phone = talk
    asks(county, contact, county.gp, line_id=LINE)  # the GP may ask too
    (attempt,) = third_parties(contact)
    assert attempt.line_id == LINE
    assert attempt.person_id is not None
    assert county.phone(attempt.number).rings


@pytest.mark.parametrize(
    ("behaviour", "state"),
    [
        (BUSY, AttemptState.BUSY),
        (Behaviour.voicemail(after_seconds=3), AttemptState.NO_DIGIT),
        (None, AttemptState.NO_ANSWER),
    ],
)
def test_one_who_does_not_come_disturbs_nobody(county, talk, behaviour, state):
    contact, doctor, phone = talk
    point = radiology(county)
    if behaviour is not None:
        county.exchange.set_behaviour(point.value, behaviour)
    asks(county, contact, doctor, contact_point_id=point.id)
    county.advance(seconds=90)
    assert third_parties(contact)[0].state is state
    assert RequestEvent.THIRD_PARTY_JOINED not in contact.events
    assert phone.talks_with(county.gp_phone)
    assert contact.view.ended_at is None


def test_two_is_no(county, talk):
    contact, doctor, phone = talk
    point = radiology(county)
    asks(county, contact, doctor, contact_point_id=point.id)
    third = county.phone(point.value)
    third.answers()
    county.advance(seconds=2)
    third.presses("2")
    county.advance(seconds=10)
    assert third_parties(contact)[0].state is AttemptState.DECLINED
    assert phone.talks_with(county.gp_phone)


def test_refused_changes_nothing(county, talk):
    contact, doctor, _phone = talk
    point = radiology(county)
    stranger = county.account("annan", AccountRole.SPECIALIST, person="falun-kirurgi-1")
    before = len(contact.log)
    for refusal, by, whom in (
        (NotYours, stranger, {"contact_point_id": point.id}),
        (NoNumberThere, doctor, {"contact_point_id": "finns-inte"}),
        (NoNumberThere, doctor, {"line_id": "finns-inte"}),
        (NoNumberThere, doctor, {}),
    ):
        with pytest.raises(refusal):
            asks(county, contact, by, **whom)
    with pytest.raises(UnknownContact):
        act(county, ask_third_party, ThirdParty("finns-inte", point.id), by=doctor)
    assert len(contact.log) == before


def test_the_same_number_is_rung_once_and_no_more_than_four_talk(county, talk):
    contact, doctor, _phone = talk
    point = radiology(county)
    asks(county, contact, doctor, contact_point_id=point.id)
    with pytest.raises(AlreadyInTalk):
        asks(county, contact, doctor, contact_point_id=point.id)
    asks(county, contact, doctor, line_id=LINE)
    with pytest.raises(TooManyInTalk):
        asks(county, contact, doctor, line_id="mora-kirurgi-jour")


def test_before_and_after_the_talk_nobody_is_asked(county, talk):
    contact, doctor, phone = talk
    point = radiology(county)
    phone.hangs_up()
    county.advance(seconds=3)
    with pytest.raises(TalkIsOver):
        asks(county, contact, doctor, contact_point_id=point.id)
    county.advance(seconds=120)
    waiting = county.ask()
    with pytest.raises(TalkIsOver):
        asks(county, waiting, county.gp, contact_point_id=point.id)
    assert waiting.status() is RequestStatus.CALLING_REQUESTER
