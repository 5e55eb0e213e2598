"""Vårdplatser: the county at a glance, one ward, and its update in two taps."""

from datetime import UTC, datetime, time
from typing import Any

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

from app.actions.beds.figures import BadFigures, BedsChanged
from app.actions.beds.report_beds import report_beds
from app.auth.guard import current_actor, needs
from app.auth.permissions import Verb, can
from app.auth.ward_access import Ward
from app.current import current_directory, current_moment
from app.search import find_specialty
from app.web.beds.county import (
    Wanted,
    asked_in_order,
    county_cards,
    own_specialty,
    specialties_of,
)
from app.web.beds.figures import BedTeller
from app.web.beds.form import Typed, command_of, differences, form_of, read_form, typed_of
from app.web.shared.fragments import unless_known
from app.web.shared.paths import places
from app.web.shared.words import called
from models.db import db
from models.reads.bed_history import load_reports
from models.reads.beds import WardBeds, find_ward_beds, load_ward_beds
from routing.beds import free_beds
from routing.belonging import hospital_of
from routing.calendar import STOCKHOLM, to_local

blueprint = Blueprint("beds", __name__, url_prefix="/vardplatser")
SHOWN = 40


@needs(Verb.SEE_BEDS)
def county() -> ResponseReturnValue:
    """The whole page."""
    return render_template("web/beds/county.html", places=places(current_directory()), **_county())


@needs(Verb.SEE_BEDS)
def county_part() -> ResponseReturnValue:
    """The hospitals alone; 304 while nothing has changed."""
    return unless_known(render_template("web/beds/hospitals.html", **_county()))


@needs(Verb.SEE_BEDS)
def ward(ward_id: str) -> ResponseReturnValue:
    """One ward: what is known now, what was said today, and the form for those who may."""
    beds = _beds_or_404(ward_id)
    return _ward_page(beds, typed_of(beds))


@needs(Verb.REPORT_BEDS)
def report(ward_id: str) -> ResponseReturnValue:
    """Keep what was counted; whoever comes second is told what the first wrote."""
    now, units = current_moment(), current_directory().units
    beds = _beds_or_404(ward_id)
    typed = read_form(request.form)
    if typed.faults:
        return _ward_page(beds, typed, status=422)
    command = command_of(typed, ward_id, now=now)
    try:
        report_beds(db.session(), command, by=current_actor(), units=units, at=now)
    except BadFigures as bad:
        wrong = Typed(typed.texts, typed.is_open, typed.seen, bad.faults)
        return _ward_page(beds, wrong, status=422)
    except BedsChanged as changed:
        latest = changed.latest
        mine = Typed(typed.texts, typed.is_open, str(latest.id))
        said = (
            BedTeller(now).told(latest.report, beds).text,
            *differences(typed, latest),
        )
        return _ward_page(_beds_or_404(ward_id), mine, status=409, changed=said)
    saved = BedTeller(now).state(_beds_or_404(ward_id)).sign
    flash(_("Sparat: %(free)s.", free=f"{saved.number} {saved.word}".strip()), "success")
    return redirect(url_for("beds.ward", ward_id=ward_id), code=303)


def _county() -> dict[str, object]:
    directory, now = current_directory(), current_moment()
    beds = load_ward_beds(db.session())
    code = request.args.get("kommun", "")
    actor, word = current_actor(), request.args.get("specialitet")
    offered = specialties_of(beds, directory)
    if word is None:  # opened from the menu: one's own, and the patient asked for is one's own too
        specialty = own_specialty(actor, offered, directory)
    else:
        specialty = find_specialty(directory, word.strip() or "-")
    wanted = Wanted(specialty, directory.municipalities.get(code))
    kept: dict[str, Any] = {
        "specialitet": specialty.code if specialty else "",
        "kommun": code if wanted.municipality else None,
    }
    about: dict[str, Any] = {"actor": actor, "directory": directory, "now": now}
    asked = asked_in_order(db.session(), wanted, **about)
    return {
        "asked": asked,
        "cards": () if asked else county_cards(beds, wanted, **about),
        "wanted": wanted,
        "specialties": offered,
        "part_url": url_for("beds.county_part", **kept),
    }


def _beds_or_404(ward_id: str) -> WardBeds:
    beds = find_ward_beds(db.session(), ward_id) if "\x00" not in ward_id else None
    if beds is None or ward_id not in current_directory().units:
        abort(404)
    return beds


def _ward_page(
    beds: WardBeds, typed: Typed, *, status: int = 200, changed: tuple[str, ...] = ()
) -> ResponseReturnValue:
    directory, now, actor = current_directory(), current_moment(), current_actor()
    units, teller = directory.units, BedTeller(now)
    hospital = units.get(hospital_of(beds.ward_id, units) or "")
    page = render_template(
        "web/beds/ward.html",
        ward=units[beds.ward_id],
        hospital=hospital.name if hospital else "",
        state=teller.state(beds),
        form=form_of(typed),
        changed=changed,
        based_on=teller.told(beds.newest, beds) if beds.newest else None,
        may_report=can(actor, Verb.REPORT_BEDS, Ward(beds.ward_id, units)),
        history=_history(beds, teller, now),
        specialties=[
            called(directory.specialties[code])
            for code in units[beds.ward_id].specialties
            if code in directory.specialties
        ],
    )
    return make_response(page, status)


def _history(beds: WardBeds, teller: BedTeller, now: datetime) -> list[dict[str, object]]:
    """The day's reports as they were told then, without what was taken of them later."""
    midnight = datetime.combine(to_local(now).date(), time(0), STOCKHOLM).astimezone(UTC)
    reports = load_reports(db.session(), beds.ward_id, since=midnight, limit=SHOWN)
    return [
        {
            "report": one.report,
            "source": teller.source(one.report),
            "sign": teller.sign(one.report, free_beds(one.report, taken=0)),
        }
        for one in reports
    ]


for method, rule, endpoint, view in (
    ("GET", "", "county", county),
    ("GET", "/lage", "county_part", county_part),
    ("GET", "/<ward_id>", "ward", ward),
    ("POST", "/<ward_id>", "report", report),
):
    blueprint.add_url_rule(rule, endpoint, view, methods=[method])
