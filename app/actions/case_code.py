"""The spoken case code (ärendekod): easy to say and to hear, no look-alike characters."""

import secrets

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import Session

from models.care_request import CareRequestRow
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
# Built once: building it costs as much as asking it.
_IS_TAKEN = select(exists().where(CareRequestRow.case_code == bindparam("code")))
LENGTHS = (4, 4, 4, 5, 6, 8)


def new_case_code(session: Session, path: ContactPath) -> str:
    """A code no other contact has, such as ``HV-7F3K``; longer when the short ones run out."""
    for length in LENGTHS:
        code = f"{PREFIX[path]}-{''.join(secrets.choice(ALPHABET) for _ in range(length))}"
        if not session.connection().scalar(_IS_TAKEN, {"code": code}):
            return code
    raise RuntimeError("no free case code was found")
