"""The situations of shifts (pass) and of "Inte nu"."""

from collections.abc import Mapping

from app.actions.duty.errors import (
    AlreadyAway,
    BadAway,
    BadStandIn,
    NobodyOnShift,
    NobodyToDisturb,
    NothingToSwap,
    NotOnRota,
    ShiftAlreadyTaken,
    ShiftHasBegun,
    ShiftHasChanged,
    UnknownRota,
)
from app.errors.situation import Situation

SITUATIONS: Mapping[type[Exception], Situation] = {
    AlreadyAway: Situation(
        409,
        "kollegan-kan-inte",
        "Kollegan har också ”Inte nu”. Välj någon annan.",
        "The colleague asks not to be disturbed either. Choose somebody else.",
    ),
    BadAway: Situation(
        422,
        "fel-tid",
        "Välj en tid som ligger framåt, högst 24 timmar bort.",
        "Choose a time ahead, at most 24 hours away.",
    ),
    BadStandIn: Situation(
        422,
        "fel-kollega",
        "Välj en annan kollega på samma enhet eller schema, som har ett telefonnummer.",
        "Choose another colleague of the same unit or rota, who has a phone number.",
    ),
    UnknownRota: Situation(404, "okant-schema", "Schemat finns inte.", "There is no such rota."),
    NobodyToDisturb: Situation(
        403,
        "ingen-att-skona",
        "Ditt konto hör inte till någon i katalogen, så ingen ringer dig på en jourlinje.",
        "Your account belongs to nobody in the directory, so no line rings you.",
    ),
    NotOnRota: Situation(
        403,
        "inte-i-schemat",
        "Bara den som står i schemat eller hör till enheten kan ta eller ändra passet.",
        "Only somebody of the rota or the unit can take or change the shift.",
    ),
    NobodyOnShift: Situation(
        409,
        "inget-pass",
        "Det finns inget pass att ta över just nu.",
        "There is no shift to take over now.",
    ),
    ShiftAlreadyTaken: Situation(
        409,
        "passet-redan-taget",
        "Passet är redan ditt, eller så tog någon annan det nyss.",
        "The shift is yours already, or somebody else just took it.",
    ),
    ShiftHasBegun: Situation(
        409,
        "passet-har-borjat",
        "Passet har redan börjat. Ta över det i stället.",
        "The shift has already begun. Take it over instead.",
    ),
    ShiftHasChanged: Situation(
        409,
        "passet-ar-andrat",
        "Passet ser inte ut så längre, eller så har personen det redan. Läs om listan.",
        "The shift no longer looks so, or that person has it already. Read the list again.",
    ),
    NothingToSwap: Situation(
        422,
        "inget-att-byta",
        "Byt mellan två personers pass: ett vakant pass eller två egna går inte att byta.",
        "Swap the shifts of two people: a vacancy or two of one’s own cannot be swapped.",
    ),
}
