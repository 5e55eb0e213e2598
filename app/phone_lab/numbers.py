"""Which numbers the exchange dials."""

import re

_E164 = re.compile(r"\+[1-9]\d{7,14}", re.ASCII)


def is_dialable(number: str) -> bool:
    """Whether this is a whole international number; short numbers (112, 1177) are not."""
    return _E164.fullmatch(number) is not None
