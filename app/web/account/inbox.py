"""Inkorgen: everything one has been told, as a person, an account and a unit."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.actions.account.read_notice import read_all, read_notice, whose_inbox
from app.actions.calls.tell_requester import note_told_by_page
from app.actions.shared.actor import Actor
from app.auth.access_log import note_access
from app.auth.guard import current_actor, needs
from app.auth.permissions import Verb
from app.current import current_directory, current_moment
from app.labels.notice_text import NoticeText, notice_text
from app.web.shared.addresses import id_or_404
from models.db import db
from models.reads.inbox import NoticeView, count_unread, find_notice, load_inbox
from models.tables.notices import NoticeKind

blueprint = Blueprint("inbox", __name__, url_prefix="/inkorg")
SHOWN = 100


@dataclass(frozen=True, slots=True)
class NoticeCard:
    """A notice with its words; ``lang`` is the language they are in."""

    id: str
    text: NoticeText
    at: datetime
    is_unread: bool
    is_over: bool
    is_to_unit: bool
    lang: str


@needs(Verb.READ_NOTICES)
def show_all() -> ResponseReturnValue:
    """The newest first; opening one marks it as read."""
    actor = current_actor()
    now = current_moment()
    whose = whose_inbox(actor)
    notices = load_inbox(db.session(), whose, limit=SHOWN)
    return render_template(
        "web/account/inbox.html",
        cards=[_card(one, actor, now) for one in notices],
        unread=count_unread(db.session(), whose),
        shown=SHOWN,
    )


@needs(Verb.READ_NOTICES)
def show(notice_id: str) -> ResponseReturnValue:
    """One notice, read from now on."""
    actor, now = current_actor(), current_moment()
    notice = find_notice(db.session(), whose_inbox(actor), id_or_404(notice_id))
    if notice is None:
        abort(404)
    if read_notice(db.session(), notice.id, by=actor, at=now):
        note_access(db.session(), Verb.READ_NOTICES, notice.id, by=actor, at=now)
        db.session.commit()
    if notice.kind is NoticeKind.REQUESTER_TOLD and notice.request_id is not None:
        note_told_by_page(db.session(), notice.request_id, by=actor, at=now)
    return render_template("web/account/notice.html", card=_card(notice, actor, now))


@needs(Verb.READ_NOTICES)
def mark_all() -> ResponseReturnValue:
    """All read, without opening each."""
    read_all(db.session(), by=current_actor(), at=current_moment())
    return redirect(url_for("inbox.show_all"), code=303)


def _card(notice: NoticeView, actor: Actor, now: datetime) -> NoticeCard:
    lang = current_user.language or _spoken_to(actor)
    return NoticeCard(
        id=notice.id,
        text=notice_text(notice.kind, notice.values, lang=lang, at=now),
        at=notice.created_at,
        is_unread=notice.read_at is None and not notice.is_over,
        is_over=notice.is_over,
        is_to_unit=notice.is_to_unit,
        lang=lang,
    )


def _spoken_to(actor: Actor) -> str:
    """The language of what they are told, when they have chosen none for their pages."""
    person = current_directory().people.get(actor.person_id or "")
    return person.language if person else "sv"


for method, rule, endpoint, view in (
    ("GET", "", "show_all", show_all),
    ("GET", "/<notice_id>", "show", show),
    ("POST", "/alla-lasta", "mark_all", mark_all),
):
    blueprint.add_url_rule(rule, endpoint, view, methods=[method])
