"""Finding identities: every reading of a text, every chain of digits, every date of birth in it.

It goes by structure: a possible date of birth (YYMMDD or YYYYMMDD; a samordningsnummer has the day
+ 60), four more digits, what stands between them, the check digit where the rest does not tell, and
the words before. See docs/adr/0029 for what it weighs.
"""

import re
import string
from collections.abc import Iterator
from typing import Final

from routing.identity.candidate import LONG, SHORT, Candidate, Chain, Group, checks
from routing.identity.digits import NOTHING, PARTS, readings
from routing.identity.gaps import BETWEEN, Gap, gap_of, without_joining_words
from routing.identity.guises import in_guise

DIGITS_HEARD: Final = 8
"""So many digits on end are no measure, dose or time of day: a date of birth, or a number."""

Span = tuple[int, int]
"""From the first character to before the last: ``text[start:end]``."""

_MONTH: Final = "(?:0[1-9]|1[0-2])"
_DAY: Final = "(?:0[1-9]|[12][0-9]|3[01]|6[1-9]|[78][0-9]|9[01])"
_LONG: Final = re.compile(rf"(?=(?:1[89]|20)[0-9]{{2}}{_MONTH}{_DAY}[0-9]{{4}})")
_SHORT: Final = re.compile(rf"(?=[0-9]{{2}}{_MONTH}{_DAY}[0-9]{{4}})")

# Reserve numbers (reservnummer): a date, then a letter, a letter or digit, and two digits; the
# national one of somebody whose birth nobody knows has 00, month 20-99 and day 40-59; Stockholm's.
_RESERVE: Final = re.compile(
    rf"(?<![0-9])(?:[0-9]{{2}})?[0-9]{{2}}(?P<mark>[-./ ]?){_MONTH}(?P=mark){_DAY}"
    r"[-+]?[a-z][a-z0-9][0-9]{2}(?![a-z0-9])"
    r"|(?<![a-z0-9])00[0-9]{2}[2-9][0-9][45][0-9]-?[a-hj-npr-ux-z]{2}[0-9]{2}(?![a-z0-9])"
    r"|(?<![a-z0-9])99(?:19|20)[0-9]{8}(?![a-z0-9])"
)
_RESERVE_END: Final = re.compile(
    r"[0-9][-+]?[a-z][a-z0-9][0-9]{2}(?![a-z0-9])|99(?:19|20)[0-9]{8}(?![a-z0-9])"
)
_FEWEST: Final = 8  # digits of a reserve number without century
_RESERVE_DATE: Final = 14  # characters of a date, at most
# Ids of ours and of the telephone company hold digits by chance.
_ID: Final = re.compile(
    r"(?<![a-z0-9])(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[a-z]{2}[0-9a-f]{32}"
    r"|(?=[0-9]{0,32}[a-f])[0-9a-f]{24,})(?![a-z0-9])"
)
_FROM_ABROAD: Final = re.compile(
    r"(?<![\w+])(?:\+|00)(?:4[0-9]|3[0-9]|29[89]|1|7)(?:[ ()./-]{0,3}[0-9]){6,12}(?![0-9])"
)
_AS_PERSON: Final = re.compile(r"[0-9]{6}[-+][0-9]{4}$")
_LONGEST_ID: Final = 36
# A phone number as one writes it at home: an identity does not begin in the middle of one.
_AT_HOME: Final = re.compile(
    r"(?<![0-9])\(?0[1-9](?:[0-9]{0,2}[)/. -]{1,2}[0-9]{5,8}"
    r"|[)/. -]{1,2}[0-9]{2,4}[ .-][0-9]{2,3}[ .-][0-9]{2}"
    r"|[0-9][)/. -]{1,2}[0-9]{2,3}[ .-][0-9]{2}[ .-][0-9]{2}"
    r"|[0-9]{2}[)/. -]{1,2}[0-9]{2,3}[ .-][0-9]{2,3}(?:[ .-][0-9]{2})?)(?![0-9])"
)
_DIGITS: Final = re.compile(r"[0-9](?:\0*[0-9])*")
_NO_DIGIT: Final = re.compile(r"[^0-9]+")
_REGION: Final = re.compile(rf"[0-9](?:{BETWEEN}[0-9])*")
_HEARD: Final = re.compile(rf"[0-9](?:[\s\0\1.,/+-]*[0-9]){{{DIGITS_HEARD - 1},}}")


def holds_identity(text: str) -> bool:
    """Whether any patient's identity stands in a text that somebody wrote."""
    return next(_found(text), None) is not None


def find_identities(text: str) -> list[Span]:
    """Where they stand, in order and apart from one another."""
    spans: list[Span] = []
    for start, end in sorted(_found(text)):
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def may_be_heard(text: str) -> bool:
    """Whether what a machine has heard may be an identity, or part of one.

    Stricter than for what is written: a machine puts blanks anywhere, and loses digits.
    """
    reading = in_guise(next(readings(text)))
    return _HEARD.search(reading) is not None or holds_identity(text)


