"""The columns of each table (CSV), by their Swedish headings, and what may stand in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, post_load

from models.db import Base
from models.tables.beds import WardRow
from models.tables.directory import (
    CareProviderRow,
    CareUnitRow,
    ContactPointRow,
    MunicipalityRow,
    OnCallLineRow,
    PersonRow,
    SearchWordRow,
    SpecialtyRow,
)
from models.tables.rotas import RotaRow
from routing.calendar import EVES
from routing.opening_hours import OpeningHours
from routing.rota import Rotation
from routing.types import (
    Audience,
    ContactKind,
    LineKind,
    OnCallTier,
    ProviderKind,
    UnitKind,
)
from seed_directory.address_fields import Number, read_contact_value
from seed_directory.fields import (
    Cell,
    Day,
    DialCode,
    Hours,
    HsaId,
    ListOf,
    MunicipalityCode,
    Patterns,
    Slug,
    Text,
    Whole,
    Word,
    YesNo,
)
from seed_directory.words import fold

EVES_AS_RED = sorted(OpeningHours(weekly=()).eves_as_red)
A_DAY_OF_MINUTES = 24 * 60
A_WEEK_OF_HOURS = 7 * 24
Values = dict[str, Any]


class SeedSchema(Schema):
    """A row: ``attribute = field``, the heading as ``data_key``."""

    error_messages = {"unknown": "okänd uppgift", "type": "har fel form"}  # noqa: RUF012 - marshmallow's own form

    class Meta:
        unknown = RAISE


class ProviderSchema(SeedSchema):
    """Vårdgivare."""

    id = Slug("id", required=True)
    name = Text("namn", 120)
    kind = Word("slag", ProviderKind, required=True)


class MunicipalitySchema(SeedSchema):
    """Kommun; hospitals in order, the nearest first."""

    code = MunicipalityCode("kommunkod", required=True)
    name = Text("namn", 60)
    population = Whole("folkmängd", least=0, required=True)
    hospitals = ListOf("sjukhus", Slug(), required=True)


class SpecialtySchema(SeedSchema):
    """Specialitet."""

    code = Slug("kod", required=True)
    name = Text("namn", 120)
    dial_code = DialCode("kortnummer", load_default=None)
    synonyms = ListOf("synonymer", Text("", 60))
    english = Text("engelska", 120, default="")


class SearchWordSchema(SeedSchema):
    """Sökord: what people type, and the specialties it is for, the one to ask first before the
    others."""

    word = Text("ord", 60)
    specialties = ListOf("specialiteter", Slug(), required=True)


class UnitSchema(SeedSchema):
    """Vårdenhet."""

    id = Slug("id", required=True)
    hsa_id = HsaId("hsa-id", required=True)
    name = Text("namn", 160)
    kind = Word("slag", UnitKind, required=True)
    provider_id = Slug("vårdgivare", required=True)
    municipality = MunicipalityCode("kommunkod", required=True)
    parent_id = Slug("överordnad", load_default=None)
    specialties = ListOf("specialiteter", Slug())
    hours = Hours("öppettider", load_default=None)
    verified = YesNo("kontrollerad", required=True)
    note = Text("anmärkning", 500, default="")


class ContactPointSchema(SeedSchema):
    """Kontaktpunkt; what its value must be depends on its kind."""

    id = Slug("id", required=True)
    unit_id = Slug("enhet", required=True)
    kind = Word("slag", ContactKind, required=True)
    value = Text("nummer eller adress", 120)
    label = Text("beteckning", 120, default="")
    audience = Word("målgrupp", Audience, load_default=Audience.PROFESSIONALS)

    @post_load
    def _read_value(self, row: Values, **_kwargs: object) -> Values:
        try:
            return row | {"value": read_contact_value(row["kind"], row["value"])}
        except ValidationError as bad:
            raise ValidationError(bad.messages, field_name="nummer eller adress") from None


class PersonSchema(SeedSchema):
    """Person som kan vara i tjänst."""

    id = Slug("id", required=True)
    name = Text("namn", 120)
    title = Text("titel", 120)
    unit_id = Slug("enhet", required=True)
    number = Number("telefon", load_default=None)


class LineSchema(SeedSchema):
    """Jourlinje."""

    id = Slug("id", required=True)
    name = Text("namn", 160)
    kind = Word("slag", LineKind, required=True)
    unit_id = Slug("enhet", required=True)
    specialty = Slug("specialitet", load_default=None)
    hospital_id = Slug("sjukhus", load_default=None)
    hours = Hours("öppettider", load_default=None)
    number = Number("telefon", load_default=None)
    covers = ListOf("kommuner", MunicipalityCode())


class Eve(Cell):
    """An eve (afton) that the calendar knows."""

    def read(self, text: str) -> object:
        """The eve's key in ``routing.calendar.EVES``."""
        if fold(text) not in EVES:
            raise ValidationError(f"”{text}” är ingen afton som kalendern känner")
        return fold(text)


