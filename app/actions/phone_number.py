"""A phone number as people write it, made into E.164."""

import phonenumbers

from app.actions.errors import BadNumber


def to_e164(text: str) -> str:
    """``070-174 06 05`` → ``+46701740605``. Raises ``BadNumber``, also for short ones (112)."""
    try:
        number = phonenumbers.parse(text, "SE")
    except phonenumbers.NumberParseException:
        raise BadNumber from None
    if not phonenumbers.is_possible_number(number):
        raise BadNumber
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
