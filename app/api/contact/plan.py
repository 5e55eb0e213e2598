"""GET /plan: who will be rung, in which order and why."""

from datetime import datetime
from typing import Any, NotRequired, TypedDict

from werkzeug.exceptions import Forbidden

from app.actions.contact.ask_for_plan import PlanQuestion, ask_for_plan, facts_of
from app.actions.shared.actor import Actor
from app.actions.shared.errors import UnknownWord
from app.api.contact.schemas_in import PlanQuery
from app.api.contact.schemas_out import PlanOut
from app.api.shared.blueprint import blueprint, operation
from app.auth.guard import current_actor
from app.auth.permissions import Verb, can
from app.current import current_directory, current_moment
from app.labels import plan_to_json
from app.language import current_language
from routing.calendar import whole_minute
from routing.directory import Directory
from routing.types import ContactPath, RequesterRole


class _Query(TypedDict):
    path: ContactPath
    specialty: NotRequired[str]
    municipality: NotRequired[str]
    unit: NotRequired[str]
    requester: NotRequired[RequesterRole]
    at: NotRequired[datetime]


@operation(Verb.SEE_PLAN, PlanOut)
@blueprint.arguments(PlanQuery(), location="query")
def show_plan(query: _Query) -> dict[str, Any]:
    """Vem når jag nu?"""
    actor = current_actor()
    directory = current_directory()
    at = whole_minute(query.get("at") or current_moment())
    facts = facts_of(_question(query, actor, directory), directory)
    plan = ask_for_plan(facts, directory, at=at, person_id=actor.person_id)
    return plan_to_json(plan, facts, directory, at=at, lang=current_language())


def _question(query: _Query, actor: Actor, directory: Directory) -> PlanQuestion:
    return PlanQuestion(
        path=query["path"],
        requester=_requester(query.get("requester"), actor),
        municipality=query.get("municipality") or _own_municipality(actor, directory),
        specialty=query.get("specialty"),
        unit=query.get("unit"),
    )


def _requester(asked_as: RequesterRole | None, actor: Actor) -> RequesterRole:
    """The role one asks as: one's own, or any for those who steer the matrix."""
    if asked_as is None:
        own = actor.role.value
        return RequesterRole(own) if own in set(RequesterRole) else RequesterRole.PRIMARVARDSLAKARE
    if not can(actor, Verb.SEE_PLAN, asked_as):
        raise Forbidden
    return asked_as


def _own_municipality(actor: Actor, directory: Directory) -> str:
    unit = directory.units.get(actor.unit_id or "")
    if unit is None:
        raise UnknownWord("municipality", "")
    return unit.municipality
