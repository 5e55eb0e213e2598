"""SBAR is told while it rings, by the one who asks, and never with a patient's identity."""

import pytest

from app.actions.contact.cancel_request import cancel_request
from app.actions.contact.errors import LifeThreatening
from app.actions.sbar.write_sbar import Told, write_sbar
from app.actions.shared.errors import (
    ContactIsOver,
    NotYours,
    PatientIdentityInText,
    TextTooLong,
    UnknownContact,
)
from models.reads.contacts import load_events
from models.tables.accounts import AccountRole
from routing.lifecycle import RequestEvent
from routing.sbar import SbarPart
from routing.urgency import PatientUrgency


def tell(clinic, ticket_id, text, *, part=SbarPart.SITUATION, by=None):
    write_sbar(clinic.fresh(), ticket_id, Told(part, text), by=by or clinic.gp, at=clinic.clock())


def told_events(clinic, ticket) -> list[dict[str, str]]:
    events = load_events(clinic.fresh(), ticket.id)
    return [dict(one.detail) for one in events if one.event is RequestEvent.SBAR_TOLD]


def test_a_part_is_kept_while_it_rings_and_while_they_talk(clinic):
    ticket = clinic.hunt()
    tell(clinic, ticket.id, "  Buksmärta sedan i morse ")
    assert ticket.view.situation == "Buksmärta sedan i morse"

    attempt = ticket.ringing
    clinic.pick_up(attempt.id)
    clinic.press(attempt.id, "1")
    tell(clinic, ticket.id, "Appendicit?", part=SbarPart.ASSESSMENT)
    assert ticket.view.assessment == "Appendicit?"
    assert ticket.view.situation == "Buksmärta sedan i morse"


def test_the_log_says_that_a_part_was_told_once_and_never_what(clinic):
    ticket = clinic.hunt()
    for text in ("Buk", "Buksmärta", "Buksmärta"):
        tell(clinic, ticket.id, text)
    assert told_events(clinic, ticket) == [{"part": "situation", "in": "webb"}]
    assert ticket.view.situation == "Buksmärta"
    tell(clinic, ticket.id, "")
    assert ticket.view.situation == ""


@pytest.mark.parametrize(
    ("text", "refusal"),
    [("Anna 19850312-1234 har ont", PatientIdentityInText), ("x" * 601, TextTooLong)],
)
def test_a_text_that_is_refused_leaves_what_stood_there(clinic, text, refusal):
    ticket = clinic.hunt()
    tell(clinic, ticket.id, "Buksmärta")
    before = clinic.everything()
    with pytest.raises(refusal):
        tell(clinic, ticket.id, text)
    assert clinic.everything() == before


def test_only_the_requester_tells_and_only_until_it_is_over(clinic):
    ticket = clinic.hunt()
    other = clinic.account(AccountRole.PRIMARVARDSLAKARE, number="+46701740698")
    with pytest.raises(NotYours):
        tell(clinic, ticket.id, "x", by=other)
    with pytest.raises(UnknownContact):
        tell(clinic, "00000000-0000-4000-8000-000000000000", "x")
    cancel_request(clinic.fresh(), ticket.id, by=clinic.gp, at=clinic.clock())
    with pytest.raises(ContactIsOver):
        tell(clinic, ticket.id, "x")


def test_what_stands_there_may_come_once_more_after_the_end(clinic):
    """The field saves when it is left, and what it is left for may be Avbryt."""
    ticket = clinic.hunt()
    tell(clinic, ticket.id, "Opererad 2019")
    cancel_request(clinic.fresh(), ticket.id, by=clinic.gp, at=clinic.clock())
    before = clinic.everything()
    tell(clinic, ticket.id, "Opererad 2019")
    assert clinic.everything() == before


def test_urgency_is_kept_and_danger_to_life_starts_nothing(clinic):
    ticket = clinic.ask(urgency=PatientUrgency.WITHIN_HOUR, life_threatening=False)
    assert ticket.view.urgency is PatientUrgency.WITHIN_HOUR
    before = clinic.everything()
    with pytest.raises(LifeThreatening):
        clinic.ask(life_threatening=True)
    assert clinic.everything() == before
