"""Twilio's webhooks: parse, one action, TwiML. The addresses stand in notifications/callbacks."""

import logging

from flask import Blueprint, Flask, abort, request
from werkzeug.wrappers import Response

from app.actions.calls.hold_words import hold_words
from app.actions.calls.let_go import let_go_if_over
from app.actions.calls.record_answer import Pressed, record_answer
from app.actions.calls.record_call_status import CallReport, record_call_status
from app.actions.calls.record_leaving import record_leaving
from app.actions.calls.record_machine import record_machine, record_person
from app.actions.calls.record_pickup import record_connecting, record_pickup
from app.actions.calls.record_waiting import record_waiting
from app.actions.calls.tell_requester import tell_by_phone
from app.actions.talk.record_connection import record_connection, record_room_left
from app.auth.guard import public
from app.current import current_config, current_moment
from app.webhooks import afterwards, dictation, incoming, phone, sms
from app.webhooks.phone import call_id as _call_id
from app.webhooks.phone import call_of as _call_of
from app.webhooks.phone import directory as _directory
from app.webhooks.phone import listener_of as _listener_of
from app.webhooks.phone import speak as _twiml
from app.webhooks.signature import is_genuine
from models.db import db
from models.reads.calls import is_call_of
from notifications import callbacks as paths
from notifications.channels.twilio_codes import CALL_STATUS, MACHINES, PERSON
from notifications.dialogue import SayGoodbye
from notifications.render import render
from routing.lifecycle import RequestEvent

log = logging.getLogger(__name__)

IN_PROGRESS = "in-progress"
MAX_BODY = 64 * 1024
ONLY_SIGNED = public("the provider signs every request; anything else is refused")


def register(app: Flask) -> None:
    """All webhooks in one table: address and what it does."""
    blueprint = Blueprint("webhooks", __name__, url_prefix=paths.PREFIX)
    blueprint.before_request(_refuse_strangers)
    for path, view in (
        (paths.ANSWER, answer),
        (paths.DIGIT, digit),
        (paths.STATUS, status),
        (paths.CONNECT, connect),
        (paths.MACHINE, machine),
        (paths.HOLD, hold),
        (paths.TOLD, told),
        (paths.AFTER, after),
        (paths.FALLBACK, fallback),
        (paths.OUTCOME, afterwards.outcome),
        (paths.ELSEWHERE, afterwards.elsewhere),
        (paths.DIALLED, afterwards.dialled),
        (paths.OTHER_END, afterwards.other_end),
        (paths.SAID, dictation.said),
        (paths.JOIN, dictation.join),
        (paths.CONFERENCE, conference),
        (paths.INCOMING_CALL, incoming.call),
        (paths.INCOMING_ENTRY, incoming.entry),
        (paths.INCOMING_STATUS, incoming.status),
        (paths.INCOMING_FALLBACK, incoming.again),
        (paths.INCOMING_SMS, sms.incoming),
        (paths.TEXT_STATUS, sms.status),
    ):
        name = "_".join(part for part in path.split("/") if part and not part.startswith("<"))
        blueprint.add_url_rule(path, name, ONLY_SIGNED(view), methods=["POST"])
    app.register_blueprint(blueprint)


def connect(attempt_id: str) -> Response:
    """Somebody listened to the question, and has said yes elsewhere."""
    return _twiml(
        record_connecting(
            db.session(),
            attempt_id,
            call_id=_listener_of(attempt_id),
            directory=_directory(),
            at=current_moment(),
        )
    )


def machine(attempt_id: str) -> Response:
    """What the provider takes the one who picked up for."""
    call_id, word = _call_id(), request.form.get("AnsweredBy", "")
    if word in MACHINES or word == PERSON:
        record = record_machine if word in MACHINES else record_person
        record(
            db.session(),
            attempt_id,
            call_id=call_id,
            directory=_directory(),
            at=current_moment(),
        )
    return Response(status=204)


def answer(attempt_id: str) -> Response:
    """A phone was picked up, or a waiting one is to be let go."""
    return phone.speak_or_listen(
        record_pickup(
            db.session(),
            attempt_id,
            call_id=_listener_of(attempt_id),
            directory=_directory(),
            at=current_moment(),
        )
    )


