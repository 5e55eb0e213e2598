"""Drift: does telephony work, is the worker alive, what has been down, who has met a limit."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from app.auth.guard import needs
from app.auth.permissions import Verb
from app.current import current_moment
from app.web.shared.moments import when
from app.web.shared.words import duration_display, label
from models.db import db
from models.logs.limits_met import LimitMet, load_limits_met
from models.reads.outages import Outage, find_outage, load_outages
from models.tables.outbox import HeartbeatRow, MessageState, OutboxMessageRow

blueprint = Blueprint("operation", __name__, url_prefix="/drift")
SHOWN = 20
ALIVE_SECONDS = 30
LATELY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class OutageRow:
    """One outage in the list; ``until`` is empty while it lasts."""

    since: str
    until: str
    lasted: str


@dataclass(frozen=True, slots=True)
class LimitRow:
    """A limit that an account has met; ``number_end`` is empty where it was not a number's."""

    username: str
    what: str
    number_end: str
    times: int
    last: str


@needs(Verb.SEE_OPERATION)
def status() -> ResponseReturnValue:
    """The state just now, the latest outages, and the limits that were met in a day."""
    session, now = db.session(), current_moment()
    given = HeartbeatRow.at <= now + timedelta(seconds=ALIVE_SECONDS)  # see api/operation/health
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
        limits_met=[
            _limit_row(one) for one in load_limits_met(session, since=now - LATELY, limit=SHOWN)
        ],
    )


def _limit_row(met: LimitMet) -> LimitRow:
    last = when(met.last_at, current_moment())
    return LimitRow(met.username, label(met.kind), met.number_end, met.times, last)


def _row(outage: Outage) -> OutageRow:
    now = current_moment()
    ended_at = outage.ended_at
    return OutageRow(
        since=when(outage.started_at, now),
        until=when(ended_at, now) if ended_at else "",
        lasted=duration_display(((ended_at or now) - outage.started_at).total_seconds()),
    )


blueprint.add_url_rule("", "status", status)
