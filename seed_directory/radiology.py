"""Röntgen direkt (undersokningar.yaml, rontgentider.csv): examinations, what is asked before them,
and the places of an ordinary week. A region without them has neither of the two files.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from marshmallow import ValidationError, post_load

from models.tables.radiology import RadiologyCapacityRow
from routing.preconditions import NO, YES, AnswerKind
from routing.radiology import Modality
from routing.radiology_hours import MOST_PLACES
from routing.types import UnitKind
from seed_directory.document_rows import PartsOf, rows_of
from seed_directory.fields import Parts, Slug, Text, Whole, Word, YesNo
from seed_directory.problems import Problem
from seed_directory.radiology_fields import OneOf, Real, SomeParts, Weekdays
from seed_directory.references import Rows, each_once, keys
from seed_directory.rows import SeedRow
from seed_directory.schema import UNITS, SeedSchema, Table
from seed_directory.tables import read_table
from seed_directory.yaml_file import read_document

EXAMINATIONS_FILE = "undersokningar.yaml"
SUNDAY = 6
Values = dict[str, Any]
_ANSWER = (YES, NO)


class QuestionSchema(SeedSchema):
    """En fråga före en undersökning; which of the limits it may have depends on its kind."""

    key = Slug("nyckel", required=True)
    question = Text("fråga", 200)
    kind = Word("slag", AnswerKind, required=True)
    unit = Text("enhet", 30, default="")
    is_required = YesNo("krävs", load_default=True)
    least = Real("minst", load_default=0.0)
    most = Real("högst", load_default=1000.0)
    warn_below = Real("varna under", load_default=None)
    warn_above = Real("varna över", load_default=None)
    warn_days = Whole("varna efter dagar", least=1, load_default=None)
    confirm_if = OneOf("bekräfta om", _ANSWER, load_default="")
    phone_if = OneOf("ring röntgen om", _ANSWER, load_default="")
    advice = Text("råd", 300, default="")
    asked_if = Text("bara om", 80, default="")

    @post_load
    def _check_limits(self, row: Values, **_kwargs: object) -> Values:
        for name, kind in _LIMITS.items():
            if row[name] not in (None, "") and row["kind"] is not kind:
                heading = str(self.fields[name].data_key)
                raise ValidationError("hör inte till frågans slag", field_name=heading)
        if row["most"] <= row["least"]:
            raise ValidationError("ska vara mer än det minsta", field_name="högst")
        return row


_LIMITS: Mapping[str, AnswerKind] = {
    "warn_below": AnswerKind.NUMBER,
    "warn_above": AnswerKind.NUMBER,
    "unit": AnswerKind.NUMBER,
    "warn_days": AnswerKind.DATE,
    "confirm_if": AnswerKind.YES_NO,
    "phone_if": AnswerKind.YES_NO,
}


class ExaminationSchema(SeedSchema):
    """En undersökning."""

    code = Slug("kod", required=True)
    name = Text("namn", 120)
    modality = Word("metod", Modality, required=True)
    note = Text("anmärkning", 500, default="")
    is_active = YesNo("erbjuds", load_default=True)
    preconditions = SomeParts(QuestionSchema, "frågor")


class ExaminationsSchema(SeedSchema):
    """Undersökningarna, i den ordning de visas."""

    examinations = Parts(ExaminationSchema, "undersökningar")


class CapacitySchema(SeedSchema):
    """Platser en vanlig vecka."""

    id = Slug("id", required=True)
    site_id = Slug("enhet", required=True)
    modality = Word("metod", Modality, required=True)
    weekdays = Weekdays("dagar", required=True)
    from_hour = Whole("från", least=0, most=23, required=True)
    to_hour = Whole("till", least=1, most=24, required=True)
    per_hour = Whole("per timme", least=0, most=MOST_PLACES, required=True)
    on_red_days = YesNo("röda dagar", required=True)

    @post_load
    def _check(self, row: Values, **_kwargs: object) -> Values:
        if row["to_hour"] <= row["from_hour"]:
            reason = "ska vara senare än från; skriv två rader över midnatt"
            raise ValidationError(reason, field_name="till")
        if SUNDAY in row["weekdays"] and not row["on_red_days"]:
            reason = "söndagar är röda dagar: skriv ja, eller ta bort söndag"
            raise ValidationError(reason, field_name="röda dagar")
        return row


EXAMINATIONS = PartsOf(EXAMINATIONS_FILE, "undersökningar", "examinations", ExaminationSchema)
CAPACITY = Table("rontgentider.csv", CapacitySchema, RadiologyCapacityRow)


@dataclass(frozen=True, slots=True)
class RadiologySeed:
    """What the two files hold."""

    examinations: tuple[SeedRow, ...] = ()
    capacity: tuple[SeedRow, ...] = ()

    def examination_values(self) -> list[Values]:
        """The rows of the database, their questions as JSON documents."""
        return [
            {**row.values, "position": position, "preconditions": _documents(row)}
            for position, row in enumerate(self.examinations, start=1)
        ]

    def capacity_values(self) -> list[Mapping[str, Any]]:
        """The rows of the database."""
        return [row.values for row in self.capacity]


def read_radiology(folder: Path, *, problems: list[Problem]) -> RadiologySeed | None:
    """The two files; None without both. The faults of their rows are added to ``problems``."""
    if not any((folder / name).exists() for name in (EXAMINATIONS_FILE, CAPACITY.file)):
        return None
    document = read_document(folder / EXAMINATIONS_FILE, ExaminationsSchema, problems=problems)
    capacity = read_table(folder, CAPACITY, problems=problems)
    return RadiologySeed(rows_of(document, EXAMINATIONS) if document else (), capacity)


def check_radiology(seed: RadiologySeed | None, rows: Rows) -> Iterator[Problem]:
    """Every fault between the two files, and between them and the units."""
    if seed is None:
        return
    yield from each_once(seed.capacity, "id")
    yield from each_once(seed.examinations, "code")
    kinds = {row.values["id"]: row.values["kind"] for row in rows[UNITS]}
    for row in seed.capacity:
        site_id = row.values["site_id"]
        if site_id not in keys(rows, UNITS):
            yield row.problem("site_id", f"enheten ”{site_id}” finns inte i enheter.csv")
        elif kinds[site_id] is not UnitKind.RADIOLOGY:
            yield row.problem("site_id", f"enheten ”{site_id}” är ingen röntgen")
    offered = {row.values["modality"] for row in seed.capacity}
    for row in seed.examinations:
        if row.values["is_active"] and row.values["modality"] not in offered:
            yield row.problem("modality", "metoden har inga tider i rontgentider.csv")
        yield from _check_questions(row)


def _check_questions(row: SeedRow) -> Iterator[Problem]:
    kinds: dict[str, AnswerKind] = {}
    for question in row.values["preconditions"]:
        key, asked_if = question["key"], question["asked_if"]
        if key in kinds:
            yield row.problem("preconditions", f"nyckeln ”{key}” står två gånger")
        if asked_if and kinds.get(asked_if) is not AnswerKind.YES_NO:
            reason = f"”{asked_if}” är ingen tidigare fråga med ja eller nej"
            yield row.problem("preconditions", reason)
        kinds[key] = question["kind"]


def _documents(row: SeedRow) -> list[Values]:
    return [
        {**question, "kind": question["kind"].value} for question in row.values["preconditions"]
    ]
