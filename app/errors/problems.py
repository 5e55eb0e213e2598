"""Problem documents (RFC 9457) for the API."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response, request, url_for
from werkzeug.exceptions import HTTPException

from app.actions.beds.figures import BadFigures
from app.actions.contact.errors import MissingSpecialty
from app.actions.contact.live_limits import LimitReached
from app.actions.imports.fault import BadFile
from app.actions.imports.read_json import NameTwice
from app.actions.radiology.errors import PreconditionsUnmet
from app.actions.shared.errors import (
    IdentityAsNumber,
    PatientIdentityInText,
    SeveralFaults,
    TextTooLong,
    UnknownWord,
)
from app.current import current_directory
from app.errors.situation import Situation
from app.errors.situations import SITUATIONS, situation_of
from app.errors.statuses import status_words
from app.labels import iso_local
from app.search import nearest
from routing.errors import NoContactPath
from routing.matrix import Fallback

MEDIA_TYPE = "application/problem+json"

# What marshmallow says, in Swedish; anything else becomes the last line.
_VALIDATION: Mapping[str, str] = {
    "Missing data for required field.": "Uppgiften saknas.",
    "Unknown field.": "Okänd uppgift.",
    "Field may not be null.": "Uppgiften får inte vara tom.",
    "Not a valid string.": "Ska vara text.",
    "Not a valid integer.": "Ska vara ett heltal.",
    "Not a valid boolean.": "Ska vara sant eller falskt.",
    "Invalid input type.": "Ska vara ett JSON-objekt.",
    "Not a valid mapping type.": "Ska vara ett JSON-objekt.",
    "Not a valid list.": "Ska vara en lista.",
    "Not a valid UUID.": "Ska vara ett id (UUID).",
}
_ANY_VALIDATION = "Värdet är ogiltigt."
_ITS_OWN = re.compile(
    r"(Not a valid|Must |Missing |Field may|Shorter|Longer|Length |Invalid|String )"
)
_BETWEEN = re.compile(
    r"Must be greater than or equal to (-?\d+) and less than or equal to (-?\d+)\."
)

_IN_ANSWERS = ".value"

# A patient's identity in a field is named as when an action finds it, in both languages.
_ABOUT_IDENTITY: Mapping[str, Situation] = {
    SITUATIONS[kind].swedish: SITUATIONS[kind] for kind in (IdentityAsNumber, PatientIdentityInText)
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong, before it is written out; ``more`` are extra members of the document."""

    status: int
    slug: str
    title: str
    detail: str
    more: Mapping[str, Any]


def problem_of_http(error: HTTPException, *, lang: str) -> Problem:
    """A problem for what HTTP, or the check of input against its schema, refused."""
    status = error.code or 500
    title, detail = status_words(status, lang)
    messages = (getattr(error, "data", None) or {}).get("messages")
    errors = list(_field_errors(messages, lang)) if messages else []
    slug = "ogiltiga-uppgifter" if errors else ""
    said = {error["detail"] for error in errors}
    for about in _ABOUT_IDENTITY.values():
        if about.text(error, lang) in said:
            slug, detail = about.slug, about.text(error, lang)
    return Problem(status, slug, title, detail, {"errors": errors})


def problem_of_situation(error: Exception, situation: Situation, *, lang: str) -> Problem:
    """A problem for something the service refused."""
    title, _ = status_words(situation.status, lang)
    detail = situation.text(error, lang)
    more: dict[str, Any] = {"errors": _errors_of(error, lang)}
    if isinstance(error, BadFile):
        more["faults"] = error.count
    elif isinstance(error, NoContactPath):
        opens_at = error.next_opening
        more["next_opening"] = iso_local(opens_at) if opens_at else None
        more["fallback"] = _fallback(error.fallback, lang)
    elif isinstance(error, LimitReached):
        more["contacts"] = [
            {
                "id": one.id,
                "case_code": one.case_code,
                "status_url": url_for("api.show", request_id=one.id),
            }
            for one in error.contacts
        ]
        more["fallback"] = _fallback(error.fallback, lang)
    return Problem(situation.status, situation.slug, title, detail, more)


