"""A phone rings the service: the menu, the answer, the fallback, the refusal."""

import pytest

from app.phone_lab.numbers import ANONYMOUS, ANONYMOUS_AS_DIGITS
from app.phone_lab.scripts import BadScript
from app.phone_lab.types import CallStatus, IncomingUrls, NothingToActOn
from tests.app.phone_lab.world import APPLICATION, FIRST, MORA, SECOND, SWITCHBOARD

INCOMING = IncomingUrls(
    SWITCHBOARD,
    f"{APPLICATION}/in",
    voice_status_url=f"{APPLICATION}/in-status",
    sms_url=f"{APPLICATION}/sms-in",
)
MENU = (
    '<Response><Gather numDigits="4" timeout="5" action="/menu" finishOnKey="#">'
    '<Say language="sv-SE">Kontaktvägar.</Say><Pause length="1"/>'
    '<Say language="sv-SE">Slå koden till den du söker.</Say></Gather>'
    "<Say>Hej då.</Say></Response>"
)
TALK = "<Response><Say>Hej</Say><Pause length='60'/></Response>"


@pytest.fixture
def calls_in(exchange, webhooks, wait):
    """A phone rings the service, which answers with this document."""
    exchange.incoming = INCOMING

    def calls_in(document=TALK, *, number=MORA, **more):
        webhooks.on("/in", document)
        call = exchange.call_in(number, **more)
        wait()
        return call

    return calls_in


def test_the_service_is_asked_as_the_provider_asks(exchange, webhooks, calls_in):
    call = calls_in()
    [asked] = webhooks.to("/in")
    assert asked.is_signed
    assert asked.params == {
        "CallSid": call.sid,
        "AccountSid": exchange.account_sid,
        "From": MORA,
        "Caller": MORA,
        "To": SWITCHBOARD,
        "Called": SWITCHBOARD,
        "CallStatus": "ringing",
        "Direction": "inbound",
        "ApiVersion": "2010-04-01",
        "FromCountry": "SE",
        "CallerCountry": "SE",
        "ToCountry": "SE",
        "CalledCountry": "SE",
    }


def test_any_verb_but_a_refusal_answers(client, exchange, calls_in, wait):
    call = calls_in()
    seen = client.calls(call.sid).fetch()
    assert (seen.status, seen.direction) == ("in-progress", "inbound")
    assert exchange.current_call(MORA) is call
    assert exchange.ringing_call(MORA) is None
    assert exchange.phone(MORA).heard == ["Hej"]


@pytest.mark.parametrize(
    ("document", "status"),
    [
        ("<Response><Reject/></Response>", "no-answer"),
        ('<Response><Reject reason="busy"/><Say>Hej</Say></Response>', "busy"),
    ],
)
def test_a_refused_call_was_never_answered(client, exchange, webhooks, calls_in, document, status):
    call = calls_in(document)
    assert client.calls(call.sid).fetch().status == status
    assert webhooks.values("/in-status", "CallStatus") == [status]
    assert webhooks.values("/in-status", "CallDuration") == ["0"]
    assert exchange.phone(MORA).heard == []


def test_a_menu_takes_digits_pressed_while_it_speaks(exchange, webhooks, calls_in, wait):
    webhooks.on("/menu", "<Response><Say>Kardiologi.</Say></Response>")
    calls_in(MENU)
    wait(0.2)
    exchange.press(MORA, "20")
    wait(3)
    exchange.press(MORA, "62")
    wait()
    assert webhooks.values("/menu", "Digits") == ["2062"]
    assert exchange.phone(MORA).heard == ["Kontaktvägar.", "Kardiologi."]


def test_a_menu_speaks_all_its_parts_and_the_key_ends_a_short_code(
    exchange, webhooks, calls_in, wait
):
    webhooks.on("/menu", "<Response/>")
    calls_in(MENU)
    wait(6)
    assert exchange.phone(MORA).heard == ["Kontaktvägar.", "Slå koden till den du söker."]
    exchange.press(MORA, "7#")
    wait()
    [posted] = webhooks.to("/menu")
    assert (posted.params["Digits"], posted.params["FinishedOnKey"]) == ("7", "#")


def test_digits_typed_ahead_of_the_menu_are_lost(exchange, webhooks, calls_in, wait):
    webhooks.on("/menu", "<Response/>")
    calls_in(MENU.replace("<Gather", "<Say>Vänta ett ögonblick medan vi kopplar.</Say><Gather"))
    exchange.press(MORA, "2062")
    wait(4)
    exchange.press(MORA, "1*11")
    wait()
    assert webhooks.values("/menu", "Digits") == ["1*11"]


def test_hanging_up_before_the_answer_cancels(exchange, webhooks, calls_in, wait):
    webhooks.meanwhile = lambda: exchange.hang_up(MORA) if exchange.current_call(MORA) else None
    call = calls_in(MENU)
    assert call.status is CallStatus.CANCELED
    assert exchange.phone(MORA).heard == []
    assert webhooks.values("/in-status", "CallStatus") == ["canceled"]


