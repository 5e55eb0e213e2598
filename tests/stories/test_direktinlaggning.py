"""Direktinläggning: a bed is asked of wards in turn, kept, and never forgotten on the way."""

from datetime import datetime

import pytest

from app.actions.admission.answer_ward import Yes
from app.actions.admission.ask_wards import ask_wards
from app.actions.admission.errors import AnotherWardTookIt, NoBedLeft, WardClosed, WardNotAsked
from app.actions.admission.move import (
    set_off,
    turn_to_ed,
)
from app.actions.admission.reply_for_ward import say_yes
from app.actions.decisions.errors import DoctorDecides
from app.actions.shared.errors import NotYours
from models.tables.accounts import AccountRole
from models.tables.notices import NoticeKind
from routing.admission import (
    AdmissionStatus,
    RefusalReason,
    TransportMode,
    WardReply,
)
from routing.decisions import DecisionKind, DecisionStatus
from routing.types import ContactPath
from tests.stories.beds import (
    MEDICINE,
    acute_talk,
    ask_for_bed,
    coordinator,
    free,
    in_minutes,
    occasion,
    report,
    told,
)
from tests.stories.counties import STOCKHOLM

pytestmark = pytest.mark.slow

AMBULANCE_NUMBER = "+46313900680"


@pytest.mark.postgresql
def test_accepted_at_once(county):
    report(county, MEDICINE, staffed=20, occupied=18)
    talk = acute_talk(county)
    admission = ask_for_bed(county, talk)
    first = admission.wards[0]
    assert first.startswith("mora-")
    before = free(county, first) or 0
    phone = admission.phone_of(first)
    assert phone.rings
    phone.answers()
    assert "vårdplats" in phone.heard
    phone.presses("1")
    assert "reserverad" in phone.heard
    assert admission.status() is AdmissionStatus.RESERVED
    assert admission.row.ward_id == first
    assert free(county, first) == before - 1
    assert [one.reply for one in admission.answers] == [WardReply.ACCEPTED]
    assert told(county, NoticeKind.ADMISSION_ACCEPTED)
    assert county.gp_phone.talks_with(talk.consultant(1))  # the talk goes on all the while


def test_refused_by_two_wards_and_accepted_by_the_third(county):
    admission = ask_for_bed(county, acute_talk(county))
    one, two, three = admission.wards[:3]
    admission.phone_of(one).answers()
    admission.phone_of(one).presses("2")
    assert admission.phone_of(two).rings  # at once, while the first is asked why
    admission.phone_of(one).presses("1")
    with pytest.raises(WardNotAsked):
        admission.accepts(three)
    admission.refuses(two, RefusalReason.WRONG_LEVEL)
    assert not admission.phone_of(two).rings
    assert admission.phone_of(three).rings
    admission.accepts(three)
    assert not admission.phone_of(three).rings
    assert admission.row.ward_id == three
    assert [(a.ward_id, a.reply, a.reason) for a in admission.answers] == [
        (one, WardReply.REFUSED, RefusalReason.FULL),
        (two, WardReply.REFUSED, RefusalReason.WRONG_LEVEL),
        (three, WardReply.ACCEPTED, None),
    ]


def test_a_ward_that_does_not_answer_is_passed_by_and_may_still_say_yes(county):
    admission = ask_for_bed(county, acute_talk(county))
    one, two = admission.wards[:2]
    county.advance(seconds=50)
    assert admission.phone_of(two).rings
    assert [(a.ward_id, a.reply) for a in admission.answers] == [(one, WardReply.SILENT)]
    admission.accepts(one)
    assert admission.row.ward_id == one
    assert not admission.phone_of(two).rings


def test_when_every_ward_says_no_it_is_back_with_the_requester(county):
    admission = ask_for_bed(county, acute_talk(county))
    for ward in admission.wards:
        admission.refuses(ward)
    assert admission.status() is AdmissionStatus.REFUSED
    back = told(county, NoticeKind.ADMISSION_BACK)
    assert {one.account_id for one in back} >= {county.gp.account_id}
    assert any(one.unit_id == "mora-vardplatskoordination" for one in back)
    assert any("behöver dig" in text for text in county.gp_phone.texts)
    ward = admission.wards[0]
    ask_wards(county.fresh_session(), admission.id, occasion(county, county.gp), first=ward)
    county.settle()
    assert admission.wards == [ward]  # the others have said no
    assert admission.phone_of(ward).rings


def test_while_wards_are_asked_the_patient_may_go_to_the_ed(county):
    admission = ask_for_bed(county, acute_talk(county))
    ward = admission.wards[0]
    turn_to_ed(
        county.fresh_session(),
        admission.id,
        occasion(county, county.gp),
        means=DecisionKind.ED_AMBULANCE,
    )
    county.settle()
    assert not admission.phone_of(ward).rings
    county.advance(seconds=300)
    assert not any(admission.phone_of(one).rings for one in admission.wards)


