"""Contacts (ärenden): making one, following it, saying what came of it."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import url_for
from flask.typing import ResponseReturnValue

from app.actions.contact.ask_for_plan import PlanQuestion, facts_of
from app.actions.contact.create_request import NewRequest, create_request, requester_role
from app.actions.contact.switch_to_self_dial import switch_to_self_dial
from app.actions.outcome.record_outcome import NewOutcome, record_outcome
from app.actions.sbar.write_sbar import Told, write_sbar
from app.actions.shared.actor import Actor
from app.actions.shared.errors import NotYours, UnknownContact
from app.api.contact.schemas_in import NewRequestIn, OutcomeIn, SbarIn
from app.api.contact.schemas_out import ContactOut, EventsOut, OutcomeKeptOut
from app.api.shared.blueprint import blueprint, operation
from app.api.shared.problem_schemas import CreatedOut
from app.api.shared.typed import RequestHeaders
from app.auth.guard import current_actor
from app.auth.permissions import Verb, can
from app.auth.reading import note_opened, read
from app.current import current_directory, current_moment
from app.labels import label
from app.language import current_language
from models.db import db
from models.reads.contact_view import ContactView
from models.reads.contacts import find_contact, load_events
from routing.sbar import SbarPart

SBAR = tuple(part.value for part in SbarPart)
PATIENT = ("age_band", "sex")
"""What a contact that goes on from another takes over with SBAR, unless it says something else."""


@operation(Verb.CREATE_REQUEST, CreatedOut, status=201, problems=[404, 409, 429])
@blueprint.alt_response(200, schema=CreatedOut)
@blueprint.arguments(RequestHeaders(), location="headers")
@blueprint.arguments(NewRequestIn())
def create(headers: dict[str, Any], new: dict[str, Any]) -> ResponseReturnValue:
    """Skapa ett ärende och sätt igång det."""
    actor = current_actor()
    created = create_request(
        db.session(),
        _command(new, actor, key=headers["idempotency_key"]),
        by=actor,
        directory=current_directory(),
        at=current_moment(),
    )
    address = url_for("api.show", request_id=created.id)
    body = {"id": created.id, "case_code": created.case_code, "status_url": address}
    status = HTTPStatus.CREATED if created.is_new else HTTPStatus.OK
    return body, status, {"Location": address}


@operation(Verb.SEE_CONTACT_ROW, ContactOut, problems=[404])
def show(request_id: UUID) -> dict[str, Any]:
    """Ett ärende, så mycket av det som man får se."""
    actor = current_actor()
    return _contact_json(_opened(request_id, actor), actor)


@operation(Verb.SEE_CONTACT_ROW, EventsOut, problems=[404])
def show_events(request_id: UUID) -> dict[str, Any]:
    """Allt som har hänt med ärendet, i ordning."""
    contact = _opened(request_id, current_actor())
    lang = current_language()
    return {
        "events": [
            {
                "event": event.event,
                "text": label(event.event, lang),
                "at": event.at,
                "taken_back_at": event.taken_back_at,
                "unit_id": event.unit_id,
                "detail": event.detail,
            }
            for event in load_events(db.session(), contact.id)
        ]
    }


@operation(Verb.ACT_ON_CONTACT, ContactOut, problems=[404])
def dial_instead(request_id: UUID) -> dict[str, Any]:
    """Ring själv i stället: alla samtal stoppas, numren visas i rätt ordning."""
    actor = current_actor()
    switch_to_self_dial(
        db.session(),
        str(request_id),
        by=actor,
        directory=current_directory(),
        at=current_moment(),
    )
    return _contact_json(_contact(request_id, actor), actor)


@operation(Verb.RECORD_OUTCOME, OutcomeKeptOut, problems=[404, 409])
@blueprint.arguments(OutcomeIn())
def keep_outcome(outcome: dict[str, Any], request_id: UUID) -> dict[str, Any]:
    """Ange resultat eller värde, för den sida man står på."""
    side = record_outcome(
        db.session(),
        str(request_id),
        NewOutcome(**outcome),
        by=current_actor(),
        at=current_moment(),
    )
    return {"side": side}


@operation(Verb.ACT_ON_CONTACT, ContactOut, problems=[404, 409])
@blueprint.arguments(SbarIn())
def tell(sbar: dict[str, Any], request_id: UUID) -> dict[str, Any]:
    """Säg en del av SBAR medan någon söks eller samtalet pågår; den som svarar ser den genast."""
    actor = current_actor()
    told = Told(sbar["part"], sbar["text"])
    write_sbar(db.session(), str(request_id), told, by=actor, at=current_moment())
    return _contact_json(_contact(request_id, actor), actor)


def _command(new: dict[str, Any], actor: Actor, *, key: str | None) -> NewRequest:
    """The body as a command, its words as codes; what it leaves out is taken from the contact that
    it goes on from."""
    earlier = _continued(new["continued_from"], actor)
    question = PlanQuestion(
        path=new["path"],
        requester=requester_role(actor),
        municipality=new["municipality"],
        specialty=new["specialty"] or (earlier.specialty if earlier else None),
        unit=new["unit"],
    )
    facts = facts_of(question, current_directory())
    said = {name: new[name] for name in (*PATIENT, *SBAR)}
    if earlier is not None:
        said |= {name: said[name] or getattr(earlier, name) for name in PATIENT}
        said |= {name: said[name] or read(getattr(earlier, name)) for name in SBAR}
    return NewRequest(
        path=facts.path,
        municipality=facts.municipality,
        specialty=facts.specialty,
        unit_id=facts.unit_id,
        mode=new["mode"],
        callback_number=new["callback_number"],
        plan_before=new["plan_before"],
        life_threatening=new["life_threatening"],
        urgency=new["urgency"],
        continued_from=None if earlier is None else earlier.id,
        idempotency_key=key,
        **said,
    )


def _continued(earlier: UUID | None, actor: Actor) -> ContactView | None:
    """The contact that goes on as another: one whose texts this person may see."""
    if earlier is None:
        return None
    contact = _contact(earlier, actor)
    if not can(actor, Verb.SEE_CONTACT, contact):
        raise NotYours
    return contact


def _opened(request_id: UUID, actor: Actor) -> ContactView:
    """The contact; that somebody else's was opened is noted, also where no text is shown."""
    contact = _contact(request_id, actor)
    if contact.requester_id != actor.account_id:
        note_opened(Verb.SEE_CONTACT, contact.id)
    return contact


def _contact(request_id: UUID, actor: Actor) -> ContactView:
    contact = find_contact(db.session(), str(request_id))
    if contact is None:
        raise UnknownContact
    if not can(actor, Verb.SEE_CONTACT_ROW, contact):
        raise NotYours
    return contact


def _contact_json(contact: ContactView, actor: Actor) -> dict[str, Any]:
    sees_texts = can(actor, Verb.SEE_CONTACT, contact)
    names = [name for name in ContactOut().fields if hasattr(contact, name)]
    return {name: getattr(contact, name) for name in names} | {
        "continued_from_id": contact.continued_from_id,
        "status_text": label(contact.status, current_language()),
        "sbar": {name: getattr(contact, name) for name in SBAR} if sees_texts else None,
        "outcomes": [
            {
                "side": side,
                "result": outcome.result,
                "value": outcome.value,
                "understanding": outcome.understanding,
                "recorded_at": outcome.recorded_at,
            }
            for side, outcome in contact.outcomes.items()
        ],
    }
