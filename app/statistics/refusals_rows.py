"""The table ``nekade_direktinlaggningar``: one tidy row per no, silence and bed kept in vain."""

from collections.abc import Callable, Iterator
from typing import Final

from app.labels import iso_local
from app.statistics.columns import Column, ColumnType
from app.statistics.csv_lines import Row
from app.statistics.refusals import Answer
from app.statistics.refusals_week import CameBack, Place, RefusalsWeek
from models.sealed import Sealed
from routing.admission import WardReply

_TEXT = ColumnType.STRING

REFUSAL_COLUMNS: Final[tuple[Column, ...]] = (
    Column("week", _TEXT, "ISO-vecka i svensk tid, t.ex. 2026-W47."),
    Column("at", ColumnType.DATETIME, "När det hände, svensk tid med tidszon."),
    Column("hospital_id", _TEXT, "Sjukhuset som avdelningen hör till."),
    Column("ward_id", _TEXT, "Avdelningen; tom när alla hade sagt nej."),
    Column("ward", _TEXT, "Avdelningens namn."),
    Column(
        "what",
        _TEXT,
        "sade_nej, svarade_inte eller drog_sig_ur (vad avdelningen svarade), "
        "reservationen_lopte_ut, eller alla_hade_sagt_nej (ingen avdelning var kvar att fråga).",
    ),
    Column(
        "reason",
        _TEXT,
        "Avdelningens skäl: fullt, fel_vardniva, fel_specialitet, instabil_patient eller annat. "
        "Tom när inget skäl gavs.",
    ),
    Column("note", _TEXT, "Avdelningens egna ord, utan patientidentitet."),
    Column("round", ColumnType.INTEGER, "Vilket varv av frågor det var, från 1."),
    Column(
        "ended_as",
        _TEXT,
        "Vad det blev i stället, för reservationen_lopte_ut och alla_hade_sagt_nej: plats_senare, "
        "avdelningar_tillfragas_igen, akuten, annat_beslut, avbruten eller vantar.",
    ),
    Column("admission_id", _TEXT, "Direktinläggningens id."),
    Column("contact_id", _TEXT, "Kontaktens id."),
    Column("case_code", _TEXT, "Ärendekoden som sägs i telefon."),
)

_NO: Final = frozenset({WardReply.REFUSED, WardReply.SILENT, WardReply.WITHDREW})


def refusal_rows(found: RefusalsWeek, read: Callable[[Sealed | None], str]) -> Iterator[Row]:
    """Rows with the keys of ``REFUSAL_COLUMNS``: first what wards answered, then what came back.
    ``read`` opens the wards' own words."""
    for answer in found.answers:
        if answer.reply in _NO:
            yield {**_answer_row(answer, found), "note": read(answer.note) or None}
    for one in found.came_back:
        yield _back_row(one, found)


def _answer_row(answer: Answer, found: RefusalsWeek) -> Row:
    return {
        **_which(answer.admission_id, found.places[answer.ward_id], found),
        "at": iso_local(answer.at),
        "what": answer.reply.value,
        "reason": answer.reason.value if answer.reason else None,
        "note": None,
        "round": answer.round,
        "ended_as": None,
    }


def _back_row(one: CameBack, found: RefusalsWeek) -> Row:
    return {
        **_which(one.admission_id, one.ward, found),
        "at": iso_local(one.at),
        "what": one.because.value,
        "reason": None,
        "note": None,
        "round": None,
        "ended_as": one.ending.value,
    }


def _which(admission_id: str, ward: Place | None, found: RefusalsWeek) -> Row:
    contact = found.contacts[admission_id]
    return {
        "week": str(found.week),
        "hospital_id": (ward.hospital_id or None) if ward else None,
        "ward_id": ward.id if ward else None,
        "ward": ward.name if ward else None,
        "admission_id": admission_id,
        "contact_id": contact.id,
        "case_code": contact.case_code,
    }
