"""``kontaktvagar beds``: files in and back, and what is known."""

import json
import re

import pytest

from tests.app.cli.test_commands import runner

CSV = "avdelning;räknad;bemannade;belagda\nmora-medicinavdelning;2026-01-05 09:00;20;17\n"


@pytest.fixture
def run(seeded_database_url, monkeypatch):
    return runner(seeded_database_url, monkeypatch)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "vardplatser.csv"
    path.write_text(CSV, encoding="utf-8")
    return path


def test_a_file_comes_in_once_and_goes_back(run, file):
    assert "Medicinavdelning Mora: ingen uppgift" in run("beds", "show").stdout
    first = run("beds", "import", str(file))
    assert "Inläst: 1 uppgift. Inläsningens id: " in first.stdout
    import_id = first.stdout.split()[-1]
    again = json.loads(run("beds", "import", str(file), "--json").stdout)
    assert again == {"id": import_id, "row_count": 1, "is_new": False, "older": 0}
    shown = run("beds", "show").stdout
    assert "Medicinavdelning Mora: 3 lediga, 17 av 20 belagda (Inläst" in shown
    assert re.search(r"mån 5 jan( 2026)? 09:00\)", shown)
    wards = json.loads(run("beds", "show", "--json").stdout)["wards"]
    known = next(one for one in wards if one["ward_id"] == "mora-medicinavdelning")
    assert known["reports"][0]["counted_at"] == "2026-01-05T09:00:00+01:00"
    assert "Tillbakatagen." in run("beds", "take-back", import_id).stdout
    assert "redan" in run("beds", "take-back", import_id).stdout
    assert "Medicinavdelning Mora: ingen uppgift" in run("beds", "show").stdout


def test_a_bad_file_is_told_by_row_and_column(run, file):
    file.write_text(CSV + "okand;2026-01-05 09:00;-1;17\n", encoding="utf-8")
    answer = run("beds", "import", str(file))
    assert answer.exit_code == 1
    assert "Ingenting har lästs in." in answer.stderr
    assert "rad 3, avdelning: Avdelningen finns inte" in answer.stderr
    assert "Medicinavdelning Mora: ingen uppgift" in run("beds", "show").stdout


def test_an_import_that_is_none_is_not_taken_back(run):
    answer = run("beds", "take-back", "finns-inte")
    assert answer.exit_code == 1
    assert "Inläsningen finns inte: finns-inte" in answer.stderr
