"""Just nu: every page says what goes on for whoever looks at it, and leads there."""

import re
from typing import Any

import pytest
from sqlalchemy import delete, update

from app.actions.answers.answer_in_browser import Decline, decline_in_browser
from app.actions.call_back.promise_call_back import Promise, promise_call_back
from app.current import current_clock, current_directory
from models.db import db
from models.snapshot import bump_version
from models.tables.accounts import AccountRole
from models.tables.contacts import CareRequestRow
from models.tables.notices import ProviderOutageRow
from models.tables.preferences import AwayRow
from tests.app.admitting import HEART, actor_of, forget_beds, talks
from tests.app.applications import counted_queries
from tests.app.web.admission.bed_seekers import COORDINATOR, FORM
from tests.app.web.visitors import Visitor, words_of

pytestmark = pytest.mark.slow

ELSEWHERE = "/katalog"


@pytest.fixture(autouse=True)
def nothing_goes_on(app, clock):
    """The application serves the whole module: each test begins when all is quiet."""
    forget_beds(app)
    yield
    with app.app_context():
        db.session.execute(update(CareRequestRow).values(ended_at=clock()))
        db.session.execute(delete(AwayRow))
        db.session.execute(delete(ProviderOutageRow))
        bump_version(db.session(), at=clock())
        db.session.commit()


@pytest.fixture
def request_id(gp):
    """A contact the GP has asked for; their own phone rings."""
    return gp.starts()


