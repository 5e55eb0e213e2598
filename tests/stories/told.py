"""What people have been told, and letting hours pass with the worker's slower jobs."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from models.tables.notices import NoticeKind, NoticeRow
from notifications.language import Language
from notifications.wording import Reader, words_of
from tests.stories.county import PUBLIC_URL


@dataclass(frozen=True)
class Told:
    """One notice, as it is read in the inbox."""

    kind: NoticeKind
    to: Any
    subject: str
    body: str
    at: datetime


def told(county, *kinds, person=None, account=None, unit=None) -> list[Told]:
    """The notices of some kinds, to somebody or to everybody, oldest first."""
    wanted = select(NoticeRow).order_by(NoticeRow.created_at, NoticeRow.key)
    if kinds:
        wanted = wanted.where(NoticeRow.kind.in_(kinds))
    for column, value in (
        (NoticeRow.person_id, person),
        (NoticeRow.account_id, account),
        (NoticeRow.unit_id, unit),
    ):
        if value is not None:
            wanted = wanted.where(column == value)
    reader = Reader(Language.SV, county.clock())
    return [
        Told(
            row.kind,
            row.person_id or row.account_id or row.unit_id,
            words_of(row.kind, "subject", row.values, to=reader),
            words_of(row.kind, "body", row.values, to=reader),
            row.created_at,
        )
        for row in county.fresh_session().scalars(wanted)
    ]


def let_pass(county, *, seconds: float, step: float = 30) -> None:
    """Time passes, and the jobs that look about do so at every step."""
    until = county.clock() + timedelta(seconds=seconds)
    while county.clock() < until:
        county.advance(seconds=min(step, (until - county.clock()).total_seconds()))
        look_about(county)
    county.settle()


def look_about(county) -> None:
    """What the worker does without being woken."""
    county.worker.watch()
    county.worker.hand_over()
    county.worker.remind()


def page_of(county, account, path: str) -> str:
    """A page as somebody sees it who is signed in."""
    client = county.app.test_client()
    with client.session_transaction(base_url=PUBLIC_URL) as session:
        session["_user_id"] = f"{account.account_id}:-"
        session["_fresh"] = True
    answer = client.get(path, base_url=PUBLIC_URL)
    assert answer.status_code == 200, path
    return str(answer.get_data(as_text=True))
