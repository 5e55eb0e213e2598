"""The situations of what is undone."""

from collections.abc import Mapping

from app.actions.undo.errors import (
    BedGone,
    ChangedSince,
    PlaceGone,
    ShiftBegun,
    TooLateToUndo,
    UnknownStep,
)
from app.errors.situation import Situation

SITUATIONS: Mapping[type[Exception], Situation] = {
    UnknownStep: Situation(
        404,
        "inget-att-angra",
        "Det finns inget sådant att ångra.",
        "There is nothing of the kind to undo.",
    ),
    TooLateToUndo: Situation(
        409,
        "for-sent-att-angra",
        "Det går att ångra i tio minuter, och de har gått. Rätta på ärendets sida, eller ring.",
        "It can be undone for ten minutes, which have passed. Correct it on its page, or call.",
    ),
    ChangedSince: Situation(
        409,
        "har-hant-mer",
        "Det har hänt mer sedan dess, så det går inte att ångra. Se hur läget är nu.",
        "More has happened since, so it cannot be undone. See how it stands now.",
    ),
    BedGone: Situation(
        409,
        "platsen-ar-tagen",
        "Platsen har gått till en annan patient. Fråga avdelningarna igen.",
        "The bed has gone to another patient. Ask the wards again.",
    ),
    PlaceGone: Situation(
        409,
        "timmen-har-fyllts",
        "Timmen på röntgen har blivit full. Boka en annan tid.",
        "The hour at radiology has been filled. Book another.",
    ),
    ShiftBegun: Situation(
        409,
        "andrat-pass-har-borjat",
        "Passet har börjat. Ta över det i stället.",
        "The shift has begun. Take it over instead.",
    ),
}
