"""The columns of table ``beslut`` as data."""

from typing import Final

from app.statistics.columns import (
    Column,
    Source,
    moment,
    month,
    of,
    seconds,
    text,
    yes_no,
)
from app.statistics.followed_up import FOLLOW_UP_COLUMNS

ABOUT_CONTACT: Final[tuple[Column, ...]] = of(
    Source.CONTACT,
    text("path", "Ärendets kontaktväg: akut, halvakut, mdk eller primarvard."),
    text("urgency", "Patientens brådska enligt remittenten: omedelbart, inom_en_timme, idag."),
    text("specialty", "Sökt specialitet; tom där kontaktvägen inte har någon."),
    text("municipality_code", "Patientens kommunkod."),
    text("municipality", "Patientens kommun."),
    text("requester_role", "Remittentens roll."),
    text("plan_before", "Remittentens plan före samtalet."),
)
"""What decisions and admissions repeat of their contact, so that they can be counted alone."""

DECISION_COLUMNS: Final[tuple[Column, ...]] = (
    *of(
        Source.DECISION,
        text("decision_id", "Beslutets id; nyckel till uppföljning som läses in senare."),
        text("contact_id", "Ärendets id, som i tabellen kontakter."),
        text("case_code", "Ärendekoden som sägs i telefon."),
    ),
    *of(
        Source.COMPUTED,
        text("chain_root", "contact_id för det första ärendet i kedjan; räkna den för patienter."),
        month("period", "Månaden då beslutet fattades, svensk tid."),
    ),
    *of(
        Source.DECISION_LOG,
        moment("decided_at", "När beslutet fattades, eller föreslogs."),
        seconds("seconds_from_created", "Påbörjade sekunder från att ärendet skapades."),
        yes_no("proposed", "1 om beslutet började som ett förslag till en läkare."),
        text(
            "status",
            "Var beslutet står: foreslaget, beslutat, genomfort, blev_inte_av, ersatt, aterkallat.",
        ),
        moment("ended_at", "När beslutet genomfördes, föll, ersattes eller återkallades."),
    ),
    *of(
        Source.DECISION,
        text(
            "kind",
            "Vad som beslutades: direktinlaggning, rontgen_eller_prov, specialistbesok, "
            "kvar_med_rad, akuten_annat_fardsatt, akuten_ambulans, mobilt_team, mdk.",
        ),
        text("visit_day", "För specialistbesök: idag eller imorgon."),
        text("side", "Vem som förde in beslutet: remittent eller mottagare."),
        text("role", "Rollen hos den som förde in beslutet."),
        text("unit_id", "Enheten hos den som förde in beslutet."),
        text("receiver_unit_id", "Enheten som tar emot patienten, där en valdes."),
        text("next_by", "Vem som gör nästa steg: remittent eller mottagare."),
        text("replaced_by", "decision_id för beslutet som ersatte det här."),
    ),
    *ABOUT_CONTACT,
    *FOLLOW_UP_COLUMNS,
)