def digit(attempt_id: str) -> Response:
    """A digit was pressed, or none was (the provider then sends no ``Digits``)."""
    _call_of(attempt_id)
    digits = request.form.get("Digits", "")
    prompt = request.args.get(paths.PROMPT, default=1, type=int)
    return phone.speak_or_listen(
        record_answer(
            db.session(),
            attempt_id,
            Pressed(digits, prompt),
            directory=_directory(),
            at=current_moment(),
        )
    )


def status(attempt_id: str) -> Response:
    """How a call goes; a status we do not know is a broken request."""
    word = request.form.get("CallStatus", "")
    if word not in CALL_STATUS:
        abort(400)
    event = CALL_STATUS[word]
    call_id = _call_id()
    if event is not None and not record_call_status(
        db.session(),
        attempt_id,
        CallReport(call_id, event),
        directory=_directory(),
        at=current_moment(),
    ):
        log.warning("status of an unknown attempt", extra={"attempt_id": attempt_id[:36]})
    return Response(status=204)


def hold(attempt_id: str) -> Response:
    """What the requester hears while the hunt goes on."""
    call_id = _listener_of(attempt_id)
    session, at = db.session(), current_moment()
    let_go_if_over(session, attempt_id, at=at)
    record_waiting(session, attempt_id, call_id=call_id, directory=_directory(), at=at)
    words = hold_words(session, attempt_id, directory=_directory(), at=at)
    return _twiml(words or SayGoodbye(render("unknown_call", "voice")))


def told(attempt_id: str) -> Response:
    """The requester hears that nobody answered."""
    _listener_of(attempt_id)
    return _twiml(
        tell_by_phone(db.session(), attempt_id, directory=_directory(), at=current_moment())
    )


def after(attempt_id: str) -> Response:
    """The talk is over for this phone; the report of it that comes next may get lost."""
    call_id = _listener_of(attempt_id)
    is_known = is_call_of(db.session(), attempt_id, call_id)
    if is_known and request.form.get("CallStatus") == IN_PROGRESS:
        record_room_left(db.session(), attempt_id, directory=_directory(), at=current_moment())
    over = CallReport(call_id, RequestEvent.CALL_ENDED)
    record_call_status(db.session(), attempt_id, over, directory=_directory(), at=current_moment())
    return afterwards.how_it_went(attempt_id)


def fallback(attempt_id: str) -> Response:
    """Our last answer never came: say what this phone should do as things stand now.

    What was asked for then may have been done or not; the rows know. ``ErrorUrl`` is the address
    that failed.
    """
    _listener_of(attempt_id)
    failed = phone.failed_path()
    for path, view in (
        (paths.AFTER, after),
        (paths.OUTCOME, afterwards.how_it_went),
        (paths.TOLD, told),
        (paths.ELSEWHERE, told),
        (paths.DIALLED, told),
    ):
        if failed.endswith(path.rsplit("/", 1)[1]):
            return view(attempt_id)
    return answer(attempt_id)


def conference(request_id: str) -> Response:
    """Somebody joined or left the contact's common talk."""
    event = request.form.get("StatusCallbackEvent")
    session, at = db.session(), current_moment()
    if event in ("participant-join", "participant-leave"):  # who leaves has been there
        told_at = phone.told_at()
        if not record_connection(session, request_id, call_id=_call_id(), at=at, told_at=told_at):
            log.warning("joined an unknown contact", extra={"request_id": request_id[:36]})
    if event == "participant-leave":
        record_leaving(session, request_id, call_id=_call_id(), directory=_directory(), at=at)
    return Response(status=204)


def _refuse_strangers() -> None:
    config = current_config()
    if (request.content_length or 0) > MAX_BODY:
        abort(413)
    tokens = config.twilio.signing_tokens
    if not is_genuine(request, auth_tokens=tokens, public_url=config.public_url):
        log.warning("webhook with a bad signature", extra={"endpoint": request.endpoint})
        abort(403)
    # The provider names the account in every webhook: one that names none is not of ours either.
    if set(request.form.getlist("AccountSid")) != {config.twilio.account_sid}:
        log.warning("webhook of another account", extra={"endpoint": request.endpoint})
        abort(403)
