"""Röntgen direkt: booked from the call, refused with the next option, and the result phoned."""

import pytest
from sqlalchemy.orm import Session

from app.actions.radiology.change_capacity import ChangeCapacity, change_capacity
from app.actions.radiology.errors import HourIsFull, PreconditionsUnmet
from models.reads.decisions import load_decisions
from models.reads.radiology import load_bookings_of
from models.tables.accounts import AccountRole
from models.tables.notices import NoticeKind
from routing.decisions import DecisionStatus
from routing.radiology import BookingStatus, Modality, RadiologyRefusal, ResultTo
from tests.at_once import at_once
from tests.opened import opened
from tests.stories.beds import acute_talk
from tests.stories.examinations import (
    MORA_SITE,
    NOON,
    book,
    head_at_noon,
    radiologist,
)
from tests.stories.told import told

pytestmark = pytest.mark.slow


def test_the_gp_books_while_they_talk_and_the_result_is_phoned(county):
    talk = acute_talk(county)
    assert county.gp_phone.talks_with(talk.consultant(1))
    examination = book(county, head_at_noon(talk, question="Blödning?"))
    (notice,) = told(county, NoticeKind.RADIOLOGY_BOOKED, unit=MORA_SITE)
    assert "DT hjärna i dag 12:00" in notice.body
    assert examination.decision() is DecisionStatus.DECIDED
    assert county.gp_phone.talks_with(talk.consultant(1))

    there = radiologist(county)
    county.advance(seconds=2 * 60 * 60)
    examination.is_done(there)
    assert examination.view.is_unfinished
    examination.result_is_phoned(there)
    assert examination.view.status is BookingStatus.REPORTED
    assert examination.view.result_to is ResultTo.REQUESTER
    assert examination.view.result_number == county.gp.number
    assert examination.decision() is DecisionStatus.DONE


def test_whoever_answered_books_and_the_result_goes_to_them(county):
    talk = acute_talk(county)
    taken = talk.view.accepted
    assert taken is not None
    doctor = county.account("jour", AccountRole.SPECIALIST, person=taken.person_id)
    examination = book(county, head_at_noon(talk, result_to=ResultTo.RESPONDER), by=doctor)
    assert examination.view.result_number == taken.number
    there = radiologist(county)
    examination.result_is_phoned(there, ResultTo.WARD, "08-465 004 02")
    assert examination.view.result_number == "+46846500402"


def test_refused_with_a_reason_the_requester_is_told_at_once_with_the_next_option(county):
    talk = acute_talk(county)
    talk.consultant(1).hangs_up()
    examination = book(county, head_at_noon(talk))
    before = len(county.gp_phone.texts)
    examination.is_refused(radiologist(county), RadiologyRefusal.NO_CAPACITY, "Maskinen står.")
    assert examination.decision() is DecisionStatus.FELL_THROUGH
    (text,) = county.gp_phone.texts[before:]
    assert "Röntgen säger nej" in text
    assert "Tiden går inte att hålla." in text
    assert "Ledigt: Bild- och funktionsmedicin Mora i dag 13:00." in text
    assert "står" not in text
    (notice,) = told(county, NoticeKind.RADIOLOGY_REFUSED, account=county.gp.account_id)
    assert "Röntgen svarar på 031-390 06 41." in notice.body
    again = book(county, head_at_noon(talk, starts_at=NOON.replace(hour=13)))
    assert again.view.status is BookingStatus.BOOKED


def test_a_patient_who_must_not_be_sent_unannounced_is_not_booked(county):
    talk = acute_talk(county)
    answers = {"stroke": "ja", "antikoagulantia": "nej", "graviditet": "nej"}
    with pytest.raises(PreconditionsUnmet) as refused:
        book(county, head_at_noon(talk, answers=answers))
    assert "112" in refused.value.first
    confirmed = frozenset({"stroke"})
    examination = book(county, head_at_noon(talk, answers=answers, confirmed=confirmed))
    kept = {one["key"]: opened(one["text"]) for one in examination.view.answers}
    assert "Rädda hjärnan" in kept["stroke"]


@pytest.mark.postgresql
def test_the_last_place_is_asked_for_by_two_at_the_same_instant(county):
    one_place = ChangeCapacity(MORA_SITE, Modality.CT, NOON, 1)
    change_capacity(
        county.fresh_session(),
        one_place,
        by=radiologist(county),
        directory=county.directory,
        at=county.clock(),
    )
    other_gp = county.account("lakare.tva", county.gp.role, number="+46701740698")
    talks = {
        county.gp: acute_talk(county),
        other_gp: acute_talk(county, by=other_gp, specialty="kirurgi"),
    }

    def asker(doctor):
        def ask():
            with Session(county.engine) as session:
                return book(county, head_at_noon(talks[doctor]), by=doctor, session=session)

        return ask

    found = at_once(*map(asker, talks))
    (loser,) = [one for one in found if isinstance(one, HourIsFull)]
    (winner,) = [one for one in found if one is not loser]
    assert winner.view.starts_at == NOON
    assert loser.next_sv == "Nästa lediga: Bild- och funktionsmedicin Mora i dag 13:00."
    lost = list(talks.values())[found.index(loser)]
    assert load_bookings_of(county.fresh_session(), lost.id) == ()
    assert load_decisions(county.fresh_session(), lost.id) == ()
