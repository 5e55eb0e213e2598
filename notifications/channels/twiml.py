"""A phone reply in Twilio's language, TwiML, spoken in the reply's own."""

from dataclasses import dataclass

from twilio.twiml.voice_response import Dial, Gather, VoiceResponse

from notifications import callbacks as paths
from notifications.callbacks import Callbacks
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


@dataclass(frozen=True, slots=True)
class Voice:
    """Who reads aloud: a language tag and the provider's name of a voice that speaks it."""

    tag: str
    name: str


VOICES = {
    Language.SV: Voice("sv-SE", "Polly.Elin-Neural"),
    Language.EN: Voice("en-GB", "Polly.Amy-Neural"),
}

# Seconds to press a digit in, after the prompt: a voicemail box must not swallow a caller.
DIGIT_SECONDS = 15
# Seconds of silence before anything is said, and after: one thinks between two sentences.
SPEECH_STARTS_SECONDS = 6
SPEECH_ENDS_SECONDS = 3
# A switchboard may let it ring for a while.
ELSEWHERE_SECONDS = 60
_ONE_KEY = {"num_digits": 1, "finish_on_key": ""}


def to_twiml(reply: PhoneReply, callbacks: Callbacks, *, caller_id: str = "") -> str:
    """The XML document that makes a phone do what the reply says.

    ``caller_id`` is what a number we connect to is shown: ours (E.164). The caller's own may be
    withheld, and is then refused.
    """
    response = VoiceResponse()
    match reply:
        case AskToAccept():
            response.append(_question(reply, callbacks))
        case JoinTalk():
            say(response, reply.text, reply.language)
            response.append(_talk(reply, callbacks))
        case Hold():
            say(response, reply.text, reply.language)
            response.pause(length=reply.seconds)
        case SayGoodbye():
            say(response, reply.text, reply.language)
            response.hangup()
        case AskForDigits():
            response.append(_digits(reply, callbacks))
        case AskToSay():
            response.append(_speech(reply, callbacks))
        case ConnectTo():
            say(response, reply.text, reply.language)
            response.append(_elsewhere(reply, callbacks, caller_id))
            if not reply.attempt_id:
                say(response, reply.after, reply.language)
                response.hangup()
    return str(response)


def say(verb: VoiceResponse | Gather, text: str, language: Language) -> None:
    """Let a document, or a question in it, read the text aloud."""
    voice = VOICES[language]
    verb.say(text, language=voice.tag, voice=voice.name)


def _question(reply: AskToAccept, callbacks: Callbacks) -> Gather:
    url = callbacks.of(paths.DIGIT, attempt_id=reply.attempt_id)
    gather = Gather(
        input="dtmf",
        num_digits=1,
        timeout=DIGIT_SECONDS,
        action=f"{url}?{paths.PROMPT}={reply.prompt}",
        method="POST",
        action_on_empty_result=True,
        finish_on_key="",
    )
    say(gather, reply.text, reply.language)
    return gather


def _digits(reply: AskForDigits, callbacks: Callbacks) -> Gather:
    """A key ends the speech: what is said stands inside the question."""
    length = {"finish_on_key": "#"} if reply.ends_with_hash else _ONE_KEY
    gather = Gather(
        input="dtmf",
        timeout=reply.seconds,
        action=callbacks.of(reply.to),
        method="POST",
        action_on_empty_result=True,
        **length,
    )
    say(gather, reply.text, reply.language)
    return gather


def _speech(reply: AskToSay, callbacks: Callbacks) -> Gather:
    """What is heard is written down as it was said: no word is starred out."""
    gather = Gather(
        input="dtmf speech",
        language=VOICES[reply.language].tag,
        timeout=SPEECH_STARTS_SECONDS,
        speech_timeout=SPEECH_ENDS_SECONDS,
        profanity_filter=False,
        action=callbacks.of(reply.to),
        method="POST",
        action_on_empty_result=True,
        **_ONE_KEY,
    )
    say(gather, reply.text, reply.language)
    return gather


def _elsewhere(reply: ConnectTo, callbacks: Callbacks, caller_id: str) -> Dial:
    known_as = {"timeout": ELSEWHERE_SECONDS, "caller_id": caller_id or None}
    if not reply.attempt_id:
        dial = Dial(**known_as)
        dial.number(reply.number)
        return dial
    after = callbacks.of(paths.DIALLED, attempt_id=reply.attempt_id)
    dial = Dial(**known_as, action=after, method="POST")
    dial.number(
        reply.number,
        status_callback=callbacks.of(paths.OTHER_END, attempt_id=reply.attempt_id),
        status_callback_method="POST",
        status_callback_event="answered completed",
    )
    return dial


def _talk(reply: JoinTalk, callbacks: Callbacks) -> Dial:
    dial = Dial(action=callbacks.of(paths.AFTER, attempt_id=reply.attempt_id), method="POST")
    dial.conference(
        reply.request_id,
        start_conference_on_enter=reply.starts_talk,
        end_conference_on_exit=reply.ends_talk,
        beep=False,
        wait_url=callbacks.of(paths.HOLD, attempt_id=reply.attempt_id),
        wait_method="POST",
        status_callback=callbacks.of(paths.CONFERENCE, request_id=reply.request_id),
        status_callback_method="POST",
        status_callback_event="start end join leave",
        max_participants=4,
    )
    return dial
