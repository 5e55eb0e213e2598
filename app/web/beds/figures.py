"""Vårdplatser as people see them: of every figure what it says, who said it, and how old it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask_babel import gettext as _
from flask_babel import ngettext

from app.web.shared.moments import when
from app.web.shared.words import duration_display
from models.reads.beds import WardBeds
from routing.beds import BedReport, BedSource, is_stale
from routing.forecast import free_by_evening

MINUS = "−"


class BedTone(StrEnum):
    """How a ward stands; the value is the part of the style's name."""

    FREE = "free"
    FULL = "full"
    OVER = "over"
    CLOSED = "closed"
    MIXED = "mixed"
    UNKNOWN = "unknown"


ICONS = {
    BedTone.FREE: "check-circle-fill",
    BedTone.FULL: "dash-circle-fill",
    BedTone.OVER: "exclamation-triangle-fill",
    BedTone.CLOSED: "lock-fill",
    BedTone.MIXED: "dash-circle",
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
    """A ward's beds. ``over`` is its over-occupancy in words; ``evening`` the forecast, empty where
    there is none; ``other`` what the other source says."""

    sign: Sign
    figures: tuple[str, ...]
    over: str
    evening: str
    told: Told | None
    other: str


@dataclass(frozen=True, slots=True)
class Total:
    """A hospital's free beds. ``parts`` say how many of them each source has told of, as figures
    of two sources are no one figure; ``oldest`` is the age of the oldest of them."""

    sign: Sign
    parts: tuple[str, ...]
    oldest: str
    has_stale: bool


class BedTeller:
    """Tells of wards at one moment. Looks up its words once: a county has hundreds of figures."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._sources = {BedSource.HAND: _("för hand"), BedSource.IMPORT: _("inläst")}
        self._free = _("ledig"), _("lediga")
        self._full, self._none_free = _("fullt"), _("lediga")
        self._closed, self._unknown = _("Stängd"), _("Ingen uppgift")
        self._over, self._promised = _("överbelagt"), _("överbokat")
        self._over_one, self._over_many = _("överbelagd"), _("överbelagda")
        self._occupied, self._of = _("belagda"), _("av")
        self._cleaning, self._closed_beds = _("städas"), _("stängda")
        self._outlier, self._outliers = _("utlokaliserad"), _("utlokaliserade")
        self._reserved = _("på väg hit")
        self._imported_many, self._just_now = _("inlästa"), _("nyss")

    def state(self, beds: WardBeds) -> BedState:
        """Everything a row of the county's page says of a ward."""
        report, free = beds.newest, beds.free
        if report is None or free is None:
            return BedState(self.sign(None, None), self._on_the_way(beds), "", "", None, "")
        evening = free_by_evening(report, free=free, now=self._now)
        over = report.over_occupancy
        return BedState(
            sign=self.sign(report, free),
            figures=(*self._figures(report), *self._on_the_way(beds)),
            over=f"{over} {self._over_one if over == 1 else self._over_many}" if over else "",
            evening="" if evening is None else signed(evening),
            told=self.told(report, beds),
            other=self._other(beds),
        )

    def sign(self, report: BedReport | None, free: int | None) -> Sign:
        """The large figure of one report."""
        if report is None or free is None:
            return Sign(BedTone.UNKNOWN, "", self._unknown)
        if not report.is_open:
            return Sign(BedTone.CLOSED, "", self._closed)
        if free > 0:
            return Sign(BedTone.FREE, str(free), self._free[free > 1])
        if free == 0:
            return Sign(BedTone.FULL, "0", self._full)
        word = self._over if report.over_occupancy else self._promised
        return Sign(BedTone.OVER, signed(free), word)

    def told(self, report: BedReport, beds: WardBeds) -> Told:
        """Source, clock and age of a report."""
        clock, age = when(report.counted_at, self._now), self._age(report.counted_at)
        stale = is_stale(report.counted_at, self._now, after_hours=beds.stale_after_hours)
        return Told(f"{self.source(report)} {clock} · {age}", stale)

    def source(self, report: BedReport) -> str:
        """The source inside a sentence."""
        return str(self._sources[report.source])

    def total(self, wards: Iterable[WardBeds]) -> Total:
        """Free beds of the wards that take patients; one with too many takes none from others."""
        counted = dict.fromkeys(BedSource, 0)
        known = [beds for beds in wards if beds.newest is not None]
        moments = []
        full, has_stale = 0, False
        for beds in known:
            report = beds.known[0].report
            counted[report.source] += max(beds.free or 0, 0)
            full += report.is_open and (beds.free or 0) <= 0
            moments.append(report.counted_at)
            hours = beds.stale_after_hours
            has_stale |= is_stale(report.counted_at, self._now, after_hours=hours)
        return Total(
            self._sign_of_total(sum(counted.values()), full) if known else self.sign(None, None),
            tuple(self._part(source, count) for source, count in counted.items() if count),
            self._age(min(moments)) if moments else "",
            has_stale,
        )

    def _sign_of_total(self, free: int, full: int) -> Sign:
        """A bed of one specialty is none of another: while a ward is full the sum is no green."""
        if free and full:
            word = ngettext(
                "%(free)s, %(num)s avd. full",
                "%(free)s, %(num)s avd. fulla",
                full,
                free=self._free[free > 1],
            )
            return Sign(BedTone.MIXED, str(free), word)
        if free:
            return Sign(BedTone.FREE, str(free), self._free[free > 1])
        return Sign(BedTone.FULL, "0", self._none_free)

    def _part(self, source: BedSource, count: int) -> str:
        if source is BedSource.IMPORT and count > 1:
            return f"{count} {self._imported_many}"
        return f"{count} {self._sources[source]}"

    def _age(self, at: datetime) -> str:
        """Whole minutes, so that the page is the same for a minute."""
        minutes = int((self._now - at).total_seconds()) // 60
        return self._just_now if minutes < 1 else duration_display(minutes * 60)

    def _figures(self, report: BedReport) -> tuple[str, ...]:
        more = (
            (report.cleaning, self._cleaning),
            (report.closed, self._closed_beds),
            (report.outliers, self._outlier if report.outliers == 1 else self._outliers),
        )
        occupied = f"{report.occupied} {self._of} {report.staffed} {self._occupied}"
        return (occupied, *(f"{count} {word}" for count, word in more if count))

    def _on_the_way(self, beds: WardBeds) -> tuple[str, ...]:
        return (f"{beds.reserved} {self._reserved}",) if beds.reserved else ()

    def _other(self, beds: WardBeds) -> str:
        """The report that is not gone by, so that both can be seen."""
        if len(beds.known) < 2:
            return ""
        report = beds.known[1].report
        sign = self.sign(report, beds.free_by(report))
        said = f"{sign.number} {sign.word}".strip()
        return f"{self.told(report, beds).text}: {said}"


def signed(number: int) -> str:
    """A number with a proper minus."""
    return f"{MINUS}{-number}" if number < 0 else str(number)
