"""Avdelningssvar: one tidy row for each answer of a ward that was asked for a bed, so that a no can
be counted against all that was asked."""

from collections.abc import Iterator
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.statistics.columns import (
    Column,
    Source,
    count,
    moment,
    month,
    of,
    seconds,
    text,
)
from app.statistics.csv_lines import Row
from app.statistics.decision_columns import ABOUT_CONTACT
from app.statistics.decision_rows import CONTACT_FIELDS, contact_cells
from app.statistics.table import (
    Found,
    Span,
    Table,
    begun_seconds,
    in_batches,
    month_of,
    wall_clock,
)
from models.tables.admissions import AdmissionRow, WardAnswerRow
from models.tables.contacts import AttemptRow, CareRequestRow
from routing.belonging import hospital_of
from routing.directory import Directory

WARD_ANSWER_COLUMNS: Final[tuple[Column, ...]] = (
    *of(
        Source.WARD_ANSWER,
        text("admission_id", "Direktinläggningens id, som i tabellen direktinlaggningar."),
        text("decision_id", "Beslutets id, som i tabellen beslut."),
        text("contact_id", "Ärendets id, som i tabellen kontakter."),
        month("period", "Månaden då avdelningen svarade, svensk tid."),
        moment("answered_at", "När avdelningen svarade, eller slutade ringa utan svar."),
        text("ward_id", "Avdelningen."),
        text("hospital_id", "Sjukhuset som avdelningen hör till."),
        count("round", "Vilket varv av frågor det var, från 1."),
        text("reply", "tog_emot, sade_nej, svarade_inte eller drog_sig_ur."),
        text(
            "reason",
            "Skäl till nej eller återtaget ja: fullt, fel_vardniva, fel_specialitet, "
            "instabil_patient eller annat. Tom när inget gavs.",
        ),
    ),
    *of(
        Source.LOG,
        seconds(
            "seconds_to_answer",
            "Påbörjade sekunder från att avdelningens telefon började ringas; tom när svaret gavs "
            "utan att den ringdes.",
        ),
    ),
    *ABOUT_CONTACT,
)

_WANTED: Final = (
    select(
        WardAnswerRow.id,
        WardAnswerRow.admission_id,
        WardAnswerRow.ward_id,
        WardAnswerRow.round,
        WardAnswerRow.reply,
        WardAnswerRow.reason,
        WardAnswerRow.at,
        AttemptRow.started_at,
        AdmissionRow.decision_id,
        AdmissionRow.request_id,
        *CONTACT_FIELDS,
    )
    .join(AdmissionRow, AdmissionRow.id == WardAnswerRow.admission_id)
    .join(CareRequestRow, CareRequestRow.id == AdmissionRow.request_id)
    .outerjoin(AttemptRow, AttemptRow.id == WardAnswerRow.attempt_id)
    .where(WardAnswerRow.taken_back_at.is_(None))
)


def _stream(session: Session, directory: Directory, span: Span) -> Iterator[Row]:
    for batch in in_batches(session, _WANTED, (WardAnswerRow.at, WardAnswerRow.id), span):
        for found in batch:
            cells = _row(found, directory)
            yield {column.name: cells[column.name] for column in WARD_ANSWER_COLUMNS}


def _row(found: Found, directory: Directory) -> Row:
    return {
        "admission_id": found.admission_id,
        "decision_id": found.decision_id,
        "contact_id": found.request_id,
        "period": month_of(found.at),
        "answered_at": wall_clock(found.at),
        "ward_id": found.ward_id,
        "hospital_id": hospital_of(found.ward_id, directory.units),
        "round": found.round,
        "reply": found.reply.value,
        "reason": found.reason and found.reason.value,
        "seconds_to_answer": begun_seconds(found.started_at, found.at),
        **contact_cells(found, directory),
    }


WARD_ANSWERS: Final = Table(
    name="avdelningssvar",
    title="Avdelningarnas svar",
    one="svar",
    many="svar",
    columns=WARD_ANSWER_COLUMNS,
    preview=("answered_at", "ward_id", "reply", "reason", "seconds_to_answer", "municipality"),
    stream=_stream,
)
