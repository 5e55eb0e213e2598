"""The callback number as people write it."""

import pytest

from app.actions.errors import BadNumber, IdentityAsNumber
from app.actions.phone_number import to_e164


@pytest.mark.parametrize(
    "text",
    [
        "070-174 06 05",
        "0701740605",
        "+46 70 174 06 05",
        "0046701740605",
        "(070) 174.06.05",
        " 070-1740605 ",
    ],
)
def test_a_swedish_mobile_in_any_spelling(text):
    assert to_e164(text) == "+46701740605"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0980-319200", "+46980319200"),
        ("08-465 004 00", "+46846500400"),
        ("031-390 06 00", "+46313900600"),
    ],
)
def test_a_line_in_the_wall(text, number):
    assert to_e164(text) == number


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
        to_e164(text)


@pytest.mark.parametrize("text", ["0701740697", "0701" + "151235", "040-628 04 04", "0406280404"])
def test_what_may_be_both_is_the_number_that_was_asked_for(text):
    assert to_e164(text).startswith("+46")


@pytest.mark.parametrize(
    "text",
    [
        "112",
        "1177",
        "+46112",
        "12345",
        "",
        "   ",
        "ring mig",
        "070ABCDEFG",
        "070-174 06 05 ankn 5",
        "+",
        "+46",
        "+999 123 456 789",
        "0900-12" + "34567",  # costs extra
        "070-174 06 05 070-174 06 06",
        "0" * 300,
        "\x00",
    ],
)
def test_what_cannot_or_should_not_be_rung_is_refused(text):
    with pytest.raises(BadNumber):
        to_e164(text)
