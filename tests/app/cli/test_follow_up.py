"""``kontaktvagar follow-up``, run as one runs it."""

import pytest
from sqlalchemy.orm import Session

from models.tables.accounts import AccessLogRow
from tests.app.cli.test_commands import runner
from tests.databases import engine_of
from tests.decided import contact, decide, doctor

NOVEMBER = ("--from", "2026-11-01", "--to", "2026-11-30")


@pytest.fixture
def run(seeded_database_url, monkeypatch):
    """Runs a command on a database that holds the seed."""
    return runner(seeded_database_url, monkeypatch)


@pytest.fixture
def decision(seeded_database_url) -> str:
    with engine_of(seeded_database_url) as engine, Session(engine) as session:
        return decide(session, contact(session, doctor(session)))


def test_from_template_to_import_and_back(run, decision, tmp_path):
    file = tmp_path / "uppfoljning.csv"
    assert "1 beslut." in run("follow-up", "template", *NOVEMBER, "--out", str(file)).stderr
    empty = file.read_text("utf-8")
    assert decision in empty
    file.write_text(empty.replace(",,,,,,", ",0,0,1,0,,"), "utf-8", newline="")
    first = run("follow-up", "import", str(file))
    assert "Inläst: 1 beslut." in first.stdout
    import_id = first.stdout.split()[-1]
    assert "redan inläst" in run("follow-up", "import", str(file)).stdout
    assert import_id in run("follow-up", "list").stdout
    assert "Tillbakatagen." in run("follow-up", "take-back", import_id).stdout
    assert "redan tillbakatagen" in run("follow-up", "take-back", import_id).stdout
    assert "(tillbakatagen)" in run("follow-up", "list").stdout
    assert "Inläst: 1 beslut." in run("follow-up", "import", str(file)).stdout


def test_a_template_on_the_screen_is_noted(run, decision, seeded_session):
    text = run("follow-up", "template", *NOVEMBER).stdout
    assert text.startswith("contact_id,decision_id,kind,decided_on,moved_24h")
    noted = seeded_session.query(AccessLogRow).one()
    assert (noted.thing, noted.account_id) == ("mall 2026-11-01–2026-11-30", None)


def test_a_bad_file_ends_with_its_faults(run, decision, tmp_path):
    file = tmp_path / "fel.csv"
    rows = "\n".join(f"{decision},{number}," for number in range(2, 80))
    file.write_text(f"decision_id,died_30d,moved_24h\n{rows}", "utf-8")
    refused = run("follow-up", "import", str(file))
    assert refused.exit_code == 1
    assert "155 fel. Inget har ändrats." in refused.stderr
    assert "  rad 2, died_30d: Ska vara 1 (ja), 0 (nej) eller tomt" in refused.stderr
    assert "… och 105 till." in refused.stderr
    assert run("follow-up", "list").stdout == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("import", "finns-inte.csv"), "finns-inte.csv"),
        (("take-back", "finns-inte"), "Inläsningen finns inte: finns-inte"),
        (("template", "--from", "2026-11-02", "--to", "2026-11-01"), "slutar innan den börjar"),
        (("template", "--from", "1066-10-14", "--to", "2026-11-01"), "utanför kalendern"),
    ],
)
def test_what_cannot_be_done_is_said(run, words, said):
    ended = run("follow-up", *words)
    assert ended.exit_code != 0
    assert said in ended.stderr
