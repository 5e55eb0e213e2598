"""A call's life as the application sees it over REST."""

import pytest
from twilio.base.exceptions import TwilioRestException

from app.phone_lab.types import (
    BUSY,
    DECLINES,
    UNREACHABLE,
    Behaviour,
    Happening,
    NothingToActOn,
    Press,
)
from tests.app.phone_lab.world import APPLICATION, FIRST, GATHER, SECOND, SWITCHBOARD

SAY = "<Response><Say>Hej</Say></Response>"


def status_of(client, call):
    return client.calls(call.sid).fetch().status


def test_a_new_call_is_queued_then_rings(client, exchange, wait):
    call = client.calls.create(to=FIRST, from_=SWITCHBOARD, url=f"{APPLICATION}/voice")
    assert (call.status, call.direction, call.to, call._from) == (
        "queued",
        "outbound-api",
        FIRST,
        SWITCHBOARD,
    )
    assert exchange.ringing_call(FIRST) is None
    wait()
    assert status_of(client, call) == "ringing"
    assert exchange.ringing_call(FIRST).sid == call.sid


def test_an_answered_call_follows_its_document_and_is_hung_up(
    client, exchange, webhooks, ring, wait
):
    webhooks.on("/voice", SAY)
    call = ring()
    wait(4)
    exchange.answer(FIRST)
    wait()
    assert status_of(client, call) == "in-progress"
    assert exchange.phone(FIRST).heard == ["Hej"]
    wait(3)
    done = client.calls(call.sid).fetch()
    assert done.status == "completed"
    assert done.duration == "0"  # half a second of speech
    assert (done.end_time - done.start_time).total_seconds() == 4
    assert webhooks.values("/voice", "CallStatus") == ["in-progress"]


@pytest.mark.parametrize(
    ("behaviour", "ends_as", "after"),
    [
        (BUSY, "busy", 0),
        (DECLINES, "busy", 2),
        (UNREACHABLE, "failed", 0),
        (Behaviour(), "no-answer", 20),
    ],
)
def test_a_call_that_nobody_takes(client, exchange, ring, wait, behaviour, ends_as, after):
    exchange.set_behaviour(FIRST, behaviour)
    call = ring(timeout=20)
    if after:
        wait(after - 1)
        assert status_of(client, call) == "ringing"
        wait(1)
    assert status_of(client, call) == ends_as
    assert exchange.timeline(call.sid)[-1].what is Happening.ENDED


def test_declining_by_hand_is_busy(client, exchange, ring):
    call = ring()
    exchange.decline(FIRST)
    assert status_of(client, call) == "busy"


def test_a_phone_in_a_call_is_busy_for_the_next(client, exchange, webhooks, ring):
    webhooks.on("/voice", GATHER)
    ring()
    exchange.answer(FIRST)
    assert status_of(client, ring()) == "busy"


def test_cancelling_stops_the_ringing_and_not_the_talking(client, exchange, webhooks, ring, wait):
    webhooks.on("/voice", GATHER)
    ringing, talking = ring(FIRST), ring(SECOND)
    exchange.answer(SECOND)
    wait()
    assert client.calls(ringing.sid).update(status="canceled").status == "canceled"
    assert client.calls(talking.sid).update(status="canceled").status == "in-progress"
    assert client.calls(talking.sid).update(status="completed").status == "completed"
    wait(120)
    assert status_of(client, ringing) == "canceled"


def test_cancelling_a_queued_call_means_it_never_rings(client, webhooks, wait):
    call = client.calls.create(
        to=FIRST,
        from_=SWITCHBOARD,
        url=f"{APPLICATION}/voice",
        status_callback=f"{APPLICATION}/status",
        status_callback_event=["ringing", "completed"],
    )
    client.calls(call.sid).update(status="canceled")
    wait(60)
    assert webhooks.values("/status", "CallStatus") == ["canceled"]


def test_a_call_that_is_over_cannot_be_updated(client, exchange, ring):
    call = ring()
    exchange.decline(FIRST)
    with pytest.raises(TwilioRestException) as caught:
        client.calls(call.sid).update(twiml=SAY)
    assert (caught.value.status, caught.value.code) == (400, 21220)
    assert status_of(client, call) == "busy"


def test_redirect_breaks_off_what_was_said(client, exchange, webhooks, ring, wait):
    webhooks.on("/voice", GATHER)
    webhooks.on("/other", "<Response><Say>Någon annan hann före.</Say></Response>")
    call = ring()
    exchange.answer(FIRST)
    wait(1)
    client.calls(call.sid).update(url=f"{APPLICATION}/other", method="POST")
    wait(30)
    assert exchange.phone(FIRST).heard[-1] == "Någon annan hann före."
    assert "Hej då." not in exchange.phone(FIRST).heard
    assert status_of(client, call) == "completed"


def test_inline_twiml_needs_no_webhook(exchange, webhooks, ring, wait):
    ring(twiml="<Response><Say>Inget att hämta</Say></Response>")
    exchange.answer(FIRST)
    wait(5)
    assert exchange.phone(FIRST).heard == ["Inget att hämta"]
    assert webhooks.received == []


def test_the_list_is_newest_first_filtered_and_paged(client, exchange, ring):
    sids = [ring(FIRST).sid for _ in range(5)]
    other = ring(SECOND).sid
    exchange.decline(SECOND)
    assert [call.sid for call in client.calls.list()] == [other, *reversed(sids)]
    assert [call.sid for call in client.calls.list(to=FIRST, page_size=2)] == sids[::-1]
    assert [call.sid for call in client.calls.list(status="busy")] == [other]
    assert [call.sid for call in client.calls.list(to=FIRST, limit=1)] == [sids[-1]]


def test_hands_find_nothing_to_act_on(exchange, ring):
    for act in (exchange.answer, exchange.decline, exchange.hang_up):
        with pytest.raises(NothingToActOn):
            act(FIRST)
    ring()
    with pytest.raises(NothingToActOn):
        exchange.press(FIRST, "1")
    assert exchange.ringing_call(FIRST) is not None


def test_a_clock_that_jumps_still_gives_every_thing_its_own_moment(clock, exchange, webhooks, ring):
    webhooks.on("/voice", GATHER)
    exchange.set_behaviour(FIRST, Behaviour.answers(5, presses=(Press(2, "1"),)))
    webhooks.on("/digit", SAY)
    call = ring()
    start = clock.at
    clock.at = clock.at.replace(hour=9)
    exchange.run_due()
    moments = {line.what: (line.at - start).total_seconds() for line in exchange.timeline(call.sid)}
    assert moments[Happening.ANSWERED] == 5
    assert moments[Happening.PRESSED] == 7
    assert moments[Happening.ENDED] == 7.5
