"""Opening hours as an editor writes them."""

from datetime import date, time

import pytest

from routing.opening_hours import DateException, Interval, OpeningHours, WeeklyHours
from seed_directory.hours import BadHours, read_hours

DAY = Interval(time(8), time(17))
WHOLE = Interval(time(0), time(0))
WEEKDAYS = tuple(WeeklyHours(day, DAY) for day in range(5))


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("mån-fre 08:00-17:00", OpeningHours(WEEKDAYS)),
        ("Mån–Fre 8–17", OpeningHours(WEEKDAYS)),
        ("måndag - fredag 08.00-17.00", OpeningHours(WEEKDAYS)),
        ("vardagar 08-17; röda dagar stängt", OpeningHours(WEEKDAYS)),
        ("vardagar 08-17; röda dagar som vanligt", OpeningHours(WEEKDAYS, on_red_days=None)),
        (
            "mån-fre 08:00-17:00; lör 10-14; röda dagar 10-14;",
            OpeningHours(
                (*WEEKDAYS, WeeklyHours(5, Interval(time(10), time(14)))),
                on_red_days=(Interval(time(10), time(14)),),
            ),
        ),
        (
            "dygnet runt",
            OpeningHours(tuple(WeeklyHours(day, WHOLE) for day in range(7)), on_red_days=None),
        ),
        (
            "röda dagar stängt; dygnet runt",
            OpeningHours(tuple(WeeklyHours(day, WHOLE) for day in range(7)), on_red_days=()),
        ),
        (
            "mån, tors 08-12, 13:30-17",
            OpeningHours(
                tuple(
                    WeeklyHours(day, interval)
                    for day in (0, 3)
                    for interval in (
                        Interval(time(8), time(12)),
                        Interval(time(13, 30), time(17)),
                    )
                )
            ),
        ),
        ("fre 22-06", OpeningHours((WeeklyHours(4, Interval(time(22), time(6))),))),
        ("sön 18-24", OpeningHours((WeeklyHours(6, Interval(time(18), time(0))),))),
        ("sön stängt", OpeningHours(())),
        (
            "lör 10-14 från 2026-12-19 till 2027-04-18",
            OpeningHours(
                (
                    WeeklyHours(
                        5, Interval(time(10), time(14)), date(2026, 12, 19), date(2027, 4, 18)
                    ),
                )
            ),
        ),
        (
            "mån-fre 08-17; 2026-05-15 stängt (Klämdag)",
            OpeningHours(WEEKDAYS, exceptions=(DateException(date(2026, 5, 15), (), "Klämdag"),)),
        ),
        (
            "mån-fre 08-17; 2026-04-30 08-12",
            OpeningHours(
                WEEKDAYS,
                exceptions=(DateException(date(2026, 4, 30), (Interval(time(8), time(12)),), ""),),
            ),
        ),
        (
            "mån-fre 08-17; aftnar julafton, Skärtorsdagen",
            OpeningHours(WEEKDAYS, eves_as_red=frozenset({"julafton", "skartorsdagen"})),
        ),
        ("mån-fre 08-17; inga aftnar", OpeningHours(WEEKDAYS, eves_as_red=frozenset())),
    ],
)
def test_hours_are_read(text, hours):
    assert read_hours(text) == hours


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "tomma"),
        (" ; ", "tomma"),
        ("röda dagar stängt", "inga veckodagar"),
        ("när vi hinner", "går inte att läsa"),
        ("mån-fre", "går inte att läsa"),
        ("mån-fre sent", "inga klockslag"),
        ("mån-fre 08:00", "inga klockslag"),
        ("mån-fre 08-25", "inget klockslag"),
        ("mån-fre 08-24:30", "inget klockslag"),
        ("mån-fre 08:70-17", "inget klockslag"),
        ("fre-mån 08-17", "veckodagar i följd"),
        ("mån-ons-fre 08-17", "veckodagar i följd"),
        ("mån-fre 08-17; fre 08-15", "mer än en gång"),
        ("dygnet runt; lör stängt", "mer än en gång"),
        ("mån 08-17; röda dagar stängt; röda dagar 10-14", "mer än en gång"),
        ("mån 08-17; 2026-02-30 stängt", "inget datum"),
        ("mån 08-17 från 2026", "inget datum"),
        ("mån 08-17 från 2026-06-01 till 2026-05-01", "slutar innan"),
        ("mån 08-17; aftnar fredagskväll", "ingen afton"),
    ],
)
def test_what_is_no_hours_is_refused_with_a_reason(text, says):
    with pytest.raises(BadHours, match=says):
        read_hours(text)
