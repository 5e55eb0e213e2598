"""Kanalval: in which order, and in which language, one wants to be sought."""

from dataclasses import dataclass

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from app.actions.account.errors import BadChannels
from app.actions.account.set_preferences import CHOICES, Preferences, set_preferences
from app.auth.guard import current_actor, needs
from app.auth.permissions import Verb
from app.current import current_directory, current_moment
from app.web.shared.words import label
from models.db import db
from models.phone_numbers import is_mobile
from models.tables.accounts import AccountRow
from notifications.language import Language
from routing.types import ContactPath
from routing.units import Person
from routing.urgency import HEAD_START_SECONDS, URGENCY_OF, Channel, Urgency, channel_order

blueprint = Blueprint("preferences", __name__, url_prefix="/installningar/kontakt")
PLACES = len(CHOICES)
LANGUAGES = {Language.SV: "Svenska", Language.EN: "English"}


@dataclass(frozen=True, slots=True)
class UrgencyForm:
    """The choices for one urgency; ``chosen`` holds the word of each place, "" for nothing."""

    urgency: Urgency
    title: str
    paths: str
    chosen: tuple[str, ...]
    is_call_first: bool
    error: str


@needs(Verb.SET_PREFERENCES)
def show() -> ResponseReturnValue:
    """The page as it stands."""
    person = _person()
    if person is None:
        return render_template("web/account/preferences.html", person=None)
    orders = {one: _usual(person, one) for one in Urgency}
    return _page(person, orders, language=person.language)


@needs(Verb.SET_PREFERENCES)
def save() -> ResponseReturnValue:
    """Keep it; what cannot be is said where it stands."""
    person = _person()
    orders = {one: _sent(one) for one in Urgency}
    language = request.form.get("language", "")
    if person is None or language not in set(Language):
        return redirect(url_for("preferences.show"), code=303)
    try:
        channels = {
            urgency: [Channel(word) for word in order if word] for urgency, order in orders.items()
        }
        set_preferences(
            db.session(),
            Preferences(Language(language), channels),
            by=current_actor(),
            at=current_moment(),
        )
    except BadChannels as refused:
        return _page(person, orders, language=language, wrong=refused.urgency)
    flash(_("Sparat. Det gäller från och med nästa gång någon söker dig."), "success")
    return redirect(url_for("preferences.show"), code=303)


def _person() -> Person | None:
    return current_directory().people.get(current_actor().person_id or "")


def _usual(person: Person, urgency: Urgency) -> tuple[str, ...]:
    order = [one for one in channel_order(person.channels.get(urgency), urgency) if one in CHOICES]
    return tuple([one.value for one in order] + [""] * PLACES)[:PLACES]


def _sent(urgency: Urgency) -> tuple[str, ...]:
    """What the form holds; a word we do not know is as none."""
    known = {one.value for one in CHOICES}
    words = [request.form.get(f"{urgency.value}-{place}", "") for place in range(PLACES)]
    if urgency is Urgency.URGENT:
        words[0] = Channel.VOICE.value
    return tuple(word if word in known else "" for word in words)


def _page(
    person: Person, orders: dict[Urgency, tuple[str, ...]], *, language: str, wrong: str = ""
) -> ResponseReturnValue:
    mails = db.session.scalars(
        select(AccountRow.email).where(
            AccountRow.person_id == person.id, AccountRow.is_active.is_(True)
        )
    )
    page = render_template(
        "web/account/preferences.html",
        person=person,
        forms=[_form(urgency, orders[urgency], wrong) for urgency in Urgency],
        choices=[(one.value, label(one)) for one in CHOICES],
        places=[_("Först"), _("Sedan"), _("Sist")],
        languages=[(one.value, name) for one, name in LANGUAGES.items()],
        language=language,
        head_start=HEAD_START_SECONDS,
        has_mobile=person.number is not None and is_mobile(person.number),
        mail=next((mail for mail in mails if mail), ""),
    )
    return make_response(page, 422 if wrong else 200)


def _form(urgency: Urgency, chosen: tuple[str, ...], wrong: str) -> UrgencyForm:
    is_urgent = urgency is Urgency.URGENT
    first = _("Samtal står först och varje kanal högst en gång.")
    once = _("Samtal måste vara med, och varje kanal får stå högst en gång.")
    return UrgencyForm(
        urgency=urgency,
        title=label(urgency),
        paths=", ".join(label(path) for path in ContactPath if URGENCY_OF[path] is urgency),
        chosen=chosen,
        is_call_first=is_urgent,
        error=(first if is_urgent else once) if wrong == urgency.value else "",
    )


blueprint.add_url_rule("", "show", show)
blueprint.add_url_rule("", "save", save, methods=["POST"])
