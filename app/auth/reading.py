"""Att läsa är att antecknas: clinical text comes out of its seal here, and nowhere else.

What a request has shown is written as one batch when its answer is ready, before it is sent: an
answer whose reading cannot be noted is not given. What shows nothing clinical costs no query.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import cast

from flask import Flask, Response, current_app, g
from sqlalchemy import insert

from app.actions.shared.actor import Actor
from app.auth.access_log import access_row
from app.auth.permissions import Verb
from app.current import current_moment
from models.db import db, transaction
from models.sealed import Sealed, Told
from models.tables.accounts import AccessLogRow

VISIT = timedelta(minutes=15)
"""For so long a part of a page that asks for itself again shows what has been noted already."""

READS: Mapping[Told, Verb] = {
    Told.CONTACT: Verb.SEE_CONTACT,
    Told.DECISION: Verb.SEE_DECISIONS,
    Told.ADMISSION: Verb.SEE_ADMISSION,
    Told.BOOKING: Verb.SEE_BOOKING,
}
SHOWN_BEFORE = "kontaktvagar.shown_before"
_READINGS = "readings"
_MOST = 20_000  # (account, thing) pairs remembered per process
_UNCHANGED, _FAULT = 304, 500

Which = tuple[Verb, str]


class NobodyReads(RuntimeError):
    """A text would be shown where nobody has said who they are."""


@dataclass(slots=True)
class Readings:
    """What one person has been shown in one request: thing → fingerprints of its texts."""

    actor: Actor
    things: dict[Which, set[str]] = field(default_factory=dict)

    def has_read(self, text: Sealed) -> None:
        """Note a text; one's own words are nothing that one has opened."""
        if text.written_by != self.actor.account_id:
            self.opened(READS[text.told], text.thing).add(text.fingerprint)

    def opened(self, verb: Verb, thing: str) -> set[str]:
        """Note a thing that was opened, and give what was read of it."""
        return self.things.setdefault((verb, thing), set())


class ShownBefore:
    """What has been noted of whom lately, per process: so that a part which asks for itself every
    other second is one line of the log, until it shows something new."""

    def __init__(self) -> None:
        self._noted: OrderedDict[tuple[int, Which], tuple[datetime, frozenset[str]]] = OrderedDict()

    def is_news(self, actor: Actor, which: Which, texts: set[str], now: datetime) -> bool:
        """Whether these texts have not all been noted within a visit."""
        noted = self._noted.get((actor.account_id, which))
        return noted is None or not (now - VISIT < noted[0] <= now) or not texts <= noted[1]

    def remember(self, actor: Actor, which: Which, texts: set[str], now: datetime) -> None:
        """These have been noted now, beside what was noted in the same visit."""
        noted = self._noted.pop((actor.account_id, which), None)  # to stand last, as the newest
        earlier = noted[1] if noted is not None and now - VISIT < noted[0] <= now else frozenset()
        self._noted[actor.account_id, which] = (now, earlier | texts)
        while len(self._noted) > _MOST:
            self._noted.popitem(last=False)


def install(app: Flask) -> None:
    """Write what each request has shown, before its answer is sent."""
    app.extensions[SHOWN_BEFORE] = ShownBefore()
    app.after_request(_write)


def read(text: Sealed | str | None) -> str:
    """The words of a sealed text, noted as read by whoever asks; plain words as they are."""
    return text.reveal(_readings()) if isinstance(text, Sealed) else text or ""


def note_opened(verb: Verb, thing: str) -> None:
    """Somebody opens a thing, whether or not there is anything to read in it."""
    _readings().opened(verb, thing)


def _readings() -> Readings:
    found = g.get(_READINGS)
    if found is None:
        actor = g.get("actor")
        if actor is None:
            raise NobodyReads
        found = Readings(actor)
        setattr(g, _READINGS, found)
    return cast(Readings, found)


def _write(response: Response) -> Response:
    readings: Readings | None = g.pop(_READINGS, None)
    if readings is None or not _shows(response):
        return response
    now, actor = current_moment(), readings.actor
    before = cast(ShownBefore, current_app.extensions[SHOWN_BEFORE])
    news = {
        which: texts
        for which, texts in readings.things.items()
        if not _asks_for_itself(response) or before.is_news(actor, which, texts, now)
    }
    if not news:
        return response
    session = db.session()
    with transaction(session):
        rows = [access_row(verb, thing, by=actor, at=now) for verb, thing in news]
        session.execute(insert(AccessLogRow), rows)
        session.commit()
    for which, texts in news.items():
        before.remember(actor, which, texts, now)
    return response


def _shows(response: Response) -> bool:
    """What the page has already is not sent again, and a fault shows nothing."""
    return response.status_code != _UNCHANGED and response.status_code < _FAULT


def _asks_for_itself(response: Response) -> bool:
    """Whether it is a part of a page that asks again and again: those alone carry an ETag."""
    return "ETag" in response.headers
