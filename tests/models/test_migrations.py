"""The schema's history gives the tables that the code describes, on both databases."""

import subprocess
import sys

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect, text

from models.db import NAMES
from models.schema import (
    MIGRATIONS,
    all_tables,
    downgrade_schema,
    latest_revision,
    upgrade_schema,
)
from tests.databases import engine_of, open_engine

pytestmark = [pytest.mark.slow, pytest.mark.postgresql]


def _differences(engine: Engine) -> list[object]:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, all_tables()))


def _tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


@pytest.fixture
def bare_engine(databases):
    url = databases.bare()
    with engine_of(url) as opened:
        yield opened
    databases.drop(url)


def test_history_has_one_head_and_is_numbered_in_order():
    history = ScriptDirectory(str(MIGRATIONS))
    assert history.get_heads() == [latest_revision()]
    revisions = [script.revision for script in history.walk_revisions()][::-1]
    assert revisions == [f"{number:04}" for number in range(1, len(revisions) + 1)]
    files = sorted(path.name for path in (MIGRATIONS / "versions").glob("*.py"))
    assert [name.partition("_")[0] for name in files] == revisions


def test_tables_made_by_the_history_are_those_of_the_code(engine):
    assert _differences(engine) == []
    assert _tables(engine) == set(all_tables().tables)


def test_a_missing_column_would_be_seen(engine):
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE person DROP COLUMN title"))
    assert _differences(engine) != []


def test_up_down_and_up_again(bare_engine):
    upgrade_schema(bare_engine)
    downgrade_schema(bare_engine, to="base")
    assert _tables(bare_engine) == set()
    upgrade_schema(bare_engine)
    assert _differences(bare_engine) == []


def test_each_step_goes_back_and_forth(bare_engine):
    history = ScriptDirectory(str(MIGRATIONS))
    for script in reversed(list(history.walk_revisions())):
        upgrade_schema(bare_engine, to=script.revision)
        downgrade_schema(bare_engine, to=str(script.down_revision or "base"))
        upgrade_schema(bare_engine, to=script.revision)
    assert _differences(bare_engine) == []


def test_a_limit_that_no_longer_exists_is_forgotten(bare_engine):
    upgrade_schema(bare_engine, to="0008")
    with bare_engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO account (id, username, password_hash, role, name, is_active, "
                "created_at, session_nonce) VALUES (1, 'lakare', 'x', 'primarvardslakare', "
                "'Exempel', true, '2026-11-23 09:00:00', 'x')"
            )
        )
        met = text(
            "INSERT INTO limit_met (hour_at, account_id, kind, number_end, times, last_at) "
            "VALUES ('2026-11-23 09:00:00', 1, :kind, '', 3, '2026-11-23 09:30:00')"
        )
        connection.execute(met, [{"kind": "samma_akuta"}, {"kind": "konto"}])
    upgrade_schema(bare_engine)
    with bare_engine.connect() as connection:
        assert connection.scalars(text("SELECT kind FROM limit_met")).all() == ["konto"]


def test_those_nobody_answered_are_still_on_the_lists(bare_engine):
    contact = """INSERT INTO care_request (id, case_code, path, status, mode, requester_id,
        requester_role, municipality, situation, background, assessment, recommendation, plan,
        promise_seconds, created_at, answered_at) VALUES (:id, :id, 'halvakut', 'ingen_svarade',
        'ring_upp_mig', 1, 'lakare', '2062', '', '', '', '', '{}', 900, '2026-11-23 09:00:00',
        :answered_at)"""
    event = """INSERT INTO request_event (request_id, event, at, detail)
        VALUES (:id, :event, '2026-11-23 09:15:00', '{}')"""
    upgrade_schema(bare_engine, to="0010")
    with bare_engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO account (id, username, password_hash, role, name, is_active, "
                "created_at, session_nonce) VALUES (1, 'lakare', 'x', 'primarvardslakare', "
                "'Exempel', true, '2026-11-23 09:00:00', 'x')"
            )
        )
        for id_, answered_at, events in (
            ("waits", None, ("ingen_kvar_att_ringa",)),
            ("handled", None, ("ingen_kvar_att_ringa", "obesvarad_hanterad")),
            ("talked", "2026-11-23 09:20:00", ("ingen_kvar_att_ringa", "ihopkopplade")),
            ("cancelled", None, ("avbruten",)),
        ):
            connection.execute(text(contact), {"id": id_, "answered_at": answered_at})
            connection.execute(text(event), [{"id": id_, "event": one} for one in events])
    upgrade_schema(bare_engine)
    unanswered = text("SELECT id, unanswered_at FROM care_request WHERE unanswered_at IS NOT NULL")
    with bare_engine.connect() as connection:
        ((id_, at),) = connection.execute(unanswered)
    assert (id_, str(at)[:16]) == ("waits", "2026-11-23 09:15")


def test_upgrading_twice_changes_nothing(engine):
    upgrade_schema(engine)
    assert _differences(engine) == []


UPGRADE = """
import sys
from models.schema import upgrade_schema
from tests.databases import engine_of
with engine_of(sys.argv[1]) as engine:
    upgrade_schema(engine)
"""


def test_two_processes_that_start_together_do_not_disturb_each_other(bare_engine):
    url = bare_engine.url.render_as_string(hide_password=False)
    root = MIGRATIONS.parent.parent
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", UPGRADE, url], cwd=root, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    complaints = [process.communicate(timeout=60)[1] for process in processes]
    assert [process.returncode for process in processes] == [0, 0], complaints
    assert _differences(bare_engine) == []


def test_a_step_that_fails_leaves_nothing(bare_engine):
    with bare_engine.begin() as connection:  # in the way of a table that comes late
        connection.execute(text("CREATE TABLE request_event (id INTEGER)"))
    with pytest.raises(Exception, match="request_event"):
        upgrade_schema(bare_engine)
    assert _tables(bare_engine) == {"request_event"}


def test_foreign_keys_are_on_again_after_migrating_sqlite(sqlite_databases):
    url = sqlite_databases.bare()
    engine = open_engine(url)
    upgrade_schema(engine)
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
    engine.dispose()


def test_constraints_have_the_names_of_the_code(engine):
    for table in all_tables().sorted_tables:
        for found in inspect(engine).get_foreign_keys(table.name):
            assert str(found["name"]).startswith(NAMES["fk"].partition("_%")[0] + "_" + table.name)


def test_migrations_do_not_depend_on_code_that_changes():
    for path in (MIGRATIONS / "versions").glob("*.py"):
        assert "import models" not in path.read_text(encoding="utf-8")
        assert "from models" not in path.read_text(encoding="utf-8")
        assert "from routing" not in path.read_text(encoding="utf-8")


def test_sqlite_tables_can_be_made_without_the_application(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path / 'plain.sqlite3'}")
    upgrade_schema(engine)
    assert _tables(engine) == set(all_tables().tables)
    engine.dispose()
