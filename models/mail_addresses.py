"""Mail addresses: what counts as one, for whoever writes it down and for whoever sends to it."""

import re
from typing import Final

# RFC 5321: at most so many characters; RFC 5322: a dot-atom. Quoted names and addresses in letters
# beyond a-z exist, and so many servers refuse them that nobody is reached there.
_LONGEST: Final = 254
_LONGEST_LOCAL: Final = 64
_ATOM: Final = r"[A-Za-z0-9!#$%&*+/=?^_`{|}~-]+"
_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS: Final = re.compile(rf"(?P<local>{_ATOM}(?:\.{_ATOM})*)@(?:{_LABEL}\.)+[A-Za-z]{_LABEL}")


def is_mail_address(text: str) -> bool:
    """Whether the text is one plain address that every mail server can take: no name, no list."""
    found = _ADDRESS.fullmatch(text) if len(text) <= _LONGEST else None
    return found is not None and len(found["local"]) <= _LONGEST_LOCAL
