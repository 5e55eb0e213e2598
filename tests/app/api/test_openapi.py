"""The API keeps what its description promises, whoever asks and whatever is thrown at it.

Each operation is tried in a world where contacts, admissions, bookings, notices and files are: by
one person of each role, with the ids that are there and with made-up ones, with what fits the
description and with what does not. A longer run: KONTAKTVAGAR_EXAMPLES=200.
"""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from openapi_spec_validator import validate
from schemathesis import GenerationMode
from sqlalchemy.engine import make_url

from models.db import db
from models.tables.accounts import AccountRole as R
from tests.app.access.people import ROLES
from tests.app.access.sent import FIXED, SENT
from tests.app.access.world import ASK, EXAMINATION, World, make_world
from tests.app.applications import MovedClock, application

EXAMPLES = int(os.environ.get("KONTAKTVAGAR_EXAMPLES", "1"))
OFTEN = (R.PRIMARVARDSLAKARE, R.SPECIALIST, R.VARDPLATSKOORDINATOR, R.PROCESSLEDARE)
SELDOM = [pytest.param(one, marks=pytest.mark.nightly) for one in R if one not in OFTEN]
IS_LONG = EXAMPLES > 1
ALSO = {"medicine", "radiology"}  # beside the first of each role
CHECKS = [
    schemathesis.checks.not_a_server_error,
    schemathesis.checks.response_schema_conformance,
    schemathesis.checks.content_type_conformance,
    schemathesis.checks.status_code_conformance,
]
METHODS = {"get", "post", "put", "delete", "patch"}
IDS = frozenset(
    {"request_id", "decision_id", "admission_id", "booking_id", "import_id", "step_id", "ward_id"}
)


@dataclass
class Api:
    """The description, the world it is tried in, and that world as it was."""

    world: World
    schema: Any
    described: dict[str, Any]
    file: str
    before: sqlite3.Connection

    def put_back(self) -> None:
        """Forget what has been done; the directory's version goes on."""
        with closing(sqlite3.connect(self.file)) as now:
            self.before.backup(now)

    def operations(self) -> list[tuple[str, str]]:
        """(method, path) of everything that is described."""
        return [
            (method, path)
            for path, item in self.described["paths"].items()
            for method in item
            if method in METHODS
        ]


@pytest.fixture(scope="module")
def api(sqlite_databases) -> Iterator[Api]:
    """One of each, in front of a world where everything is somewhere on the way."""
    url = sqlite_databases.with_seed()
    with application(url, MovedClock()) as app:
        world = make_world(app)
        schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
        described: Any = app.test_client().get("/api/v1/openapi.json").json
        with app.app_context():
            file = make_url(str(db.engine.url)).database or ""
        before = sqlite3.connect(":memory:", check_same_thread=False)
        with closing(sqlite3.connect(file)) as now:
            now.backup(before)
        yield Api(world, schema, described, file, before)
        before.close()
    sqlite_databases.drop(url)


