"""What somebody fills in to decide: read from the form, and made into a command."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time
from types import MappingProxyType
from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.datastructures import MultiDict

from app.actions.decisions.add_decision import NewDecision
from app.actions.decisions.decide import WHEN, Decide
from app.actions.decisions.errors import BadReceiver, MissingDay, MissingSafetyNet, NobodyNext
from app.actions.shared.errors import PatientIdentityInText, Refused, StillRinging, TextTooLong
from app.actions.shared.faults import each_of
from app.web.shared.words import sentence_of
from routing.calendar import to_local
from routing.decisions import DecisionKind
from routing.outcome import Side
from routing.receivers import VisitDay

LAST_VISIT_TODAY = time(14)  # later, tomorrow is offered first
AGAIN: Final = (
    lazy_gettext("patienten blir sämre"),
    lazy_gettext("feber eller frossa"),
    lazy_gettext("nya symtom"),
    lazy_gettext("inte bättre i morgon"),
)
"""Sök igen om: what is said most often, each one tap."""

NEXT: Final[Mapping[DecisionKind, str]] = MappingProxyType(
    {
        DecisionKind.SPECIALIST_VISIT: lazy_gettext("Bokar tid och kallar patienten"),
        DecisionKind.ADVICE: lazy_gettext("Följer upp patienten"),
        DecisionKind.ED_OWN_MEANS: lazy_gettext("Ringer akuten: patienten kommer"),
        DecisionKind.ED_AMBULANCE: lazy_gettext("Beställer ambulans och rapporterar till akuten"),
        DecisionKind.MOBILE_TEAM: lazy_gettext("Kontaktar teamet"),
        DecisionKind.CONFERENCE: lazy_gettext("Startar MDK-kontakten"),
    }
)
"""What usually comes next; can be written over."""

FIELD_OF: Final[Mapping[type[Refused], str]] = MappingProxyType(
    {
        BadReceiver: "receiver",
        MissingDay: "when",
        MissingSafetyNet: "note",
        NobodyNext: "next_by",
    }
)


@dataclass(frozen=True, slots=True)
class DecisionForm:
    """The fields as typed. ``again`` are the ticked words of the safety net; ``key`` makes a form
    that is sent twice one decision."""

    kind: DecisionKind
    key: str
    when: str
    receiver: str
    again: tuple[str, ...]
    note: str
    next_by: str
    next_text: str
    replaces: str


def new_form(kind: DecisionKind, *, key: str, replaces: str, now: datetime) -> DecisionForm:
    """What stands in the form when it is opened."""
    is_today = to_local(now).time() < LAST_VISIT_TODAY
    is_visit = kind is DecisionKind.SPECIALIST_VISIT
    return DecisionForm(
        kind=kind,
        key=key,
        when=(VisitDay.TODAY if is_today else VisitDay.TOMORROW).value if is_visit else "",
        receiver="",
        again=(str(AGAIN[0]),) if kind is DecisionKind.ADVICE else (),
        note="",
        next_by="",
        next_text=str(NEXT[kind]),
        replaces=replaces,
    )


def read_form(kind: DecisionKind, sent: MultiDict[str, str]) -> DecisionForm:
    """The form as it was sent."""
    return DecisionForm(
        kind=kind,
        key=sent.get("key", "")[:80],
        when=sent.get("when", ""),
        receiver=sent.get("receiver", ""),
        again=tuple(sent.getlist("again")),
        note=sent.get("note", ""),
        next_by=sent.get("next_by", ""),
        next_text=sent.get("next_text", ""),
        replaces=sent.get("replaces", ""),
    )


def as_command(form: DecisionForm, request_id: str) -> Decide:
    """The form as a command. Raises ``NobodyNext`` for a word that is no side."""
    if form.next_by and form.next_by not in set(Side):
        raise NobodyNext
    new = NewDecision(
        kind=form.kind,
        receiver_id=form.receiver or None,
        note=", ".join(filter(None, (*form.again, form.note.strip()))),
        next_by=Side(form.next_by) if form.next_by else None,
        next_text=form.next_text,
        idempotency_key=form.key or None,
    )
    if form.kind is DecisionKind.SPECIALIST_VISIT:
        new = replace(new, detail={WHEN: form.when})
    return Decide(request_id, new, replaces=form.replaces or None)


def field_errors(refused: Refused) -> dict[str, str]:
    """The fields a refusal points at, each with a sentence; empty when it points at none."""
    found: dict[str, str] = {}
    for one in each_of(refused):
        found |= _field_error(one)
    return found


def _field_error(refused: Refused) -> dict[str, str]:
    if isinstance(refused, PatientIdentityInText):
        return {refused.field: sentence_of(refused)}
    if isinstance(refused, TextTooLong):
        return {refused.field: _("Högst %(limit)s tecken.", limit=refused.limit)}
    if isinstance(refused, StillRinging):  # said where they pressed, with all that they filled in
        return {"next_by": sentence_of(refused)}
    field = FIELD_OF.get(type(refused))
    return {field: _sentences()[field]} if field else {}


def _sentences() -> dict[str, str]:
    return {
        "receiver": _("Välj en enhet i listan."),
        "when": _("Välj i dag eller i morgon."),
        "note": _("Skriv när patienten ska söka igen."),
        "next_by": _("Nästa steg är remittentens, eller mottagarens om någon har svarat."),
    }
