"""The columns of table ``direktinlaggningar`` as data."""

from typing import Final

from app.labels import in_sentence
from app.statistics.columns import (
    Column,
    Source,
    count,
    moment,
    month,
    of,
    seconds,
    text,
    yes_no,
)
from app.statistics.decision_columns import ABOUT_CONTACT
from app.statistics.followed_up import FOLLOW_UP_COLUMNS
from routing.admission import RefusalReason

REFUSED_AS: Final = {reason: f"refused_{reason.value}" for reason in RefusalReason}
"""Reason → the column that counts it."""

ADMISSION_COLUMNS: Final[tuple[Column, ...]] = (
    *of(
        Source.ADMISSION,
        text("admission_id", "Direktinläggningens id."),
        text("decision_id", "Beslutets id, som i tabellen beslut; nyckel till uppföljning."),
        text("contact_id", "Ärendets id, som i tabellen kontakter."),
        text("case_code", "Ärendekoden som sägs i telefon."),
    ),
    *of(
        Source.COMPUTED,
        text("chain_root", "contact_id för det första ärendet i kedjan; räkna den för patienter."),
        month("period", "Månaden då direktinläggningen föreslogs, svensk tid."),
    ),
    *of(
        Source.ADMISSION,
        moment("created_at", "När direktinläggningen föreslogs."),
        text("bed_specialty", "Specialiteten som plats söktes för."),
    ),
    *of(
        Source.ADMISSION_LOG,
        text(
            "status",
            "Var den står: foreslagen, avdelningar_tillfragas, plats_reserverad, pa_vag, framme, "
            "placerad_pa_annan_avdelning, alla_sade_nej, reservationen_gick_ut, till_akuten, "
            "avbruten, utskriven.",
        ),
        moment("asked_at", "När avdelningar först började tillfrågas."),
        count("rounds", "Gånger som avdelningar började tillfrågas; fler än 1 efter återbud."),
        count("wards_asked", "Olika avdelningar som tillfrågades."),
        count("refusals", "Avdelningars nej."),
        *(
            count(name, f"Nej med skälet {in_sentence(reason)}.")
            for reason, name in REFUSED_AS.items()
        ),
        count("refused_without_reason", "Nej där inget skäl gavs."),
        count("silent", "Avdelningar som inte svarade i telefon."),
        count("withdrawn", "Ja som avdelningen tog tillbaka."),
        yes_no("all_refused", "1 om alla avdelningar någon gång hade sagt nej."),
        moment("accepted_at", "När en avdelning först sade ja."),
        seconds(
            "seconds_to_accepted",
            "Påbörjade sekunder från första frågan till avdelningarna till första ja.",
        ),
        text("accepted_ward_id", "Avdelningen som sist sade ja."),
        yes_no("over_occupancy", "1 om platsen reserverades som överbeläggning."),
        count("warned", "Varningar om att reservationen snart går ut."),
        count("extended", "Förlängningar av reservationen."),
        count("reservations_expired", "Reservationer som gick ut."),
        moment("left_at", "När patienten begav sig."),
        text(
            "transport",
            "Färdsätt: eget_fardsatt, sjukresa, liggande_sjuktransport eller ambulans.",
        ),
    ),
    *of(Source.ADMISSION, moment("eta_at", "Senast angiven ankomsttid.")),
    *of(
        Source.ADMISSION_LOG,
        yes_no("arrived", "1 om patienten kom till en avdelning utan att passera akuten."),
        moment("arrived_at", "När patienten kom fram till avdelningen."),
        seconds("seconds_to_arrival", "Påbörjade sekunder från första ja till framme."),
        text("placed_ward_id", "Avdelningen där patienten kom att ligga."),
        yes_no("turned_to_ed", "1 om patienten fick åka till akuten i stället."),
        yes_no("cancelled", "1 om direktinläggningen avbröts."),
        moment("discharged_at", "När patienten skrevs ut."),
    ),
    *ABOUT_CONTACT,
    *FOLLOW_UP_COLUMNS,
)