def test_the_ambulance_proposes_and_the_doctor_agrees(county):
    crew = county.account("ambulans.mora", AccountRole.AMBULANS, number=AMBULANCE_NUMBER)
    talk = acute_talk(county, by=crew)
    with pytest.raises(DoctorDecides):
        ask_for_bed(county, talk, by=crew)
    admission = ask_for_bed(county, talk, by=crew, asks=False)
    assert (admission.status(), admission.decision) == (
        AdmissionStatus.PROPOSED,
        DecisionStatus.PROPOSED,
    )
    taken = talk.view.accepted
    assert taken is not None
    doctor = county.account("jour", AccountRole.SPECIALIST, person=taken.person_id)
    (proposed,) = told(county, NoticeKind.ADMISSION_CHANGED)
    assert proposed.person_id == taken.person_id
    with pytest.raises(DoctorDecides):
        ask_wards(county.fresh_session(), admission.id, occasion(county, crew))
    ask_wards(county.fresh_session(), admission.id, occasion(county, doctor))
    county.settle()
    assert admission.decision is DecisionStatus.DECIDED
    admission.accepts(admission.wards[0])
    set_off(
        county.fresh_session(),
        admission.id,
        occasion(county, crew),
        transport=TransportMode.AMBULANCE,
        eta=in_minutes(county, 25),
    )
    assert admission.status() is AdmissionStatus.ON_THE_WAY


def test_at_night_with_only_the_bakjour(county_at):
    county = county_at(datetime(2026, 11, 24, 3, 0, tzinfo=STOCKHOLM))
    gp = county.gp
    contact = county.ask("medicin", by=gp, path=ContactPath.AKUT)
    county.gp_phone.answers()
    tiers = [step.tier.value for step in contact.view.plan.steps]
    assert "bakjour" in tiers
    order = tiers.index("bakjour") + 1
    county.advance_until(lambda: contact.consultant(order).rings, at_most_seconds=400)
    contact.consultant(order).answers()
    contact.consultant(order).presses("1")
    county.advance(seconds=10)  # until they hear each other
    admission = ask_for_bed(county, contact)
    admission.phone_of(admission.wards[0]).answers()
    admission.phone_of(admission.wards[0]).presses("1")
    assert admission.status() is AdmissionStatus.RESERVED


@pytest.mark.postgresql
def test_the_last_bed_is_promised_once_and_one_too_many_only_when_the_ward_says_so(county):
    report(county, MEDICINE, staffed=10, occupied=9)
    first = ask_for_bed(county, acute_talk(county))
    first.accepts(MEDICINE)
    assert free(county, MEDICINE) == 0
    county.gp_phone.hangs_up()
    county.advance(seconds=60)  # the doctor is asked how it went
    second = ask_for_bed(county, acute_talk(county))
    asked = second.wards[0]
    with pytest.raises(NoBedLeft):
        second.accepts(asked)
    assert second.status() is AdmissionStatus.ASKED
    phone = second.phone_of(asked)
    phone.answers()
    phone.presses("1")
    assert "överbeläggning" in phone.heard
    phone.presses("1")
    assert second.status() is AdmissionStatus.RESERVED
    assert second.row.is_over_occupancy
    assert free(county, asked) == -1


def test_a_closed_ward_is_not_asked_and_cannot_accept(county):
    report(county, MEDICINE, staffed=10, occupied=2, is_open=False)
    admission = ask_for_bed(county, acute_talk(county))
    assert MEDICINE not in admission.wards
    first = admission.wards[0]
    report(county, first, staffed=10, occupied=2, is_open=False)
    with pytest.raises(WardClosed):
        admission.accepts(first)


@pytest.mark.postgresql
def test_pressing_again_is_the_same_and_another_ward_is_too_late(county):
    admission = ask_for_bed(county, acute_talk(county))
    one, two = admission.wards[:2]
    admission.accepts(one)
    admission.accepts(one)
    assert [a.reply for a in admission.answers] == [WardReply.ACCEPTED]
    with pytest.raises(AnotherWardTookIt):
        admission.accepts(two)
    stranger = occasion(county, coordinator(county, two))
    with pytest.raises(NotYours):
        say_yes(county.fresh_session(), admission.id, stranger, Yes(one))


@pytest.mark.postgresql
def test_the_same_key_is_the_same_admission(county):
    talk = acute_talk(county)
    one = ask_for_bed(county, talk, idempotency_key="k1")
    assert ask_for_bed(county, talk, idempotency_key="k1").id == one.id


def test_the_requester_hanging_up_does_not_stop_the_asking(county):
    admission = ask_for_bed(county, acute_talk(county))
    county.gp_phone.hangs_up()
    assert admission.phone_of(admission.wards[0]).rings
    county.advance(seconds=45)
    assert admission.phone_of(admission.wards[1]).rings


def test_the_ward_hears_how_urgent_it_is_and_what_the_patient_needs(county):
    report(county, MEDICINE, staffed=20, occupied=18)
    answers = {"isolering": "kontaktsmitta", "syrgas": "2", "annat": "Ser dåligt"}
    admission = ask_for_bed(county, acute_talk(county), answers=answers)
    phone = admission.phone_of(admission.wards[0])
    phone.answers()
    assert "isolering kontaktsmitta, syrgas 2 liter" in phone.heard
    assert "internmedicin" in phone.heard
    assert "Ser dåligt" not in phone.heard
    assert "vanlig" not in phone.heard