class RotaSchema(SeedSchema):
    """Jourschema."""

    id = Slug("id", required=True)
    line_id = Slug("linje", required=True)
    tier = Word("nivå", OnCallTier, required=True)
    patterns = Patterns("pass", required=True)
    people = ListOf("personer", Slug(), required=True)
    rotation = Word("växling", Rotation, required=True)
    starts_on = Day("från", required=True)
    ends_on = Day("till", load_default=None)
    eves_as_red = ListOf("aftnar", Eve(), load_default=EVES_AS_RED.copy)

    @post_load
    def _check_dates(self, row: Values, **_kwargs: object) -> Values:
        if row["ends_on"] and row["ends_on"] < row["starts_on"]:
            raise ValidationError("är före första dagen", field_name="till")
        return row


class WardSchema(SeedSchema):
    """Avdelning med vårdplatser: how it keeps a bed, and when its figures are old."""

    ward_id = Slug("avdelning", required=True)
    reserves_minutes = Whole("reserverar minuter", least=5, most=A_DAY_OF_MINUTES, required=True)
    warns_minutes = Whole("varnar minuter före", least=1, required=True)
    stale_after_hours = Whole("gammal efter timmar", least=1, most=A_WEEK_OF_HOURS, required=True)

    @post_load
    def _check_warning(self, row: Values, **_kwargs: object) -> Values:
        if row["warns_minutes"] >= row["reserves_minutes"]:
            reason = "ska vara mindre än tiden platsen reserveras"
            raise ValidationError(reason, field_name="varnar minuter före")
        return row


@dataclass(frozen=True, slots=True)
class Table:
    """One CSV file: its row class and the attribute that is its key."""

    file: str
    schema: type[SeedSchema]
    row: type[Base]
    key: str = "id"

    def headings(self) -> Mapping[str, str]:
        """Attribute → Swedish heading, in the order of the columns."""
        return headings_of(self.schema)


def headings_of(schema: type[SeedSchema]) -> Mapping[str, str]:
    """Attribute → Swedish heading."""
    return {name: field.data_key or name for name, field in schema().fields.items()}


PROVIDERS = Table("vardgivare.csv", ProviderSchema, CareProviderRow)
MUNICIPALITIES = Table("kommuner.csv", MunicipalitySchema, MunicipalityRow, "code")
SPECIALTIES = Table("specialiteter.csv", SpecialtySchema, SpecialtyRow, "code")
SEARCH_WORDS = Table("sokord.csv", SearchWordSchema, SearchWordRow, "word")
UNITS = Table("enheter.csv", UnitSchema, CareUnitRow)
CONTACT_POINTS = Table("kontaktpunkter.csv", ContactPointSchema, ContactPointRow)
PEOPLE = Table("personer.csv", PersonSchema, PersonRow)
LINES = Table("jourlinjer.csv", LineSchema, OnCallLineRow)
ROTAS = Table("jourscheman.csv", RotaSchema, RotaRow)
WARDS = Table("vardplatser.csv", WardSchema, WardRow, "ward_id")

# In an order in which nothing is loaded before what it refers to.
TABLES = (
    PROVIDERS,
    MUNICIPALITIES,
    SPECIALTIES,
    SEARCH_WORDS,
    UNITS,
    CONTACT_POINTS,
    PEOPLE,
    LINES,
    ROTAS,
    WARDS,
)
