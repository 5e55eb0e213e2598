"""What a machine has heard somebody say: made a text, unless it may be an identity."""

from app.actions.shared.errors import PatientIdentityInText
from app.actions.shared.free_text import LIMIT, checked
from routing.identity import may_be_heard
from routing.sbar import SbarPart


def checked_speech(part: SbarPart, heard: str) -> str:
    """The text, cut after the last whole word that has room.

    Stricter than what is typed: a machine writes a personnummer with blanks anywhere, and loses
    digits. All that was heard counts, also what is cut away. Raises ``PatientIdentityInText``.
    """
    if may_be_heard(heard):
        raise PatientIdentityInText(part)
    text = " ".join(heard.split())
    if len(text) > LIMIT:
        text = text[: LIMIT - 2].rsplit(" ", 1)[0] + " …"
    return checked(part, text)
