"""Det som skrevs men inte kom fram: a form that was sent after its session had ended.

It goes along with the sign-in page in a hidden field, and is stored nowhere: what is kept in no
table needs no rule for who may read it there, no log of it and no date to remove it. The field is
signed, so that it can only hold what somebody sent with a token of ours, and veiled, because the
sign-in page stands open on a shared screen and its source is one key away.
"""

import hashlib
import hmac
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import quote, unquote

from flask import current_app, request
from flask.globals import request_ctx
from itsdangerous import BadSignature, Signer
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
_SALT: Final = "kontaktvagar.kept-form"
_NONCE: Final = 16


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
            "at": int(form.kept_at.timestamp()),
        },
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode("utf-8", "replace")
    if len(told) > LARGEST:
        raise FormTooLarge
    nonce = secrets.token_bytes(_NONCE)
    return _signer().sign(urlsafe_b64encode(nonce + _veil(told, nonce))).decode("ascii")


def unseal(sealed: str, *, at: datetime) -> KeptForm:
    """The form again. Raises ``KeptFormUnreadable`` and ``KeptFormTooOld``."""
    try:
        veiled = urlsafe_b64decode(_signer().unsign(sealed.encode("utf-8", "replace")))
    except BadSignature:
        raise KeptFormUnreadable from None
    told = json.loads(_veil(veiled[_NONCE:], veiled[:_NONCE]))
    kept_at = datetime.fromtimestamp(told["at"], UTC)
    if at - kept_at > LONGEST_KEPT:
        raise KeptFormTooOld
    found = _place_of(told["target"])
    if found is None:  # an address of an earlier version of the service
        raise KeptFormUnreadable
    fields = tuple((name, text) for name, text in told["fields"])
    return KeptForm(told["account"], told["target"], *found, fields, told["had_files"], kept_at)


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


def _signer() -> Signer:
    return Signer(_secret(), salt=_SALT, key_derivation="hmac", digest_method=hashlib.sha256)


def _secret() -> bytes:
    key = current_app.secret_key
    assert key  # noqa: S101 - the settings ask for it
    return key.encode() if isinstance(key, str) else key


def _veil(told: bytes, nonce: bytes) -> bytes:
    """On and off again: SHAKE-256 of a key of its own and a nonce, laid over what is told."""
    key = hmac.digest(_secret(), b"kontaktvagar.kept-form.veil", "sha256")
    stream = hashlib.shake_256(key + nonce).digest(len(told))
    return (int.from_bytes(told) ^ int.from_bytes(stream)).to_bytes(len(told))
