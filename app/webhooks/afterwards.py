"""Twilio's webhooks for a phone whose talk, or whose hunt, is over: what was pressed then."""

from flask import Response

from app.actions.ask_outcome import ask_outcome, take_outcome
from app.actions.elsewhere import take_elsewhere
from app.actions.record_answer import Pressed
from app.current import current_clock
from app.webhooks import phone
from models.db import db


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
            at=current_clock()(),
        )
    )


def elsewhere(attempt_id: str) -> Response:
    """Whether to be connected to the fallback number."""
    phone.call_of(attempt_id)
    return phone.speak(
        take_elsewhere(
            db.session(),
            attempt_id,
            phone.digits(),
            directory=phone.directory(),
            at=current_clock()(),
        )
    )
