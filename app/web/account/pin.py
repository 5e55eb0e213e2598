"""Min ringkod: the code that says who one is on a phone the service does not know."""

from dataclasses import dataclass

from flask import Blueprint, make_response, render_template
from flask.typing import ResponseReturnValue

from app.actions.account.pins import CallerCode, NewPin, find_caller_code, renew_pin
from app.actions.incoming.callers import find_by_number
from app.auth.access_log import note_access
from app.auth.guard import current_actor, needs
from app.auth.permissions import Verb
from app.current import current_directory, current_moment
from app.web.shared.moments import when
from app.web.shared.paths import specialties_with_lines, ways_for
from app.web.shared.ring_in import ring_in
from app.web.shared.words import called
from models.db import db
from routing.phone_menu import PATH_DIGITS

blueprint = Blueprint("pin", __name__, url_prefix="/ringkod")
THING = "ringkod"


@dataclass(frozen=True, slots=True)
class DialCode:
    """A line of the list of codes: what to press, and for what."""

    digits: str
    name: str


@needs(Verb.USE_CALLER_CODE)
def show() -> ResponseReturnValue:
    """One's own caller code; the PIN is not known to anybody any more."""
    code = find_caller_code(db.session(), current_actor().account_id)
    return _page(code, made=None)


@needs(Verb.USE_CALLER_CODE)
def renew() -> ResponseReturnValue:
    """Make a new PIN and show it, this once: it is neither kept nor sent anywhere else."""
    actor, at = current_actor(), current_moment()
    made = renew_pin(db.session(), actor.account_id, at=at)
    note_access(db.session(), Verb.USE_CALLER_CODE, THING, by=actor, at=at)
    db.session.commit()
    return _page(CallerCode(made.caller_code, at), made=made)


def _page(code: CallerCode | None, *, made: NewPin | None) -> ResponseReturnValue:
    actor, directory = current_actor(), current_directory()
    ways = {way.path: way for way in ways_for(actor, directory)}
    is_known = actor.number is not None and (
        find_by_number(db.session(), actor.number) == actor.account_id
    )
    specialties = [one for one in specialties_with_lines(directory) if one.dial_code]
    page = render_template(
        "web/account/pin.html",
        code=code,
        made=made,
        made_at=when(code.made_at, current_moment()) if code else "",
        own_number=actor.number if is_known else None,
        ring_in=ring_in(actor, directory),
        paths=[
            DialCode(digit, ways[path].name) for digit, path in PATH_DIGITS.items() if path in ways
        ],
        specialties=[DialCode(one.dial_code or "", called(one)) for one in specialties],
    )
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    return answer


blueprint.add_url_rule("", "show", show)
blueprint.add_url_rule("", "renew", renew, methods=["POST"])
