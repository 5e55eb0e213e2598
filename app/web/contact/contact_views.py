"""A contact from the tap to the outcome: the live page, what can be done to it, and my contacts."""

from collections.abc import Mapping
from types import MappingProxyType

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.actions.calls.note_delay import is_delayed, note_delay_told
from app.actions.calls.tell_requester import note_told_by_page
from app.actions.contact.cancel_request import cancel_request
from app.actions.contact.report_self_dial import SelfDialReport, report_self_dial
from app.actions.contact.set_plan_before import set_plan_before
from app.actions.contact.switch_to_self_dial import switch_to_self_dial
from app.actions.outcome.record_outcome import NewOutcome, record_outcome
from app.actions.shared.actor import Actor
from app.auth.guard import current_actor, needs
from app.auth.permissions import Verb, can, side_in
from app.auth.reading import note_opened
from app.current import current_directory, current_moment
from app.web.admission.part import admission_part
from app.web.contact.chain import chain_of, told_parts
from app.web.contact.contact_list import ContactRow, contact_rows
from app.web.contact.counterpart import counterpart
from app.web.contact.live_page import live_page
from app.web.contact.phase import Phase, phase_of
from app.web.contact.results import SCALE, groups_for
from app.web.contact.third_party import third_party_rows
from app.web.decisions.panel import decision_panel
from app.web.radiology.cards import booking_cards
from app.web.shared.addresses import id_or_404
from app.web.shared.found_contact import contact_or_404
from app.web.shared.fragments import unless_known
from app.web.shared.paging import paging_of
from app.web.shared.paths import acute_way, continued_url, ways_for
from models.db import db
from models.reads.contact_view import ContactView
from models.reads.contacts import Narrowed, count_contacts_of, load_contacts_of
from models.reads.outages import find_outage
from models.tables.contacts import CallMode
from routing.lifecycle import LIVE, RequestStatus
from routing.outcome import PlanBefore, ResultAfter, Side
from routing.sbar import SbarPart, may_be_told
from routing.types import ContactPath

SHOWN = 25
MISSING_SHOWN = 5
MOST_LIVE = 50  # more than anybody may have at the same time
NOTHING_TYPED: Mapping[SbarPart, str] = MappingProxyType({})
NO_ERRORS: Mapping[str, str] = MappingProxyType({})
BACK_TO_LIST = "utfall"  # what the list of missing outcomes sends, to come back to itself


@needs(Verb.SEE_CONTACT)
def show(request_id: str) -> ResponseReturnValue:
    """The whole live page; that somebody else's contact was opened is noted."""
    contact = contact_or_404(request_id, Verb.SEE_CONTACT)
    if contact.requester_id != current_actor().account_id:
        note_opened(Verb.SEE_CONTACT, contact.id)
    _note_told(contact)
    return contact_page(contact)


def contact_page(
    contact: ContactView,
    *,
    is_writing: bool = False,
    typed: Mapping[SbarPart, str] = NOTHING_TYPED,
    errors: Mapping[str, str] = NO_ERRORS,
) -> str:
    """The whole page. ``is_writing``: it does not load itself again without script. ``typed`` are
    texts that were refused, and ``errors`` why."""
    is_mine = side_in(current_actor(), contact) is Side.REQUESTER
    may_tell = may_be_told(contact.status, is_over=contact.ended_at is not None)
    return render_template(
        "web/contact/show.html",
        **_live(contact),
        **admission_part(contact),
        is_writing=is_writing,
        may_tell=is_mine and (may_tell or bool(typed)),
        told=[(part, typed.get(part, getattr(contact, part))) for part in SbarPart],
        sbar_errors=errors,
    )


@needs(Verb.SEE_CONTACT)
def live(request_id: str) -> ResponseReturnValue:
    """The part that changes; 304 while it has not."""
    contact = contact_or_404(request_id, Verb.SEE_CONTACT)
    _note_told(contact)
    return unless_known(render_template("web/contact/live.html", **_live(contact)))


@needs(Verb.ACT_ON_CONTACT)
def cancel(request_id: str) -> ResponseReturnValue:
    """Stop every phone that rings."""
    cancel_request(db.session(), id_or_404(request_id), by=current_actor(), at=current_moment())
    return _back(request_id)


@needs(Verb.ACT_ON_CONTACT)
def self_dial(request_id: str) -> ResponseReturnValue:
    """ "Svarade de?" – yes ends the search, no shows the next number."""
    answer = request.form.get("answered")
    if answer not in {"ja", "nej"}:
        abort(422)
    report_self_dial(
        db.session(),
        SelfDialReport(id_or_404(request.form.get("attempt", "")), answered=answer == "ja"),
        by=current_actor(),
        directory=current_directory(),
        at=current_moment(),
    )
    return _back(request_id)


@needs(Verb.ACT_ON_CONTACT)
def dial_instead(request_id: str) -> ResponseReturnValue:
    """ "Ring själv i stället": no phone rings any more, the numbers are shown."""
    switch_to_self_dial(
        db.session(),
        id_or_404(request_id),
        by=current_actor(),
        directory=current_directory(),
        at=current_moment(),
    )
    return _back(request_id)


@needs(Verb.ACT_ON_CONTACT)
def plan_before(request_id: str) -> ResponseReturnValue:
    """What would be done without the call, one tap while it rings."""
    word = request.form.get("plan_before", "")
    if word not in set(PlanBefore):
        abort(422)
    set_plan_before(
        db.session(),
        id_or_404(request_id),
        PlanBefore(word),
        by=current_actor(),
        at=current_moment(),
    )
    return _back(request_id)


