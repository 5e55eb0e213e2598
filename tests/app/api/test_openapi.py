"""The API keeps what its description promises, whatever is thrown at it."""

import json

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from openapi_spec_validator import validate

from models.accounts import AccountRole
from tests.app.applications import Caller, MovedClock, application

pytestmark = pytest.mark.slow

EXAMPLES = 12
OPERATIONS = [
    ("GET", "/api/v1/plan"),
    ("POST", "/api/v1/requests"),
    ("GET", "/api/v1/requests/{request_id}"),
    ("GET", "/api/v1/requests/{request_id}/events"),
    ("PUT", "/api/v1/requests/{request_id}/sbar"),
    ("POST", "/api/v1/requests/{request_id}/outcome"),
    ("POST", "/api/v1/requests/{request_id}/self-dial"),
    ("POST", "/api/v1/requests/{request_id}/third-parties"),
    ("POST", "/api/v1/requests/{request_id}/call-back"),
    ("GET", "/api/v1/requests/{request_id}/decisions"),
    ("POST", "/api/v1/requests/{request_id}/decisions"),
    ("POST", "/api/v1/requests/{request_id}/decisions/{decision_id}/change"),
    ("POST", "/api/v1/requests/{request_id}/search-on"),
    ("GET", "/api/v1/away"),
    ("PUT", "/api/v1/away"),
    ("DELETE", "/api/v1/away"),
    ("GET", "/api/v1/directory/units"),
    ("GET", "/api/v1/beds"),
    ("POST", "/api/v1/beds/import"),
    ("POST", "/api/v1/beds/imports/{import_id}/take-back"),
    ("GET", "/api/v1/beds/{ward_id}"),
    ("POST", "/api/v1/beds/{ward_id}"),
    ("POST", "/api/v1/requests/{request_id}/admissions"),
    ("GET", "/api/v1/admissions/{admission_id}"),
    ("POST", "/api/v1/admissions/{admission_id}/ask"),
    ("POST", "/api/v1/admissions/{admission_id}/accept"),
    ("POST", "/api/v1/admissions/{admission_id}/refuse"),
    ("POST", "/api/v1/admissions/{admission_id}/withdraw"),
    ("POST", "/api/v1/admissions/{admission_id}/left"),
    ("POST", "/api/v1/admissions/{admission_id}/eta"),
    ("POST", "/api/v1/admissions/{admission_id}/extend"),
    ("POST", "/api/v1/admissions/{admission_id}/arrived"),
    ("POST", "/api/v1/admissions/{admission_id}/placed"),
    ("POST", "/api/v1/admissions/{admission_id}/ed"),
    ("POST", "/api/v1/admissions/{admission_id}/cancel"),
    ("POST", "/api/v1/admissions/{admission_id}/discharged"),
    ("GET", "/api/v1/wards/{ward_id}/admissions"),
    ("GET", "/api/v1/on-call"),
    ("GET", "/api/v1/notices"),
    ("GET", "/api/v1/preferences"),
    ("PUT", "/api/v1/preferences"),
    ("POST", "/api/v1/follow-up/import"),
    ("GET", "/api/v1/refusals"),
    ("GET", "/api/v1/requests/{request_id}/bookings"),
    ("POST", "/api/v1/requests/{request_id}/bookings"),
    ("GET", "/api/v1/radiology/examinations"),
    ("GET", "/api/v1/radiology/hours"),
    ("PUT", "/api/v1/radiology/hours"),
    ("GET", "/api/v1/radiology/bookings"),
    ("POST", "/api/v1/radiology/bookings/{booking_id}/move"),
    ("POST", "/api/v1/radiology/bookings/{booking_id}/cancel"),
    ("POST", "/api/v1/radiology/bookings/{booking_id}/refuse"),
    ("POST", "/api/v1/radiology/bookings/{booking_id}/performed"),
    ("POST", "/api/v1/radiology/bookings/{booking_id}/no-show"),
    ("POST", "/api/v1/radiology/bookings/{booking_id}/result"),
    ("GET", "/api/v1/shifts"),
    ("POST", "/api/v1/shifts/change"),
    ("POST", "/api/v1/shifts/swap"),
]
CHECKS = [
    schemathesis.checks.not_a_server_error,
    schemathesis.checks.response_schema_conformance,
    schemathesis.checks.content_type_conformance,
    schemathesis.checks.status_code_conformance,
]


def test_the_description_is_valid_and_complete(app):
    document = app.test_client().get("/api/v1/openapi.json").json
    validate(document)
    assert set(document["paths"]) == {path for _method, path in OPERATIONS}
    assert document["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"


def test_every_operation_says_what_it_is(app):
    paths = app.test_client().get("/api/v1/openapi.json").json["paths"]
    for path, operations in paths.items():
        for method, operation in operations.items():
            if method in {"get", "post"}:
                assert operation["summary"], (method, path)
                assert "401" in operation["responses"], (method, path)


@pytest.fixture(scope="module")
def api(sqlite_databases):
    """The description, loaded from the running application, and somebody who may call it."""
    url = sqlite_databases.with_seed()
    with application(url, MovedClock()) as made:
        token = Caller(made, AccountRole.PRIMARVARDSLAKARE).token
        schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", made)
        schema.config.headers = {"Authorization": f"Bearer {token}"}
        yield schema
    sqlite_databases.drop(url)


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_answers_are_as_described(api, method, path):
    @given(case=api[path][method].as_strategy())
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def check(case):
        response = case.call()
        case.validate_response(response, checks=CHECKS)
        json.loads(response.text)

    check()
