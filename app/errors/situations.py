"""Every situation the service names, as people read it, in one table."""

import sqlite3
from collections.abc import Mapping

import psycopg
from sqlalchemy.exc import (
    InterfaceError,
    InternalError,
    OperationalError,
    PendingRollbackError,
    TimeoutError,
)

from app.actions.shared import errors as actions
from app.errors.acute_situations import ACUTE_SITUATIONS
from app.errors.limit_situations import LIMIT_SITUATIONS
from app.errors.radiology_situations import RADIOLOGY_SITUATIONS
from app.errors.shift_situations import SHIFT_SITUATIONS
from app.errors.situation import Situation
from app.hashing import TooManyAtOnce
from routing.errors import InvalidTransition, MomentOutOfRange, NoContactPath, UnknownZone

# Whatever says that the database cannot be asked just now: away, out of connections, read-only
# after a failover; SQLAlchemy's words for it, and those of the driver we ask past it.
DATABASE_AWAY: tuple[type[Exception], ...] = (
    OperationalError,
    InterfaceError,
    InternalError,
    TimeoutError,
    PendingRollbackError,
    sqlite3.OperationalError,
    psycopg.OperationalError,
)

_NO_DATABASE = Situation(
    503,
    "databasen-svarar-inte",
    "Databasen svarar inte just nu. Försök igen om en liten stund.",
    "The database does not answer right now. Try again in a moment.",
)

