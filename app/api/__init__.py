"""The JSON API: ``routes`` is its table, ``schemas_in`` and ``schemas_out`` its words."""

from threading import Lock
from typing import Any

from flask import Flask, Response
from flask_smorest import Api, Blueprint

from app.api.beds.views import WardConverter
from app.api.operation import health
from app.api.routes import API
from app.api.shared.problem_schemas import ProblemSchema

BLUEPRINTS = ("api", "health")
PLAN = "/api/v1/plan"

SETTINGS: dict[str, Any] = {
    "API_TITLE": "Kontaktvägar",
    "API_VERSION": "v1",
    "OPENAPI_VERSION": "3.1.0",
    "OPENAPI_URL_PREFIX": "/api/v1",
    "OPENAPI_JSON_PATH": "openapi.json",
    "API_SPEC_OPTIONS": {
        "info": {
            "description": "Vem når jag nu? Kontaktvägar, jour och katalog för Region Dalarna."
        },
        "components": {"securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}}},
        "security": [{"bearer": []}],
    },
}


class _Api(Api):
    """flask-smorest's, with two differences.

    Errors are answered by ``app.errors`` as problem documents. The description is written when
    somebody first asks for it: it is two thirds of the time an application takes to start.
    """

    ERROR_SCHEMA = ProblemSchema
    DEFAULT_ERROR_RESPONSE_NAME = None  # each operation names what it may answer

    def __init__(self, app: Flask) -> None:
        self._undescribed: list[Blueprint] = []
        self._describing = Lock()
        super().__init__(app)

    def register_blueprint(self, blueprint: Blueprint) -> None:
        """Add the views now; they are described later."""
        self._app.extensions["flask-smorest"]["blp_name_to_api"][blueprint.name] = self
        self._app.register_blueprint(blueprint)
        self._undescribed.append(blueprint)

    def _openapi_json(self) -> Response:
        with self._describing:
            while self._undescribed:
                self._describe(self._undescribed.pop())
        described: Response = super()._openapi_json()
        return described

    def _describe(self, blueprint: Blueprint) -> None:
        name = blueprint.name
        blueprint.register_views_in_doc(self, self._app, self.spec, name=name, parameters=None)
        self.spec.tag({"name": name, "description": blueprint.description})

    def _register_error_handlers(self) -> None:
        """Leave errors to the application."""


def register(app: Flask) -> None:
    """Add the API and the health checks to an application."""
    app.url_map.converters["ward"] = WardConverter
    api = _Api(app)
    api.register_blueprint(API)
    app.register_blueprint(health.blueprint)
