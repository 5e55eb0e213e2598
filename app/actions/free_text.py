"""Free text (SBAR): short, and never with a patient's identity."""

import re
import unicodedata

from app.actions.errors import PatientIdentityInText, TextTooLong

LIMIT = 600

# Personnummer, samordningsnummer (day + 60) and reserve numbers as people write them: a date of
# six or eight digits, in one piece or with marks between its parts, a mark or none, four more.
# Better one refusal too many than an identity; but days and months must be possible ones, so that
# dates of examinations, blood pressures and phone numbers pass.
_MARK = r"[-+./ ]"
_MONTH = r"(?:0[1-9]|1[0-2])"
_DAY = r"(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])"
_LAST = rf"(?: ?{_MARK}? ?\d{{2}} ?\d{{2}}|[-+]?[A-Za-z][\dA-Za-z]\d{{2}})"
_IDENTITY = re.compile(
    rf"(?<!\d)(?:(?:18|19|20){_MARK}?)?\d{{2}}"
    rf"(?:{_MONTH}{_DAY}|{_MARK}{_MONTH}{_MARK}{_DAY}|{_MONTH} {_DAY}|{_MARK}{_MONTH}{_DAY})"
    rf"{_LAST}(?!\d|[-/]\d\d[-/]\d\d)"  # from one date to another is no identity
)
_KEPT = frozenset("\n\t")
_BAD = frozenset({"Cc", "Cs"})  # control characters, and halves of characters


def checked(field: str, text: str, *, limit: int = LIMIT) -> str:
    """The text, trimmed and without control characters (which no database or phone can take).

    Raises ``TextTooLong`` or ``PatientIdentityInText``.
    """
    trimmed = without_control_characters(text).strip()
    if len(trimmed) > limit:
        raise TextTooLong(field, limit)
    if _IDENTITY.search(_plain(trimmed)):
        raise PatientIdentityInText(field)
    return trimmed


def without_control_characters(text: str) -> str:
    """The text as a database can hold it."""
    return "".join(one for one in text if one in _KEPT or unicodedata.category(one) not in _BAD)


def _plain(text: str) -> str:
    """All digits, blanks and dashes of the world as the ones on a keyboard; nothing invisible."""
    plain = unicodedata.normalize("NFKC", text).replace("−", "-")
    kinds = [(one, unicodedata.category(one)) for one in plain]
    return "".join("-" if kind == "Pd" else one for one, kind in kinds if kind != "Cf")
