"""What stands between two groups of digits, and whether they may belong together."""

import re
from enum import StrEnum
from typing import Final

from routing.identity.digits import NOTHING, PARTS


class Gap(StrEnum):
    """Mellanrummet: the kinds that tell a number in parts from a list of numbers."""

    NONE = "inget"
    BLANK = "blanksteg"
    HYPHEN = "streck"
    MARK = "punkt_eller_snedstreck"
    WEAK = "annat"


# "811218 nr 9876", "sista fyra: 9876", "811218 streck 9876".
_JOINING: Final = (
    "nummer|nr|bindestreck|streck|minus|plus|punkt|komma|kolon|snedstreck|mellanslag|sista|"
    "kontrollsiffror|siffrorna|siffror|slutar|slut|följt|och|med|sedan|sen|då|är|på|av|"
    "dash|hyphen|digits|and"
)
_JOINED: Final = re.compile(rf"[0-9\1][\W_]{{0,6}}(?:(?:{_JOINING})[\W_]{{0,12}}){{1,4}}(?=[0-9])")
_MARK_OF_A_WORD: Final = "§"

BETWEEN: Final = r"[\W_]{0,80}+"
"""All that may stand between two groups of one identity, once the joining words are away."""

_MOST_MARKS: Final = 12
UNSEEN: Final = str.maketrans("", "", NOTHING + PARTS)


def without_joining_words(reading: str) -> str:
    """The reading with a mark for each letter of words that join, where digits are around them."""
    return _JOINED.sub(lambda found: re.sub(r"[^\W\d_]", _MARK_OF_A_WORD, found[0]), reading)


def gap_of(between: str) -> Gap | None:
    """The kind of what stands between, None when it parts the two."""
    known = _USUAL.get(between)
    if known is not None:
        return known
    seen = between.translate(UNSEEN)
    bare = seen.strip(" ")
    if not bare:
        return Gap.BLANK if seen else Gap.NONE
    if bare in _USUAL:
        return _USUAL[bare]
    if _MARK_OF_A_WORD in bare:
        return Gap.WEAK
    return Gap.WEAK if len("".join(bare.split())) <= _MOST_MARKS else None


_USUAL: Final = {
    "": Gap.NONE,
    " ": Gap.BLANK,
    "-": Gap.HYPHEN,
    "+": Gap.HYPHEN,
    ".": Gap.MARK,
    "/": Gap.MARK,
}
