"""A worker that starts while the database is away: whole or not at all, never half of one."""

import pytest
from sqlalchemy import create_engine

from app.directory_holder import DirectoryHolder
from app.scheduler import RunningWorker

pytestmark = pytest.mark.faults

NOBODY_THERE = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_a_worker_starts_although_the_database_is_away(clinic):
    """One that gave up half-way would go on claiming calls, and make none of them."""
    engine = create_engine(NOBODY_THERE)
    worker = RunningWorker(clinic.config, engine, DirectoryHolder(engine))
    worker.start()
    try:
        assert worker._is_fit()
    finally:
        worker.stop()
        engine.dispose()
