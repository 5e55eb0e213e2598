"""Sms: whoever is sought is told, may answer JA or NEJ, and nothing is said of anybody."""

import re

import pytest
from twilio.request_validator import RequestValidator

from app.actions.answers.accept_contact import AcceptedIn
from app.actions.contact.cancel_request import cancel_request
from models.snapshot import bump_version
from models.tables.contacts import AttemptRow
from models.tables.directory import PersonRow
from notifications import callbacks as paths
from notifications.callbacks import Callbacks
from notifications.segments import is_gsm, segments
from routing.lifecycle import AttemptState, RequestEvent, RequestStatus
from tests.stories.county import PUBLIC_URL, Contact, County, Handset

pytestmark = pytest.mark.slow

STRANGER = "+46701740690"
LANDLINE = "+46846500401"
ON_DUTY = "mora-kardiologi-2"  # in the week of the stories


def sought(county: County, **asked) -> tuple[Contact, Handset]:
    """A contact, with the first consultant rung and told."""
    contact = county.ask(**asked)
    county.gp_phone.answers()
    return contact, contact.consultant(1)


def change_number(county: County, person_id: str, number: str | None) -> None:
    session = county.fresh_session()
    session.get_one(PersonRow, person_id).number = number
    bump_version(session, at=county.clock())
    session.commit()


def test_the_alert_has_code_and_link_and_nothing_of_anybody(county):
    contact, first = sought(county, age_band="80+", sex="kvinna", situation="Bröstsmärta")
    [text] = first.texts
    assert contact.view.case_code in text
    assert text.endswith(f" {PUBLIC_URL}/jour")
    assert "JA" in text
    assert "NEJ" in text
    for word in ("Mira", "80", "kvinna", "Bröst", "+46", "070"):
        assert word not in text
    assert is_gsm(text)
    assert segments(text) <= 2
    assert {RequestEvent.ALERT_SENT, RequestEvent.ALERT_DELIVERED} <= set(contact.events)
    assert first.rings  # the call does not wait for the message


@pytest.mark.parametrize("yes", ["JA", " Ja. tack!", "ja {code_plain}"])
def test_ja_takes_it_the_phone_that_rings_is_answered_and_they_talk(county, yes):
    contact, first = sought(county)
    code = contact.view.case_code
    first.writes(yes.format(code=code, code_plain=code.replace("-", "").lower()))

    assert contact.status() is RequestStatus.JOINING
    taken = county.fresh_session().get_one(AttemptRow, contact.attempt(1).id)
    assert taken.accepted_in == AcceptedIn.SMS
    assert first.texts[-1].startswith(f"Tack! Ärende {code} är ditt.")
    first.answers()
    first.presses("1")  # a person, and no voicemail box
    county.advance(seconds=10)
    assert first.talks_with(county.gp_phone)
    assert not contact.consultant(2).rings
    assert contact.consultant(2).texts == []


@pytest.mark.parametrize("no", ["NEJ", "Nej, jag opererar {code}."])
def test_nej_rings_the_next_at_once(county, no):
    contact, first = sought(county)
    first.writes(no.format(code=contact.view.case_code))
    assert not first.rings
    assert contact.attempt(1).state is AttemptState.DECLINED
    assert contact.consultant(2).rings
    assert len(contact.consultant(2).texts) == 1
    assert first.texts[-1].startswith("Tack för svaret. Vi söker nästa")


def test_ja_while_listening_connects_without_a_digit(county):
    contact, first = sought(county)
    first.answers()
    first.writes("ja")
    county.advance(seconds=10)
    assert contact.status() is RequestStatus.ANSWERED
    assert first.talks_with(county.gp_phone)


def test_sought_in_two_cases_the_code_decides(county):
    contact, first = sought(county)
    other = county.ask(by=county.account("lakare2", county.gp.role, number="+46701740698"))
    county.phone("+46701740698").answers()
    assert other.consultant(1).number == first.number

    first.writes("ja")
    codes = sorted([contact.view.case_code, other.view.case_code])
    assert ", ".join(codes) in first.texts[-1]
    assert contact.status() is other.status() is RequestStatus.HUNTING

    first.writes(f"Ja {other.view.case_code}")
    assert other.status() is RequestStatus.JOINING
    assert contact.status() is RequestStatus.HUNTING


def test_an_unknown_number_changes_nothing_and_gets_no_answer(county, caplog):
    contact, _first = sought(county)
    stranger = county.phone(STRANGER)
    change_number(county, "falun-geriatrik-2", None)  # nobody has it now
    with caplog.at_level("INFO"):
        stranger.writes(f"JA {contact.view.case_code}")
    assert stranger.texts == []
    assert contact.status() is RequestStatus.HUNTING
    assert STRANGER not in caplog.text


