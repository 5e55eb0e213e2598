"""Addresses name no patient: they stay in histories, bookmarks and the logs of every proxy."""

from urllib.parse import quote, urlencode

from flask import Flask, flash, redirect, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from app.actions.shared.errors import PatientIdentityInText
from app.errors import sentence_of
from app.security import FOR_MACHINES
from routing.identity import holds_identity

# Addresses that others make, of ids alone.
_OF_OTHERS = ("/webhooks/", "/static/", "/phone-lab/2010-04-01/")
_READS = frozenset({"GET", "HEAD"})


def install(app: Flask) -> None:
    """Ask of every address, whatever the page does with it."""
    app.before_request(_refuse_identity)


def without_identity(target: str) -> str:
    """The address as it may be kept; the start page's when it may not."""
    return "/" if holds_identity(target) else target


def _refuse_identity() -> Response | None:
    """A page opens without what named somebody, and says so; a machine is refused."""
    path = request.path
    if path.startswith(_OF_OTHERS):
        return None
    named = [
        name for name, value in request.args.items(multi=True) if holds_identity(f"{name} {value}")
    ]
    in_path = holds_identity(path)
    if not named and not in_path:
        return None
    refused = PatientIdentityInText("address" if in_path else _shown(named[0]))
    is_part = request.headers.get("HX-Request") == "true"
    if request.method not in _READS or path.startswith(FOR_MACHINES) or is_part:
        raise refused
    flash(sentence_of(refused), "danger")
    return redirect("/" if in_path else _without(path, request.args, named), code=303)


def _without(path: str, args: MultiDict[str, str], named: list[str]) -> str:
    kept = [(name, value) for name, value in args.items(multi=True) if name not in named]
    return quote(path) + ("?" + urlencode(kept) if kept else "")


def _shown(name: str) -> str:
    return "address" if holds_identity(name) else name