def strip_of(someone: Visitor, page: str = ELSEWHERE) -> list[str]:
    """The lines of the strip, as the open page asks for them."""
    answer = someone.get("/just-nu", query_string={"sida": page}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    lines = re.findall(r'class="strip__item .*?</(?:a|p)>', answer.get_data(as_text=True), re.S)
    return [" ".join(re.sub(r"<[^>]+>|class=[^>]+>", " ", one).split()) for one in lines]


def waiting(someone: Visitor, place: str) -> str:
    """What stands beside a place of the menu, in words for who hears it."""
    page = someone.get(ELSEWHERE).get_data(as_text=True)
    found = re.search(rf'id="vantar-{place}">(.*?)</span></span>|id="vantar-{place}"></span>', page)
    assert found is not None, page[:2000]
    return re.sub(r"<[^>]+>", "", (found[1] or "").rpartition(">")[2]).strip(": ")


def _now() -> dict[str, Any]:
    return {"directory": current_directory(), "at": current_clock()()}


def test_nothing_is_said_when_nothing_goes_on(gp):
    assert strip_of(gp) == []
    assert "strip__item strip__item--lost" in gp.get("/").get_data(
        as_text=True
    )  # hidden, and alone


def test_whoever_asks_sees_that_they_are_rung_then_sought_for_then_in_a_talk(
    gp, request_id, cardiologist
):
    code = gp.contact(request_id).case_code
    assert strip_of(gp) == [f"Vi söker Kardiologi {code}"]
    attempt = gp.picks_up(request_id).ringing
    assert strip_of(gp) == [f"Vi söker Kardiologi {code}"]
    cardiologist.post(f"/jour/svara/{attempt.id}")
    assert strip_of(gp) == strip_of(cardiologist) == [f"Ni kopplas ihop Kardiologi {code}"]
    gp.talks(request_id)
    assert strip_of(gp) == strip_of(cardiologist) == [f"Ni talar Kardiologi {code}"]


def test_the_page_that_shows_it_does_not_say_it_twice(gp, request_id, cardiologist):
    gp.picks_up(request_id)
    assert strip_of(gp, f"/arenden/{request_id}") == []
    assert "Du söks" in strip_of(cardiologist)[0]
    assert strip_of(cardiologist, "/jour") == []


def test_whoever_is_rung_sees_it_on_every_page_with_a_number_in_the_menu(
    gp, request_id, cardiologist
):
    gp.picks_up(request_id)
    code = gp.contact(request_id).case_code
    for page in ("/", "/katalog", "/inkorg", "/vardplatser"):
        assert f"Du söks Kardiologi {code}" in cardiologist.text(page)
    assert waiting(cardiologist, "on_call.mine") == "du söks"
    assert waiting(gp, "on_call.mine") == ""


def test_whoever_said_no_is_not_sought_any_more(app, gp, request_id, cardiologist):
    attempt = gp.picks_up(request_id).ringing
    with app.app_context():
        by = actor_of(cardiologist.account_id)
        decline_in_browser(db.session(), Decline(attempt.id, None), by=by, **_now())
    assert strip_of(cardiologist) == []
    assert len(strip_of(gp)) == 1


def test_a_promise_is_kept_before_both(app, gp, request_id, cardiologist):
    attempt = gp.picks_up(request_id).ringing
    code = gp.contact(request_id).case_code
    with app.app_context():
        by = actor_of(cardiologist.account_id)
        promise_call_back(db.session(), Promise(attempt.id, 15), by=by, **_now())
    assert strip_of(cardiologist) == [f"Ring tillbaka före 10:15 Kardiologi {code}"]
    assert strip_of(gp) == [f"Du blir uppringd Kardiologi {code}"]


def test_nothing_goes_on_when_it_was_cancelled(gp, request_id, cardiologist):
    gp.picks_up(request_id)
    gp.post(f"/arenden/{request_id}/avbryt")
    assert strip_of(gp) == strip_of(cardiologist) == []


def test_what_nobody_ended_is_not_under_way_for_ever(gp, request_id, clock):
    clock.advance(hours=12, minutes=1)
    assert strip_of(gp) == []


def test_not_now_is_said_and_no_page_says_that_one_is_on_duty_as_if_one_were_rung(cardiologist):
    assert "Du är i tjänst på" in cardiologist.text("/")
    cardiologist.post("/jour/inte-nu", how_long="30")
    assert strip_of(cardiologist) == ["Inte nu till 10:30 ingen ringer dig"]
    assert "men ingen ringer dig nu" in cardiologist.text("/")
    assert "men ingen ringer dig före 10:30" in cardiologist.text("/jour")


def test_an_outage_is_said_to_everybody_when_it_comes_and_no_longer_when_it_has_gone(
    app, gp, visitor, clock
):
    analyst = visitor(AccountRole.ANALYTIKER)
    with app.app_context():
        row = ProviderOutageRow(started_at=clock(), noticed_at=clock())
        db.session.add(row)
        db.session.commit()
        assert strip_of(gp) == strip_of(analyst) == ["Telefonin är störd sedan 10:00 ring själv"]
        row.ended_at = clock()
        db.session.commit()
    assert strip_of(gp) == []


def test_an_outage_is_never_pushed_out_by_what_goes_on(app, gp, clock):
    for _number in range(4):
        gp.starts("jag_ringer_sjalv")
    with app.app_context():
        db.session.add(ProviderOutageRow(started_at=clock(), noticed_at=clock()))
        db.session.commit()
    lines = strip_of(gp)
    assert len(lines) == 3
    assert lines[0].startswith("Telefonin är störd")


def test_a_ward_that_is_asked_for_a_bed_hears_it_on_every_page(app, gp, visitor):
    heart = visitor(COORDINATOR, unit_id=HEART)
    contact = talks(app, gp.account_id, background="Hjärtsvikt", recommendation="Inläggning")
    answer = gp.post(f"/arenden/{contact}/direktinlaggning", **FORM)
    assert answer.status_code == 303, words_of(answer)
    (line,) = [one for one in strip_of(heart) if "Plats söks" in one]
    assert "Hjärt" in line
    assert waiting(heart, "wards.inbox") == "1 fråga om plats"
    assert not [one for one in strip_of(gp) if "Plats söks" in one]


def test_three_lines_at_most_the_most_pressing_first(gp, cardiologist, request_id):
    made = [gp.starts(livshotande="nej") for _more in range(4)]
    lines = strip_of(gp)
    assert len(lines) == 3
    assert "och 2 till" in gp.text(ELSEWHERE)
    for one in made:
        gp.post(f"/arenden/{one}/avbryt")


def test_an_open_page_is_told_once_and_then_that_nothing_is_new(gp, request_id):
    first = gp.get("/just-nu?sida=/katalog")
    again = gp.get("/just-nu?sida=/katalog", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    gp.picks_up(request_id)
    gp.post(f"/arenden/{request_id}/avbryt")
    after = gp.get("/just-nu?sida=/katalog", headers={"If-None-Match": first.headers["ETag"]})
    assert after.status_code == 200


def test_it_asks_the_database_a_few_small_questions(app, gp, request_id):
    gp.get("/just-nu")
    with counted_queries(app) as asked:
        gp.get("/just-nu")
    assert len(asked) <= 6, asked