def test_hanging_up_in_the_menu_is_told(exchange, webhooks, calls_in, wait):
    calls_in(MENU)
    wait(3)
    exchange.hang_up(MORA)
    wait(60)
    [told] = webhooks.to("/in-status")
    assert (told.params["CallStatus"], told.params["CallDuration"]) == ("completed", "3")
    assert webhooks.to("/menu") == []


def test_a_caller_does_as_it_is_told(exchange, webhooks, calls_in, wait):
    webhooks.on("/menu", "<Response><Pause length='60'/></Response>")
    call = calls_in(MENU, does="trycker 20 efter 3 s, trycker 62 efter 5 s, lägger på efter 9 s")
    wait(8.9)
    assert webhooks.values("/menu", "Digits") == ["2062"]
    assert call.status is CallStatus.IN_PROGRESS
    wait(0.1)
    assert webhooks.values("/in-status", "CallDuration") == ["9"]


def test_a_caller_cannot_do_what_is_no_script(exchange, calls_in):
    with pytest.raises(BadScript, match="svarar"):
        calls_in(does="svarar efter 4 s")
    assert exchange.calls() == []


@pytest.mark.parametrize("shown_as", [ANONYMOUS, ANONYMOUS_AS_DIGITS])
def test_a_hidden_number_is_not_shown_but_the_phone_is_the_same(
    exchange, webhooks, calls_in, wait, shown_as
):
    webhooks.on("/menu", "<Response/>")
    calls_in(MENU, shown_as=shown_as)
    exchange.press(MORA, "1234")
    wait()
    assert webhooks.values("/menu", "From") == [shown_as]
    assert exchange.phone(MORA).heard == ["Kontaktvägar."]


def test_the_caller_dials_on_with_its_own_number_unless_another_is_said(exchange, calls_in, wait):
    calls_in(f"<Response><Dial timeout='20'><Number>{FIRST}</Number></Dial></Response>")
    assert exchange.ringing_call(FIRST).from_ == MORA
    exchange.answer(FIRST)
    wait()
    assert exchange.talking(MORA, FIRST)
    exchange.hang_up(MORA)
    assert exchange.current_call(FIRST) is None
    calls_in(f"<Response><Dial callerId='{SWITCHBOARD}'>{SECOND}</Dial></Response>")
    assert exchange.ringing_call(SECOND).from_ == SWITCHBOARD


def test_a_phone_in_a_call_is_busy_and_rings_nobody_else(client, exchange, calls_in, ring):
    calls_in()
    assert client.calls(ring(MORA).sid).fetch().status == "busy"
    with pytest.raises(NothingToActOn):
        exchange.call_in(MORA)


def test_other_numbers_and_no_number_lead_nowhere(exchange):
    with pytest.raises(NothingToActOn):
        exchange.call_in(MORA)
    exchange.incoming = INCOMING
    with pytest.raises(NothingToActOn):
        exchange.call_in(MORA, to=FIRST)
    assert exchange.calls() == []


def test_a_service_that_fails_is_excused_by_the_provider(client, exchange, webhooks, wait):
    exchange.incoming = INCOMING
    webhooks.on("/in", "", status=500)
    call = exchange.call_in(MORA)
    wait(10)
    assert exchange.phone(MORA).heard == [
        "We are sorry, an application error has occurred. Goodbye."
    ]
    assert client.calls(call.sid).fetch().status == "completed"


@pytest.mark.parametrize(
    ("document", "status", "code"), [("", 503, "11200"), ("<Response><Say>", 200, "12100")]
)
def test_the_fallback_address_takes_over(exchange, webhooks, wait, document, status, code):
    exchange.incoming = IncomingUrls(
        SWITCHBOARD, f"{APPLICATION}/in", fallback_url=f"{APPLICATION}/fallback"
    )
    webhooks.on("/in", document, status=status)
    webhooks.on("/fallback", "<Response><Say>Ring växeln.</Say></Response>")
    exchange.call_in(MORA)
    wait(1)
    [asked] = webhooks.to("/fallback")
    assert asked.params["ErrorCode"] == code
    assert asked.params["ErrorUrl"] == f"{APPLICATION}/in"
    assert exchange.phone(MORA).heard == ["Ring växeln."]


def test_a_fallback_that_fails_too_is_asked_once(exchange, webhooks, wait):
    exchange.incoming = IncomingUrls(
        SWITCHBOARD, f"{APPLICATION}/in", fallback_url=f"{APPLICATION}/fallback"
    )
    webhooks.on("/in", "", status=500)
    webhooks.on("/fallback", "", status=500)
    call = exchange.call_in(MORA)
    wait(20)
    assert len(webhooks.to("/fallback")) == 1
    assert call.status is CallStatus.COMPLETED
