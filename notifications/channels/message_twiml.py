"""What is written back to a text message, in Twilio's language."""

from twilio.twiml.messaging_response import MessagingResponse


def to_message_twiml(text: str | None) -> str:
    """The XML document; without a text nothing is written back."""
    response = MessagingResponse()
    if text:
        response.message(text)
    return str(response)
