"""Twilio's webhooks for calls to our own number."""

import logging

from flask import Response, abort, request

from app.actions.calls.record_call_status import CallReport
from app.actions.calls.tell_requester import tell_by_phone
from app.actions.incoming.conversation import Entered, InboundCall, answer_call, take_entry
from app.actions.incoming.hang_up import find_leg, note_hung_up
from app.current import current_moment
from app.webhooks import afterwards, phone
from models.db import db
from notifications.channels.twilio_codes import CALL_STATUS
from routing.lifecycle import RequestEvent

log = logging.getLogger(__name__)


def call() -> Response:
    """Somebody rings."""
    inbound = InboundCall(phone.call_id(), request.form.get("From", ""))
    return phone.speak_or_listen(
        answer_call(db.session(), inbound, directory=phone.directory(), at=current_moment())
    )


def again() -> Response:
    """Our last answer to a call never came: say what its phone should do as things stand now.

    ``ErrorUrl`` is the address that failed; where it names a leg, what comes after its talk or its
    hunt is said.
    """
    call_id, failed = phone.call_id(), phone.failed_path()
    attempt_id = find_leg(db.session(), call_id)
    if attempt_id is not None and failed.endswith(("/after", "/outcome")):
        return afterwards.how_it_went(attempt_id)
    if attempt_id is not None and failed.endswith(("/told", "/elsewhere", "/dialled")):
        return phone.speak(
            tell_by_phone(
                db.session(), attempt_id, directory=phone.directory(), at=current_moment()
            )
        )
    return call()


def entry() -> Response:
    """A key or a code was pressed, or nothing was."""
    call_id = phone.call_id()
    return phone.speak_or_listen(
        take_entry(
            db.session(),
            call_id,
            Entered(phone.digits(), phone.prompt()),
            directory=phone.directory(),
            at=current_moment(),
        )
    )


def status() -> Response:
    """How a call to us goes: only that it is over matters. An unknown status is a broken
    request."""
    word = request.form.get("CallStatus", "")
    if word not in CALL_STATUS:
        abort(400)
    event = CALL_STATUS[word]
    call_id = phone.call_id()
    if event is None or event is RequestEvent.RINGING:
        return Response(status=204)
    report = CallReport(call_id, event)
    at = current_moment()
    if not note_hung_up(db.session(), report, directory=phone.directory(), at=at):
        log.warning("status of an unknown call to us")
    return Response(status=204)
