"""A patient's identity is known however it is written, and what only looks like one is left."""

import re
from datetime import date, datetime
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from routing.identity import (
    find_identities,
    holds_identity,
    is_identity_as_number,
    may_be_heard,
)
from routing.identity.words import numbers_of, parts_of
from tests.routing.identity_spellings import (
    ONE_PIECE,
    PASSED,
    REFUSED,
    TELEPHONES,
    USUAL,
)

AROUND = ("{}", "Pat {} söker för hjärtklappning", "({}).", "x\n{}\ny")


def test_the_table_is_large_and_says_nothing_twice():
    assert len(REFUSED) >= 200
    assert len(PASSED) >= 200
    assert len({*REFUSED, *PASSED}) == len(REFUSED) + len(PASSED)


@pytest.mark.parametrize("spelling", REFUSED)
def test_an_identity_is_known_in_any_spelling(spelling):
    assert [text for text in (a.format(spelling) for a in AROUND) if not holds_identity(text)] == []


@pytest.mark.parametrize("spelling", PASSED)
def test_what_only_looks_like_one_passes(spelling):
    assert [text for text in (a.format(spelling) for a in AROUND) if holds_identity(text)] == []


@pytest.mark.parametrize("spelling", REFUSED)
def test_where_it_stands_is_where_it_is_taken_out(spelling):
    before, after = "Kvinna, å\u0308 \ufb01 67 år: ", " – söker för värk"
    text = before + spelling + after
    spans = find_identities(text)
    assert spans
    assert all(len(before) <= start < end <= len(before + spelling) for start, end in spans)
    left = text
    for start, end in reversed(spans):
        left = left[:start] + "…" + left[end:]
    assert not holds_identity(left)


def _with_check_digit(nine: str) -> str:
    total = sum(sum(divmod(int(d) * (2 - place % 2), 10)) for place, d in enumerate(nine))
    return nine + str(-total % 10)


@st.composite
def valid_numbers(draw: st.DrawFn) -> str:
    """Ten digits of somebody, none of whom can be a phone number; also samordningsnummer."""
    born = draw(st.dates(date(1913, 1, 1), date(1999, 12, 31)))
    more = draw(st.sampled_from((0, 60)))
    last = draw(st.integers(1, 999))
    return _with_check_digit(f"{born:%y%m}{born.day + more:02d}{last:03d}")


MARKS = st.text(alphabet=" \t\n-+./,;:_*|=#~()[]\u00a0\u2013\u00ad\u200b", max_size=6)


@given(valid_numbers(), MARKS, st.sampled_from(("", "19")))
@example("8112189876", " ;_\n", "19")
def test_any_marks_before_the_last_four(number, marks, century):
    assert holds_identity(f"{century}{number[:6]}{marks}{number[6:]}")


@given(valid_numbers(), MARKS)
def test_the_same_marks_between_all_digits(number, marks):
    assert holds_identity(marks.join(number))


@given(valid_numbers(), MARKS, MARKS)
def test_any_marks_between_year_month_day_and_last_four(number, inside, before_last):
    born = inside.join((number[:2], number[2:4], number[4:6]))
    assert holds_identity(f"{born}{before_last}{number[6:]}")


@given(valid_numbers(), st.integers(1, 9), st.sampled_from((" ", "-", "", "\u00a0")))
def test_parted_once_anywhere(number, at, mark):
    assert holds_identity(number[:at] + mark + number[at:])


@given(st.dates(date(1900, 1, 1), date(2019, 12, 31)), st.integers(0, 9999), st.booleans())
def test_with_a_hyphen_no_check_digit_is_needed(born, last, is_long):
    year = f"{born:%Y}" if is_long else f"{born:%y}"
    assert holds_identity(f"{year}{born:%m%d}-{last:04d}")


def _spellings(area: str, rest: str) -> list[str]:
    """A Swedish number as people write it; ``area`` with its zero."""
    groups = [rest[-4:-2], rest[-2:]]
    front = rest[:-4]
    spaced = " ".join((front, *groups))
    national = area[1:]
    return [
        f"{area}{rest}",
        f"{area}-{rest}",
        f"{area} {rest}",
        f"{area}-{spaced}",
        f"{area} {spaced}",
        f"({area}) {spaced}",
        f"{area}/{spaced}",
        f"{area}-{front}-{rest[-4:-2]}-{rest[-2:]}",
        f"{area}.{front}.{rest[-4:-2]}.{rest[-2:]}",
        f"+46{national}{rest}",
        f"+46 {national} {spaced}",
        f"+46 ({area[0]}){national} {spaced}",
        f"+46-{national}-{rest}",
        f"0046{national}{rest}",
        f"0046 {national} {spaced}",
    ]


LETTER_OF_ID = st.sampled_from("abcdef")