def _errors_of(error: Exception, lang: str) -> list[dict[str, Any]]:
    """What is wrong with each field; nothing where no field is to blame."""
    detail = _said(error, lang)
    match error:
        case SeveralFaults():
            return [
                found
                for one in error.faults
                for found in _errors_of(one, lang) or [{"field": "", "detail": _said(one, lang)}]
            ]
        case UnknownWord():
            near = nearest(current_directory(), error.kind, error.word)
            return [{"field": error.kind, "detail": detail, "nearest": list(near)}]
        case NameTwice():
            return [{"field": error.name, "detail": detail}]
        case MissingSpecialty():
            return [{"field": "specialty", "detail": detail}]
        case PatientIdentityInText() | TextTooLong():
            return [{"field": error.field, "detail": detail}]
        case BadFigures():
            return [{"field": one.field, "detail": one.reason} for one in error.faults]
        case BadFile():
            return [
                {"field": fault.column, "row": fault.row, "detail": fault.reason}
                for fault in error.faults
            ]
        case PreconditionsUnmet():
            return [
                {"field": one.key, "detail": one.text, "severity": one.severity.value}
                for one in error.findings
            ]
        case _:
            return []


def _said(error: Exception, lang: str) -> str:
    situation = situation_of(error)
    return situation.text(error, lang) if situation else ""


def _fallback(fallback: Fallback | None, lang: str) -> dict[str, str] | None:
    if fallback is None:
        return None
    return {"unit_id": fallback.unit_id, "number": fallback.number, "text": fallback.said(lang)}


def respond(problem: Problem, *, lang: str) -> Response:
    """The document, with the headers that belong to its status."""
    kind = f"urn:kontaktvagar:problem:{problem.slug}" if problem.slug else "about:blank"
    document = {
        "type": kind,
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        **problem.more,
    }
    response = Response(
        json.dumps(document, ensure_ascii=False), problem.status, content_type=MEDIA_TYPE
    )
    response.headers["Content-Language"] = lang
    if problem.status == 401 and request.path.startswith("/api/"):
        response.headers["WWW-Authenticate"] = 'Bearer realm="kontaktvagar"'
    return response


def _field_errors(messages: object, lang: str) -> Iterator[dict[str, str]]:
    """Webargs' messages, by place in the request (query, json …) and field, as a flat list."""
    places = messages.values() if isinstance(messages, Mapping) else [messages]
    for place in places:
        yield from _flat(place, lang, "")


def _flat(messages: object, lang: str, path: str) -> Iterator[dict[str, str]]:
    if isinstance(messages, Mapping):
        for name, inner in messages.items():
            yield from _flat(inner, lang, f"{path}.{name}".strip("."))
        return
    for message in messages if isinstance(messages, list) else [messages]:
        text = str(message)
        about = _ABOUT_IDENTITY.get(text)
        if about:  # named as the action names it: an answer of a list of questions by its key
            text = about.english if lang == "en" else about.swedish
            if path.endswith(_IN_ANSWERS):
                path = path.removesuffix(_IN_ANSWERS).rpartition(".")[2]
        elif lang != "en":
            text = _swedish(text)
        yield {"field": "" if path == "_schema" else path, "detail": text}


def _swedish(message: str) -> str:
    if message.startswith("Must be one of: "):
        return "Ska vara något av: " + message.removeprefix("Must be one of: ")
    if message.startswith(("Shorter than", "Longer than")):
        return "Texten har fel längd."
    if between := _BETWEEN.fullmatch(message):
        return f"Ska vara från {between[1]} till {between[2]}."
    # Our own schemas speak Swedish already; marshmallow's own sentences end up in the table.
    return _VALIDATION.get(message, _ANY_VALIDATION if _ITS_OWN.match(message) else message)
