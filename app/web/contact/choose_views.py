"""Choosing what it is about: search by letters, or the whole list. Works without script too."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from flask import abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.actions.shared.actor import Actor
from app.auth.guard import current_actor, needs
from app.auth.permissions import Verb
from app.current import current_directory, current_moment
from app.search import SURE, SpecialtyHit, find_by_words, search_units, spelled_nearly
from app.web.contact.first_question import FIELD, ask_first, is_unasked
from app.web.shared.paths import Way, specialties_with_lines, ways_for
from app.web.shared.search_words import REFUSED, fault_of, sent_words
from app.web.shared.words import called
from routing.types import ContactPath
from routing.units import Specialty

CARRIED = (FIELD, "municipality", "unit", "continued_from")
"""What a choice of specialty keeps of the address it was made on."""

NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A specialty found; ``other_url`` is empty where there is but one path to it."""

    name: str
    why: str
    url: str
    other_name: str = ""
    other_url: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What the letters typed lead to; not ``is_match``: what may have been meant, as nothing
    matched. ``is_sure``: the first may be opened without being chosen. ``units`` is how many units
    the same words find, at ``units_url``."""

    hits: tuple[Suggestion, ...] = ()
    is_match: bool = True
    is_sure: bool = False
    units: int = 0
    units_url: str = ""


def way_or_404(path: str, actor: Actor) -> Way:
    """The path of the address, if the role may start it."""
    ways = {way.path.value: way for way in ways_for(actor, current_directory())}
    if path not in ways:
        abort(403 if path in set(ContactPath) else 404)
    return ways[path]


@needs(Verb.SEE_PLAN)
def choose(path: str) -> ResponseReturnValue:
    """The whole list of specialties, or those that match ``q``."""
    way = way_or_404(path, current_actor())
    if not way.asks_for_specialty:
        return redirect(way.url)
    if is_unasked(way, request.args):
        return ask_first(way)
    return choose_page(way, words=sent_words())


@needs(Verb.SEE_PLAN)
def find(path: str) -> ResponseReturnValue:
    """The search, sent: to an address that holds the words, unless they name a patient."""
    way = way_or_404(path, current_actor())
    if is_unasked(way, request.form):
        return ask_first(way)
    words = sent_words()
    if fault := fault_of(words):
        return choose_page(way, words=words, fault=fault, status=REFUSED)
    kept: dict[str, Any] = {"path": path, "q": words or None, **_carried()}
    return redirect(url_for("requests.choose", **kept), code=303)


@needs(Verb.SEE_PLAN)
def suggest() -> ResponseReturnValue:
    """Suggestions while one types: on the start page for every path, else for ``path``."""
    actor = current_actor()
    path = request.args.get("path", "")
    ways = (way_or_404(path, actor),) if path else ways_for(actor, current_directory())
    words = sent_words()
    fault = fault_of(words)
    found = Found() if fault else suggestions(words, ways, carried=_carried())
    page = render_template("web/contact/suggestions.html", found=found, words=words, fault=fault)
    return make_response(page, REFUSED if fault else 200)


def choose_page(way: Way, *, words: str, fault: str = "", status: int = 200) -> ResponseReturnValue:
    """The page where one says what it is about; also the answer to an unknown specialty (422)."""
    carried = _carried()
    everything = specialties_with_lines(current_directory())
    page = render_template(
        "web/contact/choose.html",
        way=way,
        words=words,
        carried=carried,
        found=Found() if fault else suggestions(words, (way,), carried=carried),
        fault=fault,
        everything=suggestions_of(everything, (way,), carried=carried),
        is_unknown=status != 200 and not fault,
    )
    return make_response(page, status)


def _carried() -> dict[str, str]:
    return {name: request.values[name] for name in CARRIED if request.values.get(name)}


def suggestions(
    words: str, ways: tuple[Way, ...], *, carried: Mapping[str, str] = NOTHING
) -> Found:
    """What matches the letters typed, else what is spelled nearly so; nothing for nothing."""
    if not words:
        return Found()
    directory = current_directory()
    matching = _offered(find_by_words(directory, words))
    is_sure = bool(matching) and matching[0].fit <= SURE
    found = matching or _offered(spelled_nearly(directory, words))
    led = {hit.specialty.code: hit.word for hit in found}
    hits = suggestions_of([hit.specialty for hit in found], ways, carried=carried, led=led)
    units = search_units(directory, words, at=current_moment())
    return Found(
        hits,
        is_match=bool(matching),
        is_sure=is_sure,
        units=len(units),
        units_url=url_for("directory.search", q=words),
    )


def _offered(hits: Iterable[SpecialtyHit]) -> list[SpecialtyHit]:
    """Those that somebody answers for."""
    codes = {specialty.code for specialty in specialties_with_lines(current_directory())}
    return [hit for hit in hits if hit.specialty.code in codes]


def suggestions_of(
    specialties: Sequence[Specialty],
    ways: tuple[Way, ...],
    *,
    carried: Mapping[str, str] = NOTHING,
    led: Mapping[str, str] = NOTHING,
) -> tuple[Suggestion, ...]:
    """Specialties as links to their plans; the first path is the main link. ``led`` are the words
    that led to them, by code."""
    open_ways = [way for way in ways if way.asks_for_specialty]
    if not open_ways:
        return ()
    return tuple(
        _suggestion(one, open_ways, carried, why=led.get(one.code, "")) for one in specialties
    )


def _suggestion(
    specialty: Specialty, ways: list[Way], carried: Mapping[str, str], *, why: str
) -> Suggestion:
    main, *others = (
        (
            way.name,
            _plan_url(way, specialty, carried),
        )
        for way in ways
    )
    other_name, other_url = others[0] if others else ("", "")
    return Suggestion(
        name=called(specialty),
        why=why,
        url=main[1],
        other_name=other_name,
        other_url=other_url,
    )


def _plan_url(way: Way, specialty: Specialty, carried: Mapping[str, str]) -> str:
    values: dict[str, Any] = {**carried, "path": way.path.value, "specialty": specialty.code}
    return url_for("requests.plan", **values)
