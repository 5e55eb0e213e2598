"""Besluten på ärendets sida: what has been decided, who does what next, and what can be decided."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from app.actions.shared.actor import Actor
from app.auth.permissions import Verb, can, side_in
from app.auth.reading import read
from app.current import current_directory, current_moment
from app.web.decisions.choices import (
    ICONS,
    RADIOLOGY_PAGE,
    Choice,
    conference_page,
    conference_way,
    decision_choices,
    page_at,
)
from app.web.shared.moments import when
from app.web.shared.words import in_sentence, label
from models.db import db
from models.reads.contact_view import ContactView
from models.reads.decisions import ChainLink, DecisionEventView, DecisionView, load_chain
from routing.decisions import (
    IN_FORCE,
    DecisionKind,
    DecisionStatus,
    suggested_result,
)
from routing.lifecycle import LIVE, RequestStatus
from routing.outcome import ResultAfter, Side
from routing.receivers import VisitDay
from routing.types import ContactPath

TONES = {
    DecisionStatus.PROPOSED: "example",
    DecisionStatus.DECIDED: "example",
    DecisionStatus.DONE: "good",
    DecisionStatus.FELL_THROUGH: "bad",
}
OPEN = frozenset({DecisionStatus.PROPOSED, DecisionStatus.DECIDED})
DECIDABLE = frozenset({RequestStatus.ANSWERED, RequestStatus.EXHAUSTED, RequestStatus.CLOSED})


@dataclass(frozen=True, slots=True)
class Card:
    """One decision as it is read. ``next_by`` is "Du" or a side, empty where nobody was named;
    ``own_url`` the page of its own that an examination has, ``own_status`` where the admission or
    the examination stands; ``stands_above``: the admission's own card on the page says that, and
    as soon as it changes; ``is_ours``: both sides can change it here."""

    id: str
    name: str
    icon: str
    status: str
    tone: str
    by: str
    receiver: str
    note: str
    next_by: str
    next_text: str
    own_url: str
    own_status: str
    stands_above: bool
    is_open: bool
    is_ours: bool
    replacements: tuple[Choice, ...]
    log: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another contact of the chain, and what was decided there: no texts, for one may have had no
    part in it."""

    case_code: str
    path: str
    decided: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisionPanel:
    """The part of the page; ``conference_url`` starts the contact that an MDK decision leads to."""

    cards: tuple[Card, ...]
    choices: tuple[Choice, ...]
    elsewhere: tuple[Elsewhere, ...]
    conference_url: str
    suggested: ResultAfter | None
    has_open: bool


def decision_panel(contact: ContactView, actor: Actor) -> DecisionPanel | None:
    """The panel, for the two who take part; None while somebody is still being sought."""
    if contact.status in LIVE or not can(actor, Verb.SEE_DECISIONS, contact):
        return None
    chain = load_chain(db.session(), contact.id)
    decided = next((link.decisions for link in chain if link.id == contact.id), ())
    if contact.status not in DECIDABLE and not decided:
        return None
    may = can(actor, Verb.DECIDE, contact) and contact.status in DECIDABLE
    choices = decision_choices(contact, actor) if may else ()
    return DecisionPanel(
        cards=tuple(_card(one, contact, choices, actor) for one in decided),
        choices=choices,
        elsewhere=tuple(
            _elsewhere(link) for link in chain if link.id != contact.id and link.decisions
        ),
        conference_url=_conference_url(contact, decided, chain, actor),
        suggested=suggested_result(one.kind for one in decided if one.status in IN_FORCE),
        has_open=any(one.status in OPEN for one in decided),
    )


def name_of(decision: DecisionView) -> str:
    """What was decided: "Specialistbesök i dag"."""
    day = decision.detail.get("when")
    name = label(decision.kind)
    return f"{name} {in_sentence(VisitDay(day))}" if day in set(VisitDay) else name


def the_side(side: Side) -> str:
    """The side as it stands in a sentence."""
    return str(_("Remittenten") if side is Side.REQUESTER else _("Mottagaren"))


def _card(
    decision: DecisionView, contact: ContactView, choices: tuple[Choice, ...], actor: Actor
) -> Card:
    directory, now = current_directory(), current_moment()
    receiver = directory.units.get(decision.receiver_id or "")
    own_url, own_status = _own_thing(decision)
    is_open = decision.status in OPEN
    fell_through = decision.status is DecisionStatus.FELL_THROUGH
    is_ours = bool(choices) and (fell_through or not own_status)
    may_replace = is_ours and (is_open or fell_through)
    return Card(
        id=decision.id,
        name=name_of(decision),
        icon=ICONS[decision.kind],
        status=label(decision.status),
        tone=TONES.get(decision.status, "unknown"),
        by=_("%(who)s, %(when)s", who=decision.decided_by, when=when(decision.decided_at, now)),
        receiver=receiver.name if receiver else "",
        note=_note(decision),
        next_by=_who(decision.next_by, side_in(actor, contact)),
        next_text=read(decision.next_text),
        own_url=own_url,
        own_status=own_status,
        stands_above=decision.admission is not None and can(actor, Verb.PROPOSE_ADMISSION, contact),
        is_open=is_open,
        is_ours=is_ours,
        replacements=(
            decision_choices(contact, actor, replaces=decision.id) if may_replace else ()
        ),
        log=tuple(_line(decision, now)),
    )


def _own_thing(decision: DecisionView) -> tuple[str, str]:
    """The page of the decision's booking, and where that or its admission stands."""
    if decision.admission is not None:
        return "", label(decision.admission)
    if decision.booking is not None:
        return page_at(RADIOLOGY_PAGE, decision.request_id), label(decision.booking)
    return "", ""


def _note(decision: DecisionView) -> str:
    if decision.note and decision.kind is DecisionKind.ADVICE:
        return str(_("Sök igen om: %(what)s", what=read(decision.note)))
    return read(decision.note)


def _who(next_by: Side | None, own: Side | None) -> str:
    if next_by is None:
        return ""
    return str(_("Du")) if next_by is own else the_side(next_by)


def _line(decision: DecisionView, now: datetime) -> list[str]:
    return [" · ".join(filter(None, _parts(one, now))) for one in decision.events]


def _parts(one: DecisionEventView, now: datetime) -> tuple[str, ...]:
    undone = one.taken_back_at
    ends = str(_("ångrat %(when)s", when=when(undone, now))) if undone else ""
    return when(one.at, now), label(one.event), one.who, ends


def _elsewhere(link: ChainLink) -> Elsewhere:
    return Elsewhere(
        case_code=link.case_code,
        path=label(link.path),
        decided=tuple(f"{name_of(one)}: {label(one.status)}" for one in link.decisions),
    )


def _conference_url(
    contact: ContactView,
    decided: tuple[DecisionView, ...],
    chain: tuple[ChainLink, ...],
    actor: Actor,
) -> str:
    """Where an MDK decision leads on, until the contact has been started."""
    is_decided = any(
        one.kind is DecisionKind.CONFERENCE and one.status is DecisionStatus.DECIDED
        for one in decided
    )
    is_started = any(
        link.continued_from_id == contact.id and link.path is ContactPath.MDK for link in chain
    )
    if not is_decided or is_started or not conference_way(actor, current_directory()):
        return ""
    return conference_page(contact)
