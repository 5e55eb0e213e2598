"""Telephone numbers: read as people write them, kept as E.164."""

import re

import phonenumbers

# The series PTS (Post- och telestyrelsen) keeps free for fiction, in E.164 without the plus.
FICTITIOUS_SERIES = (
    range(46_70_1740605, 46_70_1740700),
    range(46_31_3900600, 46_31_3900700),
    range(46_40_6280400, 46_40_6280500),
    range(46_8_46500400, 46_8_46500500),
    range(46_980_319200, 46_980_319300),
)

# Public short numbers such as 112 and 1177 are not E.164 and cannot be reached from abroad.
SHORT_NUMBER = re.compile(r"1\d{2,4}")


class BadNumber(ValueError):
    """The text is no telephone number; the message says so in Swedish."""


def read_number(text: str) -> str:
    """A number in national or international form (``070-174 06 05``) as E.164.

    Raises ``BadNumber``.
    """
    if not re.fullmatch(r"\+?[\d\s()/-]+", text):
        raise BadNumber(f"”{text}” är inget telefonnummer")
    try:
        number = phonenumbers.parse(text, "SE")
    except phonenumbers.NumberParseException:
        raise BadNumber(f"”{text}” är inget telefonnummer") from None
    if not phonenumbers.is_possible_number(number):
        raise BadNumber(f"”{text}” har fel antal siffror för ett telefonnummer")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def is_short_number(text: str) -> bool:
    """Whether the text is a public short number (112, 1177)."""
    return SHORT_NUMBER.fullmatch(text) is not None


def is_fictitious(number: str) -> bool:
    """Whether an E.164 number belongs to a series that never rings anybody."""
    return any(int(number.removeprefix("+")) in series for series in FICTITIOUS_SERIES)
