"""Twilio's webhooks for text messages: one that came to us, and how one of ours fares."""

import logging
import re

from flask import abort, request
from werkzeug.wrappers import Response

from app.actions.answers.answer_by_text import IncomingText, answer_by_text
from app.current import current_holder, current_moment
from models.db import db
from models.tables.contacts import is_id
from notifications.channels.message_twiml import to_message_twiml
from notifications.channels.twilio_codes import MESSAGE_STATUS
from notifications.delivery_record import Report, record_report

log = logging.getLogger(__name__)

MESSAGE_ID = re.compile(r"(?:SM|MM)[0-9a-f]{32}")
LONGEST_CODE = 10


def incoming() -> Response:
    """Somebody writes to us: an answer to an alert, or anything at all."""
    session = db.session()
    text = IncomingText(
        message_id=_message_id(),
        from_number=request.form.get("From", ""),
        body=request.form.get("Body", ""),
    )
    reply = answer_by_text(
        session, text, directory=current_holder().fresh(session), at=current_moment()
    )
    return Response(to_message_twiml(reply), mimetype="text/xml")


def status(delivery_id: str) -> Response:
    """How a text message of ours fares; a word we do not know is a broken request."""
    word = request.form.get("MessageStatus", "")
    if word not in MESSAGE_STATUS:
        abort(400)
    code = request.form.get("ErrorCode", "")
    report = Report(
        _message_id(), MESSAGE_STATUS[word], code[:LONGEST_CODE] if code.isdecimal() else ""
    )
    if not is_id(delivery_id) or not record_report(
        db.session(), delivery_id, report, at=current_moment()
    ):
        log.warning("status of an unknown delivery", extra={"delivery_id": delivery_id[:36]})
    return Response(status=204)


def _message_id() -> str:
    message_id = request.form.get("MessageSid", "")
    if not MESSAGE_ID.fullmatch(message_id):
        abort(400)
    return message_id
