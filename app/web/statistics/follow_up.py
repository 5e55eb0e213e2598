"""Uppföljning: control against harm, and the files it is read from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.actions.imports.fault import BadFile
from app.actions.imports.import_follow_up import import_follow_up
from app.actions.imports.take_back import take_back_follow_up
from app.auth.access_log import note_access
from app.auth.guard import current_actor, needs
from app.auth.permissions import Verb, can
from app.current import current_moment
from app.statistics.csv_lines import csv_lines
from app.statistics.follow_up import Figure, KindFigures, load_follow_up, shown
from app.statistics.follow_up_template import TEMPLATE_COLUMNS, template_rows
from app.web.shared.addresses import id_or_404
from app.web.shared.words import label
from app.web.statistics.months import Months, months_of
from models.db import db
from models.reads.follow_up import load_imports
from models.tables.imports import ImportKind
from routing.calendar import to_local

blueprint = Blueprint("follow_up", __name__, url_prefix="/uppfoljning")
SHOWN = 20


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One question: how many went so (``count`` empty: it may not be told), and of how many that
    is known."""

    text: str
    count: str
    known: int
    coverage: str


@dataclass(frozen=True, slots=True)
class KindPart:
    """One kind of decision, with its figures."""

    figures: KindFigures
    title: str
    coverage: str
    rows: Sequence[FigureRow]


@needs(Verb.SEE_FOLLOW_UP)
def show() -> ResponseReturnValue:
    """The figures of a period, and the imports."""
    return _page()


@needs(Verb.SEE_FOLLOW_UP)
def template() -> ResponseReturnValue:
    """The period's decisions by their ids, to be filled in; that it was taken out is noted."""
    months = _months()
    if months.errors:
        return _page()
    session, span = db.session(), f"{months.first}_{months.last}"
    rows = template_rows(session, since=months.since, until=months.until)
    text = "".join(csv_lines(TEMPLATE_COLUMNS, rows))
    note_access(session, Verb.SEE_FOLLOW_UP, span, by=current_actor(), at=current_moment())
    session.commit()
    answer = Response(text, mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="uppfoljning_{span}.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@needs(Verb.IMPORT_FOLLOW_UP)
def take_in() -> ResponseReturnValue:
    """Read a file in; a bad one changes nothing, and its faults are shown."""
    file = request.files.get("file")
    content = file.read() if file else b""
    if not content:
        return _page(errors={"file": _("Välj en fil som inte är tom.")})
    try:
        stored = import_follow_up(db.session(), content, by=current_actor(), at=current_moment())
    except BadFile as refused:
        return _page(refused=refused)
    if stored.is_new:
        count = ngettext("%(num)s beslut", "%(num)s beslut", stored.row_count)
        flash(_("Filen är inläst: %(count)s.", count=count), "success")
    else:
        flash(_("Samma fil var redan inläst. Inget har ändrats."), "info")
    return redirect(url_for("follow_up.show"), code=303)


@needs(Verb.IMPORT_FOLLOW_UP)
def take_back(import_id: str) -> ResponseReturnValue:
    """Let an import count for nothing."""
    take_back_follow_up(db.session(), id_or_404(import_id), by=current_actor(), at=current_moment())
    flash(_("Inläsningen är tillbakatagen och räknas inte längre."), "success")
    return redirect(url_for("follow_up.show"), code=303)


def _page(
    *, refused: BadFile | None = None, errors: Mapping[str, str] | None = None
) -> ResponseReturnValue:
    session, months = db.session(), _months()
    found = load_follow_up(session, since=months.since, until=months.until)
    errors = {**months.errors, **(errors or {})}
    page = render_template(
        "web/statistics/follow_up.html",
        months=months,
        kinds=[_part(one) for one in found],
        imports=load_imports(session, ImportKind.FOLLOW_UP, limit=SHOWN),
        may_import=can(current_actor(), Verb.IMPORT_FOLLOW_UP),
        columns=TEMPLATE_COLUMNS,
        refused=refused,
        errors=errors,
    )
    return make_response(page, 422 if errors or refused else 200)


def _months() -> Months:
    return months_of(request.args, today=to_local(current_moment()).date())


def _part(figures: KindFigures) -> KindPart:
    return KindPart(
        figures,
        label(figures.kind),
        _share(figures.followed_up, figures.decided),
        [
            _row(label(question), figure, figures.decided)
            for question, figure in figures.figures.items()
        ],
    )


def _row(text: str, figure: Figure, decided: int) -> FigureRow:
    return FigureRow(text, shown(figure) or "", figure.known, _share(figure.known, decided))


def _share(part: int, whole: int) -> str:
    """Täckning; empty where there is nothing to cover."""
    return f"{100 * part // whole} %" if whole else ""


blueprint.add_url_rule("", "show", show)
blueprint.add_url_rule("/mall", "template", template)
blueprint.add_url_rule("/las-in", "take_in", take_in, methods=["POST"])
blueprint.add_url_rule(
    "/inlasningar/<import_id>/ta-tillbaka", "take_back", take_back, methods=["POST"]
)
