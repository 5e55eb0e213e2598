"""Telephone numbers as people write them."""

import pytest

from seed_directory.numbers import BadNumber, is_fictitious, is_short_number, read_number


@pytest.mark.parametrize(
    "text", ["070-174 06 05", "0701740605", "+46 70 174 06 05", "0046 70 1740605", "(070) 1740605"]
)
def test_a_number_is_read_however_it_is_written(text):
    assert read_number(text) == "+46701740605"


@pytest.mark.parametrize("text", ["", "växeln", "070-174 06 05 ankn 3", "070-1", "1" * 25, "-"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(BadNumber, match="”"):
        read_number(text)


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


def test_short_numbers_are_those_of_public_services():
    assert is_short_number("112")
    assert is_short_number("1177")
    assert not is_short_number("0112")
    assert not is_short_number("070-174 06 05")
