"""What any action may refuse."""

from collections.abc import Mapping

from app.actions.shared.errors import (
    BadNumber,
    IdempotencyConflict,
    IdentityAsNumber,
    NotYours,
    NumberNotRung,
    PatientIdentityInText,
    SeveralFaults,
    TextTooLong,
    UnknownContact,
    UnknownWord,
)
from app.errors.situation import Situation

SITUATIONS: Mapping[type[Exception], Situation] = {
    SeveralFaults: Situation(
        422,
        "flera-fel",
        "Flera uppgifter behöver rättas.",
        "Several things need to be put right.",
    ),
    UnknownContact: Situation(
        404, "okant-arende", "Ärendet finns inte.", "There is no such contact."
    ),
    NotYours: Situation(
        403,
        "inte-ditt",
        "Det här tillhör någon annan.",
        "This belongs to somebody else.",
    ),
    UnknownWord: Situation(
        422,
        "okant-ord",
        "”{word}” finns inte i katalogen.",
        "“{word}” is not in the directory.",
    ),
    BadNumber: Situation(
        422,
        "fel-nummer",
        "Telefonnumret går inte att ringa. Skriv det som 070-174 06 05.",
        "The phone number cannot be called. Write it like +46701740605.",
    ),
    NumberNotRung: Situation(
        422,
        "nummer-som-inte-rings",
        "Dit ringer vi inte: betalnummer, satellittelefoner och nummer i andra länder än de "
        "tillåtna. Skriv ett vanligt nummer, som 070-174 06 05.",
        "We do not ring there: premium numbers, satellite phones and numbers of countries that are "
        "not allowed. Write an ordinary number, like +46701740605.",
    ),
    IdentityAsNumber: Situation(
        422,
        "patientidentitet-som-nummer",
        "Det ser ut som ett personnummer. Skriv telefonnumret som ska ringas, t.ex. 070-174 06 05.",
        "This looks like a personal identity number. Give the phone number, like +46701740605.",
    ),
    PatientIdentityInText: Situation(
        422,
        "patientidentitet",
        "Texten ser ut att innehålla ett personnummer. Ta bort det – identiteten säger ni i "
        "telefonen. Ett telefonnummer skrivs som 070-174 06 05.",
        "The text seems to hold a personal identity number. Remove it: say it on the phone. "
        "Write a phone number like +46701740605.",
    ),
    TextTooLong: Situation(
        422,
        "for-lang-text",
        "Texten är för lång: högst {limit} tecken.",
        "The text is too long: at most {limit} characters.",
    ),
    IdempotencyConflict: Situation(
        409,
        "nyckeln-anvand",
        "Det här är redan skickat en gång, med ett annat innehåll. Läs om sidan, se vad som gäller "
        "och ändra där (samma Idempotency-Key).",
        "This was sent once already, with another content. Load the page again, see what holds and "
        "change it there (same Idempotency-Key).",
    ),
}
