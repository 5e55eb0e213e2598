"""What HTTP itself refuses, as people read it, in one table."""

from collections.abc import Mapping

# For what HTTP itself refuses: (Swedish title, Swedish sentence, English title, English sentence).
STATUSES: Mapping[int, tuple[str, str, str, str]] = {
    400: (
        "Begäran gick inte att förstå",
        "Gå tillbaka och försök igen.",
        "The request could not be understood",
        "Go back and try again.",
    ),
    401: (
        "Du är inte inloggad",
        "Logga in, eller skicka med en giltig token.",
        "You are not signed in",
        "Sign in, or send a valid token.",
    ),
    403: (
        "Du har inte behörighet",
        "Din roll får inte göra detta. Be processledaren om du tror att det är fel.",
        "You are not allowed",
        "Your role may not do this. Ask the process leader if you think this is wrong.",
    ),
    404: (
        "Sidan finns inte",
        "Kontrollera adressen eller gå till startsidan.",
        "There is no such page",
        "Check the address or go to the start page.",
    ),
    405: (
        "Metoden går inte att använda här",
        "Adressen finns, men inte med den metoden.",
        "The method is not allowed here",
        "The address exists, but not with this method.",
    ),
    406: (
        "Formatet finns inte",
        "Svaret finns inte i det format som begärdes.",
        "The format is not available",
        "The answer is not available in the format asked for.",
    ),
    413: (
        "För stort",
        "Det som skickades är för stort.",
        "Too large",
        "What was sent is too large.",
    ),
    415: (
        "Fel innehållstyp",
        "Skicka innehållet okomprimerat, som JSON i UTF-8 (application/json).",
        "Wrong content type",
        "Send the content as JSON in UTF-8 (application/json), not compressed.",
    ),
    422: (
        "Något i uppgifterna stämmer inte",
        "Rätta det som pekas ut och försök igen.",
        "Something in the input is wrong",
        "Correct what is pointed out and try again.",
    ),
    429: (
        "För många försök",
        "Vänta en stund och försök igen.",
        "Too many attempts",
        "Wait a moment and try again.",
    ),
    500: (
        "Något gick fel hos oss",
        "Felet är noterat. Ring växeln eller använd reservnumret om det är bråttom.",
        "Something went wrong on our side",
        "The error has been noted. Call the switchboard or the fallback number if it is urgent.",
    ),
    503: (
        "Tjänsten svarar inte just nu",
        "Försök igen om en liten stund. Ring växeln eller reservnumret om det är bråttom.",
        "The service does not answer right now",
        "Try again in a moment. Call the switchboard or the fallback number if it is urgent.",
    ),
}


def status_words(status: int, lang: str) -> tuple[str, str]:
    """Title and sentence of an HTTP status."""
    row = STATUSES.get(status) or STATUSES[500 if status >= 500 else 400]
    return (row[2], row[3]) if lang == "en" else (row[0], row[1])
