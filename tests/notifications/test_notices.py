"""What is told is written once, with one delivery for each address, in the reader's language."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from models.snapshot import load_directory
from models.tables.accounts import AccountRole, AccountRow
from models.tables.directory import ContactPointRow, PersonRow
from models.tables.notices import DeliveryRow, NoticeKind, NoticeRow
from models.tables.preferences import PersonPreferenceRow
from notifications.language import Language
from notifications.notices import NewNotice, ToAccount, ToPerson, ToUnit, notify
from notifications.wording import Reader, in_both, moment, words_of
from routing.types import Audience, ContactKind
from routing.urgency import Channel, Urgency

pytestmark = pytest.mark.postgresql

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
WHO = "mora-kardiologi-1"
LANDLINE = "+46846500401"


def account(session, **changed) -> int:
    values = {
        "username": "nagon",
        "password_hash": "-",
        "role": AccountRole.SPECIALIST,
        "name": "Någon Exempel",
        "person_id": None,
        "unit_id": None,
        "number": None,
        "email": None,
        "is_active": True,
        "created_at": AT,
        "session_nonce": "-",
    }
    row = AccountRow(**values | changed)
    session.add(row)
    session.flush()
    return row.id


def told(session, to, *, key="k", urgency=Urgency.SOON, channels=None) -> list[DeliveryRow]:
    """The deliveries of a notice that says how an outcome is missing."""
    notice = NewNotice(
        kind=NoticeKind.OUTCOME_REMINDER,
        key=key,
        to=to,
        values={"code": "HV-7F3K", "at": moment(AT), "link": "/kontakter"},
        urgency=urgency,
        channels=channels,
    )
    row = notify(session, notice, directory=load_directory(session), at=AT)
    assert row is not None
    return list(session.scalars(select(DeliveryRow).where(DeliveryRow.notice_id == row.id)))


def ways(deliveries) -> set[tuple[Channel, str, str]]:
    return {(one.channel, one.address, one.language) for one in deliveries}


def test_a_person_is_told_on_their_own_mobile_as_is_usual(seeded_session):
    number = seeded_session.get_one(PersonRow, WHO).number
    account(seeded_session, person_id=WHO, email="kardiolog@dalarna.example")
    assert ways(told(seeded_session, ToPerson(WHO))) == {(Channel.SMS, number, "sv")}
    planned = told(seeded_session, ToPerson(WHO), key="planned", urgency=Urgency.PLANNED)
    assert planned == []  # in the inbox only


def test_a_person_is_told_as_they_have_chosen_and_in_their_language(seeded_session):
    account(seeded_session, person_id=WHO, email="kardiolog@dalarna.example")
    seeded_session.add(
        PersonPreferenceRow(
            person_id=WHO,
            language="en",
            channels={"planerat": ["epost", "samtal"], "samma_dag": ["samtal"]},
            changed_at=AT,
        )
    )
    seeded_session.flush()
    planned = told(seeded_session, ToPerson(WHO), urgency=Urgency.PLANNED)
    assert ways(planned) == {(Channel.EMAIL, "kardiolog@dalarna.example", "en")}
    assert told(seeded_session, ToPerson(WHO), key="soon") == []


def test_the_one_who_tells_may_choose_the_channels(seeded_session):
    number = seeded_session.get_one(PersonRow, WHO).number
    account(seeded_session, person_id=WHO, email="kardiolog@dalarna.example")
    both = told(seeded_session, ToPerson(WHO), channels=(Channel.EMAIL, Channel.SMS))
    assert ways(both) == {
        (Channel.SMS, number, "sv"),
        (Channel.EMAIL, "kardiolog@dalarna.example", "sv"),
    }
    assert told(seeded_session, ToPerson(WHO), key="none", channels=()) == []


def test_no_text_message_to_a_landline_and_no_mail_to_a_closed_account(seeded_session):
    seeded_session.get_one(PersonRow, WHO).number = LANDLINE
    account(seeded_session, person_id=WHO, email="kardiolog@dalarna.example", is_active=False)
    assert told(seeded_session, ToPerson(WHO), channels=(Channel.EMAIL, Channel.SMS)) == []


def test_an_account_is_told_where_it_can_be_reached(seeded_session):
    to = ToAccount(account(seeded_session, number="+46701740699", email="gp@dalarna.example"))
    channels = (Channel.SMS, Channel.EMAIL)
    assert ways(told(seeded_session, to, channels=channels)) == {
        (Channel.SMS, "+46701740699", "sv"),
        (Channel.EMAIL, "gp@dalarna.example", "sv"),
    }


def test_a_unit_is_told_where_it_has_an_address(seeded_session):
    unit_id = seeded_session.get_one(PersonRow, WHO).unit_id
    for number, (kind, value) in enumerate(
        (
            (ContactKind.EMAIL, "kardiologi@dalarna.example"),
            (ContactKind.SMS, "+46701740640"),
            (ContactKind.DIRECT, "+46701740641"),
        )
    ):
        seeded_session.add(
            ContactPointRow(
                id=f"new-{number}",
                unit_id=unit_id,
                kind=kind,
                value=value,
                label="",
                audience=Audience.PROFESSIONALS,
            )
        )
    seeded_session.flush()
    assert ways(told(seeded_session, ToUnit(unit_id))) == {
        (Channel.EMAIL, "kardiologi@dalarna.example", "sv"),
        (Channel.SMS, "+46701740640", "sv"),
    }


def test_the_same_key_is_told_once(seeded_session):
    assert told(seeded_session, ToPerson(WHO))
    again = NewNotice(
        kind=NoticeKind.OUTCOME_REMINDER,
        key="k",
        to=ToPerson(WHO),
        values={},
        urgency=Urgency.SOON,
    )
    directory = load_directory(seeded_session)
    assert notify(seeded_session, again, directory=directory, at=AT) is None
    assert len(seeded_session.scalars(select(NoticeRow)).all()) == 1
    assert len(seeded_session.scalars(select(DeliveryRow)).all()) == 1


@pytest.mark.parametrize(
    ("language", "expected"),
    [(Language.SV, "konsult i kardiologi"), (Language.EN, "a consultant in cardiology")],
)
def test_words_and_moments_are_said_in_the_readers_language(language, expected):
    values = {
        "unit": "Mora vårdcentral",
        "what": in_both(sv="konsult i kardiologi", en="a consultant in cardiology"),
        "code": "HV-7F3K",
        "link": "/jour",
    }
    reader = Reader(language, AT, site="https://kontaktvagar.example")
    text = words_of(NoticeKind.ALERT, "sms", values, to=reader)
    assert expected in text
    assert text.endswith(" https://kontaktvagar.example/jour")


def test_a_day_is_today_only_as_long_as_it_is():
    values = {"code": "HV-7F3K", "at": moment(AT), "link": "/kontakter"}
    today = words_of(NoticeKind.OUTCOME_REMINDER, "body", values, to=Reader(Language.SV, AT))
    later = AT.replace(day=24)
    tomorrow = words_of(NoticeKind.OUTCOME_REMINDER, "body", values, to=Reader(Language.SV, later))
    assert "i dag 10:00" in today
    assert "i går 10:00" in tomorrow
