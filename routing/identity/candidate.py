"""Ten or twelve digits that begin with a possible date of birth: somebody's identity, or not?

What is written as one is one, whatever its check digit, for people mistype. Where the form tells
less (single digits, odd groups, weak marks) the check digit must be right; where it tells of
something else (a phone number, a time of day, a list of measures) it is none.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

from routing.identity.gaps import UNSEEN, Gap

SHORT, LONG = 10, 12

_SURE: Final = frozenset({Gap.NONE, Gap.BLANK, Gap.HYPHEN, Gap.MARK})
_LOOSE: Final = frozenset({Gap.NONE, Gap.BLANK})
_PLAIN: Final = frozenset({Gap.NONE, Gap.BLANK, Gap.HYPHEN})
_MONTH_DAY: Final = re.compile(r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")
_TIME: Final = re.compile(r"(?:[01][0-9]|2[0-3])[0-5][0-9]")
_DAYS: Final = 31  # more: a samordningsnummer
# Of the phone numbers that PTS keeps free for fiction, those that begin as a date of birth.
_FICTION: Final = "04062804"
# What happened lately is dated as births are. Such a date is an event unless the rest says more.
_FIRST_EVENT, _LAST_EVENT = 2015, 2060
_MOST_ODD_GROUPS: Final = 5  # more are measures
_CHAIN_ALONE: Final = 14  # digits; in a longer chain the identity must stand apart from the rest

_LOOK_BACK: Final = 40  # characters
_PERSON_SAID: Final = re.compile(
    r"(?:p\.?[ -]?nr|pers(?:on)?[ .-]?n(?:umme)?r|samordn(?:ings)?[ .-]?n(?:umme)?r|"
    r"reserv[ .-]?n(?:umme)?r|personal identity number)[^0-9]{0,12}$"
)
_PHONE_SAID: Final = re.compile(
    r"(?<![a-zåäö])(?:tel|mob|ring|nås|sms|växel|fax|direkt|nummer|nr|call|phone)[^0-9\n]{0,20}$"
)
_MEASURED: Final = re.compile(
    r"\s?(?:[mµdck]?(?:l|g|mol|m)|ng|pg|ie|e|mm|kr|st|kcal|steg|ggr|x|[%°])(?![a-zåäö])"
)


class Group(NamedTuple):
    """Digits that stand together; ``start`` and ``end`` are their places in the text."""

    digits: str
    start: int
    end: int


class Chain(NamedTuple):
    """Groups of digits that may belong together; ``gaps`` are those between them, ``length`` is how
    many digits there are."""

    reading: str
    groups: Sequence[Group]
    gaps: Sequence[Gap]
    length: int


class Candidate:
    """The groups of a chain from ``first`` to before ``after``: together ``SHORT`` or ``LONG``."""

    __slots__ = (
        "_after",
        "_born",
        "_chain",
        "_cuts",
        "_first",
        "_gaps",
        "_in_date",
        "_in_last",
        "_lengths",
        "_main",
        "digits",
        "end",
        "start",
    )

    def __init__(self, chain: Chain, first: int, after: int) -> None:
        self._chain = chain
        self._first, self._after = first, after
        groups = chain.groups[first:after]
        self.start, self.end = groups[0].start, groups[-1].end
        self.digits = "".join([group.digits for group in groups])
        self._lengths = [len(group.digits) for group in groups]
        self._gaps = list(chain.gaps[first : after - 1])
        self._born = 6 if len(self.digits) == SHORT else 8  # digits of the date
        self._cuts = list(accumulate(self._lengths))[:-1]
        in_date = bisect_left(self._cuts, self._born)
        is_parted = self._born in self._cuts
        self._in_date = self._gaps[:in_date]
        self._main = self._gaps[in_date] if is_parted else None
        self._in_last = self._gaps[in_date + is_parted :]

    @property
    def is_identity(self) -> bool:
        """What the form, the check digit and the words around it say together."""
        if self._is_followed_by_date() or self._begins_with_date():
            return False
        if not self._alternates() and self._is_by_form():
            return True
        return _PERSON_SAID.search(self._before()) is not None

    def _is_by_form(self) -> bool:
        if len(self.digits) == SHORT and self.digits[0] == "0" != self.digits[1]:
            return self._is_no_phone()
        return self._is_born()

    def _is_born(self) -> bool:
        if len(self._lengths) == 1:
            return not (self._is_event() and self._is_time()) or self._checks()
        if not self._is_in_fields():
            return self._is_oddly_parted()
        if 1 in self._lengths[: len(self._in_date) + 1]:
            return self._is_in_single_digits()
        if not self._is_sure_date():
            return self._checks()
        if self._main is Gap.HYPHEN:
            return True
        if self._main is Gap.WEAK:
            return self._is_after_weak_mark()
        if set(self._in_last) <= _LOOSE:
            return not self._is_doubtful() or self._checks()
        return self._checks() and not self._is_clock()

    def _is_after_weak_mark(self) -> bool:
        """ "811218; 9876" is; "2026-11-20, 1200" and "2026-11-20, 10:45" are not by form alone."""
        if self._in_last:
            return self._checks() and not self._is_clock()
        is_event_date = self._is_event() and bool(self._in_date)
        return not (self._is_doubtful() or is_event_date) or self._checks()

    def _is_in_single_digits(self) -> bool:
        """ "8 1 1 2 1 8 9 8 7 6", or the same in words: a list of ten small numbers is rare."""
        is_apart = self._stands_apart()
        if is_apart and (len(set(self._gaps)) == 1 or set(self._gaps) <= _PLAIN):
            return True
        return self._checks() and (is_apart or self._chain.length <= _CHAIN_ALONE)

    def _is_oddly_parted(self) -> bool:
        """ "81121 89876": the check digit, and the same marks all through."""
        if len(self._lengths) > _MOST_ODD_GROUPS or self._lengths == [6, 6]:  # from date to date
            return False
        is_even = set(self._gaps) <= _PLAIN or len(set(self._gaps_as_written())) == 1
        if not is_even or not self._checks():
            return False
        return len(self._lengths) == 2 or self._stands_apart()

    def _is_no_phone(self) -> bool:
        """Ten digits from 0 on are a phone number, unless parted as nobody parts those."""
        as_person = self._main is not None and not self._in_last and self._is_in_fields()
        if as_person and self._lengths != [2, 4, 4]:
            return self._is_born() and (self._main is Gap.HYPHEN or not self._is_said_phone())
        if int(self.digits[4:6]) > _DAYS or not self._checks():
            return False
        if self.digits.startswith(_FICTION):
            return False
        is_pairs = set(self._lengths) == {2} and len(set(self._gaps)) == 1
        is_parted_so = self._lengths[0] in (2, 3, 4) and self._lengths != [2, 4, 4]
        return (is_pairs or not is_parted_so) and not self._is_said_phone()

    def _is_said_phone(self) -> bool:
        return _PHONE_SAID.search(self._before()) is not None

    def _before(self) -> str:
        return self._chain.reading[max(0, self.start - _LOOK_BACK) : self.start]

    def _is_in_fields(self) -> bool:
        """Whether it is parted after the date, and no group of the date has digits of two fields
        (year, month, day) without having both whole."""
        if self._main is None:
            return False
        in_date = [0, *self._cuts[: len(self._in_date)], self._born]
        return all(
            (start % 2 == 0 and end % 2 == 0) or start // 2 == (end - 1) // 2
            for start, end in pairwise(in_date)
        )

    def _is_sure_date(self) -> bool:
        gaps = self._in_date
        if len(self.digits) == LONG and self._cuts[0] == 2:
            gaps = gaps[1:]  # "19 811218"
        return set(self._in_date) <= _SURE and len(set(gaps)) <= 1

    def _is_doubtful(self) -> bool:
        """Whether the four digits may be an amount, or the time of an event; or all are a list."""
        is_pairs = set(self._lengths) == {2} and not self._stands_apart()
        is_measured = _MEASURED.match(self._chain.reading, self.end) is not None
        return is_pairs or is_measured or (self._is_event() and self._is_time())

    def _is_event(self) -> bool:
        if len(self.digits) == LONG:
            return _FIRST_EVENT <= int(self.digits[:4]) <= _LAST_EVENT
        return _FIRST_EVENT <= 2000 + int(self.digits[:2]) <= _LAST_EVENT - 20

    def _is_time(self) -> bool:
        return _TIME.fullmatch(self.digits[-4:]) is not None

    def _is_clock(self) -> bool:
        """A time of day as 10:45 or 10.45 after the date of an event, or one with seconds."""
        if self._lengths[-2:] != [2, 2] or not self._is_time():
            return False
        is_long = re.match(r":[0-9]{2}", self._chain.reading[self.end : self.end + 3]) is not None
        return is_long or (self._is_event() and self._in_last[0] is not Gap.BLANK)

    def _alternates(self) -> bool:
        """ "120/80 130/90", "8,1 1,2", "10:15 12:30": a list of pairs, each with its mark."""
        if len(self._gaps) < 3 or self._lengths[-1] == 4:
            return False
        odd, even = set(self._gaps_as_written()[::2]), set(self._gaps_as_written()[1::2])
        return len(odd) == len(even) == 1 and odd != even

    def _gaps_as_written(self) -> list[str]:
        return self._written(self._first, self._after)

    def _written(self, first: int, after: int) -> list[str]:
        """What stands between the groups of the chain from ``first`` to before ``after``."""
        return [
            self._chain.reading[one.end : other.start].translate(UNSEEN)
            for one, other in pairwise(self._chain.groups[first:after])
        ]

    def _stands_apart(self) -> bool:
        """Whether what is before and after is parted from it otherwise than its own groups."""
        around = [
            *self._written(max(0, self._first - 1), self._first + 1),
            *self._written(self._after - 1, self._after + 1),
        ]
        return not set(around) & set(self._gaps_as_written())

    def _is_followed_by_date(self) -> bool:
        """From one date to another: the last four digits are the second one's year."""
        after = self._chain.reading[self.end : self.end + 6]
        return re.match(r"[-/.][0-9]{2}[-/.][0-9]{2}", after) is not None

    def _begins_with_date(self) -> bool:
        """ "2011-12-20 10" is no YYMM-DD, "20111220 10" neither."""
        if len(self.digits) == LONG or self.digits[:2] not in ("19", "20"):
            return False
        is_whole = self._lengths[0] == 8 or self._lengths[:3] == [4, 2, 2]
        return is_whole and _MONTH_DAY.match(self.digits, 4) is not None

    def _checks(self) -> bool:
        return checks(self.digits)


def checks(digits: str) -> bool:
    """Whether the check digit is right: Luhn over the last ten, the century does not count."""
    last = digits[-SHORT:]
    doubled = "".join(str(2 * int(digit)) for digit in last[::2])
    return (sum(map(int, doubled)) + sum(map(int, last[1::2]))) % 10 == 0
