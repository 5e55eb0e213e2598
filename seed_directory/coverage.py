"""What a load warns of: the hours that a line promises and no rota covers, a year ahead."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from routing.calendar import DAY, MIDNIGHT, to_local, to_utc
from routing.coverage import Gap, uncovered
from routing.opening_hours import OpeningHours
from routing.rota import Rota
from seed_directory.problems import Problem
from seed_directory.rows import SeedRow

LOOKED_AHEAD: Final = timedelta(days=366)
WEEKDAYS: Final = ("mån", "tis", "ons", "tors", "fre", "lör", "sön")


def warnings_of_lines(
    lines: Sequence[SeedRow], rotas: Mapping[str, Sequence[Rota]], *, at: datetime
) -> Iterator[Problem]:
    """One for each line and kind of gap. ``rotas`` by line id, as they are once loaded.

    A line without any rota is answered by its own phone, and one whose hours nobody has said
    promises none.
    """
    today = to_local(at).date()  # whole days: a gap under way now is told of as it always is
    since, until = to_utc(today, MIDNIGHT), to_utc(today + LOOKED_AHEAD, MIDNIGHT)
    known: dict[object, tuple[Gap, ...]] = {}
    for line in lines:
        hours: OpeningHours | None = line.values["hours"]
        of_line = rotas.get(line.values["id"], ())
        if hours is None or not of_line:
            continue
        key = (hours, tuple(_rule(rota) for rota in of_line))
        if key not in known:
            known[key] = uncovered(hours, of_line, since, until)
        for text in _in_words(known[key]):
            reason = f"linjen är öppen men inget jourschema har någon {text}"
            yield line.problem("hours", reason)


def _rule(rota: Rota) -> object:
    """What decides when somebody is on call, whoever it is: most lines have it alike."""
    has_people = bool(rota.people)
    return (rota.patterns, rota.starts_on, rota.ends_on, rota.eves_as_red, has_people)


def _in_words(gaps: Sequence[Gap]) -> Iterator[str]:
    """``mån, tis 12:00–17:00 (104 gånger, först 2026-11-30)``, and each gap longer than a day."""
    alike: dict[tuple[str, str], list[datetime]] = defaultdict(list)
    for gap in gaps:
        starts_at, ends_at = to_local(gap.starts_at), to_local(gap.ends_at)
        if gap.ends_at - gap.starts_at > DAY:
            yield f"från {starts_at:%Y-%m-%d %H:%M} till {ends_at:%Y-%m-%d %H:%M}"
        else:
            alike[f"{starts_at:%H:%M}", f"{ends_at:%H:%M}"].append(starts_at)
    for (starts, ends), moments in alike.items():
        days = ", ".join(WEEKDAYS[day] for day in sorted({each.weekday() for each in moments}))
        times = "en gång" if len(moments) == 1 else f"{len(moments)} gånger"
        yield f"{days} {starts}–{ends} ({times} på ett år, först {moments[0]:%Y-%m-%d})"
