"""What the requester hears first: whom we look for, who answers instead, and nothing for others."""

import pytest

from app.actions.calls.phone_words import PhoneWords
from models.tables.accounts import AccountRole
from models.tables.contacts import CallMode, CareRequestRow
from notifications.language import Language
from routing.types import ContactPath

# What is asked here are words, and no lock.
pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])


def first_words(clinic, *, mode=CallMode.RING_ME, role=None, **more):
    by = clinic.account(role, number="+46701740698") if role else clinic.gp
    ticket = clinic.ask(path=ContactPath.AKUT, by=by, **more)
    directory, session = clinic.directory, clinic.fresh()
    request = session.get_one(CareRequestRow, ticket.id)
    request.mode = mode
    return PhoneWords(session, request, directory).requester_waiting()


def test_who_answers_for_a_specialty_without_a_line_is_said(clinic):
    assert "Där finns ingen egen jour nu, så" in first_words(clinic, specialty="reumatologi")
    assert "ingen egen jour" not in first_words(clinic, specialty="medicin")


@pytest.mark.parametrize(
    ("role", "is_told"),
    [(None, True), (AccountRole.AMBULANS, False), (AccountRole.INRE_BEFAL, False)],
)
def test_a_crew_that_rings_in_is_not_told_to_ring_112(clinic, role, is_told):
    words = first_words(clinic, mode=CallMode.CALLED_IN, role=role, specialty="medicin")
    assert ("112" in words) is is_told


def test_whoever_is_spoken_to_in_english_hears_no_swedish_specialty_or_fallback(clinic):
    ticket = clinic.ask(path=ContactPath.AKUT, specialty="reumatologi")
    directory, session = clinic.directory, clinic.fresh()
    request = session.get_one(CareRequestRow, ticket.id)
    words = PhoneWords(session, request, directory)
    words.language = Language.EN
    assert "rheumatology" in words.requester_waiting()
    assert "It has no line of its own now" in words.requester_waiting()
    assert "Call the switchboard of Mora lasarett" in words.nobody_answered()
    words.language = Language.SV
    assert "reumatologi" in words.requester_waiting()
    assert "Ring växeln på Mora lasarett" in words.nobody_answered()
