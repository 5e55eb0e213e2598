"""The situations of an outcome."""

from collections.abc import Mapping

from app.actions.outcome.errors import (
    BadOutcome,
)
from app.errors.situation import Situation

SITUATIONS: Mapping[type[Exception], Situation] = {
    BadOutcome: Situation(
        422,
        "ofullstandigt-utfall",
        "Ange ett resultat, eller ett värde från 1 till 5.",
        "Give a result, or a value from 1 to 5.",
    ),
}
