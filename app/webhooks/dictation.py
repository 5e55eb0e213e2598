"""Twilio's webhook for what somebody has said: the text that was recognised, or a key."""

from flask import Response, abort, request

from app.actions.sbar.dictate import Said, join_talk_now, take_said
from app.current import current_moment
from app.webhooks import phone
from models.db import db
from notifications import callbacks as paths
from routing.sbar import SbarPart

MOST_SAID = 4000
"""Characters: a minute's speech is far from it."""


def said(attempt_id: str) -> Response:
    """One part of SBAR was said, skipped or not heard."""
    part = request.args.get(paths.PART, "")
    if part not in set(SbarPart):
        abort(400)
    answer = Said(
        call_id=phone.call_of(attempt_id),
        part=SbarPart(part),
        text=request.form.get("SpeechResult", "")[:MOST_SAID],
        digits=phone.digits(),
        prompt=phone.prompt(),
    )
    return phone.speak(
        take_said(
            db.session(), attempt_id, answer, directory=phone.directory(), at=current_moment()
        )
    )


def join(attempt_id: str) -> Response:
    """Somebody has said yes while the requester was dictating."""
    call_id, at = phone.call_of(attempt_id), current_moment()
    return phone.speak(
        join_talk_now(db.session(), attempt_id, call_id=call_id, directory=phone.directory(), at=at)
    )
