"""The question "vem når jag nu?" as words, and its answer; asks nothing of the database."""

from dataclasses import dataclass
from datetime import datetime

from app.actions.contact.errors import MissingSpecialty
from app.actions.shared.errors import UnknownWord
from app.search import find_municipality, find_specialty, find_unit
from routing.decide import decide
from routing.directory import Directory
from routing.errors import NoContactPath
from routing.lines import needs_specialty
from routing.plan import Plan
from routing.types import ContactPath, RequesterRole, RequestFacts


@dataclass(frozen=True, slots=True)
class PlanQuestion:
    """Who asks for what. Municipality and specialty by code or name, unit by id or name."""

    path: ContactPath
    requester: RequesterRole
    municipality: str
    specialty: str | None = None
    unit: str | None = None


def facts_of(question: PlanQuestion, directory: Directory) -> RequestFacts:
    """The words as codes.

    Raises ``UnknownWord`` for one that the directory does not hold, and ``MissingSpecialty`` where
    the path must have one.
    """
    municipality = find_municipality(directory, question.municipality)
    if municipality is None:
        raise UnknownWord("municipality", question.municipality)
    specialty = find_specialty(directory, question.specialty) if question.specialty else None
    if question.specialty and specialty is None:
        raise UnknownWord("specialty", question.specialty)
    if specialty is None and needs_specialty(question.path, question.requester, directory):
        raise MissingSpecialty
    unit = find_unit(directory, question.unit) if question.unit else None
    if question.unit and unit is None:
        raise UnknownWord("unit", question.unit)
    return RequestFacts(
        path=question.path,
        requester_role=question.requester,
        municipality=municipality.code,
        specialty=specialty.code if specialty else None,
        unit_id=unit.id if unit else None,
    )


def ask_for_plan(
    facts: RequestFacts, directory: Directory, *, at: datetime, person_id: str | None = None
) -> Plan | NoContactPath:
    """The plan, or why there is none. ``person_id`` is who asks: nobody is rung about their own."""
    excluding = frozenset() if person_id is None else frozenset({person_id})
    try:
        return decide(facts, directory, at, excluding=excluding)
    except NoContactPath as nobody:
        return nobody
