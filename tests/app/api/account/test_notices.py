"""GET /notices, and GET and PUT /preferences."""

import pytest
from sqlalchemy import delete

from app.current import current_clock, current_directory
from models.db import db
from models.snapshot import bump_version
from models.tables.accounts import AccountRole
from models.tables.notices import NoticeKind
from models.tables.preferences import PersonPreferenceRow
from notifications.notices import NewNotice, ToAccount, notify
from notifications.wording import moment
from routing.urgency import Channel, Urgency

PERSON = "mora-kardiologi-2"
CHOSEN = {
    "language": "en",
    "bradskande": ["samtal"],
    "samma_dag": ["sms", "samtal"],
    "planerat": ["epost", "samtal"],
}


@pytest.fixture
def cardiologist(app, caller):
    yield caller(AccountRole.SPECIALIST, person_id=PERSON, unit_id="mora-medicin")
    with app.app_context():
        db.session.execute(delete(PersonPreferenceRow))
        bump_version(db.session(), at=current_clock()())
        db.session.commit()


def test_the_inbox_is_read_without_being_marked(app, caller):
    somebody, other = caller(), caller()
    with app.app_context():
        at = current_clock()()
        values = {"code": "HV-7F3K", "at": moment(at), "link": "/arenden"}
        to = ToAccount(somebody.account_id)
        key = f"test:{somebody.account_id}"
        new = NewNotice(NoticeKind.OUTCOME_REMINDER, key, to, values, Urgency.PLANNED)
        notify(db.session(), new, directory=current_directory(), at=at)
        db.session.commit()
    for _time in range(2):
        found = somebody.get("/notices").json
        assert found["unread"] == 1
    [notice] = found["notices"]
    assert notice["kind"] == "outcome_reminder"
    assert "HV-7F3K" in notice["subject"]
    assert notice["link"] == "/arenden"
    assert notice["created_at"] == "2026-11-23T10:00:00+01:00"
    assert notice["read_at"] is None
    assert other.get("/notices").json == {"unread": 0, "notices": []}


@pytest.mark.parametrize("limit", ["0", "201", "x"])
def test_a_bad_limit_is_refused(caller, limit):
    assert caller().get(f"/notices?limit={limit}").status_code == 422


def test_preferences_are_shown_chosen_and_hold(app, cardiologist):
    usual = cardiologist.get("/preferences").json
    assert usual == {
        "language": "sv",
        "bradskande": ["samtal", "sms"],
        "samma_dag": ["samtal", "sms"],
        "planerat": ["samtal"],
    }
    assert cardiologist._call("PUT", "/preferences", json=CHOSEN).status_code == 200
    assert cardiologist.get("/preferences").json == CHOSEN
    with app.app_context():
        person = current_directory().people[PERSON]
    assert person.language == "en"
    assert person.channels[Urgency.SOON] == (Channel.SMS, Channel.VOICE)


@pytest.mark.parametrize(
    "change",
    [
        {"bradskande": ["sms", "samtal"]},
        {"samma_dag": ["sms"]},
        {"samma_dag": ["samtal", "samtal"]},
        {"planerat": []},
        {"planerat": ["rok", "samtal"]},
        {"planerat": ["inkorg", "samtal"]},
        {"language": "fi"},
        {"planerat": None},
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(cardiologist, change):
    before = cardiologist.get("/preferences").json
    answer = cardiologist._call("PUT", "/preferences", json=CHOSEN | change)
    assert answer.status_code == 422
    assert cardiologist.get("/preferences").json == before


def test_an_account_that_is_nobodys_has_no_preferences(caller):
    somebody = caller(AccountRole.ANALYTIKER)
    assert somebody.get("/preferences").status_code == 403
    assert somebody._call("PUT", "/preferences", json=CHOSEN).status_code == 403
