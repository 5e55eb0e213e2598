"""The situations of beds."""

from collections.abc import Mapping

from app.actions.beds.figures import (
    BadFigures,
    BedsChanged,
    UnknownWard,
)
from app.errors.situation import Situation

SITUATIONS: Mapping[type[Exception], Situation] = {
    UnknownWard: Situation(
        404,
        "okand-avdelning",
        "Avdelningen finns inte, eller har inga vårdplatser här.",
        "There is no such ward, or it has no beds here.",
    ),
    BadFigures: Situation(
        422,
        "fel-siffror",
        "Siffrorna kan inte stämma, så inget har ändrats.",
        "The figures cannot be true, so nothing has changed.",
    ),
    BedsChanged: Situation(
        409,
        "andrat-under-tiden",
        "Någon annan har lämnat nya uppgifter om avdelningen under tiden. Läs dem först.",
        "Somebody else has reported the ward's beds meanwhile. Read that first.",
    ),
}
