"""Words for people: Swedish first, English when asked for."""

from app.labels.contact_words import AGE_BANDS, SEXES
from app.labels.moments import clock_display, duration_display, iso_local, moment_display
from app.labels.phone import phone_display
from app.labels.plan_json import plan_to_json
from app.labels.reasons import sentence
from app.labels.sbar_words import sbar_question
from app.labels.words import in_sentence, label

__all__ = [
    "AGE_BANDS",
    "SEXES",
    "clock_display",
    "duration_display",
    "in_sentence",
    "iso_local",
    "label",
    "moment_display",
    "phone_display",
    "plan_to_json",
    "sbar_question",
    "sentence",
]
