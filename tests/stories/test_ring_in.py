"""Ett nummer: whoever rings it from any phone reaches the one who is on call."""

import csv
import io
import logging

import pytest
from sqlalchemy import select

from app.actions.account.pins import TRIES_PER_CODE
from app.actions.incoming.keys import MOST_WRONG
from app.phone_lab.numbers import ANONYMOUS, ANONYMOUS_AS_DIGITS
from app.statistics.contact_rows import CONTACTS
from models.snapshot import bump_version
from models.tables.accounts import AccountRole, AccountRow
from models.tables.contacts import CallMode
from models.tables.incoming import IncomingCallRow, KnownBy, PinTryRow
from models.tables.preferences import PersonPreferenceRow
from routing.decide import decide
from routing.lifecycle import RequestEvent, RequestStatus
from routing.outcome import PlanBefore, ResultAfter, Side
from routing.types import ContactPath, RequesterRole, RequestFacts
from tests.stories.county import MORA
from tests.stories.ringing_in import (
    ABROAD,
    LANDLINE,
    has_hung_up,
    no_contact,
    pin_of_gp,
    reach,
    rings_in,
    the_contact,
    wrong,
)

pytestmark = pytest.mark.slow


def test_known_by_number_asks_talks_and_says_how_it_went_by_keys_alone(county):
    gp = rings_in(county, county.gp.number)
    assert "Hej, det här är Kontaktvägar" in gp.heard
    county.advance(seconds=5)
    assert "Tryck 2 för kardiologi, Mora" in gp.heard
    gp.presses("2")
    assert "plan" in gp.heard
    assert no_contact(county)
    gp.presses("1")

    contact = the_contact(county)
    assert contact.view.mode is CallMode.CALLED_IN
    assert contact.view.plan_before is PlanBefore.REFER
    assert contact.status() is RequestStatus.HUNTING
    first = contact.consultant(1)
    assert first.rings  # at once: the GP is on the line already
    first.answers()
    first.presses("1")
    county.advance(seconds=10)
    assert first.talks_with(gp)
    assert RequestEvent.CONNECTED in contact.events

    first.hangs_up()
    county.advance(seconds=2)
    assert "Hur gick det?" in gp.heard
    assert "Tryck 1 om remissen undveks" in gp.heard
    gp.presses("1")
    county.advance(seconds=5)
    assert "Tack, det är antecknat" in gp.heard
    assert has_hung_up(county, gp)
    assert contact.view.outcomes[Side.REQUESTER].result is ResultAfter.HANDLED
    assert contact.status() is RequestStatus.CLOSED

    today = county.clock().date()
    found = CONTACTS.rows(county.fresh_session(), county.directory, from_on=today, to_on=today)
    rows = list(csv.DictReader(io.StringIO("".join(CONTACTS.csv_lines(found)))))
    assert [(row["mode"], row["requester_result"], row["avoided"]) for row in rows] == [
        ("ringde_in", ResultAfter.HANDLED, "1")
    ]


def test_from_any_landline_with_the_personal_code(county, caplog):
    pin = pin_of_gp(county)
    phone = rings_in(county, LANDLINE)
    county.advance(seconds=3)
    assert "Vi känner inte igen numret" in phone.heard
    phone.presses(f"{pin.caller_code}{pin.pin}#")
    assert "Tryck 1 för" in phone.heard
    contact = reach(county, phone)
    assert contact.view.requester_id == county.gp.account_id
    assert contact.view.requester_number == LANDLINE
    call = county.fresh_session().scalars(select(IncomingCallRow)).one()
    assert (call.known_by, call.request_id) == (KnownBy.PIN, contact.id)
    contact.consultant(1).answers()
    contact.consultant(1).presses("1")
    county.advance(seconds=5)
    assert contact.consultant(1).talks_with(phone)


@pytest.mark.parametrize("shown_as", [ANONYMOUS, ANONYMOUS_AS_DIGITS, "112", "Restricted", "+1"])
def test_whoever_shows_no_number_is_asked_for_the_code(county, shown_as):
    pin = pin_of_gp(county)
    phone = rings_in(county, county.gp.number, shown_as=shown_as)
    assert "Ditt nummer är dolt" in phone.heard
    phone.presses(f"{pin.caller_code}{pin.pin}#")
    contact = reach(county, phone)
    assert contact.view.requester_number == county.gp.number  # where they can be rung back
    assert contact.consultant(1).rings


def test_from_abroad_the_code_opens_too(county):
    pin = pin_of_gp(county)
    phone = rings_in(county, ABROAD)
    assert "Vi känner inte igen numret" in phone.heard
    phone.presses(f"{pin.caller_code}{pin.pin}#")
    contact = reach(county, phone)
    assert contact.consultant(1).rings
    # Numbers abroad are not rung back unless the house has said so: the account's own is.
    assert contact.view.requester_number == county.gp.number


def test_two_accounts_with_one_number_are_told_apart_by_the_code(county):
    county.account("annan.lakare", AccountRole.PRIMARVARDSLAKARE, number=county.gp.number)
    phone = rings_in(county, county.gp.number)
    assert "Vi känner inte igen numret" in phone.heard


def test_a_closed_account_is_not_recognised(county):
    session = county.fresh_session()
    session.get_one(AccountRow, county.gp.account_id).is_active = False
    session.commit()
    assert "Vi känner inte igen numret" in rings_in(county, county.gp.number).heard


def test_who_guesses_is_locked_out_and_every_try_is_logged(county, caplog):
    caplog.set_level(logging.INFO, logger="app.actions.account.pins")
    pin = pin_of_gp(county)
    tries = 0
    while tries < TRIES_PER_CODE:
        phone = rings_in(county, LANDLINE)
        for _entry in range(min(MOST_WRONG, TRIES_PER_CODE - tries)):
            phone.presses(wrong(pin))
            tries += 1
        if tries < TRIES_PER_CODE:
            county.advance(seconds=20)
            assert has_hung_up(county, phone)
            assert "Behöver du nå någon nu, ring" in phone.heard
    phone.presses(f"{pin.caller_code}{pin.pin}#")  # too late
    county.advance(seconds=20)
    assert "fel för många gånger. Vänta 15 minuter" in phone.heard
    assert has_hung_up(county, phone)
    rows = county.fresh_session().scalars(select(PinTryRow)).all()
    assert [row.is_right for row in rows] == [False] * TRIES_PER_CODE
    assert len(caplog.records) == TRIES_PER_CODE + 1
    logged = " ".join(str(vars(record)) for record in caplog.records)
    assert LANDLINE not in logged
    assert pin.pin not in logged
    assert no_contact(county)


def test_somebody_who_has_chosen_english_is_spoken_to_in_english(county):
    facts = RequestFacts(
        ContactPath.HALVAKUT, RequesterRole.PRIMARVARDSLAKARE, MORA, specialty="kardiologi"
    )
    person = decide(facts, county.directory, county.clock()).steps[0].person_id
    assert person is not None
    session = county.fresh_session()
    session.add(
        PersonPreferenceRow(person_id=person, language="en", channels={}, changed_at=county.clock())
    )
    bump_version(session, at=county.clock())
    session.commit()
    county.account("english", AccountRole.SPECIALIST, person=person)
    phone = rings_in(county, county.directory.people[person].number)
    assert "Hello, this is Kontaktvägar" in phone.heard
    assert "Press 1 for" in phone.heard
