"""What is typed in a search: sent as a form, and in an address only when it names no patient."""

from flask import request

from app.actions.shared.errors import PatientIdentityInText
from app.web.shared.words import sentence_of
from routing.identity import holds_identity

FIELD = "q"
LONGEST = 80
REFUSED = 422


def sent_words() -> str:
    """What was typed, from the form or the address."""
    return request.values.get(FIELD, "").strip()


def fault_of(words: str) -> str:
    """A sentence when the words may name a patient, else nothing."""
    return sentence_of(PatientIdentityInText(FIELD)) if holds_identity(words) else ""
