"""Phone numbers as Swedes write them."""

from functools import lru_cache

import phonenumbers


@lru_cache(maxsize=4096)
def phone_display(number: str | None) -> str:
    """E.164 as in "070-174 06 05"; short numbers (112, 1177) and unreadable ones as they are."""
    if not number:
        return ""
    if not number.startswith("+"):
        return number
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return number
    national = parsed.country_code == 46
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(parsed, form.NATIONAL if national else form.INTERNATIONAL)
