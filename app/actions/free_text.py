"""Free text (SBAR): short, and never with a patient's identity."""

import re

from app.actions.errors import PatientIdentityInText, TextTooLong

LIMIT = 600

# Personnummer, samordningsnummer (day + 60) and reserve numbers as people write them: six or
# eight digits of a date, a mark or none, four more. Better one refusal too many than an identity.
_IDENTITY = re.compile(r"(?<!\d)(?:\d{2})?\d{2}[01]\d[0-9]\d[-+ ]?[\dA-Za-z]{2}\d{2}(?!\d)")


def checked(field: str, text: str) -> str:
    """The text, trimmed. Raises ``TextTooLong`` or ``PatientIdentityInText``."""
    trimmed = text.strip()
    if len(trimmed) > LIMIT:
        raise TextTooLong(field, LIMIT)
    if _IDENTITY.search(trimmed):
        raise PatientIdentityInText(field)
    return trimmed
