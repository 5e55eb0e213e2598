"""Those who seek a bed on the pages: the form they send, and what the wards do meanwhile."""

import re
from collections.abc import Callable

from flask import Flask

from app.actions.admission.answer_ward import No, Yes
from app.actions.admission.reply_for_ward import say_no, say_yes
from app.actions.shared.occasion import Occasion
from app.current import current_clock, current_directory
from models.db import db
from models.tables.accounts import AccountRole
from routing.admission import RefusalReason
from tests.app.admitting import CHECKLIST, HEART, actor_of, admission_of
from tests.app.web.visitors import Visitor

COORDINATOR = AccountRole.VARDPLATSKOORDINATOR
FORM = {f"svar-{key}": answer for key, answer in CHECKLIST.items()} | {
    "specialty": "kardiologi",
    "gor": "fraga",
}


def admission_ids(someone: Visitor, contact: str) -> list[str]:
    """The direct admissions on a contact's page, the newest first."""
    page = someone.get(f"/arenden/{contact}").get_data(as_text=True)
    return list(dict.fromkeys(re.findall(r'id="inl-([0-9a-f-]{36})"', page)))


def ward_does(
    app: Flask, desk: Visitor, action: Callable[..., bool], admission_id: str, said: Yes | No
) -> None:
    """A ward answers in its own browser."""
    with app.app_context():
        now = Occasion(actor_of(desk.account_id), current_directory(), current_clock()())
        action(db.session(), admission_id, now, said)


def accepted(app: Flask, desk: Visitor, admission_id: str, ward_id: str = HEART) -> None:
    """A ward keeps a bed."""
    ward_does(app, desk, say_yes, admission_id, Yes(ward_id))


def refused_by_all(app: Flask, visitor: Callable[..., Visitor], admission_id: str) -> None:
    """Every ward of the plan says no, in its turn."""
    desks = {
        place: visitor(AccountRole.VARDPLATSKOORDINATOR, unit_id=f"{place}-vardplatskoordination")
        for place in ("mora", "falun", "avesta", "ludvika")
    }
    while ringing := admission_of(app, admission_id).ringing:
        ward_id = ringing[0].ward_id
        desk = desks[ward_id.split("-", maxsplit=1)[0]]
        ward_does(app, desk, say_no, admission_id, No(ward_id, RefusalReason.FULL))


def yes(someone, admission_id, ward_id=HEART, **more):
    """A ward's coordinator presses Ta emot."""
    return someone.post(f"/avdelning/{admission_id}/ja", avdelning=ward_id, **more)


def no(someone, admission_id, ward_id=HEART, **more):
    """A ward's coordinator says no, with a reason."""
    sent = {"avdelning": ward_id, "skal": "fullt"} | more
    return someone.post(f"/avdelning/{admission_id}/nej", **sent)


def status_of(app, admission_id):
    """Where an admission stands."""
    return admission_of(app, admission_id).status
