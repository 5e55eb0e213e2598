"""Telephone numbers: the one place where they are read, told apart and written.

A number is kept as E.164 (``+46701740605``) or, where it is one of the public short ones that
cannot be reached from abroad, as its digits (``112``). What is not certainly one number is refused:
a wrong number is the worst thing this service can give.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from types import MappingProxyType
from typing import Final

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

SWEDEN: Final = "SE"

SHORT_NUMBERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "112": "112",  # SOS Alarm
        "1177": "1177",  # sjukvårdsrådgivning
        "11313": "113 13",  # information vid olyckor och kriser
        "11414": "114 14",  # polisen, när det inte är akut
        # The harmonised ones (2007/116/EC, 2009/884/EC), the same in all of the EU.
        "116000": "116 000",
        "116006": "116 006",
        "116111": "116 111",
        "116117": "116 117",
        "116123": "116 123",
    }
)
"""The public short numbers of Sweden and how they are written; no other short number is known.
Source: PTS, den svenska telefoninummerplanen, the series 11."""

# The series PTS (Post- och telestyrelsen) keeps free for fiction, in E.164 without the plus.
FICTITIOUS_SERIES: Final = (
    range(46_70_1740605, 46_70_1740700),
    range(46_31_3900600, 46_31_3900700),
    range(46_40_6280400, 46_40_6280500),
    range(46_8_46500400, 46_8_46500500),
    range(46_980_319200, 46_980_319300),
)

WHOLE: Final = re.compile(r"\+[1-9][0-9]{6,14}", re.ASCII)
"""What E.164 looks like; most such texts are nobody's number."""

_LONGEST: Final = 40  # characters, with blanks and marks; E.164 has 15 digits
_EXAMPLE: Final = "skriv det som 070-174 06 05 eller +46 70 174 06 05"
# Parentheses hold the area code, or a zero to leave out; after the number they would hold another.
_SHAPE: Final = re.compile(
    r"(?:[+] ?(?=[0-9])|(?=[0-9]))[0-9 .-]*"
    r"|(?:(?:[+] ?|00[ .-]?)[1-9][0-9]{0,2}[ .-]*)?[(][0-9]{1,5}[)][0-9 .-]*"
    r"|[(][+][1-9][0-9]{0,2}[)][0-9 .-]*"
)
_AREA_CODE: Final = re.compile(r"(0[0-9]{1,3}) ?/ ?(?=[0-9 -]+$)")  # 070/174 06 05
_EXTENSION: Final = re.compile(r"[0-9]{2}.*(?:ank|ext|vx|växel|x|#)", re.IGNORECASE | re.DOTALL)
_SHORT: Final = 6  # digits: no longer number is a short one
_TERRITORIES: Final = MappingProxyType({"AX": "FI", "SJ": "NO"})  # Åland, Svalbard


class NumberKind(Enum):
    """What answers, and what it costs to ring there."""

    LANDLINE = "fast"
    MOBILE = "mobil"
    FREE = "frisamtal"
    COMPANY = "företagsnummer"  # 010 and voice over IP: as an ordinary one
    SHORT = "kortnummer"
    SHARED_COST = "delad kostnad"  # 077
    PREMIUM = "betalsamtal"  # 0900, 0939, 0944
    PERSONAL = "personligt nummer"  # 075: forwarded anywhere, at any price
    PAGER = "personsökare"
    SATELLITE = "satellit"  # and other networks that belong to no country
    OTHER = "annat"


_KINDS: Final[Mapping[int, NumberKind]] = MappingProxyType(
    {
        PhoneNumberType.FIXED_LINE: NumberKind.LANDLINE,
        PhoneNumberType.MOBILE: NumberKind.MOBILE,
        PhoneNumberType.FIXED_LINE_OR_MOBILE: NumberKind.MOBILE,
        PhoneNumberType.TOLL_FREE: NumberKind.FREE,
        PhoneNumberType.UAN: NumberKind.COMPANY,
        PhoneNumberType.VOIP: NumberKind.COMPANY,
        PhoneNumberType.SHARED_COST: NumberKind.SHARED_COST,
        PhoneNumberType.PREMIUM_RATE: NumberKind.PREMIUM,
        PhoneNumberType.PERSONAL_NUMBER: NumberKind.PERSONAL,
        PhoneNumberType.PAGER: NumberKind.PAGER,
    }
)


class BadPhoneNumber(ValueError):
    """The text is not certainly one telephone number; the message says why, in Swedish."""


@dataclass(frozen=True, slots=True)
class NumberFacts:
    """``country``: two letters (ISO 3166), empty where the number belongs to none."""

    kind: NumberKind
    country: str


@lru_cache(maxsize=4096)  # the numbers of accounts are read at each contact
def read_number(text: str) -> str:
    """A number as people write it (``070-174 06 05``, ``0046 (0)70…``, ``113 13``), as it is kept.

    Digits, blanks and hyphens may be those of any script. Raises ``BadPhoneNumber``.
    """
    plain = _plain(text)
    digits = re.sub(r"[ .-]", "", plain)
    if digits in SHORT_NUMBERS:
        return digits
    return _whole(text, plain, digits)