@needs(Verb.RECORD_OUTCOME)
def outcome(request_id: str) -> ResponseReturnValue:
    """The result or one of the two values: each its own tap."""
    word = request.form.get("result")
    if word is not None and word not in set(ResultAfter):
        abort(422)
    said = NewOutcome(
        result=ResultAfter(word) if word else None,
        value=_number("value"),
        understanding=_number("understanding"),
    )
    contact_id = id_or_404(request_id)
    record_outcome(db.session(), contact_id, said, by=current_actor(), at=current_moment())
    if request.form.get("back") == BACK_TO_LIST:
        return redirect(url_for("outcomes.missing"), code=303)
    return redirect(url_for("requests.show", request_id=contact_id, _anchor="utfall"), code=303)


@needs(Verb.CREATE_REQUEST)
def mine() -> ResponseReturnValue:
    """My contacts: what goes on, what lacks an outcome, and everything earlier page by page, by
    path if one likes."""
    session, account_id = db.session(), current_actor().account_id
    directory, now = current_directory(), current_moment()

    def rows(limit: int, narrowed: Narrowed, offset: int = 0) -> tuple[ContactRow, ...]:
        found = load_contacts_of(session, account_id, limit=limit, offset=offset, narrowed=narrowed)
        return contact_rows(found, Side.REQUESTER, directory, now)

    word = request.args.get("vag", "")
    path = ContactPath(word) if word in set(ContactPath) else None
    lacking = Narrowed(lacks_outcome=True)
    earlier = Narrowed(path, is_live=False, lacks_outcome=None if path else False)
    total = count_contacts_of(session, account_id, earlier)
    paging = paging_of(total, "requests.mine", {"vag": path.value if path else None}, size=SHOWN)
    is_first = paging.number == 1 and path is None
    return render_template(
        "web/contact/mine.html",
        live=rows(MOST_LIVE, Narrowed(is_live=True)) if is_first else (),
        missing=rows(MISSING_SHOWN, lacking) if is_first else (),
        missing_total=count_contacts_of(session, account_id, lacking),
        others=rows(SHOWN, earlier, paging.offset),
        paging=paging,
        path=path,
        ways=ways_for(current_actor(), directory),
    )


def _note_told(contact: ContactView) -> None:
    """A requester who is shown that nobody answered, or that it takes longer than promised, has
    been told; the log says so, once."""
    actor, now = current_actor(), current_moment()
    if contact.status is RequestStatus.EXHAUSTED:
        note_told_by_page(db.session(), contact.id, by=actor, at=now)
    elif _is_delayed(contact):
        note_delay_told(db.session(), contact.id, by=actor, at=now)


def _is_delayed(contact: ContactView) -> bool:
    if contact.status not in LIVE:
        return False
    return is_delayed(contact, find_outage(db.session()), current_moment())


def _live(contact: ContactView) -> dict[str, object]:
    actor = current_actor()
    side = side_in(actor, contact)
    is_mine = side is Side.REQUESTER
    decisions = decision_panel(contact, actor)
    page = live_page(contact, current_directory(), current_moment())
    phase = phase_of(contact, page.state)
    if decisions is not None and decisions.has_open:
        page = page.kept_alive()
    return {
        "page": page,
        "phase": phase,
        "side": side,
        "other": counterpart(contact, side, current_directory()),
        "bookings": booking_cards(contact, actor, current_directory(), current_moment()),
        "decisions": decisions,
        "third_parties": third_party_rows(contact, current_directory()),
        "may_add": _may_add(contact, phase),
        "has_promised": _has_promised(contact, actor),
        "is_delayed": _is_delayed(contact),
        "contact": contact,
        "told_so_far": told_parts(contact),
        "chain": chain_of(contact, current_directory(), current_moment(), actor=actor),
        "is_mine": is_mine,
        "said": contact.outcomes.get(side) if side else None,
        "may_say": page.wants_outcome and side is not None,
        "again_url": continued_url(contact, contact.path),
        "acute_url": _acute_url(contact, actor),
        "groups": groups_for(contact),
        "scale": SCALE,
        "plans_before": tuple(PlanBefore),
    }


def _may_add(contact: ContactView, phase: Phase) -> bool:
    """Whether somebody can be asked into a talk that goes on through us."""
    is_through_us = phase is Phase.TALKING and contact.mode is not CallMode.SELF_DIAL
    return is_through_us and can(current_actor(), Verb.ADD_THIRD_PARTY, contact)


def _has_promised(contact: ContactView, actor: Actor) -> bool:
    promised = contact.call_back
    return promised is not None and promised.person_id == actor.person_id is not None


def _acute_url(contact: ContactView, actor: Actor) -> str:
    """The way on from another path; empty where the role has no acute path."""
    is_further = contact.path is not ContactPath.AKUT and acute_way(actor, current_directory())
    return continued_url(contact, ContactPath.AKUT) if is_further else ""


def _number(name: str) -> int | None:
    word = request.form.get(name)
    if word is None:
        return None
    if len(word) != 1 or not word.isascii() or not word.isdecimal():
        abort(422)
    return int(word)


def _back(request_id: str) -> ResponseReturnValue:
    return redirect(url_for("requests.show", request_id=request_id), code=303)
