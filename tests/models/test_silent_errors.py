"""What went wrong in the database may be logged: it names no number and no words of a contact."""

import pytest
from sqlalchemy.exc import DBAPIError

from models.db import start_writing
from models.tables.directory import PersonRow

pytestmark = pytest.mark.postgresql

NUMBER = "+46701740605"


def test_a_refused_row_does_not_tell_what_it_held(session):
    start_writing(session)
    session.add(
        PersonRow(id="x", name="Mira Exempel", title="läkare", unit_id="finns-inte", number=NUMBER)
    )
    with pytest.raises(DBAPIError) as refused:
        session.commit()
    assert NUMBER not in str(refused.value)
    assert "Mira" not in str(refused.value)
    session.rollback()
