"""Telephone numbers: a wrong one is the worst thing this service can give.

Numbers that are nobody's fiction are written in two parts, so that they are no numbers here.
"""

import pytest

from models.phone_numbers import (
    BadPhoneNumber,
    is_short_number,
    read_number,
    read_whole_number,
    written,
)

MOBILE = "+46701740605"


@pytest.mark.parametrize(
    "text",
    [
        "070-174 06 05",
        "0701740605",
        "070 174 06 05",
        "0701-74 06 05",
        "0701-740605",
        "070-174.06.05",
        "070.174.06.05",
        "070/174 06 05",
        "070 / 174 06 05",
        "(070) 174 06 05",
        "(070)1740605",
        "070 - 174 06 05",
        "0 7 0 1 7 4 0 6 0 5",
        " 070-1740605 ",
        "\t0701740605\n",
        "+46701740605",
        "+46 70 174 06 05",
        "+ 46 70 174 06 05",
        "+46 (0)70 174 06 05",
        "+46 (0) 70-174 06 05",
        "+46(0)701740605",
        "+46 (70) 174 06 05",
        "(+46) 70 174 06 05",
        "+46 0701740605",
        "+46-70-174-06-05",
        "+46.70.174.06.05",
        "0046701740605",
        "0046 70 174 06 05",
        "0046 (0)70-174 06 05",
        "0046-70-1740605",
        "00 46 70 174 06 05",
        "070\u00a0174\u00a006\u00a005",  # non-breaking spaces
        "070\u202f174\u202f06\u202f05",  # narrow ones
        "070\u2009174\u200906\u200905",  # thin ones
        "070\u2010174 06 05",  # hyphen
        "070\u2011174 06 05",  # non-breaking hyphen
        "070\u2013174 06 05",  # dash
        "070\u2014174 06 05",
        "070\u2212174 06 05",  # minus
        "\u202a+46701740605\u202c",  # as the address book of a phone copies it
        "\ufeff0701740605",
        "070\u00ad1740605",  # soft hyphen
        "\uff10\uff17\uff10\uff11\uff17\uff14\uff10\uff16\uff10\uff15",  # full-width digits
        "\uff0b46 70 174 06 05",
        "\uff08070\uff09174 06 05",
        "\u0660\u0667\u0660\u0661\u0667\u0664\u0660\u0666\u0660\u0665",  # Arabic-Indic digits
    ],
)
def test_a_number_is_read_however_it_is_written(text):
    assert read_number(text) == MOBILE
    assert read_whole_number(text) == MOBILE


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0980-319200", "+46980319200"),
        ("0980-31 92 00", "+46980319200"),
        ("08-465 004 00", "+46846500400"),
        ("+46 8 465 004 00", "+46846500400"),
        ("+46 (0)8-465 004 00", "+46846500400"),
        ("08/465 004 00", "+46846500400"),
        ("031-390 06 00", "+46313900600"),
        ("040-628 04 00", "+46406280400"),
        ("+47 22 00" + " 00 00", "+4722" + "000000"),
        ("0047 22 00" + " 00 00", "+4722" + "000000"),
        ("+45 32 12" + " 34 56", "+4532" + "123456"),
        ("+358 9 123" + " 4567", "+3589" + "1234567"),
        ("+354 555" + " 1234", "+354555" + "1234"),
        ("+44 (0)20 7946" + " 0018", "+442079" + "460018"),
        ("+39 06 1234" + " 5678", "+390612" + "345678"),  # an Italian zero is part of the number
    ],
)
def test_each_area_and_country_keeps_its_own_form(text, number):
    assert read_whole_number(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("112", "112"),
        ("1 1 2", "112"),
        ("1177", "1177"),
        ("11 77", "1177"),
        ("113 13", "11313"),
        ("11313", "11313"),
        ("113-13", "11313"),
        ("113\u00a013", "11313"),
        ("\uff11\uff11\uff12", "112"),
        ("114 14", "11414"),
        ("116 000", "116000"),
        ("116 006", "116006"),
        ("116 111", "116111"),
        ("116 117", "116117"),
        ("116117", "116117"),
        ("116-117", "116117"),
        ("116 123", "116123"),
    ],
)
def test_a_known_short_number_stays_what_it_is_and_is_never_rung_from_here(text, number):
    assert read_number(text) == number
    assert is_short_number(number)
    assert read_number(written(number)) == number
    with pytest.raises(BadPhoneNumber, match="kortnummer"):
        read_whole_number(text)


