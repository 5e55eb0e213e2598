"""Första sidan: where somebody begins, by what they are here for."""

from collections.abc import Mapping
from typing import Final

from app.actions.shared.actor import Actor
from app.auth.permissions import Verb, can
from app.web.shared.paths import ways_for
from models.tables.accounts import AccountRole
from routing.directory import Directory
from routing.radiology_hours import site_of

START: Final = "home.start"
"""The search and the paths, for whoever is here to reach somebody."""

SEEK: Final = "home.seek"
"""The same, for those who may reach somebody too, but begin elsewhere."""

_OF_ROLE: Final[Mapping[AccountRole, str]] = {
    AccountRole.ANALYTIKER: "follow_up.show",
    AccountRole.PROCESSLEDARE: "follow_up.show",
    AccountRole.ADMINISTRATOR: "operation.status",
    AccountRole.KATALOGREDAKTOR: "directory.search",
}


def first_page(actor: Actor, directory: Directory) -> str:
    """The endpoint: radiology's desk, the wards that are asked for beds, what the role works with,
    or the start page."""
    at_radiology = site_of(actor.unit_id, directory.units) is not None
    if at_radiology and can(actor, Verb.ANSWER_FOR_RADIOLOGY):
        return "radiology_desk.show"
    if can(actor, Verb.ANSWER_FOR_WARD):
        return "wards.inbox"
    return _OF_ROLE.get(actor.role, START)


def search_page(actor: Actor, directory: Directory) -> str:
    """The endpoint of the search and the paths; empty for those who start no contacts."""
    if not ways_for(actor, directory):
        return ""
    return START if first_page(actor, directory) == START else SEEK
