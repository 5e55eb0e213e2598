"""The start page: what one most likely came for, one tap away. And the service about itself."""

from flask import Blueprint, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.actions.account.pins import find_caller_code
from app.actions.duty.set_away import away_now
from app.auth.guard import current_actor, needs, public
from app.auth.permissions import Verb
from app.current import current_directory, current_moment
from app.web.contact.choose_views import Found, Suggestion, suggestions, suggestions_of
from app.web.contact.contact_list import contact_rows
from app.web.duty.page import duties_of
from app.web.shared.first_page import START, first_page, search_page
from app.web.shared.found_contact import url_of_code
from app.web.shared.paths import Way, specialties_with_lines, ways_for
from app.web.shared.ring_in import ring_in
from app.web.shared.search_words import REFUSED, fault_of, sent_words
from models.db import db
from models.reads.contact_view import ContactView
from models.reads.contacts import load_answered_by, load_contacts_of
from routing.directory import Directory
from routing.outcome import Side

blueprint = Blueprint("home", __name__)
REMEMBERED = 20
RECENT = 4


@needs(Verb.USE_SERVICE)
def start() -> ResponseReturnValue:
    """Search, paths and what is missing; whoever is here for something else begins there."""
    begins = first_page(current_actor(), current_directory())
    if begins != START:
        return redirect(url_for(begins))
    return _start_page(sent_words())


@needs(Verb.CREATE_REQUEST)
def seek() -> ResponseReturnValue:
    """The same page, for those who begin elsewhere."""
    return _start_page(sent_words())


@needs(Verb.USE_SERVICE)
def find() -> ResponseReturnValue:
    """The search, sent: to an address that holds the words, unless they name a patient."""
    words = sent_words()
    if fault := fault_of(words):
        return make_response(_start_page(words, fault=fault), REFUSED)
    if where := url_of_code(words):
        return redirect(where, code=303)
    where = search_page(current_actor(), current_directory()) or START
    return redirect(url_for(where, q=words or None), code=303)


def _start_page(words: str, *, fault: str = "") -> str:
    actor = current_actor()
    directory, now = current_directory(), current_moment()
    ways = ways_for(actor, directory)
    contacts = load_contacts_of(db.session(), actor.account_id, limit=REMEMBERED)
    rows = contact_rows(contacts, Side.REQUESTER, directory, now)
    person_id = actor.person_id
    answered = load_answered_by(db.session(), person_id, limit=REMEMBERED) if person_id else ()
    taken = contact_rows(answered, Side.RESPONDER, directory, now)
    return render_template(
        "web/home/start.html",
        ways=ways,
        ring_in=ring_in(actor, directory) if ways else None,
        caller_code=find_caller_code(db.session(), actor.account_id) if ways else None,
        words=words,
        found=Found() if fault else suggestions(words, ways),
        fault=fault,
        everything=suggestions_of(specialties_with_lines(directory), ways),
        recent=_recent(contacts, ways, directory),
        search_url=url_for("home.find"),
        has_search=any(way.asks_for_specialty for way in ways),
        missing=[row for row in (*rows, *taken) if row.wants_outcome],
        duties=duties_of(actor.person_id, directory, now),
        is_away=away_now(actor.person_id, directory, now) is not None,
    )


@public("law 2018:1937 asks that everybody can read it")
def accessibility() -> ResponseReturnValue:
    """Tillgänglighetsredogörelse, as lag 2018:1937 asks for it."""
    return render_template("web/home/accessibility.html")


def _recent(
    contacts: tuple[ContactView, ...], ways: tuple[Way, ...], directory: Directory
) -> tuple[Suggestion, ...]:
    """The specialties one has asked for lately: the same need often comes again."""
    codes = dict.fromkeys(contact.specialty for contact in contacts if contact.specialty)
    known = [directory.specialties[code] for code in codes if code in directory.specialties]
    return suggestions_of(tuple(known[:RECENT]), ways)


blueprint.add_url_rule("/", "start", start)
blueprint.add_url_rule("/sok", "seek", seek)
blueprint.add_url_rule("/", "find", find, methods=["POST"])
blueprint.add_url_rule("/tillganglighet", "accessibility", accessibility)
