"""Ett nummer: whoever rings it from any phone reaches the one who is on call."""

import csv
import io
import logging
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from app.actions.incoming.keys import MOST_WRONG
from app.actions.pins import TRIES_PER_CODE, NewPin, renew_pin
from app.phone_lab.numbers import ANONYMOUS, ANONYMOUS_AS_DIGITS
from app.statistics.exports import contacts_csv_lines, load_contact_rows
from models.accounts import AccountRole, AccountRow
from models.care_request import CallMode, CareRequestRow
from models.incoming import IncomingCallRow, KnownBy, PinTryRow
from models.preferences import PersonPreferenceRow
from models.snapshot import bump_version
from routing.decide import decide
from routing.lifecycle import RequestEvent, RequestStatus
from routing.outcome import PlanBefore, ResultAfter, Side
from routing.types import ContactPath, RequesterRole, RequestFacts
from tests.stories.county import MORA, Contact, County, Handset

STOCKHOLM = ZoneInfo("Europe/Stockholm")
LANDLINE = "+46313900690"
ABROAD = "+4531123456"
RING = 20


def rings_in(county: County, number: str, *, shown_as: str = "") -> Handset:
    """Somebody dials the service's number, and hears the first words."""
    county.exchange.call_in(number, shown_as=shown_as)
    county.advance(seconds=1)
    return Handset(county, number)


def the_contact(county: County) -> Contact:
    ids = county.fresh_session().scalars(
        select(CareRequestRow.id).order_by(CareRequestRow.created_at.desc())
    )
    return Contact(county, next(iter(ids)))


def no_contact(county: County) -> bool:
    return county.fresh_session().scalar(select(CareRequestRow.id)) is None


def pin_of_gp(county: County) -> NewPin:
    return renew_pin(county.fresh_session(), county.gp.account_id, at=county.clock())


def wrong(pin: NewPin) -> str:
    return f"{pin.caller_code}{(int(pin.pin) + 1) % 1_000_000:06}#"


def has_hung_up(county: County, phone: Handset) -> bool:
    return county.exchange.current_call(phone.number) is None


def reach(county: County, phone: Handset, code: str = "211#") -> Contact:
    """Ask for kardiologi by its direct code, without a plan before."""
    phone.presses("9")
    phone.presses(code)
    if not code.startswith("1"):
        phone.presses("#")
    return the_contact(county)


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
    found = load_contact_rows(county.fresh_session(), county.directory, from_on=today, to_on=today)
    rows = list(csv.DictReader(io.StringIO("".join(contacts_csv_lines(found)))))
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
    assert reach(county, phone).view.requester_number == ABROAD


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
    caplog.set_level(logging.INFO, logger="app.actions.pins")
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


def test_the_menu_has_learned(county):
    gp = rings_in(county, county.gp.number)
    reach(county, gp, "232*2080#")  # lungmedicin or the like, in Falun
    asked = the_contact(county).view
    gp.hangs_up()
    county.advance(seconds=60)
    gp = rings_in(county, county.gp.number)
    name = county.directory.specialties[asked.specialty].name.lower()
    assert f"Tryck 1 för {name}, Falun" in gp.heard
    gp.presses("1")
    gp.presses("#")
    again = the_contact(county).view
    assert (again.specialty, again.municipality) == (asked.specialty, "2080")
    assert again.id != asked.id


def test_more_choices_back_and_again(county):
    gp = rings_in(county, county.gp.number)
    assert "Tryck 8 för fler val" in gp.heard
    gp.presses("8")
    assert "Tryck stjärna för att gå tillbaka" in gp.heard
    first_page = gp.heard.count("Tryck 2 för kardiologi, Mora")
    gp.presses("*")
    assert gp.heard.count("Tryck 2 för kardiologi, Mora") == first_page + 1
    gp.presses("0")
    assert gp.heard.count("Tryck 2 för kardiologi, Mora") == first_page + 2


def test_a_direct_code_on_the_acute_path_rings_at_once(county):
    gp = rings_in(county, county.gp.number)
    gp.presses("9")  # while the menu is still being read
    gp.presses("112#")
    contact = the_contact(county)
    assert (contact.view.path, contact.view.specialty) == (ContactPath.AKUT, "medicin")
    assert contact.view.plan_before is None
    assert contact.consultant(1).rings


