"""Levande ärenden: how many phones ring for one account or one number, counted for each new one.

The condition is written out in the statements, as in the partial index of ``care_request``:
a database that is handed the words one by one does not see that the index answers the question.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select, text
from sqlalchemy.orm import Session

from models.tables.contacts import LIVING, CallMode, CareRequestRow
from routing.live_limits import LONGEST_SEARCH, Living
from routing.types import ContactPath


@dataclass(frozen=True, slots=True)
class LivingContact:
    """One that is sought just now, for whoever made it."""

    id: str
    case_code: str
    path: ContactPath
    specialty: str | None
    municipality: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Sought:
    """What is asked for, by whom; ``rung`` is the number that will be rung up, None for none."""

    account_id: int
    path: ContactPath
    rung: str | None

    @property
    def is_acute(self) -> bool:
        """Counted among the acute ones."""
        return self.path is ContactPath.AKUT


def count_living(session: Session, sought: Sought, *, at: datetime) -> Living:
    """What lives already, in one question. True until the names it is counted under are let go."""
    asked = {
        "account": sought.account_id,
        "number": sought.rung,
        "since": at - LONGEST_SEARCH,
    }
    # Past the session's own work, as it is on the way a GP waits for (``models.db.insert_now``).
    found = session.connection().execute(_COUNT[sought.is_acute], asked).one()
    of_account, on_number = found
    return Living(of_account, on_number)


def load_living(session: Session, sought: Sought, *, at: datetime) -> tuple[LivingContact, ...]:
    """The account's own, the newest first."""
    asked = {"account": sought.account_id, "since": at - LONGEST_SEARCH}
    rows = session.execute(_LOAD[sought.is_acute], asked)
    return tuple(LivingContact(*row) for row in rows)


_OWN = CareRequestRow.requester_id == bindparam("account")
_RUNG = and_(
    CareRequestRow.requester_number == bindparam("number"),
    CareRequestRow.mode == CallMode.RING_ME,
)


def _lives(*, is_acute: bool) -> ColumnElement[bool]:
    path = CareRequestRow.path
    kind = path == ContactPath.AKUT if is_acute else path != ContactPath.AKUT
    return and_(text(LIVING), CareRequestRow.created_at > bindparam("since"), kind)


def _counting(*, is_acute: bool) -> Select[int, int]:
    return select(func.count().filter(_OWN), func.count().filter(_RUNG)).where(
        _lives(is_acute=is_acute), or_(_OWN, CareRequestRow.requester_number == _NUMBER)
    )


_NUMBER: ColumnElement[str] = bindparam("number")
_COUNT = {is_acute: _counting(is_acute=is_acute) for is_acute in (True, False)}
_LOAD = {
    is_acute: select(
        CareRequestRow.id,
        CareRequestRow.case_code,
        CareRequestRow.path,
        CareRequestRow.specialty,
        CareRequestRow.municipality,
        CareRequestRow.created_at,
    )
    .where(_lives(is_acute=is_acute), _OWN)
    .order_by(CareRequestRow.created_at.desc())
    for is_acute in (True, False)
}
