"""The spoken case code (ärendekod): easy to say and to hear, no look-alike characters."""

import re
import secrets

from routing.types import ContactPath

# Left out: letters that look like digits or like each other (I O Q S Z B G D) and those that
# sound alike on a bad line in Swedish (B/D/E/G/P/V, M/N).
ALPHABET = "ACFHJKLRTUXY234679"
PREFIX = {
    ContactPath.AKUT: "AK",
    ContactPath.HALVAKUT: "HV",
    ContactPath.MDK: "MD",
    ContactPath.PRIMARVARD: "PV",
}
# The last one is for a county that has used up the short ones: each try takes the next.
LENGTHS = (4, 4, 4, 5, 6, 8)
_TYPED = re.compile(
    rf"({'|'.join(PREFIX.values())})[\s.–-]*([{ALPHABET}]{{{min(LENGTHS)},{max(LENGTHS)}}})"
)


def read_case_code(typed: str) -> str | None:
    """The code that somebody typed, however they put it ("hv 7f3k"); None when it is none."""
    found = _TYPED.fullmatch(typed.strip().upper())
    return f"{found[1]}-{found[2]}" if found else None


def new_case_code(path: ContactPath, length: int) -> str:
    """A code such as ``HV-7F3K``; the database refuses one that another contact has."""
    return f"{PREFIX[path]}-{''.join(secrets.choice(ALPHABET) for _ in range(length))}"
