"""The timeline one can look at: which calls belong together, and how they are drawn."""

import re

import pytest

from app.phone_lab.belonging import calls_around, recent_calls
from app.phone_lab.timeline_view import NOTHING, timeline
from app.phone_lab.types import IncomingUrls
from tests.app.phone_lab.world import APPLICATION, FIRST, GATHER, MORA, SECOND, SWITCHBOARD

ROOM = (
    '<Response><Dial><Conference statusCallback="/room" statusCallbackEvent="start join">'
    "{}</Conference></Dial></Response>"
)


def numbers(calls):
    return [call.to for call in calls]


@pytest.fixture
def contact(exchange, webhooks, ring, wait):
    """The GP waits in a room; the first does not answer, the second does and they talk."""

    def contact(name="AK-7F3K"):
        webhooks.on("/voice", ROOM.format(name), GATHER)
        webhooks.on("/digit", ROOM.format(name))
        gp = ring(MORA)
        exchange.answer(MORA)
        wait(2)
        ring(FIRST, timeout=10, status_callback=f"{APPLICATION}/status")
        wait(12)
        ring(SECOND)
        exchange.answer(SECOND)
        wait(3)
        exchange.press(SECOND, "1")
        wait(20)
        return gp

    return contact


def hang_up(exchange, *phones):
    for phone in phones:
        exchange.hang_up(phone)


def test_a_contact_is_its_conference_and_those_rung_in_vain(exchange, contact):
    gp = contact()
    [room] = exchange.conferences()
    assert numbers(calls_around(exchange, room.sid)) == [MORA, FIRST, SECOND]
    assert numbers(calls_around(exchange, gp.sid)) == [MORA, FIRST, SECOND]
    assert calls_around(exchange, "CF" + "0" * 32) == []


def test_another_contact_is_kept_apart(exchange, contact, wait):
    contact("AK-1111")
    hang_up(exchange, MORA, SECOND)
    wait(60)
    contact("AK-2222")
    second, first = exchange.conferences()
    assert len(calls_around(exchange, first.sid)) == 3
    assert len(calls_around(exchange, second.sid)) == 3
    assert len(recent_calls(exchange)) == 6


def test_recent_is_back_to_the_last_silence(exchange, contact, wait):
    contact("AK-1111")
    hang_up(exchange, MORA, SECOND)
    wait(601)
    contact("AK-2222")
    assert len(recent_calls(exchange)) == 3


def test_a_dialled_call_belongs_to_the_one_that_dialled(exchange, webhooks, ring, wait):
    webhooks.on("/voice", f"<Response><Dial>{FIRST}</Dial></Response>")
    parent = ring(MORA)
    exchange.answer(MORA)
    wait()
    assert numbers(calls_around(exchange, parent.sid)) == [MORA, FIRST]


def test_each_phone_and_conference_has_a_lane(exchange, contact):
    contact()
    drawn = timeline(exchange, recent_calls(exchange))
    assert [(lane.letter, lane.name) for lane in drawn.lanes] == [
        ("A", "Distriktsläkare Mora"),
        ("B", "Kardiolog ett"),
        ("C", "Kardiolog två"),
        ("D", "Konferens AK-7F3K"),
    ]
    kinds = [[span.kind for span in lane.spans] for lane in drawn.lanes]
    assert kinds == [
        ["ring", "talk", "together"],
        ["ring"],
        ["ring", "talk", "together"],
        ["waiting", "together"],
    ]
    assert drawn.lanes[2].summary.endswith("trycker 1")
    assert [mark.kind for mark in drawn.lanes[1].marks] == ["missed", "webhook"]


def test_together_begins_when_the_second_came(exchange, contact):
    contact()
    drawn = timeline(exchange, recent_calls(exchange))
    [mine] = [span.text for span in drawn.lanes[0].spans if span.kind == "together"]
    [theirs] = [span.text for span in drawn.lanes[2].spans if span.kind == "together"]
    assert mine == theirs == "pratar i konferensen 09:00:17–09:00:37"