def is_identity_as_number(text: str) -> bool:
    """Whether what was typed for a telephone number is somebody's identity instead.

    Where both are possible (ten digits from 0 on, in one piece) it is the number: that is what was
    asked for.
    """
    reading = next(readings(text))
    digits = "".join(one for one in reading if "0" <= one <= "9")
    national = digits.removeprefix("00").removeprefix("46")
    if len(digits) in (SHORT + 2, SHORT + 4) and len(national) == SHORT and national[0] != "0":
        return _is_born(national) and checks(national)
    if len(digits) == SHORT and digits.startswith("0"):
        is_parted = re.search(r"[0-9]{6}[^0-9]+[0-9]{4}\W*$", reading) is not None
        is_day = int(digits[4:6]) <= 31
        return is_parted and _is_born(digits) and (is_day or checks(digits))
    if reading.lstrip().startswith("+") or (len(digits) == SHORT and digits.startswith("46")):
        return len(digits) == SHORT and _is_born(digits) and checks(digits)
    return holds_identity(text)


def _is_born(digits: str) -> bool:
    return _SHORT.match(digits) is not None


def _found(text: str) -> Iterator[Span]:
    for reading in readings(text):
        yield from _found_by_form(reading)
        bare = in_guise(reading)
        if bare != reading:
            yield from _found_by_check_digit(bare, reading)


def _found_by_form(reading: str) -> Iterator[Span]:
    if _has_enough(reading):
        plain = without_joining_words(reading)
        for span in _reserve_numbers(plain):
            if not _is_within_id(span, plain):
                yield span
        for one in _born_in(plain):
            yield one.start, _whole(plain, one.end)


def _found_by_check_digit(bare: str, reading: str) -> Iterator[Span]:
    """In a reading without disguises; an id is one as it was written: its letters are no marks."""
    if _has_enough(bare):
        plain = without_joining_words(bare)
        for one in _born_in(plain):
            if checks(one.digits) and not _is_within_id((one.start, one.end), reading):
                yield one.start, _whole(plain, one.end)


def _has_enough(reading: str) -> bool:
    return sum(map(reading.count, string.digits)) >= _FEWEST


def _reserve_numbers(reading: str) -> Iterator[Span]:
    for found in _RESERVE_END.finditer(reading):
        whole = _RESERVE.search(reading, max(0, found.start() - _RESERVE_DATE), found.end())
        if whole is not None and whole.end() == found.end():
            yield whole.span()


def _born_in(reading: str) -> Iterator[Candidate]:
    for region in _REGION.finditer(reading):
        if region.end() - region.start() < SHORT:
            continue
        if _SHORT.search(_NO_DIGIT.sub("", region[0])) is None:  # most numbers are no dates
            continue
        for chain in _chains(reading, region):
            for one in _found_in(chain):
                if not _is_within_id((one.start, one.end), reading):
                    yield one


def _is_within_id(span: Span, reading: str) -> bool:
    """Whether it is part of an id, or of a phone number as one writes it from abroad."""
    start, end = span  # neither begins where an identity has begun before it
    about = (max(0, start - _LONGEST_ID), end + _LONGEST_ID)
    ids = (found.span() for found in _ID.finditer(reading, *about))
    phones = (
        found.span()
        for found in _FROM_ABROAD.finditer(reading, *about)
        if not _AS_PERSON.search(found[0])
    )
    at_home = (found.span() for found in _AT_HOME.finditer(reading, *about))
    return any(first <= start < last for first, last in (*ids, *phones)) or any(
        first < start < last for first, last in at_home
    )


def _chains(reading: str, region: re.Match[str]) -> Iterator[Chain]:
    """Groups that may belong together; those longer than any identity part them."""
    groups: list[Group] = []
    gaps: list[Gap] = []
    length, end, is_apart = 0, 0, True
    for found in _DIGITS.finditer(reading, *region.span()):
        digits, start = found[0].replace(NOTHING, ""), found.start()
        gap = None if is_apart else gap_of(reading[end:start])
        if gap is None or len(digits) > LONG:
            if length >= SHORT:
                yield Chain(reading, groups, gaps, length)
            groups, gaps, length = [], [], 0
        else:
            gaps.append(gap)
        end, is_apart = found.end(), len(digits) > LONG
        if not is_apart:
            groups.append(Group(digits, start, end))
            length += len(digits)
    if length >= SHORT:
        yield Chain(reading, groups, gaps, length)


def _found_in(chain: Chain) -> Iterator[Candidate]:
    digits = "".join([group.digits for group in chain.groups])
    groups_at, at = {}, 0
    for index, group in enumerate(chain.groups):
        groups_at[at] = index
        at += len(group.digits)
    groups_at[at] = len(chain.groups)
    for born, length in ((_LONG, LONG), (_SHORT, SHORT)):
        for place in (match.start() for match in born.finditer(digits)):
            first, after = groups_at.get(place), groups_at.get(place + length)
            if first is not None and after is not None:
                candidate = Candidate(chain, first, after)
                if candidate.is_identity:
                    yield candidate


def _whole(reading: str, end: int) -> int:
    """To the end of the last digit's word, tag or sign."""
    while reading[end : end + 1] in {NOTHING, PARTS}:
        end += 1
    return end
