"""Any schedule, rota and change the rules may meet, small enough to reason about."""

from datetime import date, datetime, time, timedelta

from hypothesis import strategies as st

from routing.calendar import EVES
from routing.opening_hours import DateException, Interval, OpeningHours, RedDays, WeeklyHours
from routing.rota import DayGroup, Rota, Rotation, ShiftChange, ShiftPattern, ShiftSource
from routing.types import OnCallTier
from tests.routing import any_county
from tests.routing.county import local

# Both nights when the clock changes, Easter, midsummer, Christmas, and plain weeks.
SEASONS = ("2026-03-27", "2026-04-02", "2026-06-17", "2026-10-23", "2026-11-23", "2026-12-22")
PEOPLE = ("anna", "bo", "cecilia", "david")

clocks = st.one_of(
    st.sampled_from([time(0), time(8), time(17), time(2, 30)]),
    st.builds(time, st.integers(0, 23), st.sampled_from([0, 30])),
)
intervals = st.builds(Interval, clocks, clocks)
eves = st.frozensets(st.sampled_from(sorted(EVES)), max_size=3)


def days_around(season: str, before: int = 3, after: int = 10) -> st.SearchStrategy[date]:
    middle = date.fromisoformat(season)
    return st.dates(middle - timedelta(days=before), middle + timedelta(days=after))


moments: st.SearchStrategy[datetime] = st.builds(
    lambda season, minutes: local(season) + timedelta(minutes=minutes),
    st.sampled_from(SEASONS),
    st.integers(0, 5 * 24 * 60),
)


rows_of_a_period = st.builds(
    lambda day, interval, season, length, red: WeeklyHours(
        day,
        interval,
        date.fromisoformat(season) - timedelta(days=length),
        date.fromisoformat(season) + timedelta(days=2 * length),
        red,
    ),
    st.integers(0, 6),
    st.none() | intervals,
    st.sampled_from(SEASONS),
    st.integers(0, 9),
    st.sampled_from(RedDays),
)


@st.composite
def schedules(draw: st.DrawFn) -> OpeningHours:
    days = draw(st.sets(st.integers(0, 6), max_size=5))
    usual = tuple(WeeklyHours(day, draw(intervals)) for day in sorted(days))
    return OpeningHours(
        weekly=usual + tuple(draw(st.lists(rows_of_a_period, max_size=2))),
        on_red_days=draw(st.one_of(st.none(), st.just(()), st.tuples(intervals))),
        exceptions=tuple(
            DateException(on, tuple(draw(st.lists(intervals, max_size=2))))
            for on in draw(st.sets(days_around(draw(st.sampled_from(SEASONS))), max_size=2))
        ),
        eves_as_red=draw(eves),
    )


hours_or_none = st.one_of(st.none(), schedules())
patterns = st.builds(ShiftPattern, st.sampled_from(DayGroup), clocks, clocks)


@st.composite
def rotas(draw: st.DrawFn) -> Rota:
    starts_on = draw(st.dates(date(2026, 1, 1), date(2026, 12, 31)))
    last = st.integers(0, 400).map(lambda days: starts_on + timedelta(days=days))
    return Rota(
        id="linje-primarjour",
        line_id="linje",
        tier=OnCallTier.FIRST,
        patterns=tuple(draw(st.lists(patterns, min_size=1, max_size=3))),
        people=tuple(draw(st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=3))),
        rotation=draw(st.sampled_from(Rotation)),
        starts_on=draw(st.sampled_from([date(2026, 1, 1), starts_on])),
        ends_on=draw(st.one_of(st.none(), last)),
        eves_as_red=draw(eves),
    )


@st.composite
def changes(draw: st.DrawFn) -> tuple[ShiftChange, ...]:
    made: list[ShiftChange] = []
    for number in range(draw(st.integers(0, 4))):
        starts_at = draw(moments)
        made.append(
            ShiftChange(
                id=str(number),
                rota_id="linje-primarjour",
                source=draw(st.sampled_from([each for each in ShiftSource if each != "schema"])),
                starts_at=starts_at,
                ends_at=starts_at + timedelta(seconds=draw(st.integers(-60, 3 * 24 * 3600))),
                person_id=draw(st.one_of(st.none(), st.sampled_from(PEOPLE))),
                made_at=local("2026-01-01") + timedelta(hours=draw(st.integers(0, 3))),
            )
        )
    return tuple(made)


# Whole counties come from one number: drawn part by part they would take most of the tests' time.
directories = st.integers(0, 2**32).map(any_county.directory)
facts = st.integers(0, 2**32).map(any_county.facts)
