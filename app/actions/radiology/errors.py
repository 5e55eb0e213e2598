"""What radiology's actions refuse; what a user reads stands in app/errors/radiology."""

from collections.abc import Sequence
from datetime import datetime

from app.actions.shared.errors import Refused
from app.labels import moment_display
from routing.directory import Directory
from routing.preconditions import Finding
from routing.radiology_hours import RadiologyHour


class UnknownExamination(Refused):
    """There is no such examination, or it is no longer offered."""


class UnknownBooking(Refused):
    """There is no such booking."""


class BookingIsOver(Refused):
    """The examination has been done, refused or cancelled already."""


class NotThisRadiology(Refused):
    """Only the radiology department itself answers for its examinations and its hours."""


class UnknownSite(Refused):
    """There is no such radiology department."""


class HourHasPassed(Refused):
    """The hour has begun already."""


class NoPlacesThen(Refused):
    """The hour has no places: closed then, not a whole hour, or later than tomorrow."""


class HourIsFull(Refused):
    """Every place of the hour is taken. ``next_hour`` is what is free instead, or None;
    ``next_sv`` and ``next_en`` say so in a sentence."""

    def __init__(
        self, next_hour: RadiologyHour | None, *, directory: Directory, at: datetime
    ) -> None:
        super().__init__("the hour is full")
        self.next_hour = next_hour
        self.next_sv = "Inget ledigt i dag eller i morgon: ring röntgen."
        self.next_en = "Nothing is free today or tomorrow: phone radiology."
        if next_hour is not None:
            unit = directory.units.get(next_hour.site_id)
            site = unit.name if unit else next_hour.site_id
            when_sv = moment_display(next_hour.starts_at, at=at)
            when_en = moment_display(next_hour.starts_at, at=at, lang="en")
            self.next_sv = f"Nästa lediga: {site} {when_sv}."
            self.next_en = f"Next free: {site} {when_en}."


class PreconditionsUnmet(Refused):
    """Answers are missing, or must be confirmed; ``findings`` say which and why."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(f"{len(findings)} preconditions unmet")
        self.findings = tuple(findings)
        self.first = self.findings[0].text


class BadCapacity(Refused):
    """The number of places in an hour is below zero or above what any hour has."""


class MissingResultNumber(Refused):
    """Nobody knows where the result is to be phoned."""


class ReasonNeedsWords(Refused):
    """ "Annat" as the reason of a refusal says nothing without words."""
