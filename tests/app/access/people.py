"""One of each kind of person, as the county has them around one patient's contacts."""

from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from models.tables.accounts import AccountRole
from tests.app.admitting import CARDIOLOGY, FALUN_DESK, HEART, MEDICINE, MORA_DESK
from tests.app.applications import Caller

API = "/api/v1"
R = AccountRole

ROLES: dict[str, tuple[AccountRole, str | None, str]] = {
    # name: role, person of the directory, unit
    "gp": (R.PRIMARVARDSLAKARE, None, "vc-mora"),  # asked in every contact
    "colleague": (R.PRIMARVARDSLAKARE, None, "vc-mora"),
    "doctor": (R.SPECIALIST, "falun-kardiologi-4", "falun-kardiologi"),  # answered the talks
    "declined": (R.SPECIALIST, "mora-kardiologi-2", "mora-medicin"),  # said no in the hunt
    "tried": (R.SPECIALIST, "falun-kardiologi-2", "falun-kardiologi"),  # did not answer there
    "rung": (R.SPECIALIST, "ludvika-medicin-1", "ludvika-medicin"),  # whose phone rings there
    "promiser": (R.SPECIALIST, "mora-medicin-2", "mora-medicin"),  # promised to call back
    "stranger": (R.SPECIALIST, "falun-kirurgi-1", "falun-kirurgi"),
    "mate": (R.SPECIALIST, None, "mora-ortopedi"),  # at a unit that was rung in vain
    "clinic": (R.SJUKHUSLAKARE, None, "mora-medicin"),  # at the clinic above the wards
    "on_ward": (R.SJUKHUSLAKARE, None, MEDICINE),  # a doctor on the ward that is asked
    "ambulance": (R.AMBULANS, None, "ambulans-mora"),
    "commander": (R.INRE_BEFAL, None, "mora-lasarett"),
    "nurse": (R.KOMMUNSJUKSKOTERSKA, None, "kommun-mora"),
    "heart": (R.VARDPLATSKOORDINATOR, None, HEART),  # said no once, keeps a bed once
    "medicine": (R.VARDPLATSKOORDINATOR, None, MEDICINE),  # is asked now
    "unasked": (R.VARDPLATSKOORDINATOR, None, CARDIOLOGY),  # a ward not asked yet
    "desk": (R.VARDPLATSKOORDINATOR, None, MORA_DESK),
    "other_desk": (R.VARDPLATSKOORDINATOR, None, FALUN_DESK),
    "radiology": (R.SPECIALIST, "mora-rontgen-1", "mora-rontgen"),
    "other_radiology": (R.SPECIALIST, None, "falun-rontgen"),
    "leader": (R.PROCESSLEDARE, None, "region-dalarna"),
    "admin": (R.ADMINISTRATOR, None, "region-dalarna"),
    "analyst": (R.ANALYTIKER, None, "region-dalarna"),
    "editor": (R.KATALOGREDAKTOR, None, "region-dalarna"),
}

GROUPS: dict[str, frozenset[str]] = {
    "@all": frozenset(ROLES),
    "@steering": frozenset({"leader", "admin"}),
    "@analysts": frozenset({"leader", "admin", "analyst"}),
    "@requesters": frozenset(ROLES) - {"leader", "admin", "analyst", "editor"},
    "@coordinators": frozenset({"heart", "medicine", "unasked", "desk", "other_desk"}),
    "@radiology": frozenset({"radiology", "other_radiology"}),
    "@answerers": frozenset(ROLES) - {"leader", "admin", "analyst", "editor", "ambulance"},
    "@persons": frozenset(name for name, (_role, person, _unit) in ROLES.items() if person),
}

EVERYBODY = GROUPS["@all"]
ONE_OF_EACH_ROLE = frozenset(
    {
        "colleague",
        "stranger",
        "declined",
        "clinic",
        "on_ward",
        "ambulance",
        "commander",
        "nurse",
        "unasked",
        "other_desk",
        "leader",
        "admin",
        "analyst",
        "editor",
    }
)


@dataclass
class Person:
    """Somebody with a browser and a token. ``name`` is that of the table."""

    name: str
    app: Flask
    caller: Caller
    client: FlaskClient = field(repr=False)

    @property
    def role(self) -> AccountRole:
        """What their account may do."""
        return ROLES[self.name][0]

    @property
    def account_id(self) -> int:
        """Their account."""
        return self.caller.account_id

    def asks(self, method: str, path: str, sent: dict[str, Any] | None) -> TestResponse:
        """Open or send something: JSON to the API, a form to a page, a query where it is read."""
        client, headers = self.client, {}
        if path.startswith(API):
            client = self.app.test_client()
            headers = {"Authorization": f"Bearer {self.caller.token}"}
        return client.open(path, method=method, headers=headers, **as_sent(method, path, sent))


def as_sent(method: str, path: str, sent: dict[str, Any] | None) -> dict[str, Any]:
    """How the content of a request goes with it."""
    if sent is None:
        return {}
    if "file" in sent:
        return {"data": sent["file"], "content_type": "text/csv"}
    if method == "GET":
        return {"query_string": sent}
    return {"json": sent} if path.startswith(API) else {"data": sent}


def everybody(app: Flask) -> dict[str, Person]:
    """All of them, each with an account of their own."""
    app.config["WTF_CSRF_METHODS"] = set()  # forms' tokens are tried elsewhere
    found = {}
    for name, (role, person_id, unit_id) in ROLES.items():
        caller = Caller(app, role, person_id=person_id, unit_id=unit_id)
        found[name] = Person(name, app, caller, signed_in(app, caller.account_id))
    return found


def signed_in(app: Flask, account_id: int) -> FlaskClient:
    """A browser that somebody has signed in with."""
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = f"{account_id}:{'0' * 32}"
        session["_fresh"] = True
    return client


def named(words: str) -> frozenset[str]:
    """The people of a cell: names, groups with @, and those to leave out with a minus."""
    found: set[str] = set()
    for word in words.split():
        sign, name = (-1, word[1:]) if word.startswith("-") else (1, word)
        group = GROUPS[name] if name.startswith("@") else {name} if name in ROLES else None
        assert group is not None, f"nobody is called {name}"
        found = found | group if sign > 0 else found - group
    return frozenset(found)
