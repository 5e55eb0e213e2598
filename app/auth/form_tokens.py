"""Whose form it is: the CSRF token of every form says for which account its page was made.

The token is signed, so it says so also when the session that it belonged to has ended. By itself it
opens nothing: who sends a form is asked of their session, as always.
"""

import re
import secrets
from datetime import timedelta
from typing import Final

from flask import current_app, g, request, session
from itsdangerous import BadData, URLSafeTimedSerializer

FIELD: Final = "csrf_token"
"""Its name in forms and in the session, as Flask-WTF has it."""

_HEADER: Final = "X-CSRFToken"
_SALT: Final = "wtf-csrf-token"  # Flask-WTF's own: it is its token that is read here
_VALUE: Final = re.compile(r"(?P<account>[0-9]{1,18})-[0-9a-f]{40}")


def name_account(account_id: int) -> None:
    """Let the forms of this session say whose they are; a session that has a token keeps it, as
    its open pages have it too."""
    if FIELD not in session:
        session[FIELD] = f"{account_id}-{secrets.token_hex(20)}"


def begin_anew(account_id: int) -> None:
    """The same in a session that has just begun, whatever this request has made before."""
    session.pop(FIELD, None)
    g.pop(FIELD, None)
    name_account(account_id)


def owner_of_sent_form(*, within: timedelta | None = None) -> int | None:
    """The account for which the page was made that sends this; None when that cannot be known:
    not signed by us, made for nobody, made before tokens said so, or longer ago than ``within``."""
    token = request.form.get(FIELD) or request.headers.get(_HEADER, "")
    key = current_app.secret_key
    if not token or not key:
        return None
    longest = int(within.total_seconds()) if within is not None else None
    try:
        value = URLSafeTimedSerializer(key, salt=_SALT).loads(token, max_age=longest)
    except BadData:
        return None
    found = _VALUE.fullmatch(value) if isinstance(value, str) else None
    return int(found["account"]) if found else None
