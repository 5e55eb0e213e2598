"""What was decided in a contact: listed, made, changed; by the two who take part alone."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue

from app.actions.decisions.add_decision import NewDecision
from app.actions.decisions.change import Change, change_decision
from app.actions.decisions.decide import WHEN, Decide, decide_in_contact
from app.actions.decisions.errors import UnknownDecision
from app.actions.shared.errors import NotYours, UnknownContact
from app.api.decisions.schemas import DecisionChangeIn, DecisionOut, DecisionsOut, NewDecisionIn
from app.api.shared.blueprint import blueprint, operation
from app.api.shared.typed import RequestHeaders
from app.auth.guard import current_actor
from app.auth.permissions import Verb, can
from app.current import current_directory, current_moment
from app.labels import label
from app.language import current_language
from models.db import db
from models.reads.contacts import find_contact
from models.reads.decisions import DecisionView, load_decisions
from routing.receivers import VisitDay


@operation(Verb.SEE_DECISIONS, DecisionsOut, problems=[404])
def show_decisions(request_id: UUID) -> dict[str, Any]:
    """Vad som har beslutats i ärendet, i ordning."""
    contact_id = _own_contact(request_id, Verb.SEE_DECISIONS)
    return {"decisions": [_json(one) for one in load_decisions(db.session(), contact_id)]}


@operation(Verb.DECIDE, DecisionOut, status=201, problems=[404, 409])
@blueprint.alt_response(200, schema=DecisionOut)
@blueprint.arguments(RequestHeaders(), location="headers")
@blueprint.arguments(NewDecisionIn())
def make_decision(
    headers: dict[str, Any], new: dict[str, Any], request_id: UUID
) -> ResponseReturnValue:
    """Besluta något i ärendet; ersätter ett tidigare beslut med replaces."""
    contact_id = _own_contact(request_id, Verb.DECIDE)
    decided = decide_in_contact(
        db.session(),
        _command(new, contact_id, key=headers["idempotency_key"]),
        by=current_actor(),
        directory=current_directory(),
        at=current_moment(),
    )
    status = HTTPStatus.CREATED if decided.is_new else HTTPStatus.OK
    return _json(_decision(contact_id, decided.id)), status


@operation(Verb.DECIDE, DecisionOut, problems=[404, 409])
@blueprint.arguments(DecisionChangeIn())
def keep_change(what: dict[str, Any], request_id: UUID, decision_id: UUID) -> dict[str, Any]:
    """Ange vad som blev av beslutet; samma sak igen ändrar inget."""
    contact_id = _own_contact(request_id, Verb.DECIDE)
    change_decision(
        db.session(),
        Change(contact_id, str(decision_id), what["event"]),
        by=current_actor(),
        directory=current_directory(),
        at=current_moment(),
    )
    return _json(_decision(contact_id, str(decision_id)))


def _own_contact(request_id: UUID, verb: Verb) -> str:
    contact = find_contact(db.session(), str(request_id))
    if contact is None:
        raise UnknownContact
    if not can(current_actor(), verb, contact):
        raise NotYours
    return contact.id


def _decision(contact_id: str, decision_id: str) -> DecisionView:
    found = load_decisions(db.session(), contact_id)
    decision = next((one for one in found if one.id == decision_id), None)
    if decision is None:
        raise UnknownDecision
    return decision


def _command(new: dict[str, Any], contact_id: str, *, key: str | None) -> Decide:
    day: VisitDay | None = new["when"]
    decision = NewDecision(
        kind=new["kind"],
        receiver_id=new["receiver_id"],
        note=new["note"],
        next_by=new["next_by"],
        next_text=new["next_text"],
        detail={} if day is None else {WHEN: day.value},
        idempotency_key=key,
    )
    return Decide(contact_id, decision, replaces=str(new["replaces"]) if new["replaces"] else None)


def _json(decision: DecisionView) -> dict[str, Any]:
    lang = current_language()
    day = decision.detail.get(WHEN)
    names = [name for name in DecisionOut().fields if hasattr(decision, name)]
    return {name: getattr(decision, name) for name in names} | {
        "kind_text": label(decision.kind, lang),
        "status_text": label(decision.status, lang),
        "when": VisitDay(day) if day in set(VisitDay) else None,
        "events": [
            {
                "event": one.event,
                "text": label(one.event, lang),
                "at": one.at,
                "taken_back_at": one.taken_back_at,
                "unit_id": one.unit_id,
            }
            for one in decision.events
        ],
    }
