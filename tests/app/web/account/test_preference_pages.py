"""Kanalval: one's own order of channels, kept as it was chosen, refused with a sentence."""

import pytest
from sqlalchemy import delete, select

from app.current import current_directory
from models.db import db
from models.snapshot import bump_version
from models.tables.accounts import AccountRole
from models.tables.preferences import PersonPreferenceRow
from routing.urgency import Channel, Urgency
from tests.app.web.visitors import words_of

PERSON = "mora-kardiologi-2"
PAGE = "/installningar/kontakt"
FORM = {
    "language": "sv",
    "bradskande-1": "sms",
    "bradskande-2": "",
    "samma_dag-0": "sms",
    "samma_dag-1": "samtal",
    "samma_dag-2": "",
    "planerat-0": "epost",
    "planerat-1": "samtal",
    "planerat-2": "",
}


@pytest.fixture(autouse=True)
def usual(app, clock):
    yield
    with app.app_context():
        db.session.execute(delete(PersonPreferenceRow))
        bump_version(db.session(), at=clock())
        db.session.commit()


def chosen(app):
    with app.app_context():
        person = current_directory().people[PERSON]
        return person.language, dict(person.channels)


def test_what_is_usual_is_shown(cardiologist):
    page = cardiologist.text(PAGE)
    assert "Samtal är alltid först: en patient väntar." in page
    assert "Akutspåret" in page
    assert "070-174 06 96" in page
    assert "Kontot har ingen e-postadress" in page


def test_a_choice_is_kept_and_holds_for_the_routing_at_once(app, cardiologist):
    answer = cardiologist.post(PAGE, **FORM | {"language": "en"})
    assert answer.status_code == 303
    assert chosen(app) == (
        "en",
        {
            Urgency.URGENT: (Channel.VOICE, Channel.SMS),
            Urgency.SOON: (Channel.SMS, Channel.VOICE),
            Urgency.PLANNED: (Channel.EMAIL, Channel.VOICE),
        },
    )
    page = cardiologist.get(PAGE).get_data(as_text=True)
    assert 'value="en" checked' in page
    same_day = page.partition('id="samma_dag-0"')[2].partition("</select>")[0]
    assert '<option value="sms" selected>' in same_day
    assert "Sparat" in page


@pytest.mark.parametrize(
    "change",
    [
        {"samma_dag-1": "sms"},  # twice, and no call
        {"samma_dag-1": ""},  # no call
        {"samma_dag-2": "sms"},
        {"planerat-1": "rok"},
        {"samma_dag-1": "inkorg"},
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(app, cardiologist, change):
    answer = cardiologist.post(PAGE, **FORM | change)
    assert answer.status_code == 422
    assert "Samtal måste vara med" in words_of(answer)
    assert chosen(app) == ("sv", {})


def test_the_call_stays_first_where_a_patient_waits(app, cardiologist):
    answer = cardiologist.post(PAGE, **FORM | {"bradskande-0": "sms", "bradskande-1": "epost"})
    assert answer.status_code == 303
    assert chosen(app)[1][Urgency.URGENT] == (Channel.VOICE, Channel.EMAIL)
    answer = cardiologist.post(PAGE, **FORM | {"bradskande-1": "samtal"})
    assert answer.status_code == 422
    assert "Samtal står först" in words_of(answer)


def test_one_cannot_choose_for_somebody_else(app, cardiologist, visitor):
    other = visitor(AccountRole.SPECIALIST, person_id="mora-kardiologi-1", unit_id="mora-medicin")
    other.post(PAGE, **FORM | {"person_id": PERSON})
    assert chosen(app) == ("sv", {})
    with app.app_context():
        rows = db.session.scalars(select(PersonPreferenceRow.person_id)).all()
    assert rows == ["mora-kardiologi-1"]


def test_an_account_that_is_nobodys_has_nothing_to_choose(visitor):
    someone = visitor(AccountRole.ANALYTIKER)
    assert "hör inte till någon i katalogen" in someone.text(PAGE)
    assert someone.post(PAGE, **FORM).status_code == 303


def test_a_strange_language_changes_nothing(app, cardiologist):
    cardiologist.post(PAGE, **FORM | {"language": "fi"})
    assert chosen(app) == ("sv", {})


def test_a_landline_is_told_that_no_text_message_comes(visitor):
    someone = visitor(AccountRole.SPECIALIST, person_id="avesta-medicin-1", unit_id="mora-medicin")
    assert "Du har inget mobilnummer" in someone.text(PAGE)
