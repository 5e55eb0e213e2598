"""Scripts: read, refused, and followed by phones."""

import pytest

from app.phone_lab.scripts import NAMED_SCRIPTS, BadScript, Script
from app.phone_lab.types import (
    BUSY,
    MANUAL,
    UNREACHABLE,
    Behaviour,
    BehaviourKind,
    CallStatus,
    Press,
    TextBack,
)
from tests.app.phone_lab.world import FIRST, GATHER


@pytest.mark.parametrize(
    ("words", "turns"),
    [
        ("ringer", (MANUAL,)),
        ("upptagen", (BUSY,)),
        ("ej nådd", (UNREACHABLE,)),
        (
            "svarar efter 4 s, trycker 1 efter 6 s",
            (Behaviour.answers(4, presses=(Press(6, "1"),)),),
        ),
        ("svarar", (Behaviour.answers(2),)),
        (
            "svarar efter 1.5 s, trycker 12# efter 2 s, trycker * efter 1 min",
            (Behaviour.answers(1.5, presses=(Press(2, "12#"), Press(60, "*"))),),
        ),
        (
            'röstbrevlåda efter 5 s, säger "Hej, du har nått mig.", lägger på efter 2 min',
            (Behaviour.voicemail(5, greeting="Hej, du har nått mig.", tape_seconds=120),),
        ),
        (
            'ringer, smsar "JA, strax" efter 20 s',
            (Behaviour(texts_back=TextBack(20, "JA, strax")),),
        ),
        ("svarar inte; sedan upptagen; ej nådd", (MANUAL, BUSY, UNREACHABLE)),
    ],
)
def test_words_become_behaviour(words, turns):
    assert Script.parse(words).turns == turns


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "””"),
        ("sover", "sover"),
        ("trycker 1", "när den ringer"),
        ("svarar efter en stund", "en stund"),
        ("svarar efter 4 s, dansar", "dansar"),
        ("svarar efter 4 s, trycker A", "trycker A"),
        ("upptagen, trycker 1", "kräver att telefonen svarar"),
        ("svarar; ; upptagen", "””"),
    ],
)
def test_words_that_are_no_script_are_named(words, said):
    with pytest.raises(BadScript, match=said):
        Script.parse(words)


def test_the_file_offers_what_phones_do():
    assert next(iter(NAMED_SCRIPTS)) == "manuell"
    assert {"tar_samtalet", "avbojer", "rostbrevlada", "upptagen", "ej_natt"} <= set(NAMED_SCRIPTS)
    assert {"svarar_inte", "tiger", "lagger_pa", "andra_forsoket"} <= set(NAMED_SCRIPTS)
    titles = [script.title for script in NAMED_SCRIPTS.values()]
    assert len(set(titles)) == len(titles)


def test_a_named_script_takes_the_call(exchange, webhooks, ring, wait):
    webhooks.on("/voice", GATHER)
    exchange.follow_script(FIRST, "tar_samtalet")
    ring()
    wait(11)
    assert webhooks.values("/digit", "Digits") == ["1"]


def test_the_second_call_is_the_second_turn(exchange, webhooks, ring, wait):
    webhooks.on("/voice", GATHER)
    exchange.follow_script(FIRST, "andra_forsoket")
    first = ring(timeout=10)
    wait(11)
    assert exchange.call(first.sid).status is CallStatus.NO_ANSWER
    ring(timeout=10)
    wait(10)
    assert webhooks.values("/digit", "Digits") == ["1"]
    assert exchange.phone(FIRST).behaviour.kind is BehaviourKind.ANSWERS


def test_choosing_again_begins_again(exchange, ring, wait):
    exchange.follow_script(FIRST, "upptagen_forst")
    assert exchange.call(ring().sid).status is CallStatus.BUSY
    exchange.follow_script(FIRST, "upptagen_forst")
    assert exchange.call(ring().sid).status is CallStatus.BUSY
    assert exchange.call(ring().sid).status is CallStatus.RINGING


def test_a_phone_puts_down_in_the_middle_of_the_question(exchange, webhooks, ring, wait):
    webhooks.on("/voice", GATHER)
    exchange.follow_script(FIRST, "lagger_pa")
    call = ring()
    wait(4.9)
    assert exchange.call(call.sid).status is CallStatus.IN_PROGRESS
    wait(0.1)
    assert exchange.call(call.sid).status is CallStatus.COMPLETED
    assert webhooks.to("/digit") == []


def test_a_call_while_busy_talking_is_no_turn(exchange, webhooks, ring, wait):
    webhooks.on("/voice", GATHER)
    exchange.follow_script(FIRST, "svarar efter 1 s; sedan upptagen")
    ring()
    wait(2)
    assert exchange.call(ring().sid).status is CallStatus.BUSY
    assert exchange.phone(FIRST).calls_taken == 1
