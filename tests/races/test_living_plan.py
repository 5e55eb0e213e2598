"""What lives is counted by a question that reads a handful of rows, however many there have been.

PostgreSQL alone can say how it answers; it stands here since the clinic of the races is on it.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event, text

from tests.clinic import MANY, Clinic

pytestmark = pytest.mark.slow  # PostgreSQL

CLOSED, LIVING = 30_000, 300
COPY = """
    INSERT INTO care_request (id, case_code, path, status, mode, requester_id, requester_role,
        requester_number, municipality, situation, background, assessment, recommendation, plan,
        promise_seconds, created_at)
    SELECT lpad(n::text, 36, 'x'), 'X-' || n, path, :status, mode, :account, requester_role,
        CASE WHEN n % 50 = 0 THEN requester_number ELSE '+' || n END, municipality, '', '', '', '',
        '{}', promise_seconds, created_at
    FROM care_request, generate_series(CAST(:first AS integer), CAST(:last AS integer)) AS n
    WHERE care_request.id = :id
"""


@contextmanager
def asked(clinic: Clinic) -> Iterator[list[tuple[str, object]]]:
    """The statements that are sent meanwhile, with what stands in them."""
    sent: list[tuple[str, object]] = []

    def note(_connection, _cursor, statement, parameters, *_more) -> None:
        sent.append((statement, parameters))

    event.listen(clinic.engine, "before_cursor_execute", note)
    yield sent
    event.remove(clinic.engine, "before_cursor_execute", note)


def test_one_index_answers_and_no_table_is_read_through(clinic):
    contact = clinic.ask()
    others = [clinic.doctor("mora-kardiologi-2").account_id, clinic.gp.account_id]
    with clinic.engine.begin() as connection:
        for status, account, first, last in (
            ("avslutad", others[1], 1, CLOSED),
            ("soker_mottagare", others[0], CLOSED + 1, CLOSED + LIVING),
        ):
            values = {"status": status, "account": account, "first": first, "last": last}
            connection.execute(text(COPY), values | {"id": contact.id})
    with clinic.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))
    with asked(clinic) as sent:
        clinic.ask(limits=MANY)
    counting = [one for one in sent if "FILTER" in one[0]]
    locking = [one for one in sent if "pg_advisory_xact_lock" in one[0]]
    assert (len(counting), len(locking)) == (1, 1)
    statement, parameters = counting[0]
    with clinic.engine.connect() as connection:
        lines = connection.exec_driver_sql(f"EXPLAIN (ANALYZE) {statement}", parameters)
        plan = "\n".join(line for (line,) in lines)
    assert "Seq Scan" not in plan, plan
    assert "using ix_care_request_living on" in plan, plan
    removed = re.search(r"Rows Removed by Filter: (\d+)", plan)
    assert removed is None or int(removed[1]) <= LIVING, plan
