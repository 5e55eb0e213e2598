"""Analys: take out the tables of a period as rows, without patients, and what each column means."""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice

from flask import (
    Blueprint,
    Response,
    abort,
    make_response,
    render_template,
    request,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.auth.access_log import note_access
from app.auth.guard import current_actor, needs
from app.auth.permissions import Verb
from app.current import current_config, current_directory, current_moment
from app.statistics.contact_rows import CONTACTS
from app.statistics.csv_lines import Form
from app.statistics.exports import DICTIONARY, TABLES, dictionary_csv
from app.statistics.long_export import Making, WantedFile, is_long, soon, take_file
from app.statistics.table import Table
from models.db import db
from routing.calendar import to_local
from routing.moments import BadMoment, read_day

blueprint = Blueprint("analysis", __name__, url_prefix="/analys")
PREVIEWED = 5
COUNTED = 2000

# Seconds until the page of a file that is being made asks again; 0: it does not.
ASKS_AGAIN = {Making.STARTED: 3, Making.UNDER_WAY: 3, Making.OTHERS: 10, Making.FAILED: 0}
RETRY_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Period:
    """The period as typed, and as days when it could be read. Both days are included."""

    from_text: str
    to_text: str
    from_on: date | None
    to_on: date | None
    form: Form
    errors: Mapping[str, str]


@needs(Verb.EXPORT_CONTACTS)
def export() -> ResponseReturnValue:
    """The form, and what the file will hold."""
    return _page(_table_or_404(request.args.get("table", CONTACTS.name)), _period())


@needs(Verb.EXPORT_CONTACTS)
def download(name: str) -> ResponseReturnValue:
    """The file, whole; that it was taken out is noted first."""
    table, period = _table_or_404(name), _period()
    if period.errors or period.from_on is None or period.to_on is None:
        return _page(table, period)
    thing = f"{table.name}_{period.from_on}_{period.to_on}"
    if period.form is not Form.CSV:
        thing += f"_{period.form}"
    if request.method == "HEAD":
        return _csv("", thing)
    wanted = WantedFile(
        database_url=current_config().database_url,
        account_id=current_actor().account_id,
        table=table.name,
        from_on=period.from_on,
        to_on=period.to_on,
        form=period.form,
    )
    made = None if is_long(wanted) else _made_soon(table, wanted)
    if made is None:
        return _made_elsewhere(table, period, wanted, thing)
    _note(thing)
    return _csv(made, thing)


def _made_soon(table: Table, wanted: WantedFile) -> str | None:
    session = db.session()
    rows = table.rows(session, current_directory(), from_on=wanted.from_on, to_on=wanted.to_on)
    made = soon(table.csv_lines(rows, wanted.form))
    session.rollback()
    return made


def _made_elsewhere(
    table: Table, period: Period, wanted: WantedFile, thing: str
) -> ResponseReturnValue:
    """The large file when it is ready; until then 503, and the page asks again by itself."""
    found = take_file(wanted)
    if isinstance(found, bytes):
        return _unzipped(found, thing)
    if found is Making.STARTED:
        _note(thing)
    seconds = ASKS_AGAIN[found]
    page = render_template(
        "web/statistics/making.html", making=found, seconds=seconds, table=table, period=period
    )
    answer = make_response(page, 503)
    answer.headers["Retry-After"] = str(seconds or RETRY_SECONDS)
    return answer


@needs(Verb.EXPORT_CONTACTS)
def dictionary() -> ResponseReturnValue:
    """What every column of every table means."""
    return make_response(render_template("web/statistics/dictionary.html", tables=TABLES.values()))


@needs(Verb.EXPORT_CONTACTS)
def download_dictionary() -> ResponseReturnValue:
    """The same, as a file."""
    return _csv("".join(dictionary_csv()), DICTIONARY)


def _note(thing: str) -> None:
    session = db.session()
    note_access(session, Verb.EXPORT_CONTACTS, thing, by=current_actor(), at=current_moment())
    session.commit()


def _unzipped(made: bytes, name: str) -> Response:
    """As it is for whoever reads gzip, which is a tenth to keep while it is sent."""
    if not request.accept_encodings.quality("gzip"):
        return _csv(gzip.decompress(made), name)
    answer = _csv(made, name)
    answer.headers["Content-Encoding"] = "gzip"
    answer.headers["Vary"] = "Accept-Encoding"
    return answer


def _csv(text: str | bytes, name: str) -> Response:
    answer = Response(text, mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _table_or_404(name: str) -> Table:
    if name not in TABLES:
        abort(404)
    return TABLES[name]


def _page(table: Table, period: Period) -> ResponseReturnValue:
    rows = []
    if not period.errors and period.from_on and period.to_on:
        found = table.rows(
            db.session(), current_directory(), from_on=period.from_on, to_on=period.to_on
        )
        rows = list(islice(found, COUNTED + 1))
    page = render_template(
        "web/statistics/export.html",
        table=table,
        tables=TABLES.values(),
        period=period,
        count=min(len(rows), COUNTED),
        is_more=len(rows) > COUNTED,
        rows=rows[:PREVIEWED],
    )
    return make_response(page, 422 if period.errors else 200)


def _period() -> Period:
    today = to_local(current_moment()).date()
    from_text = request.args.get("from", today.replace(day=1).isoformat()).strip()
    to_text = request.args.get("to", today.isoformat()).strip()
    from_on, to_on = _date(from_text), _date(to_text)
    errors: dict[str, str] = {}
    if from_on is None:
        errors["from"] = _("Skriv datumet som 2026-11-01.")
    if to_on is None:
        errors["to"] = _("Skriv datumet som 2026-11-30.")
    if from_on and to_on and to_on < from_on:
        errors["to"] = _("Sista dagen kan inte vara före den första.")
    word = request.args.get("format", Form.CSV)
    form = Form(word) if word in set(Form) else Form.CSV
    if word not in set(Form):
        errors["format"] = _("Välj ett av formaten.")
    return Period(from_text, to_text, from_on, to_on, form, errors)


def _date(text: str) -> date | None:
    try:
        return read_day(text)
    except BadMoment:
        return None


blueprint.add_url_rule("/export", "export", export)
blueprint.add_url_rule("/export/<name>", "download", download)
blueprint.add_url_rule("/datakatalog", "dictionary", dictionary)
blueprint.add_url_rule("/datakatalog.csv", "download_dictionary", download_dictionary)
