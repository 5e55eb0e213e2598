"""Swedish and English for SBAR: what each part is called, and what it asks for."""

from enum import StrEnum
from types import MappingProxyType

from routing.sbar import SbarPart

Words = dict[StrEnum, tuple[str, str]]

SBAR_PART: Words = {
    SbarPart.SITUATION: ("Situation", "Situation"),
    SbarPart.BACKGROUND: ("Bakgrund", "Background"),
    SbarPart.ASSESSMENT: ("Aktuell bedömning", "Assessment"),
    SbarPart.RECOMMENDATION: ("Rekommendation", "Recommendation"),
}

_QUESTIONS = MappingProxyType(
    {
        SbarPart.SITUATION: ("Vad händer just nu?", "What is happening right now?"),
        SbarPart.BACKGROUND: ("Det viktigaste före i dag", "What matters most from before today"),
        SbarPart.ASSESSMENT: (
            "Det du ser, mäter och tror",
            "What you see, measure and think",
        ),
        SbarPart.RECOMMENDATION: ("Vad vill du ha hjälp med?", "What do you want help with?"),
    }
)


def sbar_question(part: SbarPart, lang: str = "sv") -> str:
    """What a part asks for: "Vad händer just nu?"."""
    swedish, english = _QUESTIONS[part]
    return english if lang == "en" else swedish
