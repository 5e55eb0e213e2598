"""The buttons of a direct admission are what the rule allows: the same on the page and in the API,
for those who asked and for each ward, in each place it can stand."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import sessionmaker

from app.actions.admission import move
from app.actions.admission.answer_ward import No, Yes
from app.actions.admission.look_at_due import look_at_due
from app.actions.admission.parts import verbs_of
from app.actions.admission.reply_for_ward import say_yes, withdraw
from app.actions.shared.occasion import Occasion
from app.current import current_clock, current_directory
from models.db import db
from routing.admission import RefusalReason, TransportMode
from routing.admission_verbs import AdmissionVerb as V
from tests.app.admitting import CARDIOLOGY, HEART, MEDICINE, actor_of, admission_of
from tests.app.web.admission.bed_seekers import COORDINATOR, refused_by_all
from tests.app.web.visitors import Visitor, words_of

ADDRESSES = {
    "fraga": V.ASK,
    "begav-sig": V.SET_OFF,
    "ankomst": V.CHANGE_ETA,
    "forlang": V.EXTEND,
    "avbryt": V.CANCEL,
    "akuten": V.TURN_TO_ED,
    "ja": V.ACCEPT,
    "nej": V.REFUSE,
    "dra-tillbaka": V.WITHDRAW,
    "framme": V.ARRIVE,
    "placerad": V.PLACE,
    "utskriven": V.DISCHARGE,
}
FORM = re.compile(r'<form [^>]*action="/(?:direktinlaggning|avdelning)/[0-9a-f-]{36}/([a-z-]+)"')

NO = No(HEART, RefusalReason.FULL)
ROADS: dict[str, tuple[str, ...]] = {
    "asked": (),
    "reserved": ("yes",),
    "run out": ("yes", "time"),
    "run out, and they had left": ("yes", "time", "sets off"),
    "on the way": ("yes", "sets off"),
    "on the road, another is asked": ("yes", "sets off", "withdraws"),
    "on the way to another": ("yes", "sets off", "withdraws", "another yes"),
    "here": ("yes", "arrived"),
    "elsewhere": ("yes", "placed"),
    "to the ed": ("yes", "to ed"),
    "cancelled": ("yes", "cancelled"),
    "discharged": ("yes", "arrived", "discharged"),
}


@pytest.fixture
def medicine(visitor):
    return visitor(COORDINATOR, unit_id=MEDICINE)


@pytest.fixture
def happens(app, gp, heart, medicine, clock, asked) -> Callable[[str], None]:
    """Lets something happen to the admission, said by whoever says it."""
    said: dict[str, tuple[Visitor, Callable[..., bool], tuple[Any, ...], dict[str, Any]]] = {
        "yes": (heart, say_yes, (Yes(HEART),), {}),
        "another yes": (medicine, say_yes, (Yes(MEDICINE),), {}),
        "withdraws": (heart, withdraw, (NO,), {}),
        "sets off": (gp, move.set_off, (), {"transport": TransportMode.OWN}),
        "arrived": (heart, move.arrive, (), {}),
        "placed": (heart, move.place_elsewhere, (), {"ward_id": CARDIOLOGY}),
        "to ed": (heart, move.turn_to_ed, (), {"means": next(iter(move.TO_ED))}),
        "cancelled": (gp, move.cancel, (), {}),
        "discharged": (heart, move.discharge, (), {}),
    }

    def do(what: str) -> None:
        with app.app_context():
            if what == "time":
                for _look in range(2):
                    clock.at = max(clock.at, admission_of(app, asked).reserved_until)
                    look_at_due(
                        sessionmaker(db.engine), lambda _session: current_directory(), clock=clock
                    )
                return
            who, action, about, more = said[what]
            now = Occasion(actor_of(who.account_id), current_directory(), current_clock()())
            action(db.session(), asked, now, *about, **more)

    return do


def allowed(app, someone, admission_id, *, is_party=False):
    """What the rule says that somebody can say."""
    with app.app_context():
        actor, units = actor_of(someone.account_id), current_directory().units
        return verbs_of(admission_of(app, admission_id), actor, units, is_party=is_party)


def buttons(someone, path):
    """What stands on a page to be pressed."""
    page = someone.get(path).get_data(as_text=True)
    return {ADDRESSES[name] for name in FORM.findall(page)}


@pytest.mark.parametrize("road", ROADS)
def test_the_buttons_are_what_the_rule_allows(
    app, gp, heart, medicine, contact, asked, happens, road
):
    for what in ROADS[road]:
        happens(what)
    assert buttons(gp, f"/arenden/{contact}") == allowed(app, gp, asked, is_party=True)
    for someone in (heart, medicine):
        can = allowed(app, someone, asked) - {
            V.CHANGE_ETA
        }  # a ward hears of it, and says it by API
        page = someone.get(f"/avdelning/{asked}")
        if page.status_code == 404:  # it has not been asked
            assert not can
            continue
        shown = buttons(someone, f"/avdelning/{asked}")
        assert shown | {V.REFUSE} == can | {V.REFUSE}  # who has said no is not asked for it again
        assert V.REFUSE not in shown - can


def test_who_was_left_without_a_bed_has_the_buttons_of_the_rule(app, gp, visitor, contact, asked):
    refused_by_all(app, visitor, asked)
    assert buttons(gp, f"/arenden/{contact}") == allowed(app, gp, asked, is_party=True)


def test_what_has_been_said_is_said_to_have_been_said(gp, heart, asked, happens):
    happens("yes")
    assert "redan sagt" not in words_of(heart.presses(f"/avdelning/{asked}/framme"))
    again = heart.presses(f"/avdelning/{asked}/framme")
    assert (again.status_code, "Det var redan sagt." in words_of(again)) == (200, True)
    whole = heart.post(f"/avdelning/{asked}/framme")
    assert "Det var redan sagt." in words_of(heart.get(whole.location))
    late = gp.presses(f"/direktinlaggning/{asked}/begav-sig", transport="ambulans")
    assert (late.status_code, "Det var redan sagt." in words_of(late)) == (200, True)


def test_the_ward_whose_time_ran_out_finds_the_patient_in_its_inbox(heart, clock, asked, happens):
    for what in ("yes", "time"):
        happens(what)
    assert "tiden gick ut 11:30" in heart.text("/avdelning")
    assert "Kommer patienten ändå" in heart.text(f"/avdelning/{asked}")
    heart.post(f"/avdelning/{asked}/framme")
    assert "Patienten är här" in heart.text(f"/avdelning/{asked}")


def test_on_the_road_without_a_bed_is_said_on_both_sides(gp, medicine, contact, asked, happens):
    for what in ("yes", "sets off", "withdraws"):
        happens(what)
    page = gp.text(f"/arenden/{contact}")
    assert "På väg utan plats" in page
    assert "Säg till den som kör" in page
    assert "Patienten är redan på väg, utan plats" in medicine.text(f"/avdelning/{asked}")
    happens("another yes")
    assert "På väg till Medicinavdelning Mora" in gp.text(f"/arenden/{contact}")
