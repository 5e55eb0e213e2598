"""Hours that hold for a time, what "alla dagar" means, and rows that can never matter."""

from datetime import date, time

import pytest

from models.values import hours_from_json, hours_to_json
from routing.opening_hours import intervals_on
from seed_directory.folder import read_folder
from seed_directory.hours import BadHours, read_hours
from seed_directory.problems import BadSeed
from tests.seed_directory.seeds import replace, write_folder

JUNE = "från 2026-06-01 till 2026-06-30"
MIDSUMMER = "från 2026-06-15 till 2026-07-15"
SUMMER = "från 2026-06-22 till 2026-08-16"
CHRISTMAS = "från 2026-12-21 till 2027-01-06"


def shown(text, day):
    """``08-12, 13-17``: the hours of a date, also after a turn through the database."""
    hours = read_hours(text)
    assert hours_from_json(hours_to_json(hours)) == hours
    return ", ".join(
        f"{each.opens:%H}-{'24' if each.closes == time(0) else f'{each.closes:%H}'}"
        for each in intervals_on(hours, date.fromisoformat(day))
    )


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        (f"mån-fre 08-17; mån-fre 08-12 {SUMMER}", "2026-07-15", "08-12"),
        (f"mån-fre 08-17; mån-fre 08-12 {SUMMER}", "2026-08-17", "08-17"),
        (f"mån-fre 08-17; mån-fre 08-12, 13-15 {SUMMER}", "2026-07-15", "08-12, 13-15"),
        (f"mån-fre 08-17; mån-fre stängt {SUMMER}", "2026-07-15", ""),
        (f"mån-fre 08-17; fre stängt {SUMMER}", "2026-07-16", "08-17"),
        (f"mån-fre 08-17; fre stängt {SUMMER}", "2026-07-17", ""),
        (f"alla dagar 08-20; stängt {SUMMER}", "2026-07-15", ""),
        (f"dygnet runt; alla dagar stängt {SUMMER}", "2026-07-15", ""),
        (f"mån-fre 08-17; dygnet runt {SUMMER}", "2026-07-18", "00-24"),
        ("mån-fre 08-17; lör 10-14 från och med 2026-12-19 till och med 2027-04-18",
         "2027-04-17", "10-14"),
        (f"mån-fre 08-17; mån-fre 08-12 {SUMMER}; mån-fre stängt från 2026-07-06 till 2026-07-31",
         "2026-07-15", ""),
        # "alla dagar" is every day, red ones too, whatever it stands in
        ("alla dagar 08-20", "2026-12-25", "08-20"),
        ("alla dagar 08-20; röda dagar 10-14", "2026-12-25", "10-14"),
        ("alla dagar 08-20; röda dagar stängt", "2026-12-25", ""),
        ("lör 08-20; mån-fre 08-20; sön 08-20", "2026-12-25", ""),
        (f"mån-fre 08-17; alla dagar 10-12 {CHRISTMAS}", "2026-12-25", "10-12"),
        (f"mån-fre 08-17; mån-fre 10-12 {CHRISTMAS}", "2026-12-25", ""),
        (f"mån-fre 08-17; mån-fre 10-12 {CHRISTMAS}; röda dagar 10-11 {CHRISTMAS}",
         "2026-12-25", "10-11"),
        (f"mån-fre 08-17; stängt {CHRISTMAS}; röda dagar 10-11 {CHRISTMAS}", "2026-12-28", ""),
        # "vardagar" is Monday to Friday that are not red, "helger och röda dagar" all others
        ("vardagar 08-17", "2026-12-25", ""),
        ("vardagar 08-17; helger och röda dagar 10-14", "2026-12-25", "10-14"),
        ("vardagar 08-17; helger och röda dagar 10-14", "2026-12-27", "10-14"),
        ("vardagar 08-17; helger och röda dagar 10-14", "2026-12-28", "08-17"),
        (f"vardagar 08-17; helger och röda dagar 10-14 {CHRISTMAS}", "2026-12-27", "10-14"),
        (f"vardagar 08-17; helger och röda dagar 10-14 {CHRISTMAS}", "2027-01-09", ""),
        ("röda dagar 10-14; sön 12-16; mån-fre 08-17", "2026-11-29", "12-16"),
    ],
)  # fmt: skip
def test_hours_of_a_date(text, day, expected):
    assert shown(text, day) == expected


NOTHING = [
    "mån-fre 08-17; mån-fre 08-17 från 2026-06-22 till 2026-08-16",  # it is so anyhow
    "mån-fre 08-17; lör stängt från 2026-06-22 till 2026-08-16",
    "mån-fre stängt från 2026-06-22 till 2026-08-16",
    "mån-fre 08-17; mån 08-12 från 2026-06-23 till 2026-06-26",  # no Monday is then
    "mån-fre 08-17; fre 08-12 från 2026-12-25 till 2026-12-25",  # a red day
    "mån-fre 08-17; röda dagar 10-14 från 2026-07-01 till 2026-07-31",  # there is none
    "mån-fre 08-17; 2026-11-28 stängt",  # a Saturday
    "mån-fre 08-17; 2026-11-27 08-17",
    "mån-fre 08-17; mån-fre 08-12 från 2026-11-27 till 2026-11-27; 2026-11-27 stängt",
]


@pytest.mark.parametrize("text", NOTHING)
def test_a_row_that_can_never_matter_is_refused(text):
    with pytest.raises(BadHours, match="ändrar ingenting"):
        read_hours(text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (f"mån-fre 08-17; fre 08-12 {JUNE}; fre 08-14 {MIDSUMMER}", "överlappar delvis"),
        (f"mån-fre 08-17; stängt {JUNE}; röda dagar 10-14 {MIDSUMMER}", "överlappar delvis"),
        (f"mån-fre 08-17; fre 08-12 {SUMMER}; fre stängt {SUMMER}", "mer än en gång"),
        ("mån-fre 08-17; röda dagar som vanligt; aftnar julafton", "ändrar ingenting"),
        ("mån-fre 08-17; fre 08-12 från 0026-06-22 till 0026-08-16", "ligger utanför åren"),
        ("mån-fre 08-17; stängt", "går inte att läsa"),
        ("mån-fre 08-17; stängt från midsommar", "inget datum"),
        ("mån-fre 08-17; röda dagar som vanligt från 2026-06-01", "inga klockslag"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(text, says):
    with pytest.raises(BadHours, match=says):
        read_hours(text)


@pytest.mark.parametrize(
    "text",
    [
        "mån-fre 08-17; 2026-11-28 stängt (Inventering)",  # its note is shown
        "mån-fre 08-17; röda dagar stängt",  # it may be said although it is so unsaid
        "alla dagar 08-20; röda dagar som vanligt",
        "mån-fre 08-17; sön stängt",
        f"mån-fre 08-17; fre 08-12 {JUNE}; mån 08-14 {MIDSUMMER}",  # cross, of different days
    ],
)
def test_what_may_be_said_is_not_refused(text):
    read_hours(text)


def test_the_loader_says_where_the_row_stands_that_never_matters(tmp_path):
    folder = write_folder(tmp_path)
    replace(folder, "jourlinjer.csv", '"mån-fre 08-17"', f'"mån-fre 08-17; lör stängt {SUMMER}"')
    with pytest.raises(BadSeed, match=r"jourlinjer\.csv, rad 2, öppettider: .*ändrar ingenting"):
        read_folder(folder)
