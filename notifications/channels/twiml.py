"""A phone reply in Twilio's language, TwiML, spoken in Swedish."""

from twilio.twiml.voice_response import Dial, Gather, VoiceResponse

from notifications import callbacks as paths
from notifications.callbacks import Callbacks
from notifications.dialogue import AskToAccept, Hold, JoinTalk, PhoneReply, SayGoodbye

LANGUAGE = "sv-SE"
VOICE = "Polly.Elin-Neural"

# Seconds to press a digit in, after the prompt: a voicemail box must not swallow a caller.
DIGIT_SECONDS = 15
HOLD_PAUSE_SECONDS = 12


def to_twiml(reply: PhoneReply, callbacks: Callbacks) -> str:
    """The XML document that makes a phone do what the reply says."""
    response = VoiceResponse()
    match reply:
        case AskToAccept(attempt_id, text, prompt):
            url = callbacks.of(paths.DIGIT, attempt_id=attempt_id)
            response.append(_gather(text, f"{url}?{paths.PROMPT}={prompt}"))
        case JoinTalk():
            response.say(reply.text, language=LANGUAGE, voice=VOICE)
            response.append(_talk(reply, callbacks))
        case Hold(text):
            response.say(text, language=LANGUAGE, voice=VOICE)
            response.pause(length=HOLD_PAUSE_SECONDS)
        case SayGoodbye(text):
            response.say(text, language=LANGUAGE, voice=VOICE)
            response.hangup()
    return str(response)


def _gather(text: str, url: str) -> Gather:
    gather = Gather(
        input="dtmf",
        num_digits=1,
        timeout=DIGIT_SECONDS,
        action=url,
        method="POST",
        action_on_empty_result=True,
        finish_on_key="",
    )
    gather.say(text, language=LANGUAGE, voice=VOICE)
    return gather


def _talk(reply: JoinTalk, callbacks: Callbacks) -> Dial:
    dial = Dial(action=callbacks.of(paths.AFTER, attempt_id=reply.attempt_id), method="POST")
    dial.conference(
        reply.request_id,
        start_conference_on_enter=reply.starts_talk,
        end_conference_on_exit=True,
        beep=False,
        wait_url=callbacks.of(paths.HOLD, attempt_id=reply.attempt_id),
        wait_method="POST",
        status_callback=callbacks.of(paths.CONFERENCE, request_id=reply.request_id),
        status_callback_method="POST",
        status_callback_event="start end join leave",
        max_participants=4,
    )
    return dial
