"""Nekade direktinläggningar: the process leader's weekly list, with reasons."""

from dataclasses import dataclass

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import format_date
from flask_babel import gettext as _

from app.auth.access_log import note_access
from app.auth.guard import current_actor, needs
from app.auth.permissions import Verb
from app.auth.reading import read
from app.current import current_directory, current_moment
from app.statistics.csv_lines import csv_lines
from app.statistics.refusals import Answer, Tally
from app.statistics.refusals_rows import REFUSAL_COLUMNS, refusal_rows
from app.statistics.refusals_week import RefusalsWeek, load_refusals_week
from app.web.shared.words import label
from models.db import db
from routing.admission import RefusalReason
from routing.weeks import NoSuchWeek, Week, week_from, week_of

NBSP = "\N{NO-BREAK SPACE}"
blueprint = Blueprint("refusals", __name__, url_prefix="/uppfoljning/nekade")


@dataclass(frozen=True, slots=True)
class WeekLinks:
    """Where one goes from here; ``later`` None: that week has not begun."""

    earlier: Week
    later: Week | None


@needs(Verb.SEE_FOLLOW_UP)
def week() -> ResponseReturnValue:
    """The week asked for; the one before this when none is, or it is none."""
    found, error = _week()
    now = current_moment()
    later = found.moved(1)
    seen = load_refusals_week(db.session(), current_directory(), week=found)
    page = render_template(
        "web/statistics/refusals.html",
        found=seen,
        notes=_notes(seen),
        reasons=reason_words,
        links=WeekLinks(found.moved(-1), later if later <= week_of(now) else None),
        days=_days(found),
        columns=REFUSAL_COLUMNS,
        error=error,
    )
    return make_response(page, 422 if error else 200)


@needs(Verb.SEE_FOLLOW_UP)
def download() -> ResponseReturnValue:
    """The week's rows as a file; that they were taken out is noted."""
    found, error = _week()
    if error:
        return week()
    session = db.session()
    rows = refusal_rows(load_refusals_week(session, current_directory(), week=found), read)
    text = "".join(csv_lines(REFUSAL_COLUMNS, rows))
    thing = f"nekade {found}"
    note_access(session, Verb.SEE_FOLLOW_UP, thing, by=current_actor(), at=current_moment())
    session.commit()
    answer = Response(text, mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="nekade_{found}.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def reason_words(tally: Tally) -> str:
    """``Fullt 2 · Annat 1``, in the order of the list of reasons; a line breaks between them."""
    counted = [(label(reason), tally.reasons.get(reason, 0)) for reason in RefusalReason] + [
        (_("Inget skäl"), tally.reasons.get(None, 0))
    ]
    return " · ".join(f"{text} {count}".replace(" ", NBSP) for text, count in counted if count)


def _notes(found: RefusalsWeek) -> list[Answer]:
    """What wards have said in their own words."""
    return [answer for answer in found.answers if answer.note]


def _days(found: Week) -> str:
    """``16–22 november 2026``; both months where there are two."""
    first, last = found.monday, found.sunday
    until = format_date(last, "d MMMM yyyy")
    if first.month == last.month:
        return f"{first.day}–{until}"
    return f"{format_date(first, 'd MMMM')} – {until}"


def _week() -> tuple[Week, str]:
    """The week, and what is wrong with what was asked for."""
    usual = week_of(current_moment()).moved(-1)
    asked = request.args.get("vecka", "").strip()
    if not asked:
        return usual, ""
    try:
        return week_from(asked), ""
    except NoSuchWeek:
        return usual, _("Skriv veckan som 2026-W47.")


blueprint.add_url_rule("", "week", week)
blueprint.add_url_rule("/fil", "download", download)
