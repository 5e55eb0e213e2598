"""Länets kontaktuppgifter: providers, municipalities, units, numbers and people."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.db import Base, JsonDocument, UtcDateTime, words
from models.values import OpeningHoursColumn
from routing.opening_hours import OpeningHours
from routing.types import Audience, ContactKind, Errand, LineKind, ProviderKind, UnitKind

Slug = String(80)


class CareProviderRow(Base):
    """Vårdgivare, huvudman."""

    __tablename__ = "care_provider"

    id: Mapped[str] = mapped_column(Slug, primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[ProviderKind] = mapped_column(words(ProviderKind))


class MunicipalityRow(Base):
    """Kommun, with its hospitals in order of nearness."""

    __tablename__ = "municipality"

    code: Mapped[str] = mapped_column(String(4), primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    population: Mapped[int]
    hospitals: Mapped[list[str]] = mapped_column(JsonDocument)


class SpecialtyRow(Base):
    """Specialitet with synonyms; ``dial_code`` (kortnummer) are two digits to press for it."""

    __tablename__ = "specialty"

    code: Mapped[str] = mapped_column(Slug, primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    synonyms: Mapped[list[str]] = mapped_column(JsonDocument)
    dial_code: Mapped[str | None] = mapped_column(String(2), index=True, unique=True)
    english: Mapped[str] = mapped_column(String(120), default="", server_default="")


class SearchWordRow(Base):
    """Sökord: a complaint, a diagnosis or an everyday word, and the specialties it is for, the one
    to ask first before the others."""

    __tablename__ = "search_word"

    word: Mapped[str] = mapped_column(String(60), primary_key=True)
    specialties: Mapped[list[str]] = mapped_column(JsonDocument)


class CareUnitRow(Base):
    """Vårdenhet; ``hours`` NULL is unknown."""

    __tablename__ = "care_unit"

    id: Mapped[str] = mapped_column(Slug, primary_key=True)
    hsa_id: Mapped[str] = mapped_column(String(31), unique=True)
    name: Mapped[str] = mapped_column(String(160))
    kind: Mapped[UnitKind] = mapped_column(words(UnitKind))
    provider_id: Mapped[str] = mapped_column(ForeignKey("care_provider.id"))
    municipality: Mapped[str] = mapped_column(ForeignKey("municipality.code"))
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("care_unit.id"))
    specialties: Mapped[list[str]] = mapped_column(JsonDocument)
    hours: Mapped[OpeningHours | None] = mapped_column(OpeningHoursColumn)
    verified: Mapped[bool]
    note: Mapped[str] = mapped_column(Text)


class ContactPointRow(Base):
    """Kontaktpunkt: a number or an address at a unit."""

    __tablename__ = "contact_point"

    id: Mapped[str] = mapped_column(Slug, primary_key=True)
    unit_id: Mapped[str] = mapped_column(ForeignKey("care_unit.id"), index=True)
    kind: Mapped[ContactKind] = mapped_column(words(ContactKind))
    value: Mapped[str] = mapped_column(String(120))
    label: Mapped[str] = mapped_column(String(120))
    audience: Mapped[Audience] = mapped_column(words(Audience))


class PersonRow(Base):
    """A clinician who can be on call."""

    __tablename__ = "person"

    id: Mapped[str] = mapped_column(Slug, primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    title: Mapped[str] = mapped_column(String(120))
    unit_id: Mapped[str] = mapped_column(ForeignKey("care_unit.id"), index=True)
    number: Mapped[str | None] = mapped_column(String(20))


class OnCallLineRow(Base):
    """Jourlinje; ``hospital_id`` NULL for lines outside hospitals."""

    __tablename__ = "on_call_line"

    id: Mapped[str] = mapped_column(Slug, primary_key=True)
    name: Mapped[str] = mapped_column(String(160))
    kind: Mapped[LineKind] = mapped_column(words(LineKind))
    unit_id: Mapped[str] = mapped_column(ForeignKey("care_unit.id"), index=True)
    specialty: Mapped[str | None] = mapped_column(ForeignKey("specialty.code"))
    hospital_id: Mapped[str | None] = mapped_column(ForeignKey("care_unit.id"))
    hours: Mapped[OpeningHours | None] = mapped_column(OpeningHoursColumn)
    number: Mapped[str | None] = mapped_column(String(20))
    covers: Mapped[list[str]] = mapped_column(JsonDocument)


class MatrixVersionRow(Base):
    """One approved edition of the matrix; exactly one is active."""

    __tablename__ = "matrix_version"

    version: Mapped[str] = mapped_column(String(40), primary_key=True)
    approved_by: Mapped[str] = mapped_column(String(120))
    approved_on: Mapped[str] = mapped_column(String(10))
    is_active: Mapped[bool]


class MatrixRuleRow(Base):
    """A row of the matrix, as documents: it is approved, frozen and read whole."""

    __tablename__ = "matrix_rule"

    version: Mapped[str] = mapped_column(ForeignKey("matrix_version.version"), primary_key=True)
    id: Mapped[str] = mapped_column(Slug, primary_key=True)
    position: Mapped[int]
    path: Mapped[str] = mapped_column(String(40))
    roles: Mapped[list[str]] = mapped_column(JsonDocument)
    specialties: Mapped[list[str]] = mapped_column(JsonDocument)
    municipalities: Mapped[list[str]] = mapped_column(JsonDocument)
    hours: Mapped[OpeningHours | None] = mapped_column(OpeningHoursColumn)
    promise_seconds: Mapped[int]
    steps: Mapped[list[dict[str, Any]]] = mapped_column(JsonDocument)
    fallback: Mapped[dict[str, Any]] = mapped_column(JsonDocument)
    valid_from: Mapped[str | None] = mapped_column(String(10))
    valid_to: Mapped[str | None] = mapped_column(String(10))
    rounds: Mapped[int] = mapped_column(default=1, server_default="1")
    promises: Mapped[dict[str, int]] = mapped_column(
        JsonDocument, default=dict, server_default="{}"
    )
    errand: Mapped[Errand] = mapped_column(
        words(Errand), default=Errand.TALK, server_default=Errand.TALK.value
    )


class DirectoryVersionRow(Base):
    """One row: grows by one in each transaction that changes anything the routing reads."""

    __tablename__ = "directory_version"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int]
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
