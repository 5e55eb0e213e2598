"""The situations of examinations booked straight from primary care."""

from collections.abc import Mapping

from app.actions.radiology.errors import (
    BadCapacity,
    BookingIsOver,
    HourHasPassed,
    HourIsFull,
    MissingResultNumber,
    NoPlacesThen,
    NotThisRadiology,
    PreconditionsUnmet,
    ReasonNeedsWords,
    UnknownBooking,
    UnknownExamination,
    UnknownSite,
)
from app.errors.situation import Situation
from routing.radiology_hours import MOST_PLACES

SITUATIONS: Mapping[type[Exception], Situation] = {
    UnknownExamination: Situation(
        422,
        "okand-undersokning",
        "Undersökningen finns inte att boka. Välj en ur listan.",
        "That examination cannot be booked. Choose one from the list.",
    ),
    UnknownBooking: Situation(
        404, "okand-bokning", "Bokningen finns inte.", "There is no such booking."
    ),
    BookingIsOver: Situation(
        409,
        "bokningen-ar-avslutad",
        "Bokningen är redan avslutad: undersökningen är gjord, nekad, avbokad eller uteblev.",
        "The booking is over: the examination is done, refused, cancelled or was missed.",
    ),
    NotThisRadiology: Situation(
        403,
        "annan-rontgen",
        "Bara röntgenavdelningen själv svarar för sina undersökningar och tider.",
        "Only the radiology department itself answers for its examinations and hours.",
    ),
    UnknownSite: Situation(
        422,
        "okand-rontgen",
        "Den röntgenavdelningen finns inte.",
        "There is no such radiology department.",
    ),
    HourHasPassed: Situation(
        422,
        "timmen-har-borjat",
        "Timmen har redan börjat. Välj en senare.",
        "The hour has begun already. Choose a later one.",
    ),
    NoPlacesThen: Situation(
        422,
        "inga-platser-da",
        "Den timmen har inga platser. Välj en hel timme i dag eller i morgon ur listan.",
        "That hour has no places. Choose a whole hour today or tomorrow from the list.",
    ),
    HourIsFull: Situation(
        409,
        "timmen-ar-full",
        "Timmen blev just full. {next_sv}",
        "The hour has just become full. {next_en}",
    ),
    PreconditionsUnmet: Situation(
        422,
        "forutsattning-saknas",
        "Undersökningen kan inte bokas än: {first}",
        "The examination cannot be booked yet: {first}",
    ),
    BadCapacity: Situation(
        422,
        "fel-antal-platser",
        f"Antalet platser ska vara ett heltal från 0 till {MOST_PLACES}.",
        f"The number of places is a whole number from 0 to {MOST_PLACES}.",
    ),
    MissingResultNumber: Situation(
        422,
        "svarsnummer-saknas",
        "Skriv numret som svaret ska ringas till.",
        "Give the number that the result is to be phoned to.",
    ),
    ReasonNeedsWords: Situation(
        422,
        "ord-saknas",
        "Skriv varför: ”annat” säger inget utan ord.",
        "Say why: “other” says nothing without words.",
    ),
}
