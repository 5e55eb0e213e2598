"""POST /follow-up/import: how it went, from the data warehouse; GET /refusals: the week's list."""

from typing import Any

from app.actions.imports.import_follow_up import import_follow_up
from app.api.shared.blueprint import blueprint, operation, sent_file
from app.api.statistics.schemas import ImportOut, RefusalsOut, RefusalsQuery
from app.auth.access_log import note_access
from app.auth.guard import current_actor
from app.auth.permissions import Verb
from app.current import current_directory, current_moment
from app.statistics.refusals import Tally
from app.statistics.refusals_week import load_refusals_week
from models.db import db
from routing.admission import RefusalReason
from routing.weeks import week_of

FILE = {
    "requestBody": {
        "required": True,
        "description": "Filen som den är (UTF-8). Kolumnerna står i docs/guides/processledare.md.",
        "content": {"text/csv": {"schema": {"type": "string"}}},
    }
}


@operation(Verb.IMPORT_FOLLOW_UP, ImportOut)
@blueprint.doc(**FILE)
def take_in() -> dict[str, Any]:
    """Läs in uppföljning (CSV). Hela filen eller inget; samma fil två gånger är en inläsning."""
    stored = import_follow_up(db.session(), sent_file(), by=current_actor(), at=current_moment())
    return {"id": stored.id, "row_count": stored.row_count, "is_new": stored.is_new}


@operation(Verb.SEE_FOLLOW_UP, RefusalsOut)
@blueprint.arguments(RefusalsQuery(), location="query")
def refusals(query: dict[str, Any]) -> dict[str, Any]:
    """Veckans nekade direktinläggningar med skäl, avdelning för avdelning."""
    session, now = db.session(), current_moment()
    week = query.get("week") or week_of(now).moved(-1)
    found = load_refusals_week(session, current_directory(), week=week)
    note_access(session, Verb.SEE_FOLLOW_UP, f"nekade {week}", by=current_actor(), at=now)
    session.commit()
    return {
        "week": week,
        "first_day": week.monday,
        "last_day": week.sunday,
        "total": _tally(found.total),
        "wards": [
            {
                "ward_id": line.place.id,
                "ward": line.place.name,
                "hospital_id": line.place.hospital_id or None,
                **_tally(line.tally),
            }
            for line in found.wards
        ],
        "came_back": [
            {
                "admission_id": one.admission_id,
                "contact_id": found.contacts[one.admission_id].id,
                "because": one.because,
                "at": one.at,
                "ended_as": one.ending,
            }
            for one in found.came_back
        ],
    }


def _tally(tally: Tally) -> dict[str, Any]:
    reasons: tuple[RefusalReason | None, ...] = (*RefusalReason, None)
    counts = [(reason, tally.reasons.get(reason, 0)) for reason in reasons]
    return {
        "refused": tally.refused,
        "reasons": [{"reason": reason, "count": count} for reason, count in counts if count],
        "silent": tally.silent,
        "withdrew": tally.withdrew,
        "expired": tally.expired,
        "accepted": tally.accepted,
    }