def test_another_clinicians_phone_cannot_take_somebody_elses_case(county):
    contact, _first = sought(county)
    other = county.phone(STRANGER)  # in the directory, but not sought
    other.writes(f"JA {contact.view.case_code}")
    assert other.texts == []
    assert contact.status() is RequestStatus.HUNTING


def test_too_late_is_said_politely(county):
    contact, first = sought(county)
    first.writes("nej")
    second = contact.consultant(2)
    second.writes("ja")
    first.writes("ja")
    code = contact.view.case_code
    assert first.texts[-1].startswith(f"Tack! Ärende {code} är redan taget")
    assert contact.view.accepted is not None
    assert contact.view.accepted.number == second.number


def test_ja_said_twice_is_one_yes(county):
    contact, first = sought(county)
    first.writes("ja")
    first.writes("ja")
    assert first.texts[-1].startswith("Tack! Ärende")
    assert "är ditt" in first.texts[-1]
    assert contact.events.count(RequestEvent.ACCEPTED) == 1


def test_the_same_message_told_again_later_takes_no_other_case(county):
    contact, first = sought(county)
    message = county.exchange.text_in(first.number, "NEJ")
    county.advance(seconds=1)
    told = county.webhooks.received
    url, form, headers = next(one for one in told if one[1].get("MessageSid") == message.sid)

    again = county.webhooks("POST", url, form, headers)
    assert "Vi söker nästa" in again.body
    county.gp_phone.hangs_up()
    later, _ = sought(county)
    assert later.consultant(1).number == first.number
    again = county.webhooks("POST", url, form, headers)
    assert "Vi söker nästa" in again.body
    assert contact.view.case_code in again.body
    assert later.status() is RequestStatus.HUNTING
    assert later.consultant(1).rings


@pytest.mark.parametrize("body", ["STOP", "hjälp"])
def test_words_for_the_operator_are_left_to_it(county, body):
    contact, first = sought(county)
    first.writes(body)
    assert contact.status() is RequestStatus.HUNTING
    assert len(first.texts) == 1


@pytest.mark.parametrize("body", ["", "Ja men inte nu", "a" * 1500])
def test_what_is_not_understood_is_asked_about_once(county, body):
    contact, first = sought(county)
    first.writes(body)
    assert "Vi förstod inte svaret" in first.texts[-1]
    first.writes(body)  # perhaps a machine that answers whatever it is sent
    assert len(first.texts) == 2
    assert contact.status() is RequestStatus.HUNTING
    first.writes("ja")
    assert contact.status() is RequestStatus.JOINING


def test_a_forged_message_is_refused(county):
    contact, first = sought(county)
    url = Callbacks(PUBLIC_URL).of(paths.INCOMING_SMS)
    form = {"MessageSid": "SM" + "1" * 32, "From": first.number, "To": "+1", "Body": "JA"}
    forged = RequestValidator("another token").compute_signature(url, form)
    answer = county.webhooks("POST", url, form, {"X-Twilio-Signature": forged})
    assert answer.status == 403
    assert contact.status() is RequestStatus.HUNTING


def test_a_landline_gets_no_text_message(county):
    change_number(county, ON_DUTY, LANDLINE)
    _contact, landline = sought(county)
    assert landline.number == LANDLINE
    assert landline.rings
    county.advance(seconds=5)
    assert county.exchange.messages() == []


def test_one_text_message_for_each_person_and_contact_however_often_they_are_rung(county):
    contact, first = sought(county)
    county.advance(seconds=len(contact.consultants) * 25)
    for phone in contact.consultants:
        assert len(phone.texts) <= 1
    assert len(first.texts) == 1


def test_a_contact_that_is_over_is_told_to_nobody(county):
    contact = county.ask()
    county.gp_phone.answers()
    first = contact.consultant(1)
    first.writes("ja")
    assert contact.consultant(2).texts == []
    other = county.ask()
    cancel_request(county.fresh_session(), other.id, by=county.gp, at=county.clock())
    county.advance(seconds=60)
    # The first alert, the answer to the yes, and that it came to nothing: no phone was lifted.
    assert len(first.texts) == 3
    assert "ni kopplades inte ihop" in first.texts[-1]


def test_no_message_to_a_phone_names_a_person_or_a_number(county):
    contact, first = sought(county)
    first.writes("ja")
    assert len(first.texts) == 2
    for text in first.texts:
        assert "Mira" not in text
        assert not re.search(r"\+46|0\d{2,3}-", text)
        assert contact.view.case_code in text
