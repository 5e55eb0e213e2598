"""The situations of shifts (pass): taken over, changed, swapped."""

from collections.abc import Mapping

from app.actions.shared import errors as actions
from app.errors.situation import Situation

SHIFT_SITUATIONS: Mapping[type[Exception], Situation] = {
    actions.UnknownRota: Situation(
        404, "okant-schema", "Schemat finns inte.", "There is no such rota."
    ),
    actions.NobodyToDisturb: Situation(
        403,
        "ingen-att-skona",
        "Ditt konto hör inte till någon i katalogen, så ingen ringer dig på en jourlinje.",
        "Your account belongs to nobody in the directory, so no line rings you.",
    ),
    actions.NotOnRota: Situation(
        403,
        "inte-i-schemat",
        "Bara den som står i schemat eller hör till enheten kan ta eller ändra passet.",
        "Only somebody of the rota or the unit can take or change the shift.",
    ),
    actions.NobodyOnShift: Situation(
        409,
        "inget-pass",
        "Det finns inget pass att ta över just nu.",
        "There is no shift to take over now.",
    ),
    actions.ShiftAlreadyTaken: Situation(
        409,
        "passet-redan-taget",
        "Passet är redan ditt, eller så tog någon annan det nyss.",
        "The shift is yours already, or somebody else just took it.",
    ),
    actions.ShiftHasBegun: Situation(
        409,
        "passet-har-borjat",
        "Passet har redan börjat. Ta över det i stället.",
        "The shift has already begun. Take it over instead.",
    ),
    actions.ShiftHasChanged: Situation(
        409,
        "passet-ar-andrat",
        "Passet ser inte ut så längre, eller så har personen det redan. Läs om listan.",
        "The shift no longer looks so, or that person has it already. Read the list again.",
    ),
    actions.NothingToSwap: Situation(
        422,
        "inget-att-byta",
        "Byt mellan två personers pass: ett vakant pass eller två egna går inte att byta.",
        "Swap the shifts of two people: a vacancy or two of one’s own cannot be swapped.",
    ),
}
