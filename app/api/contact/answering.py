"""Whoever answers: not to be disturbed, a call-back sooner or not waited for, a third party."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue

from app.actions.call_back.call_back_due import call_back_now, search_on
from app.actions.duty.set_away import AwayUntil, away_now, end_away, set_away, stand_ins
from app.actions.shared.actor import Actor
from app.actions.shared.errors import NotYours, UnknownContact
from app.actions.talk.ask_third_party import ThirdParty, ask_third_party
from app.api.contact.answering_schemas import (
    AskedOut,
    AwayIn,
    AwayOut,
    ThirdPartyIn,
    WhereItStandsOut,
)
from app.api.shared.blueprint import blueprint, operation
from app.auth.guard import current_actor
from app.auth.permissions import Verb, can
from app.current import current_directory, current_moment
from models.db import db
from models.reads.contacts import find_contact
from routing.away import Away


@operation(Verb.SET_AWAY, AwayOut)
def show_away() -> dict[str, Any]:
    """Gäller ”Inte nu” för mig, och vem kan svara i stället?"""
    actor, directory, now = current_actor(), current_directory(), current_moment()
    return _away_json(away_now(actor.person_id, directory, now), actor)


@operation(Verb.SET_AWAY, AwayOut, problems=[403, 409])
@blueprint.arguments(AwayIn())
def begin_away(wanted: dict[str, Any]) -> dict[str, Any]:
    """ "Inte nu" till en tidpunkt, högst 24 timmar bort."""
    actor = current_actor()
    away = set_away(
        db.session(),
        AwayUntil(wanted["until"], wanted["forward_to"]),
        by=actor,
        directory=current_directory(),
        at=current_moment(),
    )
    return _away_json(away, actor)


@operation(Verb.SET_AWAY, AwayOut)
def stop_away() -> dict[str, Any]:
    """Ring mig igen."""
    actor = current_actor()
    end_away(db.session(), by=actor, at=current_moment())
    return _away_json(None, actor)


@operation(Verb.ADD_THIRD_PARTY, AskedOut, status=201, problems=[404, 409])
@blueprint.arguments(ThirdPartyIn())
def add_third_party(whom: dict[str, Any], request_id: UUID) -> ResponseReturnValue:
    """Ring in en tredje part i samtalet som pågår."""
    attempt_id = ask_third_party(
        db.session(),
        ThirdParty(str(request_id), whom["line_id"], whom["contact_point_id"]),
        by=current_actor(),
        directory=current_directory(),
        at=current_moment(),
    )
    return {"attempt_id": attempt_id}, HTTPStatus.CREATED


@operation(Verb.ANSWER_CONTACT, WhereItStandsOut, problems=[404, 409])
def call_now(request_id: UUID) -> dict[str, Any]:
    """Ring tillbaka nu, före den lovade tiden."""
    call_back_now(
        db.session(),
        str(request_id),
        by=current_actor(),
        directory=current_directory(),
        at=current_moment(),
    )
    return _where(request_id)


@operation(Verb.ACT_ON_CONTACT, WhereItStandsOut, problems=[404, 409])
def go_on(request_id: UUID) -> dict[str, Any]:
    """Sök vidare nu, i stället för att vänta på den som lovat ringa tillbaka."""
    search_on(
        db.session(),
        str(request_id),
        by=current_actor(),
        directory=current_directory(),
        at=current_moment(),
    )
    return _where(request_id)


def _where(request_id: UUID) -> dict[str, Any]:
    contact = find_contact(db.session(), str(request_id))
    if contact is None:
        raise UnknownContact
    if not can(current_actor(), Verb.SEE_CONTACT_ROW, contact):
        raise NotYours
    return {"id": contact.id, "status": contact.status}


def _away_json(away: Away | None, actor: Actor) -> dict[str, Any]:
    directory, now = current_directory(), current_moment()
    is_known = actor.person_id is not None and actor.person_id in directory.people
    colleagues = stand_ins(actor.person_id or "", directory, now) if is_known else ()
    return {
        "is_away": away is not None,
        "until": away.ends_at if away else None,
        "forward_to": away.forward_to if away else None,
        "can_stand_in": [{"id": person.id, "name": person.name} for person in colleagues],
    }
