"""What a kept form was going to do, and what its fields are called, in Swedish.

A form that has no name here, or a field with text that has none, fails
``tests/app/auth/test_kept_words.py``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.labels.sbar_words import SBAR_PART
from app.labels.words import label
from models.tables.contacts import CallMode
from routing.admission import RefusalReason, TransportMode
from routing.decisions import DecisionEvent
from routing.directory import Directory
from routing.outcome import DeclineReason, PlanBefore, ResultAfter, Side
from routing.radiology import Modality, RadiologyRefusal, ResultTo
from routing.receivers import VisitDay
from routing.sbar import SbarPart
from routing.urgency import PatientUrgency

FORMS: Mapping[str, str] = {
    "admissions.ask": "Fråga avdelningarna om en plats",
    "admissions.cancel": "Avbryt direktinläggningen",
    "admissions.change_eta": "Ny ankomsttid till avdelningen",
    "admissions.extend": "Be avdelningen hålla platsen längre",
    "admissions.leave": "Patienten åker till avdelningen",
    "admissions.make": "Direktinläggning: checklistan till avdelningarna",
    "admissions.turn_to_ed": "Till akuten i stället för avdelningen",
    "auth.logout": "Logga ut",
    "beds.report": "Avdelningens lediga platser",
    "decisions.change": "Ändra beslutet",
    "decisions.make": "Beslut i samtalet",
    "directory.find": "Sök i katalogen",
    "follow_up.take_back": "Ta tillbaka en inläst fil",
    "follow_up.take_in": "Läs in en fil med uppföljning",
    "home.find": "Sök vem du når nu",
    "language.choose": "Byt språk",
    "inbox.mark_all": "Markera allt i inkorgen som läst",
    "on_call.accept": "Ta samtalet",
    "on_call.begin_away": "Inte nu: stäng av samtalen en stund",
    "on_call.decline": "Avböj samtalet",
    "on_call.end_away": "Ta emot samtal igen",
    "on_call.promise": "Lova att ringa tillbaka",
    "on_call.take_over": "Ta över passet",
    "pin.renew": "Ny pinkod till din ringkod",
    "preferences.save": "Så vill du bli sökt",
    "radiology.book": "Boka röntgen eller prov",
    "radiology.cancel": "Avboka undersökningen",
    "radiology.move": "Flytta undersökningen",
    "radiology_desk.change_hour": "Röntgens platser en timme",
    "radiology_desk.give_result": "Svaret på undersökningen är lämnat",
    "radiology_desk.no_show": "Patienten kom inte till röntgen",
    "radiology_desk.performed": "Undersökningen är gjord",
    "radiology_desk.refuse": "Neka undersökningen",
    "requests.add_third_party": "Koppla in en till i samtalet",
    "requests.call_now": "Ring tillbaka nu",
    "requests.cancel": "Avbryt kontakten",
    "requests.create": "Ny kontakt: sök någon som svarar",
    "requests.again": "Försök igen",
    "requests.dial_instead": "Ring själv i stället",
    "requests.find": "Sök specialitet",
    "requests.find_third_party": "Sök en till att koppla in",
    "requests.go_on": "Sök vidare nu",
    "requests.outcome": "Hur blev det?",
    "requests.plan_before": "Vad du hade gjort annars",
    "requests.replan": "Visa planen",
    "requests.self_dial": "Om någon svarade när du ringde",
    "requests.suggest_sent": "Sök specialitet",
    "requests.tell": "Berätta för kollegan (SBAR)",
    "shifts.give": "Lämna passet till en kollega",
    "shifts.swap": "Byt pass med en kollega",
    "undo.take_back": "Ångra det du nyss gjorde",
    "unanswered.handle": "Den obesvarade kontakten är hanterad",
    "wards.accept": "Avdelningen tar emot patienten",
    "wards.arrived": "Patienten är framme",
    "wards.discharged": "Patienten är utskriven",
    "wards.extend": "Avdelningen håller platsen längre",
    "wards.placed": "Patienten placeras på en annan avdelning",
    "wards.refuse": "Avdelningen säger nej",
    "wards.take_back": "Avdelningen drar tillbaka sitt ja",
    "wards.turn_to_ed": "Till akuten i stället för avdelningen",
}
"""Endpoint that a form is sent to → what is done when it is sent."""

FIELDS: Mapping[str, str] = {
    "age_band": "Ålder",
    "again": "Sök igen om",
    "answered": "Svarade någon?",
    "avdelning": "Avdelning",
    "callback_number": "Vi ringer dig på",
    "capacity": "Antal platser",
    "cleaning": "Städas",
    "closed": "Stängda",
    "eta": "Framme ungefär",
    "eta_annan": "Framme ungefär",
    "event": "Vad som hände",
    "forst": "Fråga först",
    "forward_to": "Vem svarar i stället",
    "how_long": "Hur länge",
    "means": "Färdsätt",
    "minutes": "Om hur många minuter",
    "modality": "Undersökning",
    "mode": "Samtalet",
    "municipality": "Kommun",
    "next_by": "Nästa steg görs av",
    "next_text": "Nästa steg",
    "note": "Med egna ord",
    "occupied": "Belagda",
    "plan_before": "Vad gör du annars?",
    "q": "Sökord",
    "question": "Frågeställning",
    "reason": "Skäl eller anteckning",
    "receiver": "Mottagande enhet",
    "result": "Hur blev det?",
    "result_number": "Nummer för svaret",
    "result_to": "Svaret till",
    "sex": "Kön",
    "skal": "Skäl",
    "specialty": "Specialitet",
    "staffed": "Bemannade",
    "to_person": "Vem",
    "transport": "Färdsätt",
    "understanding": "Förståelse för den andra verksamheten",
    "unit": "Enhet",
    "urgency": "Hur bråttom",
    "value": "Hur värdefull kontakten var",
    "when": "När?",
    **{part.value: words[0] for part, words in SBAR_PART.items()},
}
"""Field → what it is called where it is filled in; the rest goes along unseen."""

CHOICES: Mapping[str, tuple[type[StrEnum], ...]] = {
    "event": (DecisionEvent,),
    "means": (ResultAfter,),
    "modality": (Modality,),
    "mode": (CallMode,),
    "next_by": (Side,),
    "plan_before": (PlanBefore,),
    "reason": (DeclineReason, RadiologyRefusal),
    "result": (ResultAfter,),
    "result_to": (ResultTo,),
    "skal": (RefusalReason,),
    "transport": (TransportMode,),
    "urgency": (PatientUrgency,),
    "when": (VisitDay,),
}
"""Field → the words it chooses among."""

_WRITTEN = frozenset(
    {"next_text", "note", "q", "question", "text", *(part.value for part in SbarPart)}
)
_TEXT_OF_PART = ("part", "text")  # SBAR that is kept part by part
ANSWER = "svar-"  # before the key of a question of a checklist or an examination


@dataclass(frozen=True, slots=True)
class Shown:
    """A field of a kept form: what it is called, what stands in it, and whether that was written
    in own words or chosen."""

    called: str
    words: str
    is_written: bool


def form_name(endpoint: str) -> str:
    """What is done when the form is sent: "Ta över passet"."""
    return FORMS.get(endpoint, "Formuläret")


def shown_fields(fields: tuple[tuple[str, str], ...], directory: Directory) -> tuple[Shown, ...]:
    """What was typed and chosen, in the order of the form."""
    sent = dict(fields)
    return tuple(
        Shown(called, _in_words(name, text, directory), _is_written(name, text))
        for name, text in fields
        if text.strip() and (called := _called(name, sent))
    )


def _is_written(name: str, text: str) -> bool:
    is_chosen = any(text in set(kind) for kind in CHOICES.get(name, ()))
    return name in _WRITTEN or (name == "reason" and not is_chosen)


def _called(name: str, sent: Mapping[str, str]) -> str:
    part, typed = _TEXT_OF_PART
    if name == typed:
        told = sent.get(part, "")
        return label(SbarPart(told)) if told in set(SbarPart) else "Text"
    if name.startswith(ANSWER):
        return name.removeprefix(ANSWER).replace("-", " ").replace("_", " ").capitalize()
    return FIELDS.get(name, "")


def _in_words(name: str, text: str, directory: Directory) -> str:
    for kind in CHOICES.get(name, ()):
        if text in set(kind):
            return label(kind(text))
    named = {
        "avdelning": directory.units,
        "forst": directory.units,
        "forward_to": directory.people,
        "municipality": directory.municipalities,
        "receiver": directory.units,
        "specialty": directory.specialties,
        "to_person": directory.people,
        "unit": directory.units,
    }.get(name)
    found = named.get(text) if named is not None else None
    return str(getattr(found, "name", text))
