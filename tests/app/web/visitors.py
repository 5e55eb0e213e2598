"""Somebody who uses the pages: signed in, with the forms' token at hand."""

import html
import re
from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.actions.calls.record_answer import Pressed, record_answer
from app.actions.calls.record_pickup import record_pickup
from app.actions.talk.record_connection import record_connection
from app.current import current_clock, current_directory
from models.db import db
from models.reads.contact_view import ContactView
from models.reads.contacts import find_contact
from models.tables.accounts import AccountRole
from models.tables.contacts import AttemptRow
from routing.outcome import Side
from tests.app.applications import Caller

MORA = "2062"


class Visitor:
    """A browser without script. ``about`` are columns of the account."""

    def __init__(self, app: Flask, role: AccountRole, **about: Any) -> None:
        self.app = app
        self.account_id = Caller(app, role, **about).account_id
        self.client = app.test_client()
        self._token = ""
        with self.client.session_transaction() as session:
            session["_user_id"] = f"{self.account_id}:{'0' * 32}"
            session["_fresh"] = True

    def get(self, path: str, **settings: Any) -> TestResponse:
        """Open an address."""
        return self.client.get(path, **settings)

    def text(self, path: str, *, status: int = 200) -> str:
        """What stands on a page."""
        answer = self.get(path)
        assert answer.status_code == status, (path, answer.status_code)
        return words_of(answer)

    def post(self, path: str, **form: str) -> TestResponse:
        """Send a form, with its token."""
        return self.client.post(path, data={"csrf_token": self._form_token(), **form})

    def _form_token(self) -> str:
        if not self._token:
            page = self.get("/tillganglighet").get_data(as_text=True)
            found = re.search(r'name="csrf_token" value="([^"]+)"', page)
            assert found is not None
            self._token = found[1]
        return self._token

    def presses(self, path: str, **form: str) -> TestResponse:
        """Send a form as a page with script does: the answer is a part of the page."""
        token = self._form_token()
        headers = {"HX-Request": "true"}
        return self.client.post(path, data={"csrf_token": token, **form}, headers=headers)

    def starts(self, mode: str = "ring_upp_mig", **form: str) -> str:
        """Start a halvakut contact about kardiologi in Mora; its id."""
        sent = {"municipality": MORA, "specialty": "kardiologi", "mode": mode} | form
        answer = self.post("/kontakt/halvakut/plan", **sent)
        assert answer.status_code == 303, words_of(answer)
        return answer.location.rsplit("/", 1)[1]

    def starts_acutely(self, **form: str) -> str:
        """Start an acute contact about kirurgi in Mora; its id."""
        sent = {
            "municipality": MORA,
            "specialty": "kirurgi",
            "mode": "ring_upp_mig",
            "livshotande": "nej",
            "urgency": "inom_en_timme",
        }
        answer = self.post("/kontakt/akut/plan", **(sent | form))
        assert answer.status_code == 303, words_of(answer)
        return answer.location.rsplit("/", 1)[1]

    def contact(self, request_id: str) -> ContactView:
        """The contact as it is now."""
        with self.app.app_context():
            found = find_contact(db.session(), request_id)
        assert found is not None
        return found

    def picks_up(self, request_id: str) -> ContactView:
        """The requester's own phone is answered, and 1 pressed: the first responder's rings."""
        with self.app.app_context():
            attempt = db.session.scalar(
                select(AttemptRow.id).where(
                    AttemptRow.request_id == request_id, AttemptRow.side == Side.REQUESTER
                )
            )
            assert attempt is not None
            now: dict[str, Any] = {"directory": current_directory(), "at": current_clock()()}
            record_pickup(db.session(), attempt, call_id=f"CA-{attempt}", **now)
            record_answer(db.session(), attempt, Pressed("1"), **now)
        return self.contact(request_id)

    def talks(self, request_id: str) -> ContactView:
        """Whoever has said yes lifts the phone, presses 1, and both are seen in the talk."""
        taken = self.contact(request_id).accepted
        assert taken is not None
        with self.app.app_context():
            session = db.session()
            now: dict[str, Any] = {"directory": current_directory(), "at": current_clock()()}
            record_pickup(session, taken.id, call_id=f"CA-{taken.id}", **now)
            record_answer(session, taken.id, Pressed("1"), **now)
            for one in self.contact(request_id).attempts:
                call_id = f"CA-{one.id}"
                record_connection(session, request_id, call_id=call_id, at=now["at"])
        return self.contact(request_id)


def words_of(answer: TestResponse) -> str:
    """The page's text, without tags, blanks made single."""
    page = answer.get_data(as_text=True)
    bare = re.sub(r"<[^>]+>", " ", re.sub(r"<(script|style|head)\b.*?</\1>", " ", page, flags=re.S))
    return re.sub(r"\s+", " ", html.unescape(bare))
