"""What surrounds every page: who is signed in, where they may go, whether this is a demo."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.actions.shared.actor import Actor
from app.auth.permissions import Verb, can
from app.auth.reading import read
from app.auth.ways_back import this_page
from app.config import Telephony
from app.current import current_config, current_directory, current_moment
from app.web.shared import moments
from app.web.shared.danger import in_danger
from app.web.shared.first_page import SEEK, START, first_page, search_page
from app.web.shared.spelling import spelled
from app.web.shared.words import (
    called,
    clock_display,
    duration_display,
    label,
    language,
    phone_display,
    sbar_question,
)
from routing.radiology_hours import site_of


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A place in the menu, named by its endpoint; ``is_current`` where one is."""

    name: str
    url: str
    text: str
    icon: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Visitor:
    """The signed-in person as the header shows them."""

    name: str
    role_text: str
    unit_name: str
    logout_url: str
    has_caller_code: bool


def install(app: Flask) -> None:
    """Hand the frame of the page and the words for moments and numbers to every template."""
    app.context_processor(_frame)
    app.add_template_filter(read, "read")
    app.add_template_filter(label, "label")
    app.add_template_filter(called, "called")
    app.add_template_filter(sbar_question, "sbar_question")
    app.add_template_filter(phone_display, "phone")
    app.add_template_filter(spelled, "spelled")
    app.add_template_filter(_when, "when")
    app.add_template_filter(clock_display, "clock")
    app.add_template_filter(duration_display, "duration")


def visitor() -> Actor | None:
    """Who is signed in, also on pages that ask for nobody (errors, about)."""
    someone = current_user._get_current_object()  # noqa: SLF001 - werkzeug's name for "the real one"
    return someone if isinstance(someone, Actor) else None


def menu_for(actor: Actor) -> tuple[MenuItem, ...]:
    """The places somebody has use for: where they begin, then the most used first."""
    directory = current_directory()
    begins, seeks = first_page(actor, directory), search_page(actor, directory)
    elsewhere = _led_to_elsewhere(actor)
    places = (
        (START, _("Start"), "house", Verb.USE_SERVICE),
        (SEEK, _("Sök"), "search", Verb.CREATE_REQUEST),
        ("radiology_desk.show", _("Röntgen"), "clipboard2-pulse", Verb.ANSWER_FOR_RADIOLOGY),
        ("wards.inbox", _("Avdelningen"), "door-open", Verb.ANSWER_FOR_WARD),
        ("on_call.mine", _("Jour"), "headset", Verb.ANSWER_CONTACT),
        ("requests.mine", _("Kontakter"), "telephone-outbound", Verb.CREATE_REQUEST),
        ("beds.county", _("Platser"), "hospital", Verb.SEE_BEDS),
        ("unanswered.of_unit", _("Obesvarade"), "telephone-x", Verb.SEE_UNANSWERED),
        ("directory.search", _("Katalog"), "journal-text", Verb.SEARCH_DIRECTORY),
        ("follow_up.show", _("Uppföljning"), "clipboard2-data", Verb.SEE_FOLLOW_UP),
        ("operation.status", _("Drift"), "activity", Verb.SEE_OPERATION),
        ("analysis.export", _("Export"), "download", Verb.EXPORT_CONTACTS),
    )
    return tuple(
        MenuItem(endpoint, url_for(endpoint), text, icon, endpoint == request.endpoint)
        for endpoint, text, icon, verb in sorted(places, key=lambda place: place[0] != begins)
        if can(actor, verb) and verb not in elsewhere
        if endpoint not in {START, SEEK} - {seeks}
    )


def _led_to_elsewhere(actor: Actor) -> frozenset[Verb]:
    """What stands in no menu: a phone has room for six places, so what another page leads on to is
    left out. Radiology's page is for those who work there."""
    left_out = set()
    if can(actor, Verb.ANSWER_FOR_WARD):
        left_out.add(Verb.SEE_UNANSWERED)  # from the ward's own page
    if can(actor, Verb.SEE_OPERATION):
        left_out.add(Verb.EXPORT_CONTACTS)  # from the page of follow-up
    if site_of(actor.unit_id, current_directory().units) is None:
        left_out.add(Verb.ANSWER_FOR_RADIOLOGY)
    else:
        left_out.add(Verb.SEE_BEDS)  # radiology has none
    return frozenset(left_out)


def _when(at: datetime) -> str:
    return moments.when(at, current_moment())


def _frame() -> dict[str, Any]:
    actor = visitor()
    return {
        "navigation": menu_for(actor) if actor else (),
        "signed_in": _visitor(actor) if actor else None,
        "is_demo": current_config().telephony is not Telephony.TWILIO,
        "home_url": url_for(first_page(actor, current_directory()) if actor else START),
        "page_language": language(),
        "danger": in_danger(actor),
        "server_now": current_moment().isoformat(),
        "sign_in_url": _sign_in_url,
    }


def _sign_in_url() -> str:
    """Where one signs in again, and comes back to the page that is open."""
    where = this_page() if request.method == "GET" and request.endpoint else None
    return url_for("auth.login", next=where)


def _visitor(actor: Actor) -> Visitor:
    unit = current_directory().units.get(actor.unit_id or "")
    return Visitor(
        name=actor.name,
        role_text=label(actor.role),
        unit_name=unit.name if unit else "",
        logout_url=url_for("auth.logout"),
        has_caller_code=can(actor, Verb.USE_CALLER_CODE),
    )
