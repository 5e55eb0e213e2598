"""Whom a contact looks for, as in "vi söker …", in both languages."""

from app.labels.words import in_sentence
from routing.types import ContactPath
from routing.units import Specialty
from routing.urgency import PatientUrgency


def sought_now(
    path: ContactPath, specialty: Specialty | None, urgency: PatientUrgency | None
) -> tuple[str, str]:
    """``sought`` with how urgent it is: ("kirurgi, akut, inom en timme", …)."""
    swedish, english = sought(path, specialty)
    if urgency is None:
        return swedish, english
    return f"{swedish}, {in_sentence(urgency)}", f"{english}, {in_sentence(urgency, 'en')}"


def sought(path: ContactPath, specialty: Specialty | None) -> tuple[str, str]:
    """Swedish and English: ("konsult i kardiologi", "a consultant in kardiologi").

    A specialty that has no English name is called by its Swedish one.
    """
    if specialty is None:
        return _ANYBODY[path]
    name, in_english = specialty.name.lower(), specialty.called("en").lower()
    if path is ContactPath.HALVAKUT:
        return f"konsult i {name}", f"a consultant in {in_english}"
    swedish, english = _IN_A_HURRY[path]
    return f"{name}, {swedish}", f"{in_english}, {english}"


_ANYBODY = {
    ContactPath.AKUT: ("någon i akutspåret", "somebody on the acute path"),
    ContactPath.HALVAKUT: ("en konsult", "a consultant"),
    ContactPath.MDK: ("samordning av en konferens", "somebody to arrange a conference"),
    ContactPath.PRIMARVARD: ("någon i primärvården", "somebody in primary care"),
}
_IN_A_HURRY = {
    ContactPath.AKUT: ("akut", "urgent"),
    ContactPath.MDK: ("multidisciplinär konferens", "multidisciplinary conference"),
    ContactPath.PRIMARVARD: ("primärvård", "primary care"),
}
