"""Reads a TwiML document for a call, and says clearly what is wrong with a bad one."""

import xml.etree.ElementTree as ET
from collections.abc import Callable

from app.phone_lab.verbs import (
    BadTwiml,
    Dial,
    Gather,
    Hangup,
    Number,
    Pause,
    Play,
    Prompt,
    Redirect,
    Reject,
    Room,
    Say,
    Verb,
)

_ENDLESS_LOOP = 100
_LONGEST_DIAL_SECONDS = 4 * 3600.0


def parse_twiml(document: str) -> tuple[Verb, ...]:
    """Read a TwiML document into verbs; raises BadTwiml for anything Twilio would not execute."""
    try:
        root = ET.fromstring(document)  # noqa: S314 - comes from our own webhooks, and expat refuses entity bombs
    except ET.ParseError as error:
        raise BadTwiml(f"inte läsbar XML ({error})") from error
    if root.tag != "Response":
        raise BadTwiml(f"<{root.tag}> i stället för <Response>")
    return tuple(verb for element in root for verb in _verbs(element))


def _verbs(element: ET.Element) -> tuple[Verb, ...]:
    if element.tag in ("Say", "Play", "Pause"):
        return _prompts(element)
    read = _READERS.get(element.tag)
    if read is None:
        raise BadTwiml(f"okänt verb <{element.tag}>")
    return (read(element),)


def _prompts(element: ET.Element) -> tuple[Prompt, ...]:
    text = " ".join("".join(element.itertext()).split())
    prompt: Prompt
    match element.tag:
        case "Say":
            prompt = Say(text, element.get("language", "en-US"), element.get("voice", ""))
        case "Play":
            prompt = Play(text or element.get("digits", ""))
        case "Pause":
            return (Pause(_seconds(element, "length", 1.0)),)
        case other:
            raise BadTwiml(f"<{other}> får inte stå här")
    loops = int(_seconds(element, "loop", 1.0))
    return (prompt,) * (loops or _ENDLESS_LOOP)


def _gather(element: ET.Element) -> Gather:
    num_digits = element.get("numDigits")
    timeout = 5.0 if element.get("timeout") == "auto" else _seconds(element, "timeout", 5.0)
    return Gather(
        prompts=tuple(prompt for child in element for prompt in _prompts(child)),
        hears_digits="dtmf" in element.get("input", "dtmf").split(),
        hears_speech="speech" in element.get("input", "dtmf").split(),
        num_digits=None if num_digits is None else int(_seconds(element, "numDigits", 1.0)),
        timeout_seconds=timeout,
        finish_on_key=element.get("finishOnKey", "#"),
        action=element.get("action", ""),
        method=_method(element, "method"),
        action_on_empty_result=_flag(element, "actionOnEmptyResult", default="false"),
    )


def _dial(element: ET.Element) -> Dial:
    rooms = [_room(child) for child in element if child.tag == "Conference"]
    numbers = [_number(child) for child in element if child.tag == "Number"]
    for child in element:
        if child.tag not in ("Conference", "Number"):
            raise BadTwiml(f"okänt mål <{child.tag}> i <Dial>")
    bare = (element.text or "").strip()
    if bare and not rooms and not numbers:
        numbers = [_number(ET.fromstring(f"<Number>{bare}</Number>"))]  # noqa: S314 - text already parsed once
    if len(rooms) > 1 or bool(rooms) == bool(numbers):
        raise BadTwiml("<Dial> ska ha antingen nummer eller en konferens")
    return Dial(
        numbers=tuple(numbers),
        room=rooms[0] if rooms else None,
        timeout_seconds=_seconds(element, "timeout", 30.0),
        action=element.get("action", ""),
        method=_method(element, "method"),
        caller_id=element.get("callerId", ""),
        time_limit_seconds=_seconds(element, "timeLimit", _LONGEST_DIAL_SECONDS),
        hangs_up_on_star=_flag(element, "hangupOnStar", default="false"),
    )


def _number(element: ET.Element) -> Number:
    return Number(
        number=(element.text or "").strip(),
        url=element.get("url", ""),
        method=_method(element, "method"),
        status_callback=element.get("statusCallback", ""),
        status_callback_method=_method(element, "statusCallbackMethod"),
        status_callback_events=frozenset(element.get("statusCallbackEvent", "completed").split()),
    )


def _room(element: ET.Element) -> Room:
    name = (element.text or "").strip()
    if not name:
        raise BadTwiml("<Conference> saknar namn")
    return Room(
        name=name,
        starts_conference=_flag(element, "startConferenceOnEnter", default="true"),
        ends_conference=_flag(element, "endConferenceOnExit", default="false"),
        wait_url=element.get("waitUrl", ""),
        wait_method=_method(element, "waitMethod"),
        status_callback=element.get("statusCallback", ""),
        status_callback_method=_method(element, "statusCallbackMethod"),
        status_callback_events=frozenset(element.get("statusCallbackEvent", "").split()),
    )


def _redirect(element: ET.Element) -> Redirect:
    return Redirect((element.text or "").strip(), _method(element, "method"))


def _reject(element: ET.Element) -> Reject:
    return Reject(element.get("reason", "rejected"))


def _hangup(_element: ET.Element) -> Hangup:
    return Hangup()


_READERS: dict[str, Callable[[ET.Element], Verb]] = {
    "Gather": _gather,
    "Dial": _dial,
    "Redirect": _redirect,
    "Hangup": _hangup,
    "Reject": _reject,
}


def _seconds(element: ET.Element, name: str, default: float) -> float:
    value = element.get(name)
    if value is None:
        return default
    if not value.isdecimal():
        raise BadTwiml(f"{name}={value!r} i <{element.tag}> är inget heltal")
    return float(value)


def _flag(element: ET.Element, name: str, *, default: str) -> bool:
    return element.get(name, default).lower() == "true"


def _method(element: ET.Element, name: str) -> str:
    method = element.get(name, "POST").upper()
    if method not in ("GET", "POST"):
        raise BadTwiml(f"{name}={method!r} i <{element.tag}> är varken GET eller POST")
    return method
