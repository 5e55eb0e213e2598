"""What people are told of their shifts (pass): handed over, gained, lost or moved.

Part of its callers' transactions: it commits nothing itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from models.tables.notices import NoticeKind
from notifications.notices import NewNotice, ToPerson, notify
from notifications.wording import moment
from routing.directory import Directory
from routing.handover import Turn
from routing.rota_changes import Difference, ShiftDifference
from routing.urgency import Urgency

MY_SHIFTS = "/jour"
CHANGE_SHIFTS = "/jour/pass"

_CHANGE = {
    Difference.GAINED: "gained",
    Difference.LOST: "lost",
    Difference.MOVED: "changed",
}


@dataclass(frozen=True, slots=True)
class Cause:
    """What changed a rota: its id, who did (``""`` when nobody is to be named), and when."""

    id: str
    by: str
    at: datetime


def shift_begins(turn: Turn, directory: Directory) -> NewNotice:
    """To the one whose turn begins: from whom, until when, and who comes after."""
    return NewNotice(
        NoticeKind.HANDOVER_IN,
        key=f"handover:{turn.rota_id}:{turn.starts_at:%Y%m%dT%H%M}:in:{turn.person_id}",
        to=ToPerson(turn.person_id),
        values={
            "line": line_name(turn.line_id, directory),
            "starts": moment(turn.starts_at),
            "until": moment(turn.ends_at),
            "before": name_of(turn.before, directory),
            "after": name_of(turn.after, directory),
            "link": CHANGE_SHIFTS,
        },
        urgency=Urgency.SOON,
    )


def shift_ends(turn: Turn, directory: Directory) -> NewNotice:
    """To the one whose turn ends: who takes over."""
    return NewNotice(
        NoticeKind.HANDOVER_OUT,
        key=f"handover:{turn.rota_id}:{turn.ends_at:%Y%m%dT%H%M}:out:{turn.person_id}",
        to=ToPerson(turn.person_id),
        values={
            "line": line_name(turn.line_id, directory),
            "until": moment(turn.ends_at),
            "after": name_of(turn.after, directory),
            "link": MY_SHIFTS,
        },
        urgency=Urgency.SOON,
    )


def tell_differences(
    session: Session,
    found: Iterable[ShiftDifference],
    *,
    cause: Cause,
    directory: Directory,
) -> None:
    """One notice for each difference."""
    for one in found:
        notify(session, _changed(one, cause, directory), directory=directory, at=cause.at)


def _changed(one: ShiftDifference, cause: Cause, directory: Directory) -> NewNotice:
    return NewNotice(
        NoticeKind.SHIFT_CHANGED,
        key=f"shift:{cause.id}:{one.now.starts_at:%Y%m%dT%H%M}:{one.kind.value}:{one.person_id}",
        to=ToPerson(one.person_id),
        values={
            "change": _CHANGE[one.kind],
            "line": line_name(one.line_id, directory),
            "starts": moment(one.now.starts_at),
            "until": moment(one.now.ends_at),
            "by": cause.by,
            "link": CHANGE_SHIFTS,
        },
        urgency=Urgency.SOON,
    )


def line_name(line_id: str, directory: Directory) -> str:
    """What people call a line; its id when it has left the directory."""
    line = directory.lines.get(line_id)
    return line.name if line else line_id


def name_of(person_id: str | None, directory: Directory) -> str:
    """A colleague's name; ``""`` for nobody."""
    person = directory.people.get(person_id or "")
    return person.name if person else ""