def test_everything_has_its_place_between_the_edges(exchange, contact):
    contact()
    drawn = timeline(exchange, recent_calls(exchange))
    placed = [one for lane in drawn.lanes for one in (*lane.spans, *lane.marks)]
    for one in placed:
        left = float(one.x.rstrip("%"))
        assert 0 < left <= left + float(one.width.rstrip("%") or 0) < 100
    assert 2 <= len(drawn.ticks) <= 5
    assert [tick.text for tick in drawn.ticks] == sorted(tick.text for tick in drawn.ticks)


def test_the_list_tells_all_that_was_heard_pressed_and_asked(exchange, contact):
    contact()
    drawn = timeline(exchange, recent_calls(exchange))
    told = {(event.letter, event.kind, event.what, event.detail) for event in drawn.events}
    assert ("C", "pressed", "trycker", "1") in told
    assert ("C", "webhook", "hämtar instruktion", "/digit") in told
    assert ("B", "missed", "slut", "inget svar") in told
    assert ("B", "webhook", "statusanrop", "no-answer → /status") in told
    assert ("D", "webhook", "statusanrop", "conference-start → /room") in told
    assert any(kind == "heard" and "Tryck ett" in detail for _l, kind, _w, detail in told)
    moments = [event.moment for event in drawn.events]
    assert moments == sorted(moments)


def test_messages_meanwhile_stand_in_their_lanes(client, exchange, contact, wait):
    exchange.incoming = IncomingUrls(
        SWITCHBOARD, f"{APPLICATION}/in", sms_url=f"{APPLICATION}/sms-in"
    )
    contact()
    client.messages.create(to=FIRST, from_=SWITCHBOARD, body="AK-7F3K väntar")
    exchange.text_in(FIRST, "NEJ")
    client.messages.create(to="+46980319200", from_=SWITCHBOARD, body="Hej")
    wait()
    drawn = timeline(exchange, recent_calls(exchange))
    told = [(event.letter, event.what, event.detail) for event in drawn.events[-3:]]
    assert ("B", "får sms", "AK-7F3K väntar") in told
    assert ("B", "skickar sms", "NEJ") in told
    assert any("30006" in detail for _letter, _what, detail in told)


def test_many_lanes_have_letters_of_their_own(exchange, ring):
    for last in range(610, 640):
        ring(f"+46701740{last}")
    letters = [lane.letter for lane in timeline(exchange, recent_calls(exchange)).lanes]
    assert len(set(letters)) == 30
    assert letters[25:27] == ["Z", "A2"]


def test_long_identifiers_are_cut_short(exchange, contact):
    contact("a3e47555-a8a7-4e99-aeb5-d7c8734da09f")
    drawn = timeline(exchange, recent_calls(exchange))
    assert drawn.lanes[-1].name == "Konferens a3e47555…"
    assert "a8a7" not in str(drawn.events)


def test_nothing_has_happened(exchange):
    assert timeline(exchange, []) is NOTHING


def test_the_pages(browser, exchange, contact):
    assert "Inga samtal att visa" in browser.get("/phone-lab/timeline").text
    gp = contact()
    [room] = exchange.conferences()
    for path, title in (
        ("/phone-lab/timeline", "Senaste samtalen"),
        (f"/phone-lab/timeline/{room.sid}", "Konferens AK-7F3K"),
        (f"/phone-lab/timeline/{gp.sid}", "Konferens AK-7F3K"),
    ):
        page = browser.get(path).text
        assert f"Tidslinje: {title}" in page
        assert page.count('class="lab-lane"') == 4
        assert not re.search(r"<script(?![^>]*\bsrc=)", page)
        assert not re.search(r"\sstyle=|<style|\son\w+=", page)
    missing = browser.get("/phone-lab/timeline/CA" + "0" * 32)
    assert missing.status_code == 404
    assert "Inga samtal att visa" in missing.text


def test_polling_costs_nothing_until_time_passes_in_a_call(browser, exchange, contact, wait):
    contact()
    path = "/phone-lab/timeline/live"
    etag = browser.get(path).headers["ETag"]
    assert browser.get(path, headers={"If-None-Match": etag}).status_code == 304
    wait(1)
    assert browser.get(path, headers={"If-None-Match": etag}).status_code == 200
    hang_up(exchange, MORA, SECOND)
    wait(1)
    etag = browser.get(path).headers["ETag"]
    wait(60)
    assert browser.get(path, headers={"If-None-Match": etag}).status_code == 304
