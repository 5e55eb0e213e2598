""" "Inte nu" on the page Jour: the state, until when, who answers instead, and ending it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.actions.duty.set_away import AwayUntil, away_now, end_away, set_away, stand_ins
from app.auth.guard import current_actor, needs
from app.auth.permissions import Verb
from app.current import current_directory, current_moment
from app.web.shared.moments import when
from app.web.shared.people import person_name
from models.db import db
from routing.directory import Directory

REST_OF_SHIFT = "pass"
MINUTES = ("15", "30", "60")


@dataclass(frozen=True, slots=True)
class StandIn:
    """A colleague who may answer instead."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class AwayPanel:
    """``until`` is empty while one may be disturbed; ``instead`` when nobody answers instead."""

    until: str
    instead: str
    colleagues: tuple[StandIn, ...]
    has_shift: bool


def away_panel(person_id: str | None, directory: Directory, now: datetime) -> AwayPanel | None:
    """What the panel shows; None for somebody no phone is rung for."""
    if person_id is None or person_id not in directory.people:
        return None
    away = away_now(person_id, directory, now)
    return AwayPanel(
        until=when(away.ends_at, now) if away else "",
        instead=person_name(away.forward_to, directory) if away else "",
        colleagues=tuple(
            StandIn(person.id, person_name(person.id, directory))
            for person in stand_ins(person_id, directory, now)
        ),
        has_shift=shift_ends_at(person_id, directory, now) is not None,
    )


def shift_ends_at(person_id: str | None, directory: Directory, now: datetime) -> datetime | None:
    """When the last of a person's running shifts ends."""
    ends = [
        shift.ends_at
        for rotas in directory.rotas.values()
        for rota in rotas
        if (shift := directory.index.on_call(rota, now).current) and shift.person_id == person_id
    ]
    return max(ends, default=None)


@needs(Verb.SET_AWAY)
def begin() -> ResponseReturnValue:
    """Not now: for some minutes, or for the rest of the shift."""
    now, directory = current_moment(), current_directory()
    ends_at = _ends_at(request.form.get("how_long", ""), directory, now)
    command = AwayUntil(ends_at, request.form.get("forward_to") or None)
    away = set_away(db.session(), command, by=current_actor(), directory=directory, at=now)
    flash(_("Ingen ringer dig före %(until)s.", until=when(away.ends_at, now)), "success")
    return redirect(url_for("on_call.mine"), code=303)


@needs(Verb.SET_AWAY)
def end() -> ResponseReturnValue:
    """I can be rung again."""
    end_away(db.session(), by=current_actor(), at=current_moment())
    flash(_("Du kan bli uppringd igen."), "success")
    return redirect(url_for("on_call.mine"), code=303)


def _ends_at(word: str, directory: Directory, now: datetime) -> datetime:
    if word in MINUTES:
        return now + timedelta(minutes=int(word))
    ends_at = shift_ends_at(current_actor().person_id, directory, now)
    if word != REST_OF_SHIFT or ends_at is None:
        abort(422)
    return min(ends_at, now + timedelta(hours=24) - timedelta(minutes=1))
