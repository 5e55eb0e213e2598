"""The situations of a contact and of too many at the same time."""

from collections.abc import Mapping

from app.actions.contact.errors import (
    LifeThreatening,
    MissingSpecialty,
    NotSelfDialled,
    RoleMayNotAsk,
)
from app.actions.contact.live_limits import (
    AccountLimitReached,
    NumberLimitReached,
)
from app.actions.shared.errors import (
    ContactIsOver,
    NoLongerRinging,
)
from app.errors.situation import Situation
from routing.errors import (
    InvalidTransition,
    NoContactPath,
)

SITUATIONS: Mapping[type[Exception], Situation] = {
    NoContactPath: Situation(
        409,
        "ingen-nas-nu",
        "Ingen kan nås på den här kontaktvägen just nu. Följ reservvägen.",
        "Nobody can be reached on this contact path now. Use the fallback.",
    ),
    InvalidTransition: Situation(
        409,
        "inte-i-detta-lage",
        "Ärendet har kommit till ett läge där det inte går.",
        "The contact is in a state that does not allow this.",
    ),
    MissingSpecialty: Situation(
        422,
        "specialitet-saknas",
        "Säg vilken specialitet det gäller.",
        "Say which specialty it is about.",
    ),
    ContactIsOver: Situation(
        409,
        "kontakten-over",
        "Kontakten är över. Det som skrivs nu når ingen.",
        "The contact is over. What is written now reaches nobody.",
    ),
    RoleMayNotAsk: Situation(
        403,
        "rollen-fragar-inte",
        "Din roll startar inga kontakter.",
        "Your role starts no contacts.",
    ),
    NoLongerRinging: Situation(
        409,
        "ringer-inte-langre",
        "Samtalet ringer inte längre: någon annan hann före eller så lade remittenten på.",
        "The call no longer rings: somebody else was first, or the requester hung up.",
    ),
    NotSelfDialled: Situation(
        409,
        "inte-sjalvringt",
        "Bara ett samtal du ringer själv rapporteras för hand.",
        "Only a call you dial yourself is reported by hand.",
    ),
    LifeThreatening: Situation(
        422,
        "fara-for-liv",
        "Ring 112. Vid fara för liv startas ingen kontakt här.",
        "Call 112. No contact is started here when a life is in danger.",
    ),
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
