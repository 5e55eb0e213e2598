"""What can be done to a contact besides waiting: a call-back sooner, a third party in the talk."""

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.actions.call_back.call_back_due import call_back_now, search_on
from app.actions.talk.ask_third_party import ThirdParty, ask_third_party
from app.auth.guard import current_actor, needs
from app.auth.permissions import Verb, can
from app.current import current_directory, current_moment
from app.web.contact.third_party import choices
from app.web.shared.addresses import id_or_404
from app.web.shared.search_words import LONGEST, REFUSED, fault_of, sent_words
from models.db import db
from models.reads.contact_view import ContactView
from models.reads.contacts import find_contact


@needs(Verb.ACT_ON_CONTACT)
def go_on(request_id: str) -> ResponseReturnValue:
    """The requester cannot wait for the call-back: the next in turn is rung."""
    search_on(
        db.session(),
        id_or_404(request_id),
        by=current_actor(),
        directory=current_directory(),
        at=current_moment(),
    )
    return _back(request_id)


@needs(Verb.ANSWER_CONTACT)
def call_now(request_id: str) -> ResponseReturnValue:
    """Whoever promised to call back is free before the time: their phone rings."""
    call_back_now(
        db.session(),
        id_or_404(request_id),
        by=current_actor(),
        directory=current_directory(),
        at=current_moment(),
    )
    flash(_("Din telefon ringer. Svara och tryck 1, så ringer vi upp remittenten."), "success")
    return _back(request_id)


@needs(Verb.ADD_THIRD_PARTY)
def choose_third_party(request_id: str) -> ResponseReturnValue:
    """A search among lines and numbers; each hit is one tap."""
    return _third_party_page(_contact(request_id), sent_words()[:LONGEST])


@needs(Verb.ADD_THIRD_PARTY)
def find_third_party(request_id: str) -> ResponseReturnValue:
    """The search, sent: to an address that holds the words, unless they name a patient."""
    contact, words = _contact(request_id), sent_words()[:LONGEST]
    if fault := fault_of(words):
        return make_response(_third_party_page(contact, words, fault=fault), REFUSED)
    where = url_for("requests.choose_third_party", request_id=contact.id, q=words or None)
    return redirect(where, code=303)


@needs(Verb.ADD_THIRD_PARTY)
def add_third_party(request_id: str) -> ResponseReturnValue:
    """Ring somebody into the talk."""
    contact = _contact(request_id)
    whom = ThirdParty(
        contact.id,
        line_id=request.form.get("line") or None,
        contact_point_id=request.form.get("point") or None,
    )
    ask_third_party(
        db.session(),
        whom,
        by=current_actor(),
        directory=current_directory(),
        at=current_moment(),
    )
    return _back(request_id)


def _third_party_page(contact: ContactView, words: str, *, fault: str = "") -> str:
    found = () if fault else choices(contact, current_directory(), words, current_moment())
    return render_template(
        "web/contact/third_party.html", contact=contact, words=words, choices=found, fault=fault
    )


def _contact(request_id: str) -> ContactView:
    contact = find_contact(db.session(), id_or_404(request_id))
    if contact is None or not can(current_actor(), Verb.ADD_THIRD_PARTY, contact):
        abort(404)
    return contact


def _back(request_id: str) -> ResponseReturnValue:
    return redirect(url_for("requests.show", request_id=request_id), code=303)
