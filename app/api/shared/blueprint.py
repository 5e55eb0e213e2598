"""The blueprint all areas share, and how a view says what it takes and answers."""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any, Final

from flask import Request, request
from flask_smorest import Blueprint
from marshmallow import RAISE, Schema, ValidationError, missing
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import UnsupportedMediaType

from app.actions.imports.read_json import read_json
from app.api.shared.problem_schemas import ProblemSchema
from app.auth.guard import needs
from app.auth.permissions import ALLOWED, EVERYBODY, Verb
from app.errors.problems import MEDIA_TYPE

View = Callable[..., Any]
_PROBLEM: Final = ProblemSchema()
BODY = (400, 413, 415)
"""What may be wrong with any body: broken, too large, or not JSON."""
ALWAYS = (401, 422, 503)
"""422 also where nothing is asked for: an address may name a patient, which is refused."""
LANGUAGE = "lang"  # may stand in any address


class _Parser(FlaskParser):
    """What is sent is read as what it says it is, and only where that leaves no doubt."""

    DEFAULT_UNKNOWN_BY_LOCATION: dict[str, str | None] = {  # noqa: RUF012 - as webargs has it
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "query": RAISE,  # a misspelt filter would show everything
    }

    def _raw_load_json(self, req: Request) -> Any:  # noqa: ANN401 - JSON may hold anything
        content = req.get_data(cache=True)
        if not content:
            return missing
        if not (req.is_json and _is_utf8(req)) or _is_packed(req):
            raise UnsupportedMediaType
        return read_json(content)

    def load_querystring(self, req: Request, schema: Schema) -> Any:  # noqa: ANN401, ARG002 - webargs' own signature
        """Each name once: of two values the first would win, in silence."""
        repeated = [name for name, values in req.args.lists() if len(values) > 1]
        if repeated:
            raise ValidationError({name: ["Uppgiften får stå en gång."] for name in repeated})
        return {name: value for name, value in req.args.items() if name != LANGUAGE}


class _Blueprint(Blueprint):
    ARGUMENTS_PARSER = _Parser()


blueprint = _Blueprint("api", __name__, url_prefix="/api/v1", description="Kontaktvägar")


def operation(
    verb: Verb, answers: type[Schema], *, status: int = 200, problems: Sequence[int] = ()
) -> Callable[[View], View]:
    """What a view needs, what it answers, and which problems of its own it may answer instead.

    What its guard, its schemas and HTTP may answer is added.
    """

    def decorate(view: View) -> View:
        documented = blueprint.response(status, answers)(view)
        refused = () if ALLOWED[verb] == EVERYBODY else (403,)
        body = BODY if _takes_body(view) else ()
        _describe_problems(documented, {*ALWAYS, *refused, *body, *problems})
        guarded: View = needs(verb)(documented)
        return guarded

    return decorate


def _describe_problems(documented: View, codes: set[int]) -> None:
    """As ``alt_response`` does for one code, for all at once: it wraps the view once more for each,
    and copies all that has been described so far, which took a third of the time to start."""
    responses = documented._apidoc["response"]["responses"]  # type: ignore[attr-defined]  # noqa: SLF001 - set by ``response``
    for code in sorted(codes):
        responses.setdefault(code, []).append(
            {
                "schema": _PROBLEM,
                "description": HTTPStatus(code).phrase,
                "content_type": MEDIA_TYPE,
            }
        )


def sent_file() -> bytes:
    """The body as it is, for the action to read. Raises ``UnsupportedMediaType`` if packed."""
    if _is_packed(request):
        raise UnsupportedMediaType
    return request.get_data()


def _takes_body(view: View) -> bool:
    described = getattr(view, "_apidoc", {})
    arguments = described.get("arguments", {}).get("parameters", ())
    return "requestBody" in described.get("manual_doc", {}) or any(
        one["in"] == "json" for one in arguments
    )


def _is_utf8(req: Request) -> bool:
    """JSON has no other encoding."""
    return req.mimetype_params.get("charset", "utf-8").lower() in {"utf-8", "utf8"}


def _is_packed(req: Request) -> bool:
    return (req.content_encoding or "identity").lower() != "identity"
