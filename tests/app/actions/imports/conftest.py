"""What the tests of imports share."""

import pytest
from sqlalchemy.orm import Session

from models.db import start_writing
from tests.app.actions.imports.desk import MONDAY


@pytest.fixture
def written(session: Session):
    """Runs a part of a transaction as an action would: begun, done, committed."""

    def run(step, *arguments, at=MONDAY, **more):
        start_writing(session)
        result = step(session, *arguments, by=None, at=at, **more)
        session.commit()
        return result

    return run
