"""A directory that is loaded anew may change rotas (jourscheman): those whose shifts it moves are
told."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.actions.duty.shift_notices import Cause, tell_differences
from models.db import transaction
from routing.directory import Directory
from routing.rota import Rota
from routing.rota_changes import RotaState, ShiftDifference, differences

HORIZON = timedelta(weeks=8)

# A rota that is made over moves every shift: the first ones tell, the page shows the rest.
TOLD_EACH = 3


def notify_changed_rotas(
    session: Session, before: Directory, after: Directory, *, at: datetime
) -> int:
    """Tell each person of the first shifts they gain, lose or have moved; returns how many.

    A county that is loaded for the first time tells nobody.
    """
    if before.version in (0, after.version):
        return 0
    found = list(_first_of_each(before, after, at))
    with transaction(session):
        cause = Cause(f"directory-{after.version}", "", at)
        tell_differences(session, found, cause=cause, directory=after)
        session.commit()
    return len(found)


def _first_of_each(before: Directory, after: Directory, at: datetime) -> Iterator[ShiftDifference]:
    old, new = _by_id(before), _by_id(after)
    told: Counter[tuple[str, str]] = Counter()
    for rota_id in sorted({*old, *new}):
        earlier = RotaState(old.get(rota_id), before.changes.get(rota_id, ()))
        later = RotaState(new.get(rota_id), after.changes.get(rota_id, ()))
        if earlier == later:
            continue
        for one in differences(earlier, later, since=at, until=at + HORIZON):
            told[rota_id, one.person_id] += 1
            if told[rota_id, one.person_id] <= TOLD_EACH and one.person_id in after.people:
                yield one


def _by_id(directory: Directory) -> Mapping[str, Rota]:
    return {rota.id: rota for rotas in directory.rotas.values() for rota in rotas}
