"""People with passwords, who are signed out while they write."""

import itertools
import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug.test import TestResponse

from app.auth.accounts import NewAccount, create_account
from app.current import current_clock
from models.db import db
from models.tables.accounts import AccountRole, AccountRow
from models.tables.contacts import CareRequestRow
from tests.app.web.page_forms import sign_in_form

PASSWORD = "exempel-lösenord"
_numbers = itertools.count(1)

PLAN = "/kontakt/halvakut/plan"
TYPED = "Andfådd sedan i natt, <b>svullna</b> ben"
FORM = {
    "municipality": "2062",
    "specialty": "kardiologi",
    "mode": "ring_upp_mig",
    "key": "3f0e6c1e-9a53-4d0f-8a51-3c35a1d4a9d2",
    "situation": TYPED,
    "background": "Hjärtsvikt\r\nDiabetes",
}


class Writer:
    """A GP in Mora with an account, a browser, and the token of a page that stands open."""

    def __init__(self, app: Flask, client: FlaskClient | None = None) -> None:
        self.app, self.client = app, client or app.test_client()
        self.username = f"skriver-{next(_numbers)}"
        new = NewAccount(self.username, PASSWORD, AccountRole.PRIMARVARDSLAKARE, "Läkare")
        with app.app_context():
            self.account_id = create_account(db.session(), new, at=current_clock()())
            about = {"unit_id": "vc-mora", "number": "+46701740605"}
            row = AccountRow
            db.session.execute(update(row).where(row.id == self.account_id).values(about))
            db.session.commit()

    def signs_in(self, on: TestResponse | None = None, password: str = PASSWORD) -> TestResponse:
        """Through the form of a page, the sign-in page if none is given."""
        page = on if on is not None else self.client.get("/logga-in")
        form = sign_in_form(page)
        return form.send(self.client, username=self.username, password=password)

    def token(self) -> str:
        """That of a page which is opened now."""
        page = self.client.get("/katalog").get_data(as_text=True)
        found = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert found is not None
        return found[1]

    def opens_page(self) -> str:
        """Signs in and opens a page: its token."""
        self.signs_in()
        return self.token()

    def signs_out(self) -> None:
        """In another tab."""
        self.client.post("/logga-ut", data={"csrf_token": self.token()})

    def loses_cookie(self) -> None:
        """As a browser that was closed, or after its hours."""
        self.client.delete_cookie("kontaktvagar")

    def sends(
        self, address: str, token: str, /, *, script: bool = False, **form: Any
    ) -> TestResponse:
        """A form of the page that stands open."""
        headers = {"HX-Request": "true"} if script else {}
        return self.client.post(address, data={"csrf_token": token, **form}, headers=headers)


def contacts_of(writer: Writer) -> list[tuple[str, str, str]]:
    """What has come of what they sent: id, situation, background."""
    with writer.app.app_context():
        rows = db.session.query(CareRequestRow).filter_by(requester_id=writer.account_id).all()
        return [(row.id, row.situation, row.background) for row in rows]
