"""What the provider is told to do with a phone: exact documents, in Swedish, without numbers."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from app.phone_lab.twiml import parse_twiml
from notifications import callbacks as paths
from notifications.callbacks import Callbacks, answer_to
from notifications.channels.twiml import DIGIT_SECONDS, VOICES, to_twiml
from notifications.dialogue import (
    AskForDigits,
    AskToAccept,
    AskToSay,
    ConnectTo,
    Hold,
    JoinTalk,
    PhoneReply,
    SayGoodbye,
)
from notifications.language import Language

SNAPSHOTS = Path(__file__).parent / "snapshots"
CALLBACKS = Callbacks("https://kontaktvagar.example")
ATTEMPT = "11111111-1111-4111-8111-111111111111"
REQUEST = "22222222-2222-4222-8222-222222222222"

REPLIES: dict[str, PhoneReply] = {
    "ask_to_accept": AskToAccept(ATTEMPT, "Hej. Tryck 1.", prompt=1),
    "ask_again": AskToAccept(ATTEMPT, "Tryck 1.", prompt=2),
    "requester_joins": JoinTalk(ATTEMPT, REQUEST, "Stanna kvar i luren.", starts_talk=False),
    "responder_joins": JoinTalk(ATTEMPT, REQUEST, "Du kopplas.", starts_talk=True),
    "ask_for_a_key": AskForDigits(answer_to(paths.INCOMING_ENTRY, 3), "Tryck 1 för kardiologi."),
    "ask_for_a_code": AskForDigits(
        answer_to(paths.INCOMING_ENTRY, 2),
        "Slå din kod.",
        ends_with_hash=True,
        seconds=10,
        language=Language.EN,
    ),
    "ask_to_say": AskToSay(paths.said_to(ATTEMPT, "situation", 1), "Situation: vad händer nu?"),
    "connect_to": ConnectTo("+46980319202", "Vi kopplar dig.", after="Ingen svarade."),
    "connect_to_and_tell": ConnectTo("+46980319202", "Vi kopplar dig.", attempt_id=ATTEMPT),
    "hold": Hold("Vi söker fortfarande."),
    "goodbye": SayGoodbye("Tack & hej <då>."),
    "goodbye_in_english": SayGoodbye("Thank you & goodbye.", Language.EN),
    "ask_in_english": AskToAccept(ATTEMPT, "Press 1.", prompt=1, language=Language.EN),
    "join_in_english": JoinTalk(ATTEMPT, REQUEST, "Hello.", starts_talk=True, language=Language.EN),
    "hold_while_joining": Hold("En kollega har sagt ja.", seconds=5),
    "hold_in_english": Hold("We are still looking.", Language.EN),
}


def spoken_to_provider(name: str) -> ET.Element:
    return ET.fromstring(to_twiml(REPLIES[name], CALLBACKS))  # noqa: S314 - we wrote it a moment ago


@pytest.mark.parametrize("name", REPLIES)
def test_each_reply_is_the_document_it_was_agreed_to_be(name):
    document = ET.tostring(spoken_to_provider(name), encoding="unicode")
    written = SNAPSHOTS / f"{name}.xml"
    assert ET.canonicalize(document) == ET.canonicalize(written.read_text("utf-8"), strip_text=True)


@pytest.mark.parametrize("name", REPLIES)
def test_each_reply_speaks_its_language_and_holds_no_phone_number(name):
    document = to_twiml(REPLIES[name], CALLBACKS)
    spoken = list(spoken_to_provider(name).iter("Say"))
    assert spoken
    voice = VOICES[REPLIES[name].language]
    assert {(one.get("language"), one.get("voice")) for one in spoken} == {(voice.tag, voice.name)}
    without_ids = document.replace(ATTEMPT, "").replace(REQUEST, "")
    dialled = [reply.number for reply in (REPLIES[name],) if isinstance(reply, ConnectTo)]
    assert re.findall(r"\+?\d{6,}", without_ids) == dialled


@pytest.mark.parametrize("name", REPLIES)
def test_each_reply_can_be_executed(name):
    assert parse_twiml(to_twiml(REPLIES[name], CALLBACKS))


def test_every_language_has_a_voice_of_its_own_and_swedish_is_spoken_unless_told_otherwise():
    assert set(VOICES) == set(Language)
    assert len({voice.tag for voice in VOICES.values()}) == len(VOICES)
    assert VOICES[SayGoodbye("Hej då.").language].tag == "sv-SE"


def test_silence_is_reported_and_the_number_of_the_prompt_comes_back():
    gather = spoken_to_provider("ask_again").find("Gather")
    assert gather is not None
    assert gather.get("actionOnEmptyResult") == "true"
    assert gather.get("timeout") == str(DIGIT_SECONDS)
    assert (gather.get("action") or "").endswith(f"/voice/{ATTEMPT}/digit?prompt=2")


def test_the_room_is_named_by_the_contact_and_ends_with_the_first_who_leaves():
    for name, starts in (("requester_joins", "false"), ("responder_joins", "true")):
        room = spoken_to_provider(name).find("Dial/Conference")
        assert room is not None
        assert room.text == REQUEST
        assert room.get("startConferenceOnEnter") == starts
        assert room.get("endConferenceOnExit") == "true"


def test_a_key_may_be_pressed_while_the_menu_is_read_and_any_key_counts():
    gather = spoken_to_provider("ask_for_a_key").find("Gather")
    assert gather is not None
    assert gather.find("Say") is not None  # inside: the speech stops at the first key
    assert (gather.get("numDigits"), gather.get("finishOnKey")) == ("1", "")
    assert (gather.get("action") or "").endswith("/voice/incoming/entry?prompt=3")


def test_a_code_may_have_any_length_and_ends_with_the_hash_key():
    gather = spoken_to_provider("ask_for_a_code").find("Gather")
    assert gather is not None
    assert (gather.get("numDigits"), gather.get("finishOnKey")) == (None, "#")


def test_a_number_we_connect_to_is_shown_ours():
    document = to_twiml(REPLIES["connect_to"], CALLBACKS, caller_id="+46313900699")
    assert '<Dial callerId="+46313900699" timeout="60">' in document
    assert "callerId" not in to_twiml(REPLIES["connect_to"], CALLBACKS)
