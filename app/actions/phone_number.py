"""A phone number as people write it, made into E.164."""

import phonenumbers

from app.actions.errors import BadNumber, IdentityAsNumber
from routing.identity import is_identity_as_number


def to_e164(text: str) -> str:
    """``070-174 06 05`` → ``+46701740605``. Raises ``BadNumber``, also for short ones (112) and
    those that cost extra (0900); ``IdentityAsNumber`` for a personnummer: nobody dials one."""
    refuse_identity(text)
    if any(character.isalpha() for character in text):  # letters stand for digits on old phones
        raise BadNumber
    try:
        number = phonenumbers.parse(text, "SE")
    except phonenumbers.NumberParseException:
        raise BadNumber from None
    is_premium = phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.PREMIUM_RATE
    if is_premium or not phonenumbers.is_possible_number(number):
        raise BadNumber
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def refuse_identity(text: str) -> None:
    """Raise ``IdentityAsNumber`` for a personnummer; the first thing asked of a number."""
    if is_identity_as_number(text):
        raise IdentityAsNumber
