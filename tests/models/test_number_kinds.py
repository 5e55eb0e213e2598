"""Telephone numbers told apart: fictitious, short, whole, of which kind and country.

Numbers that are nobody's fiction are written in two parts, so that they are no numbers here.
"""

import pytest

from models.phone_numbers import (
    FICTITIOUS_SERIES,
    SHORT_NUMBERS,
    NumberKind,
    facts_of,
    is_country,
    is_fictitious,
    is_mobile,
    is_short_number,
    is_whole_number,
    read_number,
    written,
)

MOBILE = "+46701740605"


def test_every_number_of_the_fictitious_series_can_be_read_in_both_forms():
    for series in FICTITIOUS_SERIES:
        for digits in series:
            number = f"+{digits}"
            assert read_number(number) == number
            assert read_number("0" + str(digits)[2:]) == number
            assert read_number(written(number)) == number
            assert is_fictitious(number)


@pytest.mark.parametrize(
    ("number", "answer"),
    [
        ("+46701740605", True),
        ("+46701740699", True),
        ("+46701740" + "604", False),
        ("+46701740" + "700", False),
        ("+46980319299", True),
        ("+46980319" + "300", False),
        ("+4523319200", False),
    ],
)
def test_the_fictitious_series_have_their_ends(number, answer):
    assert is_fictitious(number) is answer


@pytest.mark.parametrize("number", ["0112", "113", "113 13", "118118", "116116", "", MOBILE])
def test_no_other_short_number_is_known(number):
    assert not is_short_number(number)


@pytest.mark.parametrize(
    ("number", "kind", "country"),
    [
        ("112", NumberKind.SHORT, "SE"),
        (MOBILE, NumberKind.MOBILE, "SE"),
        ("+46846500400", NumberKind.LANDLINE, "SE"),
        ("+4610" + "1234567", NumberKind.COMPANY, "SE"),
        ("+4620" + "123456", NumberKind.FREE, "SE"),
        ("+46771" + "234567", NumberKind.SHARED_COST, "SE"),
        ("+46900" + "1234567", NumberKind.PREMIUM, "SE"),
        ("+46939" + "12345", NumberKind.PREMIUM, "SE"),
        ("+4675" + "1234567", NumberKind.PERSONAL, "SE"),
        ("+4674" + "0123456", NumberKind.PAGER, "SE"),
        ("+4779" + "021234", NumberKind.LANDLINE, "NO"),  # Svalbard
        ("+35818" + "12345", NumberKind.LANDLINE, "FI"),  # Åland
        ("+4532" + "123456", NumberKind.MOBILE, "DK"),
        ("+44207" + "9460018", NumberKind.LANDLINE, "GB"),
        ("+8816" + "12345678", NumberKind.SATELLITE, ""),
        ("+870773" + "123456", NumberKind.SATELLITE, ""),
        ("+88351" + "0012345678", NumberKind.SATELLITE, ""),
        ("inget", NumberKind.OTHER, ""),
    ],
)
def test_the_kind_and_the_country_of_a_number(number, kind, country):
    assert (facts_of(number).kind, facts_of(number).country) == (kind, country)
    assert is_mobile(number) is (kind is NumberKind.MOBILE)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (MOBILE, "070-174 06 05"),
        ("+46846500400", "08-465 004 00"),
        ("+4722" + "000000", "+47 22 00" + " 00 00"),
        ("11313", "113 13"),
        ("112", "112"),
        ("anonymous", "anonymous"),
        ("+", "+"),
    ],
)
def test_a_kept_number_is_written_as_swedes_write_it(number, shown):
    assert written(number) == shown


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (MOBILE, True),
        ("+46 70 174 06 05", False),
        ("0701740605", False),
        ("+46701" + "74065", False),
        ("+460701740605", False),
        ("112", False),
        ("", False),
    ],
)
def test_a_whole_number_is_exactly_as_it_is_kept(text, answer):
    assert is_whole_number(text) is answer


def test_countries_are_those_that_have_numbers():
    assert all(map(is_country, ("SE", "NO", "DK", "FI", "IS", "GB", "FO")))
    assert not any(map(is_country, ("", "se", "XX", "001", "AX", "SWE", "46")))


def test_each_short_number_is_kept_as_digits():
    assert all(number.isdecimal() and number.isascii() for number in SHORT_NUMBERS)
