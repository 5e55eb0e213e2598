"""Katalogen: search from the first letter, narrow by chips, ring."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.auth.guard import needs
from app.auth.permissions import Verb
from app.current import current_directory, current_moment
from app.search import UnitFilters, respelled, search_units
from app.web.directory.page import hit_of, unit_page
from app.web.shared.found_contact import url_of_code
from app.web.shared.fragments import is_part
from app.web.shared.paging import paging_of
from app.web.shared.paths import places
from app.web.shared.search_words import REFUSED, fault_of, sent_words
from app.web.shared.words import label
from routing.types import UnitKind

blueprint = Blueprint("directory", __name__, url_prefix="/katalog")
SHOWN = 25
CHIPS = (
    UnitKind.HOSPITAL,
    UnitKind.CLINIC,
    UnitKind.WARD,
    UnitKind.HEALTH_CENTRE,
    UnitKind.URGENT_CARE,
    UnitKind.MUNICIPAL_CARE,
    UnitKind.MOBILE_TEAM,
    UnitKind.AMBULANCE_STATION,
)


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter as a link; the chosen one leads back."""

    text: str
    url: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class Meant:
    """The words that may have been meant, and where they lead."""

    words: str
    url: str


@needs(Verb.SEARCH_DIRECTORY)
def search() -> ResponseReturnValue:
    """The whole page, or for htmx the hits with their chips."""
    return _search_page(sent_words())


@needs(Verb.SEARCH_DIRECTORY)
def find() -> ResponseReturnValue:
    """The search, sent: its address holds the words, unless they name a patient."""
    words = sent_words()
    if fault := fault_of(words):
        return make_response(_search_page(words, fault=fault), REFUSED)
    if not is_part() and (contact := url_of_code(words)):
        return redirect(contact, code=303)
    where = url_for("directory.search", **_kept(words))
    if not is_part():
        return redirect(where, code=303)
    return make_response(_search_page(words), 200, {"HX-Push-Url": where})


def _search_page(words: str, *, fault: str = "") -> str:
    directory, now = current_directory(), current_moment()
    place = request.values.get("kommun", "")
    filters = _filters(place)
    found = () if fault else search_units(directory, words, filters=filters, at=now)
    kept = _kept(words)
    page = paging_of(len(found), "directory.search", kept, size=SHOWN)
    meant = "" if found or fault else respelled(directory, words)
    template = "web/directory/hits.html" if is_part() else "web/directory/search.html"
    return render_template(
        template,
        words=words,
        fault=fault,
        place=place,
        places=places(directory),
        filters=filters,
        chips=_chips("" if fault else words, place, filters),
        page=page,
        hits=[hit_of(unit, directory, now) for unit in found[page.offset : page.last]],
        meant=Meant(meant, url_for("directory.search", **_kept(meant))) if meant else None,
        code_url=url_of_code(words),
        print_url=url_for("directory.printed", **_kept(words)),
    )


@needs(Verb.SEARCH_DIRECTORY)
def printed() -> ResponseReturnValue:
    """Everything that a search finds, as one list to print and to put beside the phone."""
    directory, now = current_directory(), current_moment()
    words = sent_words()
    if fault_of(words):
        return redirect(url_for("directory.search"), code=303)
    place = request.args.get("kommun", "")
    units = search_units(directory, words, filters=_filters(place), at=now)
    return render_template(
        "web/directory/printed.html",
        words=words,
        hits=[hit_of(unit, directory, now) for unit in units],
        at=now,
        back_url=url_for("directory.search", **_kept(words)),
    )


@needs(Verb.SEARCH_DIRECTORY)
def unit(unit_id: str) -> ResponseReturnValue:
    """One unit: numbers, hours, who is on duty, what belongs to it."""
    directory = current_directory()
    found = directory.units.get(unit_id)
    if found is None:
        abort(404)
    page = unit_page(found, directory, current_moment())
    return render_template("web/directory/unit.html", page=page)


def _filters(place: str) -> UnitFilters:
    """Words no chip of ours says are passed over: better to find than to scold."""
    kind = request.values.get("slag", "")
    return UnitFilters(
        kind=UnitKind(kind) if kind in set(UnitKind) else None,
        municipality=place if place in current_directory().municipalities else None,
        open_now=request.values.get("oppet") == "1",
    )


def _kept(words: str) -> dict[str, Any]:
    """What the address of a search holds: what was chosen, and nothing that was not."""
    names = ("kommun", "slag", "oppet")
    return {"q": words or None} | {name: request.values.get(name) or None for name in names}


def _chips(words: str, place: str, filters: UnitFilters) -> tuple[Chip, ...]:
    kept: dict[str, Any] = {"q": words or None, "kommun": place or None}
    kind = filters.kind.value if filters.kind else None
    opened = "1" if filters.open_now else None
    open_chip = Chip(
        _("Öppet nu"),
        url_for("directory.search", **kept, slag=kind, oppet=None if opened else "1"),
        filters.open_now,
    )
    kinds = tuple(
        Chip(
            label(choice),
            url_for(
                "directory.search",
                **kept,
                oppet=opened,
                slag=None if choice is filters.kind else choice.value,
            ),
            choice is filters.kind,
        )
        for choice in CHIPS
    )
    return (open_chip, *kinds)


blueprint.add_url_rule("", "search", search)
blueprint.add_url_rule("", "find", find, methods=["POST"])
blueprint.add_url_rule("/lista", "printed", printed)
blueprint.add_url_rule("/<unit_id>", "unit", unit)