def test_silence_after_the_plan_question_goes_on_without_one(county):
    gp = rings_in(county, county.gp.number)
    gp.presses("9")
    gp.presses("211#")
    assert no_contact(county)
    county.advance(seconds=30)
    assert the_contact(county).view.plan_before is None


@pytest.mark.parametrize("keys", [("7", "5", "#"), ("", "", ""), ("9", "599#", "2#", "77#")])
def test_three_keys_that_mean_nothing_end_with_a_number(county, keys):
    gp = rings_in(county, county.gp.number)
    for key in keys:
        if key:
            gp.presses(key)
        else:
            county.advance(seconds=45)
    county.advance(seconds=30)
    assert "Behöver du nå någon nu, ring 0980" in gp.heard
    assert has_hung_up(county, gp)
    assert no_contact(county)


def test_at_night_a_closed_path_says_when_it_opens_and_connects_to_the_fallback(county_at):
    county = county_at(datetime(2026, 11, 23, 22, 0, tzinfo=STOCKHOLM))
    gp = rings_in(county, county.gp.number)
    gp.presses("9")
    gp.presses("211#")
    county.advance(seconds=1)
    assert "Det öppnar i morgon 08:00" in gp.heard
    assert "Mora lasarett" in gp.heard
    gp.presses("1")
    county.advance(seconds=10)
    switchboard = county.phone("+46980319202")
    assert switchboard.rings
    switchboard.answers()
    assert switchboard.talks_with(gp)
    assert no_contact(county)


def test_hanging_up_during_the_hunt_stops_every_phone_at_once(county):
    gp = rings_in(county, county.gp.number)
    contact = reach(county, gp)
    first = contact.consultant(1)
    assert first.rings
    gp.hangs_up()
    assert not first.rings
    assert contact.status() is RequestStatus.CANCELLED
    assert RequestEvent.REQUESTER_HUNG_UP in contact.events
    county.advance(seconds=120)
    assert not any(phone.rings for phone in contact.consultants)


def test_hanging_up_in_the_menu_makes_no_contact(county):
    gp = rings_in(county, county.gp.number)
    gp.presses("2")
    gp.hangs_up()
    county.advance(seconds=60)
    assert no_contact(county)
    call = county.fresh_session().scalars(select(IncomingCallRow)).one()
    assert call.ended_at is not None


def test_the_one_who_waits_hears_whom_we_ring_and_nobody_answers(county):
    gp = rings_in(county, county.gp.number)
    contact = reach(county, gp)
    steps = contact.view.plan.steps
    units = county.directory.units
    county.advance(seconds=10)
    assert f"Nu ringer vi {units[steps[0].unit_id].name}, nummer 1 av {len(steps)}" in gp.heard
    county.advance(seconds=RING + 15)
    assert f"nummer 2 av {len(steps)}" in gp.heard
    is_offered = "Tryck 1 så kopplar vi dig dit"
    assert county.advance_until(lambda: is_offered in gp.heard, at_most_seconds=300)
    assert contact.status() is RequestStatus.EXHAUSTED
    assert RequestEvent.REQUESTER_TOLD in contact.events
    gp.presses("1")
    county.advance(seconds=10)
    fallback = county.phone(contact.view.plan.fallback.number)
    assert fallback.rings
    fallback.answers()
    assert fallback.talks_with(gp)
    fallback.hangs_up()
    county.advance(seconds=20)
    assert has_hung_up(county, gp)


def test_who_is_rung_up_hears_it_too_and_stays_for_the_outcome(county):
    contact = county.ask(plan_before=PlanBefore.SEND_TO_ED)
    county.gp_phone.answers()
    county.advance(seconds=10)
    assert "Nu ringer vi" in county.gp_phone.heard
    first = contact.consultant(1)
    first.answers()
    first.presses("1")
    county.advance(seconds=5)
    first.hangs_up()
    county.advance(seconds=3)
    assert "Tryck 1 om akutbesöket undveks" in county.gp_phone.heard
    county.gp_phone.presses("7")  # is no choice
    county.gp_phone.presses("3")
    assert contact.view.outcomes[Side.REQUESTER].result is ResultAfter.OUTPATIENT_VISIT


def test_who_stays_silent_after_the_talk_is_not_kept(county):
    gp = rings_in(county, county.gp.number)
    contact = reach(county, gp)
    first = contact.consultant(1)
    first.answers()
    first.presses("1")
    county.advance(seconds=5)
    first.hangs_up()
    county.advance(seconds=100)
    assert has_hung_up(county, gp)
    assert contact.view.outcomes == {}


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
