"""The situations of a promised call-back."""

from collections.abc import Mapping

from app.actions.call_back.errors import (
    BadMinutes,
    NoCallBackHere,
    NotPromised,
)
from app.errors.situation import Situation

SITUATIONS: Mapping[type[Exception], Situation] = {
    BadMinutes: Situation(
        422,
        "fel-antal-minuter",
        "Välj 5, 15, 30 eller 60 minuter.",
        "Choose 5, 15, 30 or 60 minutes.",
    ),
    NoCallBackHere: Situation(
        409,
        "ingen-ateruppringning",
        "Här kan ingen återuppringning lovas: en patient väntar, eller så saknas nummer.",
        "No call-back can be promised here: a patient waits, or there is no number.",
    ),
    NotPromised: Situation(
        409,
        "ingen-vantar",
        "Ingen återuppringning väntar längre i ärendet.",
        "No call-back is waited for in this contact any more.",
    ),
}