@given(valid_numbers(), st.uuids(version=4), LETTER_OF_ID, LETTER_OF_ID)
def test_an_id_of_ours_is_none_whatever_its_digits_say(number, by_chance, before, mark):
    """One contact of sixty thousand has such an id, and its page would never open."""
    held = UUID(f"{by_chance.hex[:20]}{before}{number[:6]}{mark}{number[6:]}")
    assert find_identities(f"/arenden/{held}/live") == []
    assert find_identities(f"CA{held.hex}") == []


FICTION = st.one_of(
    st.integers(1740605, 1740699).map(lambda n: ("070", f"{n}")),
    st.integers(3900600, 3900699).map(lambda n: ("031", f"{n}")),
    st.integers(6280400, 6280499).map(lambda n: ("040", f"{n}")),
    st.integers(46500400, 46500499).map(lambda n: ("08", f"{n}")),
    st.integers(319200, 319299).map(lambda n: ("0980", f"{n}")),
)


@given(FICTION, FICTION, st.sampled_from((" ", ", ", "\n", " eller ", "; ")))
def test_a_phone_number_passes_in_every_usual_spelling(one, other, between):
    first, second = _spellings(*one), _spellings(*other)
    for spelling, next_to_it in zip(first, second, strict=True):
        assert not holds_identity(spelling)
        assert not is_identity_as_number(spelling)
        assert not holds_identity(f"{spelling}{between}{next_to_it}")


@given(
    st.datetimes(datetime(2015, 1, 1), datetime(2039, 12, 31)),  # noqa: DTZ001 - as people write
    st.sampled_from(("%Y-%m-%d %H:%M", "%Y-%m-%d %H.%M", "%Y-%m-%dT%H:%M:%S", "%H:%M:%S.%f")),
)
def test_a_moment_of_this_time_passes(moment, form):
    assert not holds_identity(f"{moment.strftime(form)}, sedan {moment.strftime(form)}")


@given(
    st.integers(70, 250),
    st.integers(40, 130),
    st.integers(340, 420),
    st.integers(70, 100),
    st.integers(8, 60),
)
def test_vital_signs_pass(systolic, diastolic, temperature, saturation, breaths):
    warm = f"{temperature // 10},{temperature % 10}"
    for text in (
        f"{systolic}/{diastolic}, {warm}, {saturation}, {breaths}",
        f"BT {systolic}/{diastolic} temp {warm} sat {saturation} AF {breaths}",
    ):
        assert not holds_identity(text)


@pytest.mark.parametrize(
    "number", [*ONE_PIECE[:6], *USUAL[:20], "070115-1234", "+46" + "8112189876"]
)
def test_an_identity_is_no_phone_number(number):
    assert is_identity_as_number(number)


@pytest.mark.parametrize(
    "number",
    [*TELEPHONES[:29], "0701" + "151235", "0406280404", "0406-280404", "4611123456", "112", ""],
)
def test_a_phone_number_is_no_identity(number):
    assert not is_identity_as_number(number)


@pytest.mark.parametrize(
    "heard",
    [
        "1985 03 12 12 34 har ont",
        "född 19850312",
        "ett nio åtta fem noll tre ett två ett två tre fyra",
        "Ett nio 85 noll 3 12",
        "one nine eight five zero three one two",
        "åttiofem noll tre tolv trettiofyra",
        "nittonhundraåttiofem mars",
        "811218 sista fyra 9876",
    ],
)
def test_what_a_machine_hears_is_taken_more_strictly(heard):
    expected = heard != "nittonhundraåttiofem mars"
    assert may_be_heard(heard) is expected


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("nittonhundraåttioett", [1981]),
        ("nitton hundra åttio ett tolv", [1981, 12]),
        ("åtta ett ett två", [8, 1, 1, 2]),
        ("nittio åtta sjuttio sex", [98, 76]),
        ("niotusenåttahundrasjuttiosex", [9876]),
        ("tvåtusen fem", [2005]),
        ("tjugohundra tolv", [2012]),
        ("tjugo tjugo", [20, 20]),
        ("tolv noll", [12, 0]),
        ("hundra tjugo", [120]),
        ("tusen", [1000]),
    ],
)
def test_words_make_numbers(words, numbers):
    parts = [part for word in words.split() for part in parts_of(word)]
    assert [number for number, _ in numbers_of(parts)] == numbers


@pytest.mark.parametrize("word", ["en", "sexan", "fyrtorn", "etter", "tiondel", "", "hundratals"])
def test_other_words_are_no_numbers(word):
    assert parts_of(word) == ()


@given(st.text(max_size=200))
def test_any_text_is_read_and_places_are_within_it(text):
    spans = find_identities(text)
    assert bool(spans) is holds_identity(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))


@given(st.lists(st.sampled_from(re.findall(r"\S+\s*", " ".join(PASSED))), max_size=8))
def test_it_never_fails_on_pieces_of_ordinary_texts(pieces):
    may_be_heard("".join(pieces))
    is_identity_as_number("".join(pieces))