def test_the_description_is_valid_and_complete(api):
    validate(api.described)
    rules = [one for one in api.world.app.url_map.iter_rules() if one.endpoint.startswith("api.")]
    routes = {
        (method.lower(), rule.rule.replace("<uuid:", "{").replace("<ward:", "{"))
        for rule in rules
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    written = {(method, path.replace("<", "{").replace(">", "}")) for method, path in routes}
    assert set(api.operations()) == written
    assert api.described["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"


def test_every_operation_says_what_it_is_and_what_may_go_wrong(api):
    for method, path in api.operations():
        operation = api.described["paths"][path][method]
        assert operation["summary"], (method, path)
        statuses = set(operation["responses"])
        assert {"401", "422", "503"} <= statuses, (method, path)
        assert "default" not in statuses, (method, path)
        assert ("requestBody" in operation) == ({"400", "413", "415"} <= statuses), (method, path)
        for status in statuses - {"200", "201"}:
            written = set(operation["responses"][status].get("content", {}))
            assert written == {"application/problem+json"}, (path, status)


def test_every_moment_and_word_is_described_as_one(api):
    schemas = api.described["components"]["schemas"]
    moments = [
        (name, member, about)
        for name, schema in schemas.items()
        for member, about in schema["properties"].items()
        if member in {"at", "until", "eta", "next_opening"} or member.endswith("_at")
    ]
    assert len(moments) > 40
    for name, member, about in moments:
        assert about["format"] == "date-time", (name, member)
    assert schemas["EdIn"]["properties"]["means"]["enum"] == [
        "akuten_annat_fardsatt",
        "akuten_ambulans",
    ]
    severity = schemas["ProblemError"]["properties"]["severity"]
    assert set(severity["enum"]) == {"saknas", "bekraftas", "ring_rontgen"}


def test_allow_names_what_an_address_takes_and_nothing_else(api):
    gp = api.world.people["gp"]
    for path in sorted({path for _method, path in api.operations()}):
        address = path.format(**(FIXED | dict.fromkeys(IDS - {"ward_id"}, FIXED["import_id"])))
        answer = gp.asks("TRACE", address, None)
        allowed = set(answer.headers["Allow"].split(", "))
        described = {method.upper() for method, one in api.operations() if one == path}
        if "GET" in described:
            described.add("HEAD")
        assert answer.status_code == 405, path
        assert allowed == described | {"OPTIONS"}, path
        for method in {"GET", "POST", "PUT", "DELETE", "PATCH"} - described:
            other = gp.asks(method, address, None)
            assert other.status_code == 405, (method, path)
            assert other.mimetype == "application/problem+json"


@pytest.mark.parametrize(
    "path",
    ["/api", "/api/", "/api/v1", "/api/v1/x", "/api//v1/plan", "/health", "/health/x"],
)
def test_nothing_below_the_api_is_answered_with_a_page(api, path):
    client = api.world.app.test_client()
    for method in ("GET", "HEAD", "POST", "OPTIONS", "TRACE"):
        answer = client.open(path, method=method)
        assert answer.mimetype in {"application/problem+json", None}, (method, path)
    gp = api.world.people["gp"]
    answer = gp.asks("OPTIONS", "/api/v1/plan", None)
    assert (answer.status_code, answer.mimetype, answer.data) == (204, None, b"")


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("role", [*OFTEN, *SELDOM], ids=str)
def test_answers_are_as_described(api, role):
    """With real ids, by somebody of the role; the contents that fit are sent as they are too."""
    names = [name for name, (one, _person, _unit) in ROLES.items() if one is role]
    for method, path in api.operations():
        for name in names if IS_LONG else {names[0], *ALSO.intersection(names)}:
            _send_what_fits(api, name, method, path)
        _try(api, names[0], method, path, examples=EXAMPLES)


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/api/v1/requests/{request_id}/bookings", EXAMINATION | {"answers": {}}),
        ("/api/v1/requests/{request_id}/bookings", EXAMINATION | {"examination": "finns-inte"}),
        ("/api/v1/requests", ASK | {"specialty": "kardiolgi"}),
        ("/api/v1/requests", {"path": "finns-inte", "municipality": 1, "okänd": None}),
        ("/api/v1/requests/{request_id}/decisions", {"kind": "direktinlaggning"}),
    ],
)
def test_every_member_of_a_problem_is_described(api, path, sent):
    address = path.format(**api.world.cases["talk"])
    answer = api.world.people["gp"].asks("POST", address, sent)
    assert answer.status_code in {409, 422}
    assert answer.json["detail"]
    _is_as_described(api, "post", path, answer)
    api.put_back()


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_what_does_not_fit_is_refused_as_described(api):
    """Everything that the description does not allow, by somebody who may ask for most."""
    api.schema.config.generation.update(modes=[GenerationMode.NEGATIVE])
    for method, path in api.operations():
        if method == "get" and not api.described["paths"][path][method].get("parameters"):
            continue
        for name in ("gp", "heart", "radiology") if IS_LONG else ("gp",):
            _try(api, name, method, path, examples=EXAMPLES)


def _send_what_fits(api: Api, name: str, method: str, path: str) -> None:
    """What is meant to be sent there, in each situation that has the address's ids."""
    rule = path.replace("{ward_id}", "<ward_id>")
    sent = next(
        (
            body
            for (verb, written), body in SENT.items()
            if verb == method.upper() and _as_path(written) == path
        ),
        None,
    )
    needed = {one for one in IDS if f"{{{one}}}" in rule}
    for case in api.world.cases.values():
        values = FIXED | case
        if needed <= values.keys() and (needed & case.keys() or not needed or case == {}):
            body = sent(values) if callable(sent) else sent
            answer = api.world.people[name].asks(method.upper(), path.format(**values), body)
            _is_as_described(api, method, path, answer)
            if not needed:
                break
    api.put_back()


def _as_path(rule: str) -> str:
    for kind in ("uuid:", "ward:", ""):
        rule = rule.replace(f"<{kind}", "{")
    return rule.replace(">", "}")


def _is_as_described(api: Api, method: str, path: str, answer: Any) -> None:
    operation = api.schema[path][method.upper()]
    operation.Case().validate_response(schemathesis.Response.from_wsgi(answer), checks=CHECKS)
    json.loads(answer.get_data(as_text=True))


def _try(api: Api, name: str, method: str, path: str, *, examples: int) -> None:
    known = {
        one: sorted({case[one] for case in api.world.cases.values() if one in case}) for one in IDS
    }
    known["ward_id"] = [FIXED["ward_id"], "finns-inte"]
    headers = {"Authorization": f"Bearer {api.world.people[name].caller.token}"}

    @given(case=api.schema[path][method.upper()].as_strategy(), data=st.data())
    @seed(len(path))
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def check(case, data):
        for one, values in known.items():
            if one in (case.path_parameters or {}):
                case.path_parameters[one] = data.draw(st.sampled_from(values))
        response = case.call(headers=headers)
        case.validate_response(response, checks=CHECKS)
        if response.content:
            json.loads(response.text)

    check()
