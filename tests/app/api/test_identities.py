"""No field, header or address of the API takes a patient's identity, whatever it is for."""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest
from marshmallow import Schema, ValidationError, fields

import app.api
from models.tables.accounts import AccountRole
from tests.app.api.contact.test_requests import NEW

IDENTITIES = ("811218-9876", "8112189876", "åttioett tolv arton 9876", "811218\n9876")
ANSWERS = ("Out", "Problem", "ProblemError")


def _schemas() -> dict[str, type[Schema]]:
    """What is taken in; what is answered has another ending."""
    modules = [one.name for one in pkgutil.walk_packages(app.api.__path__, "app.api.")]
    things = (thing for name in modules for thing in vars(importlib.import_module(name)).values())
    schemas = {one for one in things if isinstance(one, type) and issubclass(one, Schema)}
    return {
        one.__name__: one
        for one in schemas
        if one.__module__.startswith("app.api")
        and not one.__name__.removesuffix("Schema").endswith(ANSWERS)
    }


def _taken(field: fields.Field[Any], identity: str) -> Iterator[str]:
    """The places of a field that take an identity."""
    if isinstance(field, fields.Nested):
        for name, inner in field.schema.fields.items():
            yield from (f"{name}.{place}" for place in _taken(inner, identity))
        return
    tried: dict[str, object] = {"": identity}
    if isinstance(field, fields.List):
        tried = {"[]": [identity]}
    elif isinstance(field, fields.Dict):
        tried = {"key": {identity: "ja"}, "value": {"fraga": identity}}
    for place, value in tried.items():
        try:
            field.deserialize(value)
        except ValidationError:
            continue
        yield place or str(field.name)


def test_there_are_schemas_to_walk():
    names = set(_schemas())
    assert {"NewRequestIn", "SbarIn", "RequestHeaders", "UnitsQuery", "NewBookingIn"} <= names


@pytest.mark.parametrize("name", sorted(_schemas()))
@pytest.mark.parametrize("identity", IDENTITIES)
def test_no_field_takes_an_identity(name, identity):
    schema = _schemas()[name]()
    taken = [
        f"{field_name}: {place}"
        for field_name, field in schema.fields.items()
        if not field.dump_only
        for place in _taken(field, identity)
    ]
    assert taken == []


# What an address says does not depend on the database.
only_once = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


@only_once
@pytest.mark.parametrize(
    ("change", "headers", "field"),
    [
        ({"situation": "811218;9876"}, {}, "situation"),
        ({"callback_number": "811218-9876"}, {}, "callback_number"),
        ({"callback_number": "8112189876"}, {}, "callback_number"),
        ({"specialty": "8112189876"}, {}, "specialty"),
        ({}, {"Idempotency-Key": "811218-9876"}, "Idempotency-Key"),
        ({}, {"Idempotency-Key": "besok-19811218-9876-1"}, "Idempotency-Key"),
        ({}, {"Idempotency-Key": "8112189876"}, "Idempotency-Key"),
    ],
)
def test_it_is_named_for_what_it_is(app, caller, change, headers, field):
    gp = caller()
    answer = gp.post("/requests", json=NEW | change, headers=headers)
    assert answer.status_code == 422
    as_number = "-som-nummer" if field == "callback_number" else ""
    assert answer.json["type"] == f"urn:kontaktvagar:problem:patientidentitet{as_number}"
    assert "personnummer" in answer.json["detail"]
    assert [error["field"] for error in answer.json["errors"]] == [field]
    assert "9876" not in answer.get_data(as_text=True)
    english = gp.post(
        "/requests", json=NEW | change, headers=headers | {"Accept-Language": "en"}
    ).json
    assert "personal identity number" in english["detail"]
    assert english["errors"][0]["detail"] == english["detail"]


@only_once
def test_all_fields_at_once(app, caller):
    sent = NEW | {"situation": "811218-9876", "background": "åtta ett " * 5, "sex": "x"}
    sent |= {"assessment": "8 1 1 2 1 8 9 8 7 6", "callback_number": "19811218-9876"}
    answer = caller().post("/requests", json=sent)
    assert {error["field"] for error in answer.json["errors"]} == {
        "situation",
        "assessment",
        "callback_number",
        "sex",
    }


@only_once
def test_keys_as_programs_make_them_are_taken(app, caller):
    gp = caller()
    for key in (
        "01234567-8901-4234-8567-890123456789",
        "19811218-9876-4234-8567-890123456789",
        "a3f5c8112189876e0b1d2c3f4a5b6c7d",
        "2026-11-23T10:45:30Z-17",
        "kv-000017",
        f"b9-{gp.username}",
    ):
        answer = gp.post("/requests", json=NEW, headers={"Idempotency-Key": key})
        assert answer.status_code == 201, (key, answer.json)


@only_once
def test_decisions_and_bookings_too(app, caller):
    someone = caller(AccountRole.PRIMARVARDSLAKARE)
    for path in ("decisions", "admissions", "bookings"):
        answer = someone.post(
            f"/requests/01234567-8901-4234-8567-890123456789/{path}",
            json={},
            headers={"Idempotency-Key": "811218-9876"},
        )
        assert answer.status_code == 422
        assert "Idempotency-Key" in {error["field"] for error in answer.json["errors"]}, path
