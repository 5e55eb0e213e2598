"""Digits: pressed, not pressed, pressed while somebody speaks."""

import pytest

from app.phone_lab.types import Behaviour, Happening, Press
from tests.app.phone_lab.world import FIRST, GATHER

PROMPT = "Ett samtal från Mora. Tryck ett för att svara."
PROMPT_SECONDS = len(PROMPT) / 14


@pytest.fixture
def answered(exchange, webhooks, ring, wait):
    """A call that is answered and speaks."""
    webhooks.on("/voice", GATHER)
    webhooks.on("/digit", "<Response><Say>Tack.</Say></Response>")
    call = ring()
    exchange.answer(FIRST)
    wait()
    return call


def test_a_digit_goes_to_the_action(exchange, webhooks, answered, wait):
    wait(PROMPT_SECONDS + 1)
    exchange.press(FIRST, "1")
    wait()
    [posted] = webhooks.to("/digit")
    assert posted.params["Digits"] == "1"
    assert posted.params["CallSid"] == answered.sid
    assert exchange.phone(FIRST).heard == [PROMPT, "Tack."]


def test_a_digit_during_speech_interrupts_it(clock, exchange, webhooks, answered, wait):
    asked_at = clock()
    wait(1)
    exchange.press(FIRST, "2")
    wait()
    [posted] = webhooks.to("/digit")
    assert (posted.params["Digits"], (posted.at - asked_at).total_seconds()) == ("2", 1)


def test_silence_falls_through_to_the_next_verb(client, exchange, webhooks, answered, wait):
    wait(PROMPT_SECONDS + 4.9)
    assert exchange.phone(FIRST).heard == [PROMPT]
    wait(1)
    assert exchange.phone(FIRST).heard == [PROMPT, "Hej då."]
    assert webhooks.to("/digit") == []
    wait(5)
    assert client.calls(answered.sid).fetch().status == "completed"


def test_silence_is_posted_when_asked_for(exchange, webhooks, ring, wait):
    webhooks.on("/voice", GATHER.replace("<Gather", '<Gather actionOnEmptyResult="true"'))
    webhooks.on("/digit", "<Response><Hangup/></Response>")
    ring()
    exchange.answer(FIRST)
    wait(20)
    assert webhooks.values("/digit", "Digits") == [""]
    assert "Hej då." not in exchange.phone(FIRST).heard


def test_a_voicemail_hears_it_all_and_never_presses(client, exchange, webhooks, ring, wait):
    webhooks.on("/voice", GATHER)
    exchange.set_behaviour(FIRST, Behaviour.voicemail(5))
    call = ring(timeout=20)
    wait(60)
    assert exchange.phone(FIRST).heard == [PROMPT, "Hej då."]
    assert webhooks.to("/digit") == []
    assert client.calls(call.sid).fetch().status == "completed"


def test_a_scripted_person_answers_and_presses(exchange, webhooks, ring, wait):
    webhooks.on("/voice", GATHER)
    webhooks.on("/digit", "<Response/>")
    exchange.set_behaviour(FIRST, Behaviour.answers(4, presses=(Press(3, "1"),)))
    ring()
    wait(6.9)
    assert webhooks.to("/digit") == []
    wait(0.1)
    assert webhooks.values("/digit", "Digits") == ["1"]


@pytest.mark.parametrize(
    ("attributes", "pressed", "posted"),
    [
        ('finishOnKey="#"', "123#", ["123"]),
        ('finishOnKey="*"', "12#*", ["12#"]),
        ('finishOnKey="" numDigits="3"', "1#2", ["1#2"]),
        ('numDigits="2"', "987", ["98"]),
        ("", "#", []),
        ('input="speech"', "1", []),
    ],
)
def test_when_the_digits_are_enough(exchange, webhooks, ring, wait, attributes, pressed, posted):
    webhooks.on(
        "/voice", f'<Response><Gather {attributes} action="/digit" timeout="3"/></Response>'
    )
    webhooks.on("/digit", "<Response/>")
    ring()
    exchange.answer(FIRST)
    wait()
    exchange.press(FIRST, pressed)
    wait(10)
    assert webhooks.values("/digit", "Digits") == posted


def test_slow_digits_each_get_the_whole_timeout(exchange, webhooks, ring, wait):
    webhooks.on("/voice", '<Response><Gather action="/digit" timeout="5"/></Response>')
    ring()
    exchange.answer(FIRST)
    wait()
    for digit in "112":
        wait(4)
        exchange.press(FIRST, digit)
    wait(4)
    assert webhooks.to("/digit") == []
    wait(2)
    assert webhooks.values("/digit", "Digits") == ["112"]


def test_no_action_means_the_same_document_again(exchange, webhooks, ring, wait):
    again = '<Response><Gather numDigits="1" timeout="5"><Say>Välj</Say></Gather></Response>'
    webhooks.on("/voice", again, "<Response><Say>Du valde</Say></Response>")
    ring()
    exchange.answer(FIRST)
    wait(1)
    exchange.press(FIRST, "9")
    wait(1)
    assert webhooks.values("/voice", "Digits") == ["", "9"]
    assert exchange.phone(FIRST).heard == ["Välj", "Du valde"]


def test_digits_nobody_listens_for_are_lost(exchange, webhooks, ring, wait):
    webhooks.on("/voice", "<Response><Say>Vänta lite</Say></Response>")
    call = ring()
    exchange.answer(FIRST)
    wait()
    exchange.press(FIRST, "1")
    assert exchange.timeline(call.sid)[-1].what is Happening.IGNORED


# --- Speech ---------------------------------------------------------------------------------------
LISTENS = (
    '<Response><Gather input="dtmf speech" numDigits="1" finishOnKey="" action="/said" '
    'actionOnEmptyResult="true" timeout="6"><Say>Vad händer?</Say></Gather></Response>'
)


@pytest.fixture
def listening(exchange, webhooks, ring, wait):
    """A call that listens to what is said."""
    webhooks.on("/voice", LISTENS)
    webhooks.on("/said", "<Response><Say>Tack.</Say></Response>")
    call = ring()
    exchange.answer(FIRST)
    wait()
    return call


def test_what_is_said_goes_to_the_action_as_text(exchange, webhooks, listening, wait):
    exchange.say(FIRST, "Ont i magen")
    wait()
    [posted] = webhooks.to("/said")
    assert posted.params["SpeechResult"] == "Ont i magen"
    assert 0 < float(posted.params["Confidence"]) < 1
    assert "Digits" not in posted.params
    assert posted.params["CallSid"] == listening.sid


def test_a_key_is_heard_beside_speech(exchange, webhooks, listening, wait):
    exchange.press(FIRST, "#")
    wait()
    [posted] = webhooks.to("/said")
    assert posted.params["Digits"] == "#"
    assert "SpeechResult" not in posted.params


def test_where_only_keys_are_awaited_speech_is_lost(exchange, webhooks, answered, wait):
    exchange.say(FIRST, "Ja tack")
    wait()
    assert webhooks.to("/digit") == []
    assert Happening.UNHEARD in [entry.what for entry in exchange.current_call(FIRST).timeline]


def test_nobody_is_listened_to_while_they_wait_in_a_room(exchange, webhooks, ring, wait):
    room = '<Response><Dial><Conference startConferenceOnEnter="false" waitUrl="/wait">r'
    webhooks.on("/voice", room + "</Conference></Dial></Response>")
    webhooks.on("/wait", LISTENS)
    ring()
    exchange.answer(FIRST)
    wait(3)
    assert Happening.BAD_TWIML in [entry.what for entry in exchange.current_call(FIRST).timeline]
