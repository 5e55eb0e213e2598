"""Twilio's webhooks for a phone whose talk, or whose hunt, is over: what was pressed then."""

from flask import Response, abort, request

from app.actions.calls.ask_outcome import ask_outcome, take_outcome
from app.actions.calls.elsewhere import take_elsewhere
from app.actions.calls.record_answer import Pressed
from app.actions.calls.record_elsewhere import elsewhere_over, record_elsewhere
from app.current import current_moment
from app.webhooks import phone
from models.db import db
from notifications.channels.base import OtherEnd
from notifications.channels.twilio_codes import OTHER_END


def how_it_went(attempt_id: str) -> Response:
    """The talk is over for this phone: whoever asked is asked how it went."""
    return phone.speak(ask_outcome(db.session(), attempt_id, directory=phone.directory()))


def outcome(attempt_id: str) -> Response:
    """How it went, by a key."""
    phone.call_of(attempt_id)
    pressed = Pressed(phone.digits(), phone.prompt())
    return phone.speak(
        take_outcome(
            db.session(),
            attempt_id,
            pressed,
            directory=phone.directory(),
            at=current_moment(),
        )
    )


def dialled(attempt_id: str) -> Response:
    """The call to the fallback is over, or was not answered."""
    phone.call_of(attempt_id)
    outcome = OTHER_END.get(request.form.get("DialCallStatus", ""))
    return phone.speak(
        elsewhere_over(
            db.session(),
            attempt_id,
            outcome or OtherEnd.UNKNOWN,
            directory=phone.directory(),
            at=current_moment(),
        )
    )


def other_end(attempt_id: str) -> Response:
    """How the call to the fallback goes; a status we do not know is a broken request."""
    phone.parent_of(attempt_id)
    word = request.form.get("CallStatus", "")
    if word not in OTHER_END:
        abort(400)
    outcome = OTHER_END[word]
    if outcome is not None:
        record_elsewhere(
            db.session(),
            attempt_id,
            outcome,
            directory=phone.directory(),
            at=current_moment(),
        )
    return Response(status=204)


def elsewhere(attempt_id: str) -> Response:
    """Whether to be connected to the fallback number."""
    phone.call_of(attempt_id)
    return phone.speak(
        take_elsewhere(
            db.session(),
            attempt_id,
            phone.digits(),
            directory=phone.directory(),
            at=current_moment(),
        )
    )
