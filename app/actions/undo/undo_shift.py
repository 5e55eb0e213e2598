"""A changed, swapped or taken shift is undone (ångras): the rota is as it was."""

import uuid

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.actions.duty.shift_notices import Cause, tell_differences
from app.actions.duty.take_over_shift import find_rota
from app.actions.shared.occasion import Occasion
from app.actions.undo.errors import ChangedSince, ShiftBegun
from app.actions.undo.step import begin_undoing
from models.db import transaction
from models.snapshot import change_directory, load_changes_of
from models.tables.rotas import ShiftChangeRow
from models.tables.undo import UndoStepRow
from routing.rota import ShiftSource
from routing.rota_changes import RotaState, differences


def undo_shift(session: Session, step: UndoStepRow, occasion: Occasion) -> bool:
    """Put it back; False when that is done already. Everybody whose shifts change is told.

    Raises ``TooLateToUndo``, ``ChangedSince`` (somebody has changed the same time since) or
    ``ShiftBegun``, with nothing changed.
    """
    with transaction(session):
        directory = change_directory(session, occasion.directory, at=occasion.at)
        undoing = begin_undoing(session, step.id, occasion)
        if undoing is None:
            return False
        rows = session.scalars(
            select(ShiftChangeRow).where(
                ShiftChangeRow.id.in_(undoing.made(ShiftChangeRow.__tablename__))
            )
        ).all()
        for row in rows:
            if row.source is not ShiftSource.TAKE_OVER and row.starts_at <= occasion.at:
                raise ShiftBegun
            if _is_changed_since(session, row):
                raise ChangedSince
        rotas = {row.rota_id: find_rota(directory, row.rota_id) for row in rows}
        before = {
            rota_id: RotaState(rota, load_changes_of(session, rota_id))
            for rota_id, rota in rotas.items()
        }
        undoing.put_back()
        cause = Cause(str(uuid.uuid4()), occasion.by.name, occasion.at)
        until = max(row.ends_at for row in rows)
        for rota_id, was in before.items():
            after = RotaState(was.rota, load_changes_of(session, rota_id))
            found = differences(was, after, since=occasion.at, until=until)
            tell_differences(session, found, cause=cause, directory=directory)
        session.commit()
    return True


def _is_changed_since(session: Session, row: ShiftChangeRow) -> bool:
    """Whether somebody has changed the same time of the rota afterwards."""
    later = exists().where(
        ShiftChangeRow.rota_id == row.rota_id,
        ShiftChangeRow.id != row.id,
        ShiftChangeRow.made_at > row.made_at,
        ShiftChangeRow.taken_back_at.is_(None),
        ShiftChangeRow.starts_at < row.ends_at,
        ShiftChangeRow.ends_at > row.starts_at,
    )
    return bool(session.scalar(select(later)))
