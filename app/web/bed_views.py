"""Vårdplatser as people see them: of every figure what it says, who said it, and how old it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask_babel import gettext as _
from flask_babel import ngettext

from app.labels import duration_display
from app.web.moments import when
from models.ward_beds import WardBeds
from routing.beds import BedReport, BedSource, is_stale
from routing.forecast import free_by_evening

MINUS = "−"


class BedTone(StrEnum):
    """How a ward stands; the value is the part of the style's name."""

    FREE = "free"
    FULL = "full"
    OVER = "over"
    CLOSED = "closed"
    UNKNOWN = "unknown"


ICONS = {
    BedTone.FREE: "check-circle-fill",
    BedTone.FULL: "dash-circle-fill",
    BedTone.OVER: "exclamation-triangle-fill",
    BedTone.CLOSED: "lock-fill",
    BedTone.UNKNOWN: "question-circle",
}


@dataclass(frozen=True, slots=True)
class Sign:
    """The large figure: colour, icon and word say the same thing. ``number`` is empty where there
    is none."""

    tone: BedTone
    number: str
    word: str

    @property
    def icon(self) -> str:
        """The icon's name."""
        return ICONS[self.tone]


@dataclass(frozen=True, slots=True)
class Told:
    """Who said it and when: ``för hand 14:05 · 2 h``."""

    text: str
    is_stale: bool


@dataclass(frozen=True, slots=True)
class BedState:
    """A ward's beds. ``over`` is its over-occupancy; ``evening`` the forecast, empty where there is
    none; ``other`` what the other source says."""

    sign: Sign
    figures: tuple[str, ...]
    over: int
    evening: str
    told: Told | None
    other: str


def bed_state(beds: WardBeds, now: datetime) -> BedState:
    """Everything a row of the county's page says of a ward."""
    report, free = beds.newest, beds.free
    if report is None or free is None:
        return BedState(sign_of(None, None), _reserved(beds), 0, "", None, "")
    evening = free_by_evening(report, free=free, now=now)
    return BedState(
        sign=sign_of(report, free),
        figures=(*_figures(report), *_reserved(beds)),
        over=report.over_occupancy,
        evening="" if evening is None else signed(evening),
        told=told(report, beds, now),
        other=_other(beds, now),
    )


def sign_of(report: BedReport | None, free: int | None) -> Sign:
    """The large figure of one report."""
    if report is None or free is None:
        return Sign(BedTone.UNKNOWN, "", _("Ingen uppgift"))
    if not report.is_open:
        return Sign(BedTone.CLOSED, "", _("Stängd"))
    if free > 0:
        return Sign(BedTone.FREE, str(free), ngettext("ledig", "lediga", free))
    if free == 0:
        return Sign(BedTone.FULL, "0", _("fullt"))
    word = _("överbelagt") if report.over_occupancy else _("överbokat")
    return Sign(BedTone.OVER, signed(free), word)


def signed(number: int) -> str:
    """A number with a proper minus."""
    return f"{MINUS}{-number}" if number < 0 else str(number)


def told(report: BedReport, beds: WardBeds, now: datetime) -> Told:
    """Source, clock and age of a report."""
    clock, age = when(report.counted_at, now), _age(report.counted_at, now)
    source = source_word(report.source)
    stale = is_stale(report.counted_at, now, after_hours=beds.stale_after_hours)
    return Told(f"{source} {clock} · {age}", stale)


def source_word(source: BedSource) -> str:
    """The source inside a sentence."""
    return str(_("för hand") if source is BedSource.HAND else _("inläst"))


def _age(at: datetime, now: datetime) -> str:
    """Whole minutes, so that the page is the same for a minute."""
    minutes = int((now - at).total_seconds()) // 60
    return _("nyss") if minutes < 1 else duration_display(minutes * 60)


def _figures(report: BedReport) -> tuple[str, ...]:
    occupied = _(
        "%(occupied)s av %(staffed)s belagda", occupied=report.occupied, staffed=report.staffed
    )
    more = (
        (report.cleaning, _("städas")),
        (report.closed, _("stängda")),
        (report.outliers, _("utlokaliserade")),
    )
    return (occupied, *(f"{count} {word}" for count, word in more if count))


def _reserved(beds: WardBeds) -> tuple[str, ...]:
    if not beds.reserved:
        return ()
    return (ngettext("%(num)s på väg hit", "%(num)s på väg hit", beds.reserved),)


def _other(beds: WardBeds, now: datetime) -> str:
    """The report that is not gone by, so that both can be seen."""
    if len(beds.known) < 2:
        return ""
    report = beds.known[1].report
    sign = sign_of(report, beds.free_by(report))
    said = f"{sign.number} {sign.word}".strip()
    return f"{told(report, beds, now).text}: {said}"


def _part(source: BedSource, count: int) -> str:
    if source is BedSource.HAND:
        return str(_("%(num)s för hand", num=count))
    return str(ngettext("%(num)s inläst", "%(num)s inlästa", count))


@dataclass(frozen=True, slots=True)
class Total:
    """A hospital's free beds. ``parts`` say how many of them each source has told of, as figures
    of two sources are no one figure; ``oldest`` is the oldest of them."""

    sign: Sign
    parts: tuple[str, ...]
    oldest: str
    has_stale: bool


def total_of(wards: Iterable[WardBeds], now: datetime) -> Total:
    """Free beds of the wards that take patients; a ward with too many takes nothing from others."""
    counted = dict.fromkeys(BedSource, 0)
    ages: list[Told] = []
    oldest: datetime | None = None
    for beds in wards:
        report, free = beds.newest, beds.free
        if report is None or free is None:
            continue
        counted[report.source] += max(free, 0)
        ages.append(told(report, beds, now))
        oldest = report.counted_at if oldest is None else min(oldest, report.counted_at)
    free_in_all = sum(counted.values())
    if oldest is None:
        sign = sign_of(None, None)
    elif free_in_all:
        sign = Sign(BedTone.FREE, str(free_in_all), ngettext("ledig", "lediga", free_in_all))
    else:
        sign = Sign(BedTone.FULL, "0", _("lediga"))
    return Total(
        sign,
        tuple(_part(source, count) for source, count in counted.items() if count),
        "" if oldest is None else _age(oldest, now),
        any(one.is_stale for one in ages),
    )
