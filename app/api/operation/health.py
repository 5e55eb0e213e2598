"""GET /health/live and /health/ready, for whoever watches over the service."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import lru_cache

from flask import Blueprint, Response, jsonify
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from app.auth.guard import public
from app.config import Telephony
from app.current import current_config, current_directory, current_moment
from app.labels import iso_local
from models.db import db
from models.reads.outages import find_outage
from models.schema import latest_revision
from models.tables.outbox import HeartbeatRow

blueprint = Blueprint("health", __name__, url_prefix="/health")

LONGEST_SILENCE = timedelta(seconds=30)
OPEN_TO_WATCHERS = "tells whoever watches that the service works, and nothing else"

Check = Callable[[], Iterator[str]]


@blueprint.get("/live")
@public(OPEN_TO_WATCHERS)
def live() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@blueprint.get("/ready")
@public(OPEN_TO_WATCHERS)
def ready() -> tuple[Response, int]:
    """The service can do its work; else 503, and why not.

    While the telephone provider is down it is "degraded", and still 200: the directory, the plans
    and the numbers to dial are there, and another process would call no better.
    """
    reasons = list(_reasons(_database, _directory, _worker))
    if reasons:
        return jsonify(status="unavailable", reasons=reasons), 503
    troubles = list(_reasons(_telephony))
    return jsonify(status="degraded" if troubles else "ok", reasons=troubles), 200


def _reasons(*checks: Check) -> Iterator[str]:
    try:
        for check in checks:
            yield from check()
    except SQLAlchemyError:
        yield "the database does not answer"
    finally:
        db.session.rollback()


def _database() -> Iterator[str]:
    revision = db.session.scalar(text("SELECT version_num FROM alembic_version"))
    if revision != _wanted_revision():
        yield "the migrations have not been run"


def _directory() -> Iterator[str]:
    if not current_directory().units:
        yield "the directory is empty"


def _worker() -> Iterator[str]:
    if current_config().telephony is Telephony.OFF:
        return
    now = current_moment()
    # A sign far ahead was given before the clock went back, and says nothing of now.
    given = HeartbeatRow.at <= now + LONGEST_SILENCE
    last = db.session.scalar(select(func.max(HeartbeatRow.at)).where(given))
    if last is None or now - last > LONGEST_SILENCE:
        yield "no worker has given a sign of life in the last 30 seconds"


def _telephony() -> Iterator[str]:
    outage = find_outage(db.session())
    if outage is not None:
        yield f"telephony has been down since {iso_local(outage.started_at)}"


@lru_cache(maxsize=1)
def _wanted_revision() -> str:
    return latest_revision()
