"""Jour: am I on duty, who rings me now, my shifts, and taking over a shift at once."""

from collections.abc import Mapping

from flask import (
    Blueprint,
    abort,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.actions.answers.answer_in_browser import Decline, answer_in_browser, decline_in_browser
from app.actions.call_back.promise_call_back import Promise, promise_call_back
from app.actions.duty.take_over_shift import TakeOver, may_take_over, take_over_shift
from app.actions.shared.errors import PatientIdentityInText, TextTooLong
from app.auth.guard import current_actor, needs
from app.auth.permissions import Verb, can
from app.current import current_directory, current_moment
from app.web.contact.chain import earlier_words
from app.web.contact.contact_list import contact_rows
from app.web.duty import away
from app.web.duty.away import away_panel
from app.web.duty.incoming import incoming_cards
from app.web.duty.page import coming_shifts, duties_of, duties_to_take, duty_on, find_rota
from app.web.duty.promised import promised_rows
from app.web.shared.addresses import id_or_404
from app.web.shared.field_errors import field_errors
from app.web.shared.fragments import unless_known
from app.web.shared.moments import when
from models.db import db
from models.reads.contacts import load_answered_by, load_incoming
from routing.call_back import MINUTES
from routing.outcome import DeclineReason, Side

blueprint = Blueprint("on_call", __name__, url_prefix="/jour")
SHOWN = 20


@needs(Verb.SEE_ON_CALL)
def mine() -> ResponseReturnValue:
    """The whole page."""
    person_id = current_actor().person_id
    directory, now = current_directory(), current_moment()
    answered = load_answered_by(db.session(), person_id, limit=SHOWN) if person_id else ()
    rows = contact_rows(answered, Side.RESPONDER, directory, now)
    return render_template(
        "web/duty/mine.html",
        is_person=person_id is not None,
        **_incoming(),
        duties=duties_of(person_id, directory, now),
        shifts=coming_shifts(person_id, directory, now),
        to_take=duties_to_take(person_id, directory, now),
        promised=promised_rows(person_id, directory, now),
        away=away_panel(person_id, directory, now),
        may_change_shifts=can(current_actor(), Verb.CHANGE_SHIFT),
        answered=sorted(rows, key=lambda row: not row.wants_outcome),
    )


@needs(Verb.ANSWER_CONTACT)
def incoming() -> ResponseReturnValue:
    """Who rings me now; 304 while nothing has changed."""
    return unless_known(render_template("web/duty/incoming.html", **_incoming()))


@needs(Verb.ANSWER_CONTACT)
def accept(attempt_id: str) -> ResponseReturnValue:
    """Take the contact; the phone that rings is connected when it is picked up."""
    request_id = answer_in_browser(
        db.session(),
        id_or_404(attempt_id),
        by=current_actor(),
        directory=current_directory(),
        at=current_moment(),
    )
    return redirect(url_for("requests.show", request_id=request_id), code=303)


@needs(Verb.ANSWER_CONTACT)
def decline(attempt_id: str) -> ResponseReturnValue:
    """Not now: the next in turn is rung at once."""
    word = request.form.get("reason")
    if word is not None and word not in set(DeclineReason):
        abort(422)
    said = Decline(id_or_404(attempt_id), DeclineReason(word) if word else None)
    decline_in_browser(
        db.session(),
        said,
        by=current_actor(),
        directory=current_directory(),
        at=current_moment(),
    )
    flash(_("Samtalet gick vidare till nästa i ordningen."), "success")
    return redirect(url_for("on_call.mine"), code=303)


@needs(Verb.ANSWER_CONTACT)
def promise(attempt_id: str) -> ResponseReturnValue:
    """I call back within so many minutes: the requester is told and let go."""
    minutes = request.form.get("minutes", "")
    if minutes not in {str(one) for one in MINUTES}:
        abort(422)
    request_id = promise_call_back(
        db.session(),
        Promise(id_or_404(attempt_id), int(minutes)),
        by=current_actor(),
        directory=current_directory(),
        at=current_moment(),
    )
    flash(
        _("Remittenten väntar på att du ringer inom %(minutes)s minuter.", minutes=minutes),
        "success",
    )
    return redirect(url_for("requests.show", request_id=request_id), code=303)


@needs(Verb.TAKE_OVER_SHIFT)
def confirm_take_over(rota_id: str) -> ResponseReturnValue:
    """What will happen, before it does."""
    return _take_over_page(rota_id, reason="", errors={})


@needs(Verb.TAKE_OVER_SHIFT)
def take_over(rota_id: str) -> ResponseReturnValue:
    """The rest of the running shift is mine from this minute."""
    now = current_moment()
    reason = request.form.get("reason", "")
    command = TakeOver(rota_id, request.form.get("from_person", ""), reason)
    try:
        shift = take_over_shift(
            db.session(), command, by=current_actor(), directory=current_directory(), at=now
        )
    except (PatientIdentityInText, TextTooLong) as refused:
        return _take_over_page(rota_id, reason=reason, errors=field_errors(refused))
    flash(_("Passet är ditt till %(until)s.", until=when(shift.ends_at, now)), "success")
    return redirect(url_for("on_call.mine"), code=303)


def _take_over_page(rota_id: str, *, reason: str, errors: Mapping[str, str]) -> ResponseReturnValue:
    directory = current_directory()
    rota = find_rota(rota_id, directory)
    person_id = current_actor().person_id
    if rota is None:
        abort(404)
    if person_id is None or not may_take_over(rota, person_id, directory):
        abort(403)
    duty = duty_on(rota, directory, current_moment())
    is_mine = duty is not None and duty.person_id == person_id
    page = render_template(
        "web/duty/take_over.html", duty=duty, is_mine=is_mine, reason=reason, errors=errors
    )
    return make_response(page, 422 if errors else 200)


def _incoming() -> dict[str, object]:
    person_id = current_actor().person_id
    contacts = load_incoming(db.session(), person_id) if person_id else ()
    directory, earlier = current_directory(), earlier_words(contacts)
    return {
        "cards": incoming_cards(contacts, person_id or "", directory, earlier=earlier),
        "minutes_to_promise": MINUTES,
        "decline_reasons": tuple(DeclineReason),
    }


for method, rule, endpoint, view in (
    ("GET", "", "mine", mine),
    ("GET", "/inkommande", "incoming", incoming),
    ("POST", "/svara/<attempt_id>", "accept", accept),
    ("POST", "/avboj/<attempt_id>", "decline", decline),
    ("POST", "/inte-nu", "begin_away", away.begin),
    ("POST", "/inte-nu/slut", "end_away", away.end),
    ("POST", "/ring-tillbaka/<attempt_id>", "promise", promise),
    ("GET", "/ta-over/<rota_id>", "confirm_take_over", confirm_take_over),
    ("POST", "/ta-over/<rota_id>", "take_over", take_over),
):
    blueprint.add_url_rule(rule, endpoint, view, methods=[method])
