"""Det som skrevs men inte kom fram: a form that was sent after its session had ended.

It goes along with the sign-in page in a hidden field, and is stored nowhere: what is kept in no
table needs no rule for who may read it there, no log of it and no date to remove it. The field is
sealed (Fernet): it can only hold what somebody sent with a token of ours, and nobody reads it in
the source of a sign-in page that stands open on a shared screen.
"""

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import quote, unquote

from cryptography.fernet import Fernet, InvalidToken
from flask import current_app, request
from flask.globals import request_ctx
from werkzeug.exceptions import HTTPException

from app.auth.addresses import without_identity
from app.security import WITHOUT_SESSION

LONGEST_KEPT: Final = timedelta(hours=12)
"""As long as a session: who comes back the next day begins anew."""

LARGEST: Final = 64 * 1024
"""Bytes of a form, as written down; the longest form of ours is a tenth of it."""

FIELD: Final = "sparat"
_NEVER: Final = ("csrf", "password", "losenord", "lösenord", "pinkod", FIELD)
_NEVER_WHOLE: Final = frozenset({"pin"})
_PURPOSE: Final = b"kontaktvagar.kept-form"


class FormTooLarge(Exception):
    """More than can go along with the sign-in page."""


class KeptFormUnreadable(Exception):
    """Not made by us, or changed on the way."""


class KeptFormTooOld(Exception):
    """It was kept longer ago than ``LONGEST_KEPT``."""


@dataclass(frozen=True, slots=True)
class KeptForm:
    """``target`` is one of our own addresses that takes forms; ``endpoint`` what it is called and
    ``values`` what stands in it. ``fields`` are in the order they were sent, several of a name
    among them. ``account_id``: for whom the form was made, the only one who sees it again.
    """

    account_id: int
    target: str
    endpoint: str
    values: dict[str, str]
    fields: tuple[tuple[str, str], ...]
    had_files: bool
    kept_at: datetime


def form_of_request(account_id: int, *, at: datetime) -> KeptForm | None:
    """The form that is being sent, without its secrets; None when its address can not be kept."""
    query = request.query_string.decode("ascii", "replace")
    asked = quote(request.path, safe="/:@") + (f"?{query}" if query else "")
    if without_identity(asked) != asked:
        return None
    found = _place_of(asked)
    if found is None:
        return None
    fields = tuple((name, text) for name, text in request.form.items(multi=True) if _is_kept(name))
    had_files = any(file.filename for _name, file in request.files.items(multi=True))
    return KeptForm(account_id, asked, *found, fields, had_files, at)


def seal(form: KeptForm) -> str:
    """The form as it stands in the sign-in page. Raises ``FormTooLarge``."""
    told = json.dumps(
        {
            "account": form.account_id,
            "target": form.target,
            "fields": form.fields,
            "had_files": form.had_files,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode("utf-8", "replace")
    if len(told) > LARGEST:
        raise FormTooLarge
    return _seal().encrypt_at_time(told, int(form.kept_at.timestamp())).decode("ascii")


def unseal(sealed: str, *, at: datetime) -> KeptForm:
    """The form again. Raises ``KeptFormUnreadable`` and ``KeptFormTooOld``."""
    token, seal = sealed.encode("utf-8", "replace"), _seal()
    if not _is_as_written(token):
        raise KeptFormUnreadable
    try:
        told = json.loads(seal.decrypt(token))
        kept_at = datetime.fromtimestamp(seal.extract_timestamp(token), UTC)
    except InvalidToken:
        raise KeptFormUnreadable from None
    if at - kept_at > LONGEST_KEPT:
        raise KeptFormTooOld
    found = _place_of(told["target"])
    if found is None:  # an address of an earlier version of the service
        raise KeptFormUnreadable
    fields = tuple((name, text) for name, text in told["fields"])
    return KeptForm(told["account"], told["target"], *found, fields, told["had_files"], kept_at)


def _is_as_written(token: bytes) -> bool:
    """Base64 can be read in several writings of the same bytes; only the one we wrote is ours."""
    try:
        return urlsafe_b64encode(urlsafe_b64decode(token)) == token
    except ValueError:
        return False


def _is_kept(name: str) -> bool:
    lowered = name.lower()
    return lowered not in _NEVER_WHOLE and not any(word in lowered for word in _NEVER)


def _place_of(target: str) -> tuple[str, dict[str, str]] | None:
    """The endpoint and what stands in the address, if pages of ours send forms there."""
    adapter = request_ctx.url_adapter
    path = unquote(target.partition("?")[0])
    if adapter is None or not path.startswith("/") or path.startswith((*WITHOUT_SESSION, "//")):
        return None
    try:
        endpoint, values = adapter.match(path, method="POST")
    except HTTPException:
        return None
    return str(endpoint), {name: str(value) for name, value in values.items()}


def _seal() -> Fernet:
    """Its key is made from the service's, and is good for this alone."""
    key = current_app.secret_key
    assert key  # noqa: S101 - the settings ask for it
    secret = key.encode() if isinstance(key, str) else key
    return Fernet(urlsafe_b64encode(hmac.digest(secret, _PURPOSE, "sha256")))
