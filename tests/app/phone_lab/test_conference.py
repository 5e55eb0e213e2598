"""Phones hear each other in a conference (Dial Conference)."""

import pytest

from tests.app.phone_lab.world import FIRST, MORA, SECOND

ROOM = (
    '<Response><Dial action="/after"><Conference {options} waitUrl="" beep="false" '
    'statusCallback="/room" statusCallbackEvent="start join leave end">AK-7F3K</Conference>'
    "</Dial></Response>"
)


@pytest.fixture
def enter(exchange, webhooks, ring, wait):
    """Ring a phone, answer it and let it into the room."""

    def enter(number: str, options: str = "") -> str:
        webhooks.on("/voice", ROOM.format(options=options))
        call = ring(number)
        exchange.answer(number)
        wait()
        return str(call.sid)

    return enter


def test_two_in_a_conference_talk(exchange, enter):
    enter(MORA, 'endConferenceOnExit="true"')
    assert exchange.current_call(MORA).activity.hearing == "Väntmusik"
    assert not exchange.talking(MORA, FIRST)
    enter(FIRST)
    assert exchange.talking(MORA, FIRST)
    assert exchange.talking(FIRST, MORA)
    assert not exchange.talking(MORA, MORA)


HOLD = "<Response><Say>Vi söker en specialist åt dig.</Say><Pause length='12'/></Response>"
WAIT_ROOM = ROOM.replace('waitUrl=""', 'waitUrl="/hold" waitMethod="POST"')


@pytest.fixture
def waiting(exchange, webhooks, ring, wait):
    """The GP waits alone in a room that tells what goes on."""

    def waiting(document: str, status: int = 200) -> str:
        webhooks.on("/hold", document, status=status)
        webhooks.on("/voice", WAIT_ROOM.format(options=""))
        call = ring(MORA)
        exchange.answer(MORA)
        wait()
        return str(call.sid)

    return waiting


def test_who_waits_hears_how_it_goes_until_the_talk_begins(
    exchange, webhooks, waiting, enter, wait
):
    mora = waiting(HOLD)
    assert exchange.current_call(MORA).activity.hearing == "Vi söker en specialist åt dig."
    wait(30)
    assert exchange.phone(MORA).heard == ["Vi söker en specialist åt dig."] * 3
    assert webhooks.values("/hold", "CallSid") == [mora] * 3
    assert all(one.is_signed for one in webhooks.to("/hold"))
    enter(FIRST)
    assert exchange.talking(MORA, FIRST)
    wait(60)
    assert len(webhooks.to("/hold")) == 3


def test_who_waits_and_hangs_up_is_asked_for_no_more(client, exchange, webhooks, waiting, wait):
    mora = waiting(HOLD)
    exchange.hang_up(MORA)
    wait(60)
    assert len(webhooks.to("/hold")) == 1
    assert client.calls(mora).fetch().status == "completed"


@pytest.mark.parametrize(
    ("document", "status", "noted"),
    [
        (HOLD, 500, "väntan: HTTP 500"),
        ("<Response><Hangup/></Response>", 200, "väntan: <Hangup> får inte stå i väntan"),
    ],
)
def test_a_broken_wait_leaves_the_caller_waiting(
    client, exchange, waiting, wait, document, status, noted
):
    mora = waiting(document, status)
    wait(60)
    assert noted in [line.detail for line in exchange.timeline(mora)]
    assert client.calls(mora).fetch().status == "in-progress"


@pytest.mark.parametrize(
    "document", ["<Response/>", "<Response><Redirect>/hold</Redirect></Response>"]
)
def test_a_wait_that_takes_no_time_does_not_spin(webhooks, waiting, wait, document):
    waiting(document)
    wait(10)
    assert 1 <= len(webhooks.to("/hold")) <= 12


def test_the_conference_waits_for_somebody_who_may_start_it(exchange, enter):
    enter(MORA, 'startConferenceOnEnter="false"')
    enter(FIRST, 'startConferenceOnEnter="false"')
    assert not exchange.talking(MORA, FIRST)
    enter(SECOND)
    assert exchange.talking(MORA, FIRST)


def test_conference_events_come_in_order_with_their_numbers(exchange, webhooks, enter, wait):
    enter(MORA, 'endConferenceOnExit="true"')
    first = enter(FIRST)
    exchange.hang_up(MORA)
    wait(5)
    assert webhooks.values("/room", "StatusCallbackEvent") == [
        "participant-join",
        "participant-join",
        "conference-start",
        "participant-leave",
        "participant-leave",
        "conference-end",
    ]
    assert webhooks.values("/room", "SequenceNumber") == ["1", "2", "3", "4", "5", "6"]
    assert len(set(webhooks.values("/room", "ConferenceSid"))) == 1
    assert set(webhooks.values("/room", "FriendlyName")) == {"AK-7F3K"}
    assert webhooks.to("/room")[1].params["CallSid"] == first
    assert all(one.is_signed for one in webhooks.to("/room"))
    ended = webhooks.to("/room")[-1].params
    assert ended["ReasonConferenceEnded"] == "participant-with-end-conference-on-exit-left"


def test_the_other_goes_on_when_the_ender_leaves(client, exchange, webhooks, enter, wait):
    webhooks.on("/after", "<Response><Say>Samtalet är slut.</Say></Response>")
    enter(MORA, 'endConferenceOnExit="true"')
    first = enter(FIRST)
    exchange.hang_up(MORA)
    wait()
    assert exchange.phone(FIRST).heard == ["Samtalet är slut."]
    assert webhooks.values("/after", "DialCallStatus") == ["answered"]
    wait(5)
    assert client.calls(first).fetch().status == "completed"


def test_the_one_who_stays_waits_when_no_ender_left(client, exchange, enter, wait):
    mora = enter(MORA, 'endConferenceOnExit="true"')
    enter(FIRST)
    exchange.hang_up(FIRST)
    wait(60)
    assert client.calls(mora).fetch().status == "in-progress"


def test_the_conference_ends_when_the_last_one_leaves(client, exchange, webhooks, enter, wait):
    enter(MORA)
    enter(FIRST)
    exchange.hang_up(MORA)
    exchange.hang_up(FIRST)
    wait()
    [room] = client.conferences.list()
    assert (room.status, room.reason_conference_ended) == ("completed", "last-participant-left")


def test_rest_shows_the_conference_and_who_is_in_it(client, enter):
    sids = [enter(MORA), enter(FIRST)]
    [room] = client.conferences.list(friendly_name="AK-7F3K", status="in-progress")
    assert [one.call_sid for one in client.conferences(room.sid).participants.list()] == sids
    assert client.conferences(room.sid).update(status="completed").status == "completed"
    assert client.conferences(room.sid).participants.list() == []
    assert client.conferences.list(status="in-progress") == []


def test_a_redirected_call_leaves_the_conference(client, exchange, webhooks, enter, wait):
    mora = enter(MORA)
    enter(FIRST)
    client.calls(mora).update(twiml="<Response><Pause length='9'/></Response>")
    wait()
    assert not exchange.talking(MORA, FIRST)
    assert exchange.current_call(MORA) is not None
    assert webhooks.values("/after", "CallSid") == []


def test_a_closed_room_can_be_opened_anew(client, exchange, enter, wait):
    enter(MORA, 'endConferenceOnExit="true"')
    exchange.hang_up(MORA)
    enter(MORA)
    statuses = [room.status for room in client.conferences.list(friendly_name="AK-7F3K")]
    assert statuses == ["init", "completed"]
