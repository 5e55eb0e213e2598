"""The JSON API: ``routes`` is its table, ``schemas_in`` and ``schemas_out`` its words."""

from typing import Any

from flask import Flask
from flask_smorest import Api

from app.api import health
from app.api.routes import API
from app.api.schemas_out import ProblemSchema

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
    """flask-smorest's, but errors are answered by ``app.errors`` as problem documents."""

    ERROR_SCHEMA = ProblemSchema

    def _register_error_handlers(self) -> None:
        """Leave errors to the application."""


def register(app: Flask) -> None:
    """Add the API and the health checks to an application."""
    api = _Api(app)
    api.register_blueprint(API)
    app.register_blueprint(health.blueprint)
