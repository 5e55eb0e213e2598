"""What every webhook of a call has in common: its id, the directory, and the reply as TwiML."""

import logging
import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import NoReturn
from urllib.parse import urlsplit

from flask import Response, abort, request

from app.actions.sbar.dictate import offer_dictation
from app.current import current_config, current_holder, current_moment
from models.db import db
from models.reads.calls import is_call_of, is_call_of_another
from notifications import callbacks as paths
from notifications.callbacks import Callbacks
from notifications.channels.twiml import to_twiml
from notifications.dialogue import PhoneReply
from routing.directory import Directory

log = logging.getLogger(__name__)

CALL_ID = re.compile(r"CA[0-9a-f]{32}")
MOST_DIGITS = 40


def call_id() -> str:
    """The call's id at the provider; a webhook without one is broken."""
    found = request.form.get("CallSid", "")
    if not CALL_ID.fullmatch(found):
        abort(400)
    return found


def call_of(attempt_id: str) -> str:
    """The call's id, which must be the one this attempt is known by; another's is refused."""
    found = call_id()
    if not is_call_of(db.session(), attempt_id, found):
        _refuse(attempt_id)
    return found


def listener_of(attempt_id: str) -> str:
    """The same where a phone only hears how things stand: of a doubled call it may be the one that
    is not known, but never the call of another attempt."""
    found = call_id()
    if is_call_of_another(db.session(), attempt_id, found):
        _refuse(attempt_id)
    return found


def parent_of(attempt_id: str) -> None:
    """Refuse a report of a call that was not made for the call of this attempt."""
    call_id()
    parent = request.form.get("ParentCallSid", "")
    if not CALL_ID.fullmatch(parent):
        abort(400)
    if not is_call_of(db.session(), attempt_id, parent):
        _refuse(attempt_id)


def _refuse(attempt_id: str) -> NoReturn:
    log.warning("webhook with the id of another call", extra={"attempt_id": attempt_id[:36]})
    abort(403)


def failed_path() -> str:
    """The path of the address whose answer never came (``ErrorUrl``), empty when it is none."""
    try:
        return urlsplit(request.form.get("ErrorUrl", "")).path
    except ValueError:
        return ""


def told_at() -> datetime | None:
    """When it happened by the provider's clock, to the second; None when it does not say."""
    try:
        found = parsedate_to_datetime(request.form.get("Timestamp", ""))
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def digits() -> str:
    """What was pressed, empty for nothing; more than anybody is asked for is cut."""
    return request.form.get("Digits", "")[:MOST_DIGITS]


def prompt() -> int:
    """Which question the digits answer, from 1."""
    return request.args.get(paths.PROMPT, default=1, type=int)


def directory() -> Directory:
    """The directory as it is now."""
    return current_holder().fresh(db.session())


def speak_or_listen(reply: PhoneReply) -> Response:
    """The reply; where it is a wait that may be used to dictate, the question for that."""
    if current_config().sbar_by_voice:
        session, at = db.session(), current_moment()
        reply = offer_dictation(session, reply, directory=directory(), at=at)
    return speak(reply)


def speak(reply: PhoneReply) -> Response:
    """The reply in the provider's language."""
    config = current_config()
    ours = Callbacks(config.public_url)
    body = to_twiml(reply, ours, caller_id=config.twilio.from_number)
    return Response(body, mimetype="text/xml")
