"""A seed is loaded whole or not at all, and a second time changes nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.snapshot import load_directory, read_version
from models.tables.admissions import ChecklistItemRow
from models.tables.beds import WardRow
from models.tables.directory import (
    CareProviderRow,
    CareUnitRow,
    ContactPointRow,
    MatrixRuleRow,
    MatrixVersionRow,
    PersonRow,
)
from routing.admission import QuestionKind
from routing.types import Hunting, OnCallTier, ProviderKind
from seed_directory.folder import read_folder
from seed_directory.loader import DALARNA, LoadReport, load_seed
from seed_directory.problems import BadSeed
from seed_directory.schema import PEOPLE
from tests.seed_directory.seeds import FILES, replace, write_folder

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
ROWS = (
    1 + 1 + 1 + 1 + 3 + 3 + 2 + 3 + 1 + 1 + 2 + 2
)  # two of the contact points are inherited; a matrix and a rule; two questions


@pytest.fixture
def folder(tmp_path):
    """The small seed."""
    return write_folder(tmp_path)


def test_everything_is_loaded(session, folder):
    assert load_seed(session, folder, at=AT) == LoadReport(created=ROWS)
    directory = load_directory(session)
    assert directory.version == 1
    assert directory.municipalities["2062"].hospitals == ("sjukhuset",)
    assert directory.units["kliniken"].parent_id == "sjukhuset"
    assert directory.people["lakare-1"].number == "+46701740605"
    rota = directory.rotas["konsult"][0]
    assert (rota.tier, rota.people) == (OnCallTier.FIRST, ("lakare-1", "lakare-2"))
    assert directory.matrix.rules[0].fallback.number == "+46980319200"


def test_numbers_to_dial_and_ways_to_hunt_are_loaded(session, folder):
    replace(folder, "matris.yaml", "primärjour}", "primärjour, jakt: turas om}")
    replace(folder, "matris.yaml", "sekunder: 120", "sekunder: 120\n    varv: 3")
    load_seed(session, folder, at=AT)
    directory = load_directory(session)
    assert directory.specialties["kardiologi"].dial_code == "11"
    (rule,) = directory.matrix.rules
    assert (rule.rounds, rule.steps[0].hunting) == (3, Hunting.ROUND_ROBIN)


def test_what_is_not_said_of_the_hunt_is_one_by_one_and_once(session, folder):
    load_seed(session, folder, at=AT)
    (rule,) = load_directory(session).matrix.rules
    assert (rule.rounds, rule.steps[0].hunting) == (1, Hunting.SEQUENTIAL)


def test_a_second_time_changes_nothing(session, folder):
    load_seed(session, folder, at=AT)
    before = load_directory(session)
    assert load_seed(session, folder, at=AT + timedelta(days=1)) == LoadReport(unchanged=ROWS)
    assert load_directory(session) == before


def test_dalarna_a_second_time_changes_nothing(seeded_session):
    before = read_version(seeded_session)
    report = load_seed(seeded_session, DALARNA, at=AT)
    assert (report.created, report.changed) == (0, 0)
    assert report.unchanged > 800
    assert read_version(seeded_session) == before


def test_what_was_changed_in_the_files_is_changed_and_the_version_grows_once(session, folder):
    load_seed(session, folder, at=AT)
    replace(folder, "personer.csv", "070-174 06 06", "070-174 06 07")
    replace(folder, "enheter.csv", "dygnet runt", "mån-fre 08-17")
    replace(folder, "jourscheman.csv", "lakare-1, lakare-2", "lakare-2, lakare-1")
    replace(folder, "matris.yaml", "120", "90")
    report = load_seed(session, folder, at=AT)
    assert report == LoadReport(changed=4, unchanged=ROWS - 4)
    directory = load_directory(session)
    assert directory.version == 2
    assert directory.people["lakare-2"].number == "+46701740607"
    assert directory.rotas["konsult"][0].people == ("lakare-2", "lakare-1")
    assert directory.matrix.rules[0].promise_seconds == 90


def test_a_fault_leaves_the_database_as_it_was(session, folder):
    load_seed(session, folder, at=AT)
    replace(folder, "vardgivare.csv", "Regionen", "Nya regionen")
    replace(folder, "matris.yaml", "eget sjukhus", "månen")
    with pytest.raises(BadSeed):
        load_seed(session, folder, at=AT)
    assert load_directory(session).providers["regionen"].name == "Regionen"
    assert read_version(session) == 1


def test_a_clash_with_what_the_database_holds_leaves_it_as_it_was(session, folder):
    load_seed(session, folder, at=AT)
    replace(folder, "vardgivare.csv", "Regionen", "Nya regionen")
    replace(folder, "enheter.csv", "kliniken;", "nya-kliniken;")
    for file in ("personer.csv", "jourlinjer.csv"):
        text = (folder / file).read_text(encoding="utf-8")
        (folder / file).write_text(text.replace(";kliniken;", ";nya-kliniken;"), encoding="utf-8")
    with pytest.raises(BadSeed, match=r"enheter\.csv: en rad krockar"):
        load_seed(session, folder, at=AT)
    assert load_directory(session).providers["regionen"].name == "Regionen"


def test_the_load_is_seen_by_others_at_once(engine, folder):
    with Session(engine) as writer:
        load_seed(writer, folder, at=AT)
        with Session(engine) as reader:
            assert read_version(reader) == 1


def test_rows_an_editor_added_are_left_alone(session, folder):
    load_seed(session, folder, at=AT)
    session.add(CareProviderRow(id="ny", name="Ny", kind=ProviderKind.PRIVATE))
    session.commit()
    assert load_seed(session, folder, at=AT).changed == 0
    assert session.get(CareProviderRow, "ny") is not None


def test_a_unit_without_number_has_the_switchboard_above_it(session, folder):
    load_seed(session, folder, at=AT)
    point = session.get_one(ContactPointRow, "kliniken-via-vaxel")
    assert (point.value, point.label) == ("+46980319200", "Växeln")

    with (folder / "kontaktpunkter.csv").open("a", encoding="utf-8") as file:
        file.write("kliniken-direkt;kliniken;direktnummer;031-390 06 00;;\n")
    assert load_seed(session, folder, at=AT) == LoadReport(1, 1, ROWS - 1)
    points = load_directory(session).units["kliniken"].contact_points
    assert [point.id for point in points] == ["kliniken-direkt"]


def test_a_new_edition_of_the_matrix_takes_over_and_the_old_one_is_kept(session, folder):
    load_seed(session, folder, at=AT)
    replace(folder, "matris.yaml", '"1"', '"2"')
    load_seed(session, folder, at=AT)
    assert load_directory(session).matrix.version == "2"
    assert len(session.scalars(select(MatrixRuleRow)).all()) == 2


def test_an_edition_put_aside_since_is_not_brought_back(session, folder):
    load_seed(session, folder, at=AT)
    session.get_one(MatrixVersionRow, "1").is_active = False
    session.add(
        MatrixVersionRow(version="egen", approved_by="A", approved_on="2026-02-01", is_active=True)
    )
    session.commit()
    assert load_seed(session, folder, at=AT).changed == 0
    assert load_directory(session).matrix.version == "egen"


def test_a_rule_taken_out_of_an_edition_is_gone(session, folder):
    text = FILES["matris.yaml"]
    rule = text[text.index("  - id: halvakut") :]
    more = text + rule.replace("id: halvakut", "id: annan")
    (folder / "matris.yaml").write_text(more, encoding="utf-8")
    load_seed(session, folder, at=AT)
    (folder / "matris.yaml").write_text(text, encoding="utf-8")
    assert load_seed(session, folder, at=AT).changed == 1
    assert [rule.id for rule in load_directory(session).matrix.rules] == ["halvakut"]


def test_a_ward_with_beds_is_loaded_and_what_is_changed_in_the_file_is_changed(session, folder):
    load_seed(session, folder, at=AT)
    replace(folder, "vardplatser.csv", ";120;20;8", ";90;15;4")
    assert load_seed(session, folder, at=AT).changed == 1
    ward = session.get_one(WardRow, "avdelningen")
    assert (ward.reserves_minutes, ward.warns_minutes, ward.stale_after_hours) == (90, 15, 4)


def test_the_questions_of_the_checklist_are_loaded_in_their_order(session, folder):
    load_seed(session, folder, at=AT)
    rows = session.scalars(select(ChecklistItemRow).order_by(ChecklistItemRow.position)).all()
    assert [(row.key, row.kind, row.choices, row.is_required) for row in rows] == [
        ("syrgas", QuestionKind.COUNT, [], True),
        ("smitta", QuestionKind.CHOICE, ["nej", "droppsmitta"], False),
    ]


def test_a_question_taken_out_is_put_aside_and_may_come_back(session, folder):
    load_seed(session, folder, at=AT)
    text = FILES["checklista.yaml"]
    gone = "".join(line for line in text.splitlines(keepends=True) if "syrgas" not in line)
    (folder / "checklista.yaml").write_text(gone, encoding="utf-8")
    assert load_seed(session, folder, at=AT).changed == 2  # the other one is the first now
    oxygen = session.get_one(ChecklistItemRow, "syrgas")
    assert (oxygen.question, oxygen.is_active) == ("Syrgas", False)
    assert load_seed(session, folder, at=AT).changed == 0

    (folder / "checklista.yaml").write_text(text, encoding="utf-8")
    load_seed(session, folder, at=AT)
    assert session.get_one(ChecklistItemRow, "syrgas").is_active


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("byte order mark", lambda text: b"\xef\xbb\xbf" + text.encode()),
        ("windows line ends", lambda text: text.replace("\n", "\r\n").encode()),
        ("blank lines", lambda text: (text.replace("\n", "\n\n") + ";;;;\n").encode()),
        ("spaces around", lambda text: text.replace(";", " ; ").encode()),
        ("capital headings", lambda text: text.replace("id;namn", "Id;Namn").encode()),
        ("commas", lambda text: text.replace(";", ",").encode()),
    ],
)
def test_tables_may_be_written_by_excel(folder, name, write):
    people = [row.values for row in read_folder(folder).rows[PEOPLE]]
    (folder / "personer.csv").write_bytes(write(FILES["personer.csv"]))
    assert [row.values for row in read_folder(folder).rows[PEOPLE]] == people


def test_units_may_stand_in_any_order(session, folder):
    heading, *rows = FILES["enheter.csv"].splitlines()
    (folder / "enheter.csv").write_text("\n".join([heading, *rows[::-1]]), encoding="utf-8")
    load_seed(session, folder, at=AT)
    assert session.get_one(CareUnitRow, "kliniken").parent_id == "sjukhuset"
    assert session.get_one(PersonRow, "lakare-1").unit_id == "kliniken"
