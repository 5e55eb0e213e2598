"""The columns of table ``kontakter`` as data."""

from typing import Final

from app.statistics.columns import (
    Column,
    Source,
    count,
    moment,
    month,
    of,
    scale,
    seconds,
    text,
    yes_no,
)

CONTACT_COLUMNS: Final[tuple[Column, ...]] = (
    *of(
        Source.CONTACT,
        text("contact_id", "Kontaktens id; nyckel till uppföljning som läses in senare."),
        text("case_code", "Ärendekoden som sägs i telefon."),
        month("period", "Månaden då kontakten skapades, svensk tid."),
        moment("created_at", "När kontakten skapades."),
        text("path", "Kontaktväg: akut, halvakut, mdk eller primarvard."),
        text("requester_role", "Remittentens roll."),
        text("requester_unit_id", "Enheten som remittenten sökte för."),
        text("requester_municipality_code", "Kommunkod för remittentens enhet."),
        text("specialty", "Sökt specialitet; tom där kontaktvägen inte har någon."),
        text("requested_unit_id", "Enheten som söktes, när en viss enhet valdes."),
        text("municipality_code", "Patientens kommunkod."),
        text("municipality", "Patientens kommun."),
        text("mode", "ring_upp_mig, jag_ringer_sjalv eller ringde_in."),
        text("matrix_version", "Matrisens version när planen gjordes."),
        text("rule_id", "Regeln i matrisen som planen följde."),
        seconds("promise_seconds", "Svarslöftet i sekunder, från det att kontakten skapades."),
    ),
    *of(
        Source.LOG,
        count("attempts", "Telefoner som ringts upp för att nå en mottagare."),
        count("phones_rung", "Olika telefonnummer som ringdes för att nå en mottagare."),
        count("rounds", "Varv genom planen som påbörjades; 0 när ingen ringdes."),
        count("no_answer", "Försök som slutade utan att någon lyfte luren."),
        count("declined", "Försök där mottagaren avböjde."),
        text(
            "decline_reasons",
            "Skäl som gavs till avböjanden, åtskilda av blanksteg: med_patient, fel_specialitet, "
            "inte_i_tjanst, annat. Tom när inget skäl gavs.",
        ),
        count("busy", "Försök där det var upptaget."),
        count("no_digit", "Försök där någon lyfte luren men inte tackade ja."),
        count("voicemail", "Försök som mötte en röstbrevlåda."),
        count("number_bad", "Försök där numret inte gick att ringa."),
        count("call_failed", "Försök där samtalet inte gick fram av tekniska skäl."),
        count("call_back_promised", "Försök där mottagaren lovade att ringa tillbaka."),
        count("not_joined", "Försök där mottagaren tackade ja men aldrig kopplades ihop."),
        count("steps_skipped", "Steg i planen där ingen fanns att ringa när steget kom."),
        yes_no(
            "answered",
            "1 om en mottagare tackade ja och de två kopplades ihop, eller remittenten fick svar "
            "på egen hand. Tom när ingen vet.",
        ),
        moment("answered_at", "När de två kopplades ihop, eller remittenten fick eget svar."),
        seconds("seconds_to_answer", "Påbörjade sekunder från skapad till svar."),
        yes_no(
            "within_promise",
            "1 om svaret kom inom svarslöftet, 0 om inte. Tom så länge löftet kan hållas, och när "
            "remittenten avbröt innan tiden gått ut.",
        ),
        text("answering_unit_id", "Enheten som svarade."),
        text("answering_line_id", "Jourlinjen som svarade."),
        text("answering_tier", "primarjour, mellanjour eller bakjour."),
        yes_no("connected", "1 om tjänsten kopplade ihop båda; 0 för jag_ringer_sjalv."),
        seconds(
            "seconds_to_connect",
            "Påbörjade sekunder från skapad (eller inringd) till ihopkopplad; tom när de aldrig "
            "kopplades ihop av tjänsten.",
        ),
        seconds("seconds_talked", "Samtalets längd i sekunder; tom när tjänsten inte vet den."),
        yes_no("exhausted", "1 om ingen fanns kvar att ringa."),
        yes_no("requester_told", "1 om remittenten fått veta att ingen svarade."),
        yes_no(
            "unreported",
            "1 om remittenten ringde själv och aldrig sa om någon svarade.",
        ),
        yes_no("cancelled", "1 om kontakten avbröts innan någon svarat."),
        text(
            "cancelled_because",
            "avbruten (tryckte avbryt), remittenten_la_pa eller remittent_svarade_inte.",
        ),
    ),
    *of(
        Source.CONTACT,
        text("plan_before", "Remittentens plan före samtalet."),
    ),
    *of(
        Source.PARTIES,
        text("requester_result", "Resultatet enligt remittenten."),
        text("responder_result", "Resultatet enligt mottagaren."),
        scale("requester_value", "Värdet av kontakten enligt remittenten, 1–5."),
        scale("responder_value", "Värdet av kontakten enligt mottagaren, 1–5."),
        scale("requester_understanding", "Remittenten förstår den andra bättre, 1–5."),
        scale("responder_understanding", "Mottagaren förstår den andra bättre, 1–5."),
    ),
    *of(
        Source.COMPUTED,
        yes_no(
            "avoided",
            "1 om det som planerades (remiss, akuten, inläggning) inte blev av. Beräknas ur "
            "plan_before och remittentens resultat, annars mottagarens. Tom när något av dem "
            "saknas.",
        ),
    ),
    *of(
        Source.CONTACT,
        text("continued_from", "contact_id för kontakten som den här fortsätter."),
    ),
)
