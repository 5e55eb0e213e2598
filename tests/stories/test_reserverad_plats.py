"""En plats är reserverad: it expires, is extended, waits for the patient, or is given back."""

from datetime import datetime

import pytest
from sqlalchemy import select

from app.actions.admission.answer_ward import No
from app.actions.admission.errors import BadEta, ReasonMissing
from app.actions.admission.move import (
    arrive,
    cancel,
    discharge,
    extend,
    place_elsewhere,
    set_off,
    turn_to_ed,
)
from app.actions.admission.reply_for_ward import withdraw
from app.actions.radiology.book_examination import NewBooking, book_examination
from app.actions.radiology.give_result import ResultGiven, note_result_given
from app.actions.shared.errors import NotYours
from models.tables.accounts import AccountRole
from models.tables.decisions import DecisionRow
from models.tables.notices import NoticeKind
from routing.admission import (
    AdmissionEvent,
    AdmissionStatus,
    RefusalReason,
    TransportMode,
)
from routing.decisions import DecisionKind, DecisionStatus
from routing.errors import InvalidTransition
from routing.radiology import ResultTo
from tests.stories.beds import (
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


def test_a_reservation_expires_after_both_have_been_warned(county):
    admission = ask_for_bed(county, acute_talk(county))
    ward = admission.wards[0]
    admission.accepts(ward)
    before, until = free(county, ward), admission.until
    county.advance(seconds=(until - county.clock()).total_seconds() - 60)
    assert AdmissionEvent.EXPIRY_WARNED in admission.events
    warned = told(county, NoticeKind.RESERVATION_ENDS)
    assert {one.account_id for one in warned} >= {county.gp.account_id}
    assert {one.unit_id for one in warned} >= {ward}
    county.advance(seconds=61)
    assert admission.status() is AdmissionStatus.EXPIRED
    assert admission.decision is DecisionStatus.DECIDED  # a doctor has to say what is done instead
    assert told(county, NoticeKind.ADMISSION_BACK)
    if before is not None:
        assert free(county, ward) == before + 1


def test_an_extended_reservation_is_warned_of_again(county):
    admission = ask_for_bed(county, acute_talk(county))
    admission.accepts(admission.wards[0])
    until = admission.until
    county.advance(seconds=(until - county.clock()).total_seconds() - 60)
    extend(county.fresh_session(), admission.id, occasion(county, county.gp))
    assert admission.until > until
    county.advance(seconds=120)
    assert admission.status() is AdmissionStatus.RESERVED
    county.advance(seconds=4 * 3600)
    assert admission.events.count(AdmissionEvent.EXPIRY_WARNED) == 2
    assert admission.status() is AdmissionStatus.EXPIRED


def test_a_patient_on_the_way_loses_no_bed_because_time_passes(county):
    admission = ask_for_bed(county, acute_talk(county))
    admission.accepts(admission.wards[0])
    gp = occasion(county, county.gp)
    eta = in_minutes(county, 50)
    set_off(county.fresh_session(), admission.id, gp, transport=TransportMode.OWN, eta=eta)
    county.advance(seconds=12 * 3600)
    assert admission.status() is AdmissionStatus.ON_THE_WAY
    assert AdmissionEvent.EXPIRY_WARNED in admission.events


def test_from_the_way_to_the_ward_and_home(county):
    admission = ask_for_bed(county, acute_talk(county))
    ward = admission.wards[0]
    admission.accepts(ward)
    session, nurse = county.fresh_session(), coordinator(county, ward)
    gp = occasion(county, county.gp)
    with pytest.raises(BadEta):
        set_off(
            session,
            admission.id,
            gp,
            transport=TransportMode.OWN,
            eta=in_minutes(county, -30),
        )
    assert admission.status() is AdmissionStatus.RESERVED
    set_off(session, admission.id, gp, transport=TransportMode.OWN, eta=in_minutes(county, 30))
    assert any(one.unit_id == ward for one in told(county, NoticeKind.ADMISSION_CHANGED))
    with pytest.raises(NotYours):
        arrive(session, admission.id, gp)
    arrive(session, admission.id, occasion(county, nurse))
    arrive(session, admission.id, occasion(county, nurse))  # pressed again
    assert admission.decision is DecisionStatus.DONE
    discharge(session, admission.id, occasion(county, nurse))
    assert admission.status() is AdmissionStatus.DISCHARGED
    assert admission.events.count(AdmissionEvent.ARRIVED) == 1


def test_placed_in_another_ward(county):
    admission = ask_for_bed(county, acute_talk(county))
    one, two = admission.wards[:2]
    report(county, one, staffed=10, occupied=5)
    report(county, two, staffed=10, occupied=5)
    admission.accepts(one)
    county.advance(seconds=60)
    nurse = coordinator(county, one)
    place_elsewhere(county.fresh_session(), admission.id, occasion(county, nurse), ward_id=two)
    assert admission.status() is AdmissionStatus.PLACED_ELSEWHERE
    assert (free(county, one), free(county, two)) == (5, 4)


def test_the_patient_turns_worse_and_goes_to_the_ed(county):
    talk = acute_talk(county)
    admission = ask_for_bed(county, talk)
    ward = admission.wards[0]
    admission.accepts(ward)
    turn_to_ed(
        county.fresh_session(),
        admission.id,
        occasion(county, county.gp),
        means=DecisionKind.ED_AMBULANCE,
    )
    assert admission.status() is AdmissionStatus.TURNED_TO_ED
    assert admission.decision is DecisionStatus.REPLACED
    assert any(one.unit_id == ward for one in told(county, NoticeKind.ADMISSION_CHANGED))


def test_a_ward_that_withdraws_gives_the_question_to_the_next(county):
    admission = ask_for_bed(county, acute_talk(county))
    one, two = admission.wards[:2]
    admission.accepts(one)
    by = occasion(county, coordinator(county, one))
    with pytest.raises(ReasonMissing):
        withdraw(county.fresh_session(), admission.id, by, No(one, None))
    withdraw(county.fresh_session(), admission.id, by, No(one, RefusalReason.FULL))
    withdraw(county.fresh_session(), admission.id, by, No(one, RefusalReason.FULL))  # again
    county.settle()
    assert admission.status() is AdmissionStatus.ASKED
    assert admission.wards[0] == two
    assert admission.phone_of(two).rings
    assert told(county, NoticeKind.ADMISSION_BACK)


def test_a_cancelled_admission_frees_the_bed_and_the_phone(county):
    admission = ask_for_bed(county, acute_talk(county))
    cancel(county.fresh_session(), admission.id, occasion(county, county.gp))
    county.settle()
    assert not admission.phone_of(admission.wards[0]).rings
    assert admission.decision is DecisionStatus.FELL_THROUGH
    with pytest.raises(InvalidTransition):
        admission.accepts(admission.wards[0])


def test_radiology_first_and_then_a_bed(county):
    talk = acute_talk(county)
    noon = datetime(2026, 11, 23, 12, 0, tzinfo=STOCKHOLM)
    wanted = NewBooking(
        talk.id,
        "dt-hjarna",
        "mora-rontgen",
        noon,
        ResultTo.REQUESTER,
        answers={"stroke": "nej", "antikoagulantia": "nej", "graviditet": "nej"},
    )
    booked = book_examination(
        county.fresh_session(),
        wanted,
        by=county.gp,
        directory=county.directory,
        at=county.clock(),
    )
    county.advance(seconds=3 * 3600)
    radiographer = county.account(
        "rontgen.story", AccountRole.VARDPLATSKOORDINATOR, unit="mora-rontgen"
    )
    note_result_given(
        county.fresh_session(),
        ResultGiven(booked.id),
        by=radiographer,
        directory=county.directory,
        at=county.clock(),
    )
    admission = ask_for_bed(county, talk)
    admission.accepts(admission.wards[0])
    session = county.fresh_session()
    made = select(DecisionRow).where(DecisionRow.request_id == talk.id)
    decisions = session.scalars(made.order_by(DecisionRow.decided_at)).all()
    assert [(one.kind, one.status) for one in decisions] == [
        (DecisionKind.RADIOLOGY, DecisionStatus.DONE),
        (DecisionKind.DIRECT_ADMISSION, DecisionStatus.DECIDED),
    ]