REFUSED = {
    "är inget telefonnummer": [
        "",
        "   ",
        "-",
        "+",
        "()",
        "växeln",
        "ring mig",
        "070ABCDEFG",
        "tel:+46701740605",
        "+46+701740605",
        "++46701740605",
        "-0701740605",
        ".0701740605",
        "=0701740605",
        "070_174_06_05",
        "070-174" + " 06 0\u2075",  # a note at the foot of the page is no digit
        "070-174 06 05\u00b2",
        "\u24ea701740605",
        "070-174 06 05 / 06",
        "08-465 004 00/01",
        "08-465 004 00 (01)",
        "08-465" + " 004 (00)",
        "(08)(465) 004 00",
        "((08) 465 004 00",
        "070-174 06 05, 070-174 06 06",
        "070-174 06 05; 070-174 06 06",
        "070-174 06 05 eller 06",
        "070-174 06 05\n070-174 06 06",
        "4.67E+10",
        "0x2a",
        "None",
        "~",
        "\x00",
        "070\x00174 06 05",
        "070-174" + " 06 0\ud800",
    ],
    "anknytning": [
        "070-174 06 05 ankn 5",
        "08-465 004 00 anknytning 1234",
        "08-465 004 00 ank. 12",
        "08-465 004 00 vx 12",
        "08-465 004 00 (växel)",
        "08-465 004 00 ext. 12",
        "08-465 004 00 x12",
        "08-465 004 00#12",
        "08-465 004 00;ext=12",
    ],
    "inget känt kortnummer": [
        "1",
        "11",
        "113",
        "114",
        "1313",
        "11400",
        "12345",
        "90 000",
        "71000",
        "99",
    ],
    "upplysningstjänst som kostar extra": ["118118", "118 118", "118 800", "11" + "8100"],
    "saknar riktnummer": [
        "49 30" + " 00",
        "493" + "000",
        "116 116",
        "116 118",
        "1131300",
        "112112",
        "46 50" + " 04 00",  # Stockholm without its 08, which is Lund with +46
        "465 004 00",
        "319200",
        "701740605",  # a spreadsheet has eaten the zero
        "313900600",
        "46701740605",  # or the plus
        "46701740605.0",
        "199001011234",
    ],
    "inget nummer som finns": [
        "070-174" + " 06 5",
        "070-174" + " 06 055",
        "0701" + "74065",
        "0701" + "74" + "06050",
        "+46 70 174" + " 06 5",
        "+46 70 174" + " 06 055",
        "+4670174" + "0605055",
        "0046 (0)0701" + "740605",
        "+46 (0)0701" + "740605",
        "00701" + "740605",
        "0112",
        "+46112",
        "+461177",
        "+4611" + "313",
        "0113 13",
        "0116 117",
        "+46116" + "117",
        "+46118" + "118",
        "0118 118",
        "0070-174" + " 06 05",
        "03" + "78-123456",
        "099" + "-1234567",
        "0" + "46 70 174 06 05",
        "+47 (0)22 00" + " 00 00",
        "0031-390 06 00",
        "+46",
        "0",
        "00",
        "0000000000",
        "+999 123 456 789",
        "+1 123 456",
    ],
    "för lång": ["0" * 300, "070-174 06 05 " + "1" * 40],
}


@pytest.mark.parametrize(
    ("text", "why"), [(text, why) for why, texts in REFUSED.items() for text in texts]
)
def test_what_is_not_certainly_one_number_is_refused_with_its_reason(text, why):
    try:
        read = read_number(text)
    except BadPhoneNumber as bad:
        said = str(bad)
    else:
        pytest.fail(f"{text!r} was read as {read}")
    allowed = {why, "är inget telefonnummer"} if why == "inget nummer som finns" else {why}
    assert any(one in said for one in allowed), said


def test_the_sentence_shows_what_was_written_and_the_right_form():
    with pytest.raises(BadPhoneNumber, match=r"”070-174" + r" 06 5”.*070-174 06 05"):
        read_number("070-174" + " 06 5")
