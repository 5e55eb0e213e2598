"""What an action refused, said at the field that is to blame."""

from flask_babel import gettext as _

from app.actions.shared.errors import (
    BadNumber,
    IdentityAsNumber,
    NumberNotRung,
    PatientIdentityInText,
    Refused,
    TextTooLong,
    UnknownWord,
)
from app.actions.shared.faults import each_of
from app.actions.talk.errors import MissingNumber
from app.web.shared.words import sentence_of


def field_errors(refused: Refused) -> dict[str, str]:
    """Field → sentence for all that the action refused; empty when no field is to blame."""
    found: dict[str, str] = {}
    for one in each_of(refused):
        found |= _field_error(one)
    return found


def _field_error(refused: Refused) -> dict[str, str]:
    match refused:
        case MissingNumber():
            return {"callback_number": _("Skriv numret som vi ska ringa upp dig på.")}
        case NumberNotRung():
            return {
                "callback_number": _(
                    "Dit ringer vi inte upp: betalnummer, satellit eller ett annat land. Skriv ett "
                    "vanligt nummer, som 070-174 06 05."
                )
            }
        case IdentityAsNumber():
            return {"callback_number": sentence_of(refused)}
        case BadNumber():
            return {"callback_number": _("Numret går inte att ringa. Skriv det som 070-174 06 05.")}
        case PatientIdentityInText():
            return {refused.field: sentence_of(refused)}
        case TextTooLong():
            return {refused.field: _("Högst %(limit)s tecken.", limit=refused.limit)}
        case UnknownWord():
            return {refused.kind: _("Välj ett av alternativen i listan.")}
        case _:
            return {}
