"""A county's directory is loaded anew from a folder, and those whose shifts that moves are told."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from app.actions.duty.notify_changed_rotas import notify_changed_rotas
from models.db import transaction
from models.snapshot import load_directory
from seed_directory.folder import read_folder
from seed_directory.loader import LoadReport, lock_loading, store_seed


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did to the rows, and of how many shifts somebody was told."""

    report: LoadReport
    told: int


def load_county(session: Session, folder: Path, *, at: datetime) -> Loaded:
    """Load the folder, commit, and tell of the shifts that became others.

    The directory is read before and after within the load: two loads at once each tell of what they
    changed themselves. Raises ``BadSeed`` with nothing changed.
    """
    seed = read_folder(folder)
    with transaction(session):
        lock_loading(session)
        before = load_directory(session)
        report = store_seed(session, seed, at=at)
        after = load_directory(session)
        session.commit()
    return Loaded(report, notify_changed_rotas(session, before, after, at=at))
