"""What the servers are asked: a plan, plans that were never asked before, a new contact."""

import itertools
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urlencode

from routing.calendar import to_local
from tests.benchmarks.databases import Prepared
from tests.benchmarks.load import http_get, http_post

CONTACT = {
    "path": "halvakut",
    "specialty": "kardiologi",
    "municipality": "Mora",
    "mode": "ring_upp_mig",
    "plan_before": "remittera",
    "age_band": "65–79",
    "situation": "Nyupptäckt förmaksflimmer sedan i går, opåverkad, puls 110.",
    "background": "Hypertoni, i övrigt frisk.",
    "assessment": "Frekvensreglering och antikoagulantia?",
    "recommendation": "Vill ha råd om läkemedel och uppföljning.",
}
MINUTES = 600


def static() -> Iterator[bytes]:
    """The floor's only question."""
    return itertools.repeat(http_get("/"))


def same_plan(prepared: Prepared) -> Iterator[bytes]:
    """The GP in Mora asks for cardiology, again and again."""
    asked = {"path": "halvakut", "specialty": "kardiologi", "municipality": "Mora"}
    return itertools.repeat(_plan(asked, prepared))


def fresh_plans(prepared: Prepared, at: datetime) -> Iterator[bytes]:
    """Another municipality, specialty or minute each time, so that no answer can be remembered."""
    # The same query never comes twice: each round over everything is about the next minute.
    for minute in range(MINUTES):
        moment = f"{to_local(at + timedelta(minutes=minute)):%Y-%m-%dT%H:%M}"
        for municipality, specialty in itertools.product(
            prepared.directory.municipalities, prepared.directory.specialties
        ):
            asked = {"path": "halvakut", "specialty": specialty, "municipality": municipality}
            yield _plan(asked | {"at": moment}, prepared)


def insert() -> Iterator[bytes]:
    """The floor's one INSERT."""
    return itertools.repeat(http_post("/", b"{}"))


def new_contacts(prepared: Prepared) -> Iterator[bytes]:
    """The GP in Mora presses "Ring upp mig"."""
    return itertools.repeat(new_contact(prepared))


def new_contact(prepared: Prepared, **changed: str) -> bytes:
    """One POST of a contact."""
    body = json.dumps(CONTACT | changed, ensure_ascii=False).encode()
    return http_post("/api/v1/requests", body, prepared.authorization)


def _plan(asked: dict[str, str], prepared: Prepared) -> bytes:
    return http_get(f"/api/v1/plan?{urlencode(asked)}", prepared.authorization)
