"""The situations of an account."""

from collections.abc import Mapping

from app.actions.account.errors import (
    BadChannels,
    NobodyInDirectory,
)
from app.errors.situation import Situation

SITUATIONS: Mapping[type[Exception], Situation] = {
    NobodyInDirectory: Situation(
        403,
        "ingen-i-katalogen",
        "Ditt konto hör inte till någon i katalogen, så det finns ingen att söka.",
        "Your account belongs to nobody in the directory, so there is nobody to seek.",
    ),
    BadChannels: Situation(
        422,
        "kanalernas-ordning",
        "Varje kanal får stå en gång, samtal måste vara med, och först när det är brådskande.",
        "Each channel may stand once, a call must be among them, and first when it is urgent.",
    ),
}
