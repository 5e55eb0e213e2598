"""The blueprint all areas share, and how a view says what it takes and answers."""

from collections.abc import Callable, Sequence
from typing import Any

from flask_smorest import Blueprint
from marshmallow import Schema

from app.api.schemas_out import ProblemSchema
from app.auth.guard import needs
from app.auth.permissions import Verb
from app.errors.problems import MEDIA_TYPE

blueprint = Blueprint("api", __name__, url_prefix="/api/v1", description="Kontaktvägar")

View = Callable[..., Any]
ALWAYS = (401, 403)


def operation(
    verb: Verb, answers: type[Schema], *, status: int = 200, problems: Sequence[int] = ()
) -> Callable[[View], View]:
    """What a view needs, what it answers, and which problems it may answer instead."""

    def decorate(view: View) -> View:
        documented = blueprint.response(status, answers)(view)
        for code in (*ALWAYS, *problems):
            documented = blueprint.alt_response(
                code, schema=ProblemSchema, content_type=MEDIA_TYPE
            )(documented)
        guarded: View = needs(verb)(documented)
        return guarded

    return decorate
