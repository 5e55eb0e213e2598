"""A number that somebody types is read, and only an ordinary one is rung."""

import logging
from dataclasses import replace

import pytest

from app.actions.shared.errors import BadNumber, IdentityAsNumber, NumberNotRung
from app.actions.shared.phone_number import may_be_rung, rung_or_none, to_e164
from app.errors import situation_of
from routing.types import ContactKind
from routing.units import ContactPoint
from tests.routing.county import county, person, unit

COUNTY = county()
SATELLITE = "+8816" + "12345678"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("070-174 06 05", "+46701740605"),
        (" 0980-319200 ", "+46980319200"),
        ("+46 (0)8-465 004 00", "+46846500400"),
        ("010-123" + " 45 67", "+4610" + "1234567"),  # as regions' switchboards
        ("020-123" + " 456", "+4620" + "123456"),
        ("+47 22 00" + " 00 00", "+4722" + "000000"),
        ("+47 79 02" + " 12 34", "+4779" + "021234"),  # Svalbard
        ("+45 32 12" + " 34 56", "+4532" + "123456"),
        ("+358 9 123" + " 4567", "+3589" + "1234567"),
        ("+358 18 123" + " 45", "+35818" + "12345"),  # Åland
        ("+354 555" + " 1234", "+354555" + "1234"),
    ],
)
def test_an_ordinary_number_here_or_next_door_is_rung(text, number):
    assert to_e164(text, COUNTY) == number
    assert rung_or_none(text, COUNTY) == number


@pytest.mark.parametrize(
    "text",
    [
        "811218-9876",
        "8112189876",
        "19811218-9876",
        "198112189876",
        "1981-12-18 9876",
        "811218 9876",
        "81 12 18 98 76",
        "8112-18-9876",
        "81121 89876",
        "811278-9873",
        "121212+1212",
        "+46" + "8112189876",
        "+46 " + "8112189876",
        "811218\u20139876",
        "\u0668\u0661\u0661\u0662\u0661\u0668\u0669\u0668\u0667\u0666",
        "åtta ett ett två ett åtta nio åtta sju sex",
        "070115-1234",
    ],
)
def test_a_personnummer_is_never_dialled(text):
    with pytest.raises(IdentityAsNumber):
        to_e164(text, COUNTY)


@pytest.mark.parametrize("text", ["0701740697", "0701" + "151235", "040-628 04 04", "0406280404"])
def test_what_may_be_both_is_the_number_that_was_asked_for(text):
    assert to_e164(text, COUNTY).startswith("+46")


@pytest.mark.parametrize(
    "text",
    ["112", "1177", "116 117", "118118", "12345", "", "   ", "ring mig", "49 30" + " 00", "\x00"],
)
def test_what_is_no_whole_number_is_refused(text):
    with pytest.raises(BadNumber) as refused:
        to_e164(text, COUNTY)
    assert type(refused.value) is BadNumber
    assert rung_or_none(text, COUNTY) is None


COSTLY = [
    "0900-12" + "34567",
    "0939-1" + "2345",
    "0944-12" + "3456",
    "077-123" + " 45 67",
    "075-123" + " 45 67",
    "074-012" + " 34 56",  # a pager answers nobody
    SATELLITE,
    "+870 773" + " 123456",
    "+883 5100" + " 12345678",
    "+44 20 7946" + " 0018",
    "+1 900 555" + " 1234",
    "+7 495 123" + " 45 67",
    "+299 32" + " 12 34",  # Greenland is no neighbour unless the setting says so
    "+47 829" + " 12 345",  # premium next door
    "+358 600" + " 12345",
    "+45 90 12" + " 34 56",
]


@pytest.mark.parametrize("text", COSTLY)
def test_what_costs_extra_or_lies_far_away_is_not_rung(text, caplog):
    with caplog.at_level(logging.WARNING), pytest.raises(NumberNotRung):
        to_e164(text, COUNTY)
    assert "a typed number was not taken" in caplog.text
    assert not any(digits in caplog.text for digits in ("1234", "0018", "5100"))
    assert rung_or_none(text, COUNTY) is None


def test_other_countries_are_a_setting_but_not_their_premium_numbers():
    wide = replace(COUNTY, callable_countries=frozenset({"GB", "US"}))
    assert may_be_rung("+44207" + "9460018", wide)
    assert not may_be_rung("+1900" + "5551234", wide)
    assert not may_be_rung("+46701740605", wide)
    assert not may_be_rung(SATELLITE, wide)


def test_what_stands_in_the_directory_is_rung_whatever_it_is():
    point = ContactPoint("p", "mora-vc", ContactKind.FUNCTION, SATELLITE)
    helicopter = replace(
        COUNTY, units={"mora-vc": replace(unit("mora-vc", "2062"), contact_points=(point,))}
    )
    assert to_e164("+881 6" + " 12345678", helicopter) == SATELLITE
    doctor = county(people={"mia": person("mia", number=SATELLITE)})
    assert to_e164(SATELLITE, doctor) == SATELLITE


def test_the_sentence_says_what_is_not_rung():
    situation = situation_of(NumberNotRung())
    assert situation is not None
    assert "satellit" in situation.swedish
