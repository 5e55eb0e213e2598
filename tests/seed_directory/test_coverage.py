"""A load warns of the hours a line promises and no rota covers."""

from datetime import UTC, datetime

from seed_directory.loader import DALARNA, load_seed
from tests.seed_directory.seeds import replace, write_folder

AT = datetime(2026, 11, 28, 12, tzinfo=UTC)


def warnings(session, folder):
    return [str(each) for each in load_seed(session, folder, at=AT).warnings]


def test_a_line_that_somebody_always_has_is_not_warned_of(session, tmp_path):
    assert warnings(session, write_folder(tmp_path)) == []


def test_the_hours_without_anybody_are_named_with_file_and_row(session, tmp_path):
    folder = write_folder(tmp_path)
    replace(folder, "jourscheman.csv", "vardagar 08-17", "vardagar 08-12")
    [warning] = warnings(session, folder)
    assert warning.startswith(
        "jourlinjer.csv, rad 2, öppettider: linjen är öppen men inget jourschema har någon "
        "mån, tis, ons, tors, fre 12:00–17:00 ("
    )
    assert "först 2026-11-30" in warning
    assert warnings(session, folder) == [warning], "also when the folder is loaded again"


def test_red_days_that_only_the_line_promises_are_named(session, tmp_path):
    folder = write_folder(tmp_path)
    replace(folder, "jourlinjer.csv", '"mån-fre 08-17"', '"mån-fre 08-17; röda dagar som vanligt"')
    [warning] = warnings(session, folder)
    assert "08:00–17:00" in warning
    assert "först 2026-12-24" in warning


def test_a_rota_that_ends_is_told_of(session, tmp_path):
    folder = write_folder(tmp_path)
    replace(folder, "jourlinjer.csv", '"mån-fre 08-17"', "dygnet runt")
    replace(folder, "jourscheman.csv", "vardagar 08-17", "alla dagar 08-08")
    replace(folder, "jourscheman.csv", "2024-01-01;", "2024-01-01;2026-12-31")
    [warning] = warnings(session, folder)
    assert "från 2027-01-01 08:00 till 2027-11-29 00:00" in warning


def test_dalarna_is_covered(seeded_session):
    assert load_seed(seeded_session, DALARNA, at=AT).warnings == ()
