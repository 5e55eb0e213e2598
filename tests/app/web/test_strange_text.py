"""No text that comes in an address, a field, a header or a cookie is ever a fault of ours.

Every page is asked, as somebody whose role may open it, with each strange text in each place.
"""

from collections.abc import Iterator
from functools import cache

import pytest
from werkzeug.routing import Rule

from app.auth.guard import access_table
from app.auth.permissions import ALLOWED
from models.tables.accounts import AccountRole

pytestmark = [pytest.mark.postgresql(alone=True), pytest.mark.slow]

STRANGE = {
    "nul": "a\0b",
    "surrogate": b"\xed\xa0\x80",
    "not utf-8": b"\xff\xfe",
    "bracket": "//[",
    "brackets": "http://[::1",
    "lines": "a\r\nSet-Cookie: a=b",
    "many digits": "9" * 5_000,
    "minus": "-9223372036854775809",
    "superscript": "²",
    "long": "å" * 20_000,
    "percent": "%00%0d%0a",
    "format": "{0.__class__} %(x)s %s",
}
NAMES = [
    "q",
    "next",
    "vecka",
    "fran",
    "till",
    "from",
    "to",
    "at",
    "lang",
    "tid",
    "period",
    "dag",
    "manad",
    "sida",
    "sett",
    "path",
    "specialty",
    "municipality",
    "kommun",
    "unit",
    "unit_id",
    "enhet",
    "mode",
    "livshotande",
    "urgency",
    "plan_before",
    "callback_number",
    "situation",
    "background",
    "assessment",
    "recommendation",
    "continued_from",
    "idempotency_key",
    "key",
    "nyckel",
    "outcome",
    "utfall",
    "reason",
    "note",
    "person_id",
    "person",
    "ward",
    "ward_id",
    "shift",
    "starts_at",
    "ends_at",
    "minutes",
    "eta",
    "eta_annan",
    "visa",
    "filter",
    "number",
    "hour",
    "date",
    "examination",
    "question",
    "result_number",
    "username",
    "password",
    "channel",
    "version",
    "replaces",
    "status",
    "kind",
    "next_text",
    "decision",
    "file",
]
LONGEST = 2_000
HEADERS = {
    "Host": ["[", "a:b:c", "x" * 5_000, "[::1", "å"],
    "Referer": ["//[", "http://[", "x" * 5_000],
    "Accept-Language": ["x;q=å", "," * 5_000, "en;q=999"],
    "X-Forwarded-For": ["[", "x" * 2_000],
    "If-None-Match": ['"', 'W/"' + "x" * 2_000, "*"],
    "If-Modified-Since": ["x", "Mon, 99 Xxx 9999 99:99:99 GMT"],
    "Range": ["bytes=-", "bytes=9-1", "x"],
    "Cookie": ["lang=\0", "kontaktvagar=[", "=", ";" * 500, 'lang="\\000"'],
    "Content-Type": ["multipart/form-data", "multipart/form-data; boundary=å", "x"],
    "HX-Request": ["true"],
}


def _pages(app) -> Iterator[tuple[Rule, AccountRole]]:
    """Every page and a role that may open it."""
    table = access_table(app)
    for rule in app.url_map.iter_rules():
        verb = table[rule.endpoint].verb
        if rule.rule.startswith(("/api/", "/webhooks/", "/phone-lab", "/static/", "/health")):
            continue
        yield rule, next((role for role, may in _roles(verb)), AccountRole.ADMINISTRATOR)


def _roles(verb):
    return [(role, verb) for role in AccountRole if verb is not None and role in ALLOWED[verb]]


def _address(rule: Rule, text) -> str:
    """The page's, with the text in its places where that is not longer than an address can be."""
    shown = quoted(text)
    if len(shown) >= LONGEST:
        shown = "x"
    filled = rule.rule
    for name in rule.arguments:
        start = filled.index("<")
        end = filled.index(">")
        assert name
        filled = filled[:start] + shown + filled[end + 1 :]
    return filled


@cache
def quoted(text) -> str:
    raw = text if isinstance(text, bytes) else text.encode()
    return "".join(f"%{one:02x}" for one in raw)


@pytest.fixture
def people(visitor):
    made = {}

    def get(role):
        if role not in made:
            made[role] = visitor(role)
        return made[role]

    return get


@pytest.mark.parametrize("kind", STRANGE)
def test_no_page_fails_for_what_stands_in_its_address_or_its_fields(app, people, kind):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    text = STRANGE[kind]
    failed = set()
    for rule, role in _pages(app):
        person = people(role)
        address = _address(rule, text)
        if "GET" in (rule.methods or ()):
            query = "&".join(f"{name}={quoted(text[:300])}" for name in NAMES)
            if _fails(person.client.get, f"{address}?{query}"):
                failed.add(f"GET {rule.rule}")
        if "POST" in (rule.methods or ()):
            form = "&".join(f"{name}={quoted(text[:2_000])}" for name in NAMES)
            body = f"csrf_token={person._form_token()}&{form}"
            sent = {"data": body, "content_type": "application/x-www-form-urlencoded"}
            if _fails(person.client.post, address, **sent):
                failed.add(f"POST {rule.rule}")
    assert not failed


@pytest.mark.parametrize("header", HEADERS)
def test_no_page_fails_for_a_header(app, gp, header):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    token = gp._form_token()
    failed = set()
    for value in HEADERS[header]:
        for path in ("/", "/katalog?q=mora", "/logga-in", "/finns-inte", "/static/img/mark.svg"):
            headers = {header: value.encode().decode("latin-1")}
            if _fails(gp.client.get, path, headers=headers):
                failed.add((path, value[:20]))
            if _fails(gp.client.post, path, headers=headers, data={"csrf_token": token}):
                failed.add((path, value[:20]))
    assert not failed


def _fails(ask, *args, **more) -> bool:
    try:
        return bool(ask(*args, **more).status_code >= 500)
    except Exception:  # noqa: BLE001 - whatever the application lets through is a fault
        return True
