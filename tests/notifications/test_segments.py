"""How many messages a text is paid for as: the alphabet of phones and its limits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.segments import GSM_BASIC, GSM_EXTENDED, is_gsm, plainer, segments


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("å" * 160, 1),
        ("é" * 160, 1),
        ("Ü" * 161, 2),
        ("€" * 80, 1),  # two places each
        ("€" * 81, 2),
        ("€" * 76 + "€" * 76, 2),
        ("€" * 153, 3),  # 76 fit in each: none is cut in two
        ("a" * 152 + "€" + "a" * 152, 3),  # the euro sign does not fit in the first
        ("–" + "a" * 69, 1),
        ("–" + "a" * 70, 2),
        ("–" * 134, 2),
        ("–" * 135, 3),
        ("ő" * 71, 2),
        ("😀" * 35, 1),  # two places each
        ("😀" * 36, 2),
        ("😀" * 67, 3),  # 33 fit in each: none is cut in two
    ],
)
def test_the_limits(text, count):
    assert segments(text) == count


@pytest.mark.parametrize("character", "åäöÅÄÖéÉüß§@£\n{}[]~^|\\€ΔΩ'\"&%+-/:;=?")
def test_letters_and_signs_that_phones_have(character):
    assert is_gsm(character)


@pytest.mark.parametrize("character", "–—”’…ÁáçőŠ`×\t\N{NO-BREAK SPACE}")
def test_letters_and_signs_that_phones_have_not(character):
    assert not is_gsm(character)


def test_the_alphabet_has_its_size():
    assert len(GSM_BASIC) == 127  # 128 places, one of which is the escape
    assert len(GSM_EXTENDED) == 10
    assert not GSM_BASIC & GSM_EXTENDED


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("08–17", "08-17"),
        ("”ja”", '"ja"'),
        ("vänta…", "vänta..."),
        ("8\N{NO-BREAK SPACE}min", "8 min"),
        ("Rättvik", "Rättvik"),
    ],
)
def test_typography_is_written_as_phones_have_it(written, sent):
    assert plainer(written) == sent
    assert is_gsm(sent)


@given(
    st.text(alphabet=st.sampled_from(sorted(GSM_BASIC | GSM_EXTENDED | set("–😀"))), max_size=500)
)
def test_a_longer_text_never_costs_less_and_all_of_it_fits(text):
    count = segments(text)
    assert segments(text + "a") >= count
    assert count * 160 >= len(text)
    if len(text) > 1 and not is_gsm(text):
        assert count >= segments(text.replace("–", "-").replace("😀", "-"))
