"""The situations of too many contacts at the same time."""

from collections.abc import Mapping

from app.actions.contact.live_limits import AccountLimitReached, NumberLimitReached
from app.errors.situation import Situation

LIMIT_SITUATIONS: Mapping[type[Exception], Situation] = {
    AccountLimitReached: Situation(
        429,
        "for-manga-arenden",
        "Du har redan {count} ärenden där vi söker någon just nu. Öppna eller avbryt ett av dem, "
        "välj Jag ringer själv, eller ring {number}.",
        "You already have {count} contacts for which we seek somebody now. Open or cancel one of "
        "them, dial yourself, or call {number}.",
    ),
    NumberLimitReached: Situation(
        429,
        "numret-rings-redan",
        "Det numret ringer vi redan upp i {count} ärenden just nu. Skriv ett annat nummer, välj "
        "Jag ringer själv, eller ring {number}.",
        "We already ring that number in {count} contacts now. Give another number, dial yourself, "
        "or call {number}.",
    ),
}
