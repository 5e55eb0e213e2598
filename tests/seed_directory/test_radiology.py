"""Röntgen direkt in a seed: examinations, their questions, and the places of an ordinary week."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from models.tables.radiology import ExaminationRow, RadiologyCapacityRow
from routing.preconditions import AnswerKind
from routing.radiology import Modality
from seed_directory.folder import read_folder
from seed_directory.loader import DALARNA, load_seed
from seed_directory.problems import BadSeed
from tests.seed_directory.seeds import replace, write_folder

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TIMES, LIST = "rontgentider.csv", "undersokningar.yaml"
FILES = {
    TIMES: (
        "id;enhet;metod;dagar;från;till;per timme;röda dagar\n"
        "dt;rontgen;datortomografi;mån-fre;8;16;2;nej\n"
        "dt-natt;rontgen;datortomografi;alla dagar;0;24;1;ja\n"
    ),
    LIST: """\
undersökningar:
  - kod: dt-buk
    namn: DT buk
    metod: datortomografi
    frågor:
      - {nyckel: egfr, fråga: "eGFR?", slag: tal, varna under: "45,5"}
      - {nyckel: gravid, fråga: "Gravid?", slag: ja eller nej, ring röntgen om: ja}
      - {nyckel: prov, fråga: "Prov?", slag: datum, varna efter dagar: 30, bara om: gravid}
  - kod: dt-hjarna
    namn: DT hjärna
    metod: datortomografi
""",
}
SITE = "rontgen;SE2321000180-EX0009;Röntgen;röntgen;regionen;2062;sjukhuset;;;nej;\n"


@pytest.fixture
def folder(tmp_path):
    """The small seed, with a radiology department."""
    write_folder(tmp_path)
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with (tmp_path / "enheter.csv").open("a", encoding="utf-8") as units:
        units.write(SITE)
    return tmp_path


def test_both_files_are_loaded_and_a_second_time_changes_nothing(session, folder):
    load_seed(session, folder, at=AT)
    belly, head = session.scalars(select(ExaminationRow).order_by(ExaminationRow.position))
    assert (belly.code, belly.modality, head.position) == ("dt-buk", Modality.CT, 2)
    assert [one["kind"] for one in belly.preconditions] == ["tal", "ja_eller_nej", "datum"]
    assert belly.preconditions[0]["warn_below"] == 45.5
    assert head.preconditions == []
    hours = session.get(RadiologyCapacityRow, "dt")
    assert (hours.weekdays, hours.from_hour, hours.to_hour, hours.per_hour, hours.on_red_days) == (
        [0, 1, 2, 3, 4],
        8,
        16,
        2,
        False,
    )
    again = load_seed(session, folder, at=AT)
    assert (again.created, again.changed) == (0, 0)


def test_hours_that_are_gone_are_removed_and_examinations_no_longer_offered(session, folder):
    load_seed(session, folder, at=AT)
    replace(folder, TIMES, "dt-natt;rontgen;datortomografi;alla dagar;0;24;1;ja\n", "")
    replace(folder, LIST, "dt-hjarna", "dt-huvud")
    load_seed(session, folder, at=AT)
    assert session.scalars(select(RadiologyCapacityRow.id)).all() == ["dt"]
    offered = select(ExaminationRow.code).where(ExaminationRow.is_active)
    assert set(session.scalars(offered)) == {"dt-buk", "dt-huvud"}


def test_a_region_need_not_offer_it(session, folder):
    (folder / TIMES).unlink()
    (folder / LIST).unlink()
    assert read_folder(folder).radiology is None
    load_seed(session, folder, at=AT)
    assert session.scalars(select(ExaminationRow)).all() == []


FAULTS = [
    (TIMES, "mån-fre", "månader", 2, "dagar", "inga veckodagar"),
    (TIMES, "mån-fre", "fre-mån", 2, "dagar", "inga veckodagar i följd"),
    (TIMES, "datortomografi", "DT", 2, "metod", "är inget av"),
    (TIMES, ";8;16", ";16;8", 2, "till", "senare än från"),
    (TIMES, ";8;16", ";8;25", 2, "till", "mer än 24"),
    (TIMES, "16;2;", "16;-1;", 2, "per timme", "inget heltal"),
    (TIMES, "16;2;", "16;100;", 2, "per timme", "mer än 99"),
    (TIMES, "24;1;ja", "24;1;nej", 3, "röda dagar", "söndagar är röda dagar"),
    (TIMES, "dt;rontgen", "dt;borta", 2, "enhet", "”borta” finns inte"),
    (TIMES, "dt;rontgen", "dt;kliniken", 2, "enhet", "är ingen röntgen"),
    (TIMES, "dt-natt", "dt", 3, "id", "står redan på rad 2"),
    (LIST, "kod: dt-hjarna", "kod: dt-buk", 9, "kod", "står redan på rad 2"),
    (LIST, "metod: datortomografi", "metod: ultraljud", 4, "metod", "har inga tider"),
    (LIST, '"45,5"', "mycket", 6, "varna under", "inget tal"),
    (
        LIST,
        "slag: tal, varna",
        "slag: datum, varna",
        6,
        "varna under",
        "hör inte till frågans slag",
    ),
    (LIST, "om: ja}", "om: kanske}", 7, "ring röntgen om", "är inget av: ja, nej"),
    (LIST, "nyckel: gravid", "nyckel: egfr", 5, "frågor", "står två gånger"),
    (LIST, "bara om: gravid", "bara om: egfr", 5, "frågor", "ingen tidigare fråga"),
    (LIST, "varna under", "minst: 2, högst: 1, varna under", 6, "högst", "mer än det minsta"),
]


@pytest.mark.parametrize(("file", "old", "new", "line", "column", "reason"), FAULTS)
def test_a_fault_is_shown_where_it_stands(folder, file, old, new, line, column, reason):
    replace(folder, file, old, new)
    with pytest.raises(BadSeed) as refused:
        read_folder(folder)
    at_place = [
        problem.reason
        for problem in refused.value.problems
        if (problem.line, problem.column) == (line, column)
    ]
    assert any(reason in found for found in at_place), str(refused.value)


def test_one_file_without_the_other_is_missed(folder):
    (folder / LIST).unlink()
    with pytest.raises(BadSeed, match=r"undersokningar\.yaml: filen saknas"):
        read_folder(folder)


def test_dalarna_offers_examples_at_every_hospital_with_radiology():
    radiology = read_folder(DALARNA).radiology
    assert radiology is not None
    examinations = radiology.examination_values()
    assert len(examinations) >= 10
    assert all(one["note"].startswith("Exempel.") for one in examinations)
    kinds = {question["kind"] for one in examinations for question in one["preconditions"]}
    assert kinds == {kind.value for kind in AnswerKind}
    assert {row.values["site_id"] for row in radiology.capacity} == {
        "falun-rontgen",
        "mora-rontgen",
        "ludvika-rontgen",
        "avesta-rontgen",
        "borlange-rontgen",
    }
