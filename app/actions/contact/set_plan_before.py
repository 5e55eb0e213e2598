"""What the requester would do without the call (plan före): one tap, while it rings."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.shared.actor import Actor
from app.actions.shared.own_contact import lock_own_contact
from models.db import transaction
from models.logs.contacts import Happening, write
from routing.lifecycle import LIVE, RequestEvent
from routing.outcome import PlanBefore


def set_plan_before(
    session: Session, request_id: str, plan_before: PlanBefore, *, by: Actor, at: datetime
) -> None:
    """Keep the plan while nobody has answered; one made afterwards is none, and is not kept.

    Raises ``UnknownContact`` or ``NotYours``.
    """
    with transaction(session):
        request = lock_own_contact(session, request_id, by=by)
        if request.status in LIVE and request.plan_before is not plan_before:
            request.plan_before = plan_before
            who = by.in_log
            detail = {"plan_before": plan_before.value}
            write(session, request_id, Happening(RequestEvent.PLAN_BEFORE_SET, at, who, detail))
        session.commit()
