"""Reads the TwiML a service answers a text message with."""

import xml.etree.ElementTree as ET

from app.phone_lab.verbs import BadTwiml


def parse_message_twiml(document: str) -> tuple[str, ...]:
    """The messages to answer with, maybe none; raises BadTwiml for what Twilio would not do."""
    if not document.strip():
        return ()
    try:
        root = ET.fromstring(document)  # noqa: S314 - comes from our own webhooks, and expat refuses entity bombs
    except ET.ParseError as error:
        raise BadTwiml(f"inte läsbar XML ({error})") from error
    if root.tag != "Response":
        raise BadTwiml(f"<{root.tag}> i stället för <Response>")
    return tuple(_body(element) for element in root)


def _body(element: ET.Element) -> str:
    if element.tag != "Message":
        raise BadTwiml(f"okänt verb <{element.tag}> i svaret på ett sms")
    body = element.find("Body")
    text = "".join((element if body is None else body).itertext()).strip()
    if not text:
        raise BadTwiml("<Message> utan text")
    return text
