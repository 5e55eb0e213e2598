"""Pass: the coming weeks of one's own lines, and changing a shift that has not begun."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import (
    Blueprint,
    abort,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.actions.duty.change_shift import (
    ChangeShift,
    ShownShift,
    SwapShifts,
    change_shift,
    may_change,
    swap_shifts,
)
from app.actions.shared.errors import PatientIdentityInText, TextTooLong
from app.auth.guard import current_actor, needs
from app.auth.permissions import Verb
from app.current import current_directory, current_moment
from app.web.duty.page import find_rota
from app.web.duty.shift_rows import (
    Calendar,
    CalendarRow,
    calendar_of,
    calendars_for,
    moment_of,
    row_of,
    swaps_for,
    who_could,
)
from app.web.shared.field_errors import field_errors
from models.db import db
from routing.rota import Rota

blueprint = Blueprint("shifts", __name__, url_prefix="/jour/pass")
NOBODY = "-"


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The shift of an address, as it stands now."""

    rota: Rota
    calendar: Calendar
    row: CalendarRow


@needs(Verb.CHANGE_SHIFT)
def coming() -> ResponseReturnValue:
    """The coming four weeks of every line one belongs to."""
    calendars = calendars_for(current_actor(), current_directory(), current_moment())
    return render_template("web/duty/coming.html", calendars=calendars)


@needs(Verb.CHANGE_SHIFT)
def show(rota_id: str, starts: str) -> ResponseReturnValue:
    """One shift: who else could have it, and what it could be swapped for."""
    return _page(_chosen(rota_id, starts), errors={})


@needs(Verb.CHANGE_SHIFT)
def give(rota_id: str, starts: str) -> ResponseReturnValue:
    """Somebody else has it, or nobody."""
    to_person = request.form.get("to_person", "")
    if not to_person:
        chosen = _chosen(rota_id, starts)
        return _page(chosen, errors={"to_person": _("Välj vem som tar passet.")})
    command = ChangeShift(
        _shown(rota_id, starts, request.form.get("person", "")),
        None if to_person == NOBODY else to_person,
        request.form.get("reason", ""),
    )
    try:
        change_shift(
            db.session(),
            command,
            by=current_actor(),
            directory=current_directory(),
            at=current_moment(),
        )
    except (PatientIdentityInText, TextTooLong) as refused:
        return _page(_chosen(rota_id, starts), errors=field_errors(refused))
    return _done()


@needs(Verb.CHANGE_SHIFT)
def swap(rota_id: str, starts: str) -> ResponseReturnValue:
    """Two people change places."""
    other_starts, slash, other_person = request.form.get("other", "").partition("/")
    if not slash:
        return _page(_chosen(rota_id, starts), errors={"other": _("Välj ett pass att byta med.")})
    command = SwapShifts(
        _shown(rota_id, starts, request.form.get("person", "")),
        _shown(rota_id, other_starts, other_person),
    )
    swap_shifts(
        db.session(),
        command,
        by=current_actor(),
        directory=current_directory(),
        at=current_moment(),
    )
    return _done()


def _done() -> ResponseReturnValue:
    return redirect(url_for("shifts.coming"), code=303)


def _page(chosen: _Chosen, *, errors: Mapping[str, str]) -> ResponseReturnValue:
    row = chosen.row
    page = render_template(
        "web/duty/change.html",
        row=row,
        calendar=chosen.calendar,
        people=who_could(chosen.rota, row.person_id, current_directory()),
        swaps=swaps_for(row, chosen.calendar) if row.person_id else (),
        nobody=NOBODY,
        form=request.form,
        errors=errors,
    )
    return make_response(page, 422 if errors else 200)


def _chosen(rota_id: str, starts: str) -> _Chosen:
    actor, directory, now = current_actor(), current_directory(), current_moment()
    rota = find_rota(rota_id, directory)
    if rota is None:
        abort(404)
    if not may_change(rota, actor, directory):
        abort(403)
    calendar = calendar_of(rota, actor, directory, now)
    row = row_of(calendar, starts)
    if row is None or not row.can_change:
        abort(404)
    return _Chosen(rota, calendar, row)


def _shown(rota_id: str, starts: str, person_id: str) -> ShownShift:
    return ShownShift(rota_id, _moment(starts), person_id or None)


def _moment(starts: str) -> datetime:
    found = moment_of(starts)
    if found is None:
        abort(404)
    return found


for method, rule, endpoint, view in (
    ("GET", "", "coming", coming),
    ("GET", "/<rota_id>/<starts>", "show", show),
    ("POST", "/<rota_id>/<starts>", "give", give),
    ("POST", "/<rota_id>/<starts>/byt", "swap", swap),
):
    blueprint.add_url_rule(rule, endpoint, view, methods=[method])
