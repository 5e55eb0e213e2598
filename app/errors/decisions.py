"""The situations of decisions."""

from collections.abc import Mapping

from app.actions.decisions.errors import (
    BadReceiver,
    DecisionIsOver,
    DoctorDecides,
    HasItsOwnPage,
    MissingDay,
    MissingSafetyNet,
    NobodyNext,
    UnknownDecision,
)
from app.errors.situation import Situation

SITUATIONS: Mapping[type[Exception], Situation] = {
    DoctorDecides: Situation(
        403,
        "lakare-beslutar",
        "Det beslutas av läkare: direktinläggning när jouren har svarat. Du kan föreslå det.",
        "A doctor decides this: direct admission once the one on call has answered. Propose it.",
    ),
    UnknownDecision: Situation(
        404, "okant-beslut", "Beslutet finns inte.", "There is no such decision."
    ),
    DecisionIsOver: Situation(
        409,
        "beslutet-avslutat",
        "Beslutet är redan genomfört, återkallat eller ersatt.",
        "The decision has been carried out, taken back or replaced already.",
    ),
    HasItsOwnPage: Situation(
        409,
        "egen-sida",
        "Direktinläggning och röntgen görs, ändras och avslutas för sig, inte som andra beslut.",
        "Direct admissions and bookings are made, changed and ended by steps of their own.",
    ),
    BadReceiver: Situation(
        422,
        "fel-mottagare",
        "Den enheten kan inte ta emot patienten efter det här beslutet.",
        "That unit cannot receive the patient after this decision.",
    ),
    MissingSafetyNet: Situation(
        422,
        "sok-igen-saknas",
        "Skriv när patienten ska söka igen.",
        "Say when the patient should seek help again.",
    ),
    MissingDay: Situation(
        422,
        "dag-saknas",
        "Säg om besöket är i dag eller i morgon.",
        "Say whether the visit is today or tomorrow.",
    ),
    NobodyNext: Situation(
        422,
        "vem-gor-nasta",
        "Nästa steg tas av remittenten, eller av mottagaren om någon har svarat.",
        "The next step is the requester's, or the responder's if somebody has answered.",
    ),
}
