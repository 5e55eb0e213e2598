"""The situations around a talk: not yet, no longer, who may be asked in."""

from collections.abc import Mapping

from app.actions.shared.errors import (
    NotYetJoined,
    StillRinging,
    TooEarly,
)
from app.actions.talk.errors import (
    AlreadyInTalk,
    CallerHungUp,
    MissingNumber,
    NoNumberThere,
    TalkIsOver,
    TooManyInTalk,
)
from app.errors.situation import Situation

SITUATIONS: Mapping[type[Exception], Situation] = {
    CallerHungUp: Situation(
        409,
        "redan-paluggat",
        "Samtalet var redan slut.",
        "The call was over already.",
    ),
    MissingNumber: Situation(
        422,
        "nummer-saknas",
        "Ange ett telefonnummer att ringa upp dig på.",
        "Give a phone number to call you on.",
    ),
    TooEarly: Situation(
        409,
        "for-tidigt",
        "Det ringer fortfarande. Ange utfallet när samtalet är klart.",
        "It is still ringing. Record the outcome when the call is over.",
    ),
    StillRinging: Situation(
        409,
        "ringer-fortfarande",
        "Det ringer fortfarande. Besluta, fråga eller boka när det inte längre ringer.",
        "It is still ringing. Decide, ask or book when it no longer rings.",
    ),
    NotYetJoined: Situation(
        409,
        "kopplas-ihop",
        "Ni är inte ihopkopplade än. Vänta några sekunder och tryck igen.",
        "You are not connected yet. Wait a few seconds and press again.",
    ),
    TalkIsOver: Situation(
        409,
        "inget-samtal",
        "Någon kan läggas till bara medan samtalet pågår.",
        "Somebody can be added only while the talk lasts.",
    ),
    TooManyInTalk: Situation(
        409,
        "fullt-samtal",
        "Samtalet är fullt: högst fyra deltagare.",
        "The talk is full: four at most.",
    ),
    AlreadyInTalk: Situation(
        409,
        "redan-med",
        "Det numret är redan med i samtalet, eller rings just nu.",
        "That number is in the talk already, or is being rung.",
    ),
    NoNumberThere: Situation(
        422,
        "gar-inte-att-ringa",
        "Där finns inget nummer att ringa just nu.",
        "There is no number to ring there now.",
    ),
}
