"""JSON that can only mean one thing (RFC 8259, in UTF-8); all else is refused, never guessed at."""

import json
import math
import re
from collections import Counter
from typing import Final, NoReturn

from app.actions.shared.errors import Refused
from routing.identity import holds_identity

_LONGEST_NUMBER: Final = 1000  # characters; Python itself stops at 4300 digits
_LONGEST_NAME: Final = 40  # characters of a name that are repeated to whoever sent it
_SURROGATE: Final = re.compile(rb"\\u[dD][89a-fA-F]")


class BadJson(Refused):
    """The content cannot be read as JSON, or could mean more than one thing."""


class NotJson(BadJson):
    """It is not JSON in UTF-8."""


class NameTwice(BadJson):
    """An object has the same name twice: the last would win, in silence.

    ``name`` is empty when it names a patient.
    """

    def __init__(self, name: str) -> None:
        super().__init__("a name stands twice")
        self.name = "" if holds_identity(name) else name[:_LONGEST_NAME]


class NestedTooDeep(BadJson):
    """There are lists or objects within one another, more than anything of ours has."""


class NumberTooLong(BadJson):
    """A number has more digits than any figure of ours."""


def read_json(content: bytes) -> object:
    """What the text stands for. Raises a kind of ``BadJson``.

    A byte order mark is passed over. What JSON has no word for (NaN, Infinity) and half a character
    (a lone surrogate, which cannot be written out again) are refused like any other broken text.
    """
    try:
        document: object = json.loads(
            content.decode("utf-8-sig"),
            object_pairs_hook=_each_name_once,
            parse_constant=_refuse_constant,
            parse_float=_finite,
            parse_int=_whole,
        )
        if _SURROGATE.search(content):
            json.dumps(document, ensure_ascii=False).encode()
    except RecursionError:
        raise NestedTooDeep from None
    except ValueError:  # of the text, or of its characters
        raise NotJson from None
    return document


def _each_name_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    read = dict(pairs)
    if len(read) < len(pairs):
        counted = Counter(name for name, _value in pairs)
        raise NameTwice(counted.most_common(1)[0][0])
    return read


def _refuse_constant(_word: str) -> NoReturn:
    raise NotJson


def _finite(written: str) -> float:
    number = float(written)
    if math.isinf(number):
        raise NumberTooLong
    return number


def _whole(written: str) -> int:
    if len(written) > _LONGEST_NUMBER:
        raise NumberTooLong
    return int(written)