def read_whole_number(text: str) -> str:
    """As ``read_number``, but E.164 alone: one that the telephone provider can ring.

    Raises ``BadPhoneNumber``, also for short numbers.
    """
    number = read_number(text)
    if is_short_number(number):
        raise BadPhoneNumber(
            f"”{text.strip()}” är ett kortnummer och kan inte ringas upp härifrån; skriv ett helt "
            "nummer"
        )
    return number


def _plain(text: str) -> str:
    """The text with ASCII digits, blanks and hyphens; raises ``BadPhoneNumber`` for other signs."""
    shown = text.strip()
    if len(text) > _LONGEST:
        raise BadPhoneNumber(f"texten är för lång för ett telefonnummer; {_EXAMPLE}")
    letters = "".join(_plain_sign(one) for one in shown)
    if _EXTENSION.search(letters):
        raise BadPhoneNumber(
            f"”{shown}” har en anknytning, och den kan inte ringas; skriv direktnumret, eller "
            "växelns nummer utan anknytning"
        )
    letters = letters.strip()
    if area_code := _AREA_CODE.match(letters):
        letters = f"{area_code[1]}-{letters[area_code.end() :]}"
    if not re.search("[0-9]", letters) or not _SHAPE.fullmatch(letters):
        raise BadPhoneNumber(f"”{shown}” är inget telefonnummer; {_EXAMPLE}")
    return letters


def _plain_sign(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind == "Nd":
        return str(unicodedata.digit(sign))
    if kind == "Zs" or sign == "\t":
        return " "
    if kind == "Pd" or sign == "−":
        return "-"
    if kind == "Cf":  # marks of direction, soft hyphens: they come along when one copies
        return ""
    # Full-width signs, but no superscripts: a note is no digit.
    return sign if kind == "No" else unicodedata.normalize("NFKC", sign)


def _whole(text: str, plain: str, digits: str) -> str:
    shown = text.strip()
    if not digits.startswith(("+", "0", "(0", "(+")):
        raise BadPhoneNumber(_why_no_beginning(shown, digits))
    try:
        number = phonenumbers.parse(plain, SWEDEN)
    except phonenumbers.NumberParseException:
        raise BadPhoneNumber(f"”{shown}” är inget telefonnummer; {_EXAMPLE}") from None
    if not phonenumbers.is_valid_number(number):
        raise BadPhoneNumber(
            f"”{shown}” är inget nummer som finns: en siffra är fel, fattas eller är för mycket; "
            f"{_EXAMPLE}"
        )
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _why_no_beginning(shown: str, digits: str) -> str:
    if digits.startswith("118") and len(digits) <= _SHORT:
        return f"”{shown}” är en upplysningstjänst som kostar extra, och ges inte"
    if len(digits) <= _SHORT - 1:
        known = ", ".join(SHORT_NUMBERS.values())
        return f"”{shown}” är inget känt kortnummer (kända är {known}); {_EXAMPLE}"
    return f"”{shown}” saknar riktnummer: det ska börja med 0 eller +; {_EXAMPLE}"


def is_short_number(number: str) -> bool:
    """Whether a number, as it is kept, is a public short one (112, 1177)."""
    return number in SHORT_NUMBERS


def is_whole_number(number: str) -> bool:
    """Whether a text is a valid number in E.164, exactly as it is kept."""
    if not WHOLE.fullmatch(number):
        return False
    try:
        return read_number(number) == number
    except BadPhoneNumber:
        return False


def is_fictitious(number: str) -> bool:
    """Whether an E.164 number belongs to a series that never rings anybody."""
    return any(int(number.removeprefix("+")) in series for series in FICTITIOUS_SERIES)


def is_country(code: str) -> bool:
    """Whether two letters (ISO 3166) are a country that has numbers of its own."""
    return code in phonenumbers.SUPPORTED_REGIONS and code not in _TERRITORIES


@lru_cache(maxsize=4096)  # reading a number takes longer than a question to the database
def facts_of(number: str) -> NumberFacts:
    """What kind of number it is, and of which country; a number as it is kept."""
    if is_short_number(number):
        return NumberFacts(NumberKind.SHORT, SWEDEN)
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return NumberFacts(NumberKind.OTHER, "")
    region = phonenumbers.region_code_for_number(parsed) or ""
    if not region.isalpha():  # "001": a network of its own, most of them in the sky
        return NumberFacts(NumberKind.SATELLITE if region else NumberKind.OTHER, "")
    kind = _KINDS.get(phonenumbers.number_type(parsed), NumberKind.OTHER)
    return NumberFacts(kind, _TERRITORIES.get(region, region))


def is_mobile(number: str) -> bool:
    """Whether a number (E.164) is a mobile phone's, and can be sent a text message."""
    return facts_of(number).kind is NumberKind.MOBILE


@lru_cache(maxsize=4096)
def written(number: str) -> str:
    """A kept number as Swedes write it: ``070-174 06 05``, ``113 13``, ``+47 22 00 00 00``.

    What is no number is given back as it is.
    """
    if not number.startswith("+"):
        return SHORT_NUMBERS.get(number, number)
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return number
    is_national = parsed.country_code == phonenumbers.country_code_for_region(SWEDEN)
    form = PhoneNumberFormat.NATIONAL if is_national else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, form)
