"""Drift: does telephony work, is the worker alive, and what has been down lately."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from app.auth.guard import needs
from app.auth.permissions import Verb
from app.current import current_clock
from app.labels import duration_display
from app.web.moments import when
from models.db import db
from models.outages import Outage, find_outage, load_outages
from models.outbox import HeartbeatRow, MessageState, OutboxMessageRow

blueprint = Blueprint("operation", __name__, url_prefix="/drift")
SHOWN = 20
ALIVE_SECONDS = 30


@dataclass(frozen=True, slots=True)
class OutageRow:
    """One outage in the list; ``until`` is empty while it lasts."""

    since: str
    until: str
    lasted: str


@needs(Verb.SEE_OPERATION)
def status() -> ResponseReturnValue:
    """The state just now, and the latest outages."""
    session, now = db.session(), current_clock()()
    given = HeartbeatRow.at <= now + timedelta(seconds=ALIVE_SECONDS)  # see app.api.health
    last_sign = session.scalar(select(func.max(HeartbeatRow.at)).where(given))
    silent_for = None if last_sign is None else (now - last_sign).total_seconds()
    waiting = session.scalar(
        select(func.count()).where(
            OutboxMessageRow.state == MessageState.PENDING, OutboxMessageRow.tries > 0
        )
    )
    return render_template(
        "web/operation/status.html",
        outage=find_outage(session),
        waiting=waiting,
        last_sign=when(last_sign, now) if last_sign else "",
        is_alive=silent_for is not None and silent_for <= ALIVE_SECONDS,
        outages=[_row(one) for one in load_outages(session, limit=SHOWN)],
    )


def _row(outage: Outage) -> OutageRow:
    now = current_clock()()
    ended_at = outage.ended_at
    return OutageRow(
        since=when(outage.started_at, now),
        until=when(ended_at, now) if ended_at else "",
        lasted=duration_display(((ended_at or now) - outage.started_at).total_seconds()),
    )


blueprint.add_url_rule("", "status", status)
