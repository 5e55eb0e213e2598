"""Free text (SBAR, notes, reasons): short, and never with a patient's identity.

Every text that people write or say passes ``checked`` (or ``checked_speech``) on its way in; keys
and words that programs choose pass ``checked_word``.
"""

import unicodedata

from app.actions.shared.errors import PatientIdentityInText, TextTooLong
from routing.identity import holds_identity

LIMIT = 600
KEY_LIMIT = 80  # characters of an idempotency key

_KEPT = frozenset("\n\t")
_BAD = frozenset({"Cc", "Cs"})  # control characters, and halves of characters


def checked(field: str, text: str, *, limit: int = LIMIT) -> str:
    """The text, trimmed and without control characters (which no database or phone can take).

    Raises ``TextTooLong`` or ``PatientIdentityInText``.
    """
    trimmed = without_control_characters(text).strip()
    if len(trimmed) > limit:
        raise TextTooLong(field, limit)
    if holds_identity(trimmed):
        raise PatientIdentityInText(field)
    return trimmed


def checked_word(field: str, word: str | None, *, limit: int) -> str | None:
    """A key or a short word as it is, without control characters; None stays None.

    Raises what ``checked`` raises.
    """
    if word is None:
        return None
    if len(word) > limit:
        raise TextTooLong(field, limit)
    if holds_identity(word):
        raise PatientIdentityInText(field)
    return without_control_characters(word)


def without_control_characters(text: str) -> str:
    """The text as a database can hold it."""
    return "".join(one for one in text if one in _KEPT or unicodedata.category(one) not in _BAD)
