"""The columns of table ``kontakter`` as data: heading, documentation and checks read it here."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class ColumnType(StrEnum):
    """The words of Frictionless Table Schema. A missing value is an empty cell in all of them."""

    STRING = "string"
    INTEGER = "integer"
    YES_NO = "boolean"
    DATETIME = "datetime"
    MONTH = "yearmonth"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``description`` is for the one who reads the numbers, in Swedish."""

    name: str
    type: ColumnType
    description: str


_TEXT, _COUNT, _YES_NO = ColumnType.STRING, ColumnType.INTEGER, ColumnType.YES_NO

CONTACT_COLUMNS: Final[tuple[Column, ...]] = (
    Column("contact_id", _TEXT, "Kontaktens id; nyckel till uppföljning som läses in senare."),
    Column("case_code", _TEXT, "Ärendekoden som sägs i telefon."),
    Column("period", ColumnType.MONTH, "Månaden då kontakten skapades, svensk tid (ÅÅÅÅ-MM)."),
    Column("created_at", ColumnType.DATETIME, "När kontakten skapades, svensk tid med tidszon."),
    Column("path", _TEXT, "Kontaktväg: akut, halvakut, mdk eller primarvard."),
    Column("requester_role", _TEXT, "Remittentens roll."),
    Column("requester_unit_id", _TEXT, "Enheten som remittenten sökte för."),
    Column("requester_municipality_code", _TEXT, "Kommunkod för remittentens enhet."),
    Column("specialty", _TEXT, "Sökt specialitet; tom där kontaktvägen inte har någon."),
    Column("requested_unit_id", _TEXT, "Enheten som söktes, när en viss enhet valdes."),
    Column("municipality_code", _TEXT, "Patientens kommunkod."),
    Column("municipality", _TEXT, "Patientens kommun."),
    Column("mode", _TEXT, "ring_upp_mig, jag_ringer_sjalv eller ringde_in."),
    Column("matrix_version", _TEXT, "Matrisens version när planen gjordes."),
    Column("rule_id", _TEXT, "Regeln i matrisen som planen följde."),
    Column("promise_seconds", _COUNT, "Svarslöftet i sekunder, från det att kontakten skapades."),
    Column("attempts", _COUNT, "Telefoner som ringts upp för att nå en mottagare."),
    Column("phones_rung", _COUNT, "Olika telefonnummer som ringdes för att nå en mottagare."),
    Column("rounds", _COUNT, "Varv genom planen som påbörjades; 0 när ingen ringdes."),
    Column("no_answer", _COUNT, "Försök som slutade utan att någon lyfte luren."),
    Column("declined", _COUNT, "Försök där mottagaren avböjde."),
    Column(
        "decline_reasons",
        _TEXT,
        "Skäl som gavs till avböjanden, åtskilda av blanksteg: med_patient, fel_specialitet, "
        "inte_i_tjanst, annat. Tom när inget skäl gavs.",
    ),
    Column("busy", _COUNT, "Försök där det tutade upptaget."),
    Column("no_digit", _COUNT, "Försök där någon lyfte luren men inte tackade ja."),
    Column("voicemail", _COUNT, "Försök som mötte en röstbrevlåda."),
    Column("number_bad", _COUNT, "Försök där numret inte gick att ringa."),
    Column("call_failed", _COUNT, "Försök där samtalet inte gick fram av tekniska skäl."),
    Column("call_back_promised", _COUNT, "Försök där mottagaren lovade att ringa tillbaka."),
    Column("steps_skipped", _COUNT, "Steg i planen där ingen fanns att ringa när steget kom."),
    Column(
        "answered",
        _YES_NO,
        "1 om en mottagare tackade ja (siffra, klick eller eget samtal). Tom när ingen vet.",
    ),
    Column("answered_at", ColumnType.DATETIME, "När mottagaren tackade ja."),
    Column("seconds_to_answer", _COUNT, "Påbörjade sekunder från skapad till svar."),
    Column(
        "within_promise",
        _YES_NO,
        "1 om svaret kom inom svarslöftet, 0 om inte. Tom så länge löftet kan hållas, och när "
        "remittenten avbröt innan tiden gått ut.",
    ),
    Column("answering_unit_id", _TEXT, "Enheten som svarade."),
    Column("answering_line_id", _TEXT, "Jourlinjen som svarade."),
    Column("answering_tier", _TEXT, "primarjour, mellanjour eller bakjour."),
    Column("connected", _YES_NO, "1 om tjänsten kopplade ihop båda; 0 för jag_ringer_sjalv."),
    Column(
        "seconds_to_connect",
        _COUNT,
        "Påbörjade sekunder från skapad (eller inringd) till ihopkopplad; tom när de aldrig "
        "kopplades ihop av tjänsten.",
    ),
    Column("seconds_talked", _COUNT, "Samtalets längd i sekunder; tom när tjänsten inte vet den."),
    Column("exhausted", _YES_NO, "1 om ingen fanns kvar att ringa."),
    Column("requester_told", _YES_NO, "1 om remittenten fått veta att ingen svarade."),
    Column(
        "unreported",
        _YES_NO,
        "1 om remittenten ringde själv och aldrig sa om någon svarade.",
    ),
    Column("cancelled", _YES_NO, "1 om kontakten avbröts innan någon svarat."),
    Column(
        "cancelled_because",
        _TEXT,
        "avbruten (tryckte avbryt), remittenten_la_pa eller remittent_svarade_inte.",
    ),
    Column("plan_before", _TEXT, "Remittentens plan före samtalet."),
    Column("requester_result", _TEXT, "Resultatet enligt remittenten."),
    Column("responder_result", _TEXT, "Resultatet enligt mottagaren."),
    Column("requester_value", _COUNT, "Värdet av kontakten enligt remittenten, 1–5."),
    Column("responder_value", _COUNT, "Värdet av kontakten enligt mottagaren, 1–5."),
    Column("requester_understanding", _COUNT, "Remittenten förstår den andra bättre, 1–5."),
    Column("responder_understanding", _COUNT, "Mottagaren förstår den andra bättre, 1–5."),
    Column(
        "avoided",
        _YES_NO,
        "1 om det som planerades (remiss, akuten, inläggning) inte blev av. Beräknas ur "
        "plan_before och remittentens resultat, annars mottagarens. Tom när något av dem saknas.",
    ),
    Column("continued_from", _TEXT, "contact_id för kontakten som den här fortsätter."),
)