SITUATIONS: Mapping[type[Exception], Situation] = {
    **ACUTE_SITUATIONS,
    **LIMIT_SITUATIONS,
    **RADIOLOGY_SITUATIONS,
    **SHIFT_SITUATIONS,
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
    MomentOutOfRange: Situation(
        422, "tid-utanfor", "Tiden ligger utanför kalendern.", "The time is outside the calendar."
    ),
    UnknownZone: Situation(
        422, "tid-utan-zon", "Tiden saknar tidszon.", "The time has no time zone."
    ),
    OperationalError: _NO_DATABASE,
    TooManyAtOnce: Situation(
        503,
        "for-manga-samtidigt",
        "Många loggar in just nu. Försök igen om en liten stund.",
        "Many are signing in right now. Try again in a moment.",
    ),
    actions.UnknownContact: Situation(
        404, "okant-arende", "Ärendet finns inte.", "There is no such contact."
    ),
    actions.NotYours: Situation(
        403,
        "inte-ditt",
        "Det här tillhör någon annan.",
        "This belongs to somebody else.",
    ),
    actions.UnknownWord: Situation(
        422,
        "okant-ord",
        "”{word}” finns inte i katalogen.",
        "“{word}” is not in the directory.",
    ),
    actions.MissingSpecialty: Situation(
        422,
        "specialitet-saknas",
        "Säg vilken specialitet det gäller.",
        "Say which specialty it is about.",
    ),
    actions.CallerHungUp: Situation(
        409,
        "redan-paluggat",
        "Samtalet var redan slut.",
        "The call was over already.",
    ),
    actions.MissingNumber: Situation(
        422,
        "nummer-saknas",
        "Ange ett telefonnummer att ringa upp dig på.",
        "Give a phone number to call you on.",
    ),
    actions.BadNumber: Situation(
        422,
        "fel-nummer",
        "Telefonnumret går inte att ringa. Skriv det som 070-174 06 05.",
        "The phone number cannot be called. Write it like +46701740605.",
    ),
    actions.NumberNotRung: Situation(
        422,
        "nummer-som-inte-rings",
        "Dit ringer vi inte: betalnummer, satellittelefoner och nummer i andra länder än de "
        "tillåtna. Skriv ett vanligt nummer, som 070-174 06 05.",
        "We do not ring there: premium numbers, satellite phones and numbers of countries that are "
        "not allowed. Write an ordinary number, like +46701740605.",
    ),
    actions.IdentityAsNumber: Situation(
        422,
        "patientidentitet-som-nummer",
        "Det ser ut som ett personnummer. Skriv telefonnumret som ska ringas, t.ex. 070-174 06 05.",
        "This looks like a personal identity number. Give the phone number, like +46701740605.",
    ),
    actions.PatientIdentityInText: Situation(
        422,
        "patientidentitet",
        "Texten ser ut att innehålla ett personnummer. Ta bort det – identiteten säger ni i "
        "telefonen. Ett telefonnummer skrivs som 070-174 06 05.",
        "The text seems to hold a personal identity number. Remove it: say it on the phone. "
        "Write a phone number like +46701740605.",
    ),
    actions.ContactIsOver: Situation(
        409,
        "kontakten-over",
        "Kontakten är över. Det som skrivs nu når ingen.",
        "The contact is over. What is written now reaches nobody.",
    ),
    actions.TextTooLong: Situation(
        422,
        "for-lang-text",
        "Texten är för lång: högst {limit} tecken.",
        "The text is too long: at most {limit} characters.",
    ),
    actions.IdempotencyConflict: Situation(
        409,
        "nyckeln-anvand",
        "Det här är redan skickat en gång, med ett annat innehåll. Läs om sidan, se vad som gäller "
        "och ändra där (samma Idempotency-Key).",
        "This was sent once already, with another content. Load the page again, see what holds and "
        "change it there (same Idempotency-Key).",
    ),
    actions.RoleMayNotAsk: Situation(
        403,
        "rollen-fragar-inte",
        "Din roll startar inga kontakter.",
        "Your role starts no contacts.",
    ),
    actions.NoLongerRinging: Situation(
        409,
        "ringer-inte-langre",
        "Samtalet ringer inte längre: någon annan hann före eller så lade remittenten på.",
        "The call no longer rings: somebody else was first, or the requester hung up.",
    ),
    actions.NotSelfDialled: Situation(
        409,
        "inte-sjalvringt",
        "Bara ett samtal du ringer själv rapporteras för hand.",
        "Only a call you dial yourself is reported by hand.",
    ),
    actions.BadOutcome: Situation(
        422,
        "ofullstandigt-utfall",
        "Ange ett resultat, eller ett värde från 1 till 5.",
        "Give a result, or a value from 1 to 5.",
    ),
    actions.TooEarly: Situation(
        409,
        "for-tidigt",
        "Det ringer fortfarande. Ange utfallet när samtalet är klart.",
        "It is still ringing. Record the outcome when the call is over.",
    ),
    actions.StillRinging: Situation(
        409,
        "ringer-fortfarande",
        "Det ringer fortfarande. Besluta, fråga eller boka när det inte längre ringer.",
        "It is still ringing. Decide, ask or book when it no longer rings.",
    ),
    actions.NotYetJoined: Situation(
        409,
        "kopplas-ihop",
        "Ni är inte ihopkopplade än. Vänta några sekunder och tryck igen.",
        "You are not connected yet. Wait a few seconds and press again.",
    ),
    actions.BadMinutes: Situation(
        422,
        "fel-antal-minuter",
        "Välj 5, 15, 30 eller 60 minuter.",
        "Choose 5, 15, 30 or 60 minutes.",
    ),
    actions.NoCallBackHere: Situation(
        409,
        "ingen-ateruppringning",
        "Här kan ingen återuppringning lovas: en patient väntar, eller så saknas nummer.",
        "No call-back can be promised here: a patient waits, or there is no number.",
    ),
    actions.NotPromised: Situation(
        409,
        "ingen-vantar",
        "Ingen återuppringning väntar längre i ärendet.",
        "No call-back is waited for in this contact any more.",
    ),
    actions.AlreadyAway: Situation(
        409,
        "kollegan-kan-inte",
        "Kollegan har också ”Inte nu”. Välj någon annan.",
        "The colleague asks not to be disturbed either. Choose somebody else.",
    ),
    actions.BadAway: Situation(
        422,
        "fel-tid",
        "Välj en tid som ligger framåt, högst 24 timmar bort.",
        "Choose a time ahead, at most 24 hours away.",
    ),
    actions.BadStandIn: Situation(
        422,
        "fel-kollega",
        "Välj en annan kollega på samma enhet eller schema, som har ett telefonnummer.",
        "Choose another colleague of the same unit or rota, who has a phone number.",
    ),
    actions.TalkIsOver: Situation(
        409,
        "inget-samtal",
        "Någon kan läggas till bara medan samtalet pågår.",
        "Somebody can be added only while the talk lasts.",
    ),
    actions.TooManyInTalk: Situation(
        409,
        "fullt-samtal",
        "Samtalet är fullt: högst fyra deltagare.",
        "The talk is full: four at most.",
    ),
    actions.AlreadyInTalk: Situation(
        409,
        "redan-med",
        "Det numret är redan med i samtalet, eller rings just nu.",
        "That number is in the talk already, or is being rung.",
    ),
    actions.NoNumberThere: Situation(
        422,
        "gar-inte-att-ringa",
        "Där finns inget nummer att ringa just nu.",
        "There is no number to ring there now.",
    ),
    actions.NobodyInDirectory: Situation(
        403,
        "ingen-i-katalogen",
        "Ditt konto hör inte till någon i katalogen, så det finns ingen att söka.",
        "Your account belongs to nobody in the directory, so there is nobody to seek.",
    ),
    actions.BadChannels: Situation(
        422,
        "kanalernas-ordning",
        "Varje kanal får stå en gång, samtal måste vara med, och först när det är brådskande.",
        "Each channel may stand once, a call must be among them, and first when it is urgent.",
    ),
}


IDENTITY = SITUATIONS[actions.PatientIdentityInText].swedish
IDENTITY_AS_NUMBER = SITUATIONS[actions.IdentityAsNumber].swedish
"""What fields of the API say, which know their text before any action does."""


def sentence_of(error: BaseException) -> str:
    """What people read on a page, in Swedish; empty for what the table does not know."""
    situation = situation_of(error)
    return situation.text(error, "sv") if situation else ""


def situation_of(error: BaseException) -> Situation | None:
    """The table's row for an error, or for the nearest of its bases."""
    if isinstance(error, DATABASE_AWAY):
        return _NO_DATABASE
    for kind in type(error).__mro__:
        if kind in SITUATIONS:
            return SITUATIONS[kind]
    return None
