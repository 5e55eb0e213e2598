"""The caller has said what they need: the contact is made, and they wait for whoever answers."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.calls.record_pickup import record_pickup
from app.actions.contact.create_request import NewRequest, create_request
from app.actions.contact.live_limits import LimitReached
from app.actions.incoming.callers import KnownCaller
from app.actions.incoming.state import Step
from app.actions.shared.phone_number import rung_or_none
from app.actions.talk.errors import CallerHungUp
from models.tables.contacts import AttemptRow, CallMode
from notifications.dialogue import PhoneReply, SayGoodbye
from notifications.render import render
from routing.directory import Directory
from routing.errors import NoContactPath
from routing.outcome import PlanBefore, Side
from routing.phone_menu import MenuChoice


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody on the phone asks for. ``from_number`` is where they can be rung, None when
    they show no number."""

    incoming_id: str
    call_id: str
    from_number: str | None
    choice: MenuChoice
    plan_before: PlanBefore | None


def connect(
    session: Session, wish: Wish, caller: KnownCaller, *, directory: Directory, at: datetime
) -> PhoneReply | Step:
    """What the phone does while we hunt; where the menu ends instead when no contact is made.

    The same call makes one contact, however often it is asked for.
    """
    number = rung_or_none(wish.from_number, directory) or caller.actor.number
    by = replace(caller.actor, number=number)
    command = NewRequest(
        path=wish.choice.path,
        municipality=wish.choice.municipality,
        mode=CallMode.CALLED_IN,
        specialty=wish.choice.specialty,
        unit_id=wish.choice.unit_id,
        plan_before=wish.plan_before,
        incoming_call_id=wish.incoming_id,
        idempotency_key=f"samtal-{wish.incoming_id}",
    )
    try:
        made = create_request(session, command, by=by, directory=directory, at=at)
    except NoContactPath:
        return Step.NOBODY
    except LimitReached:
        return Step.AT_LIMIT
    except CallerHungUp:
        return SayGoodbye(render("no_longer_needed", "voice", caller.language), caller.language)
    attempt_id = session.scalars(
        select(AttemptRow.id).where(
            AttemptRow.request_id == made.id, AttemptRow.side == Side.REQUESTER
        )
    ).one()
    session.rollback()
    return record_pickup(session, attempt_id, call_id=wish.call_id, directory=directory, at=at)
