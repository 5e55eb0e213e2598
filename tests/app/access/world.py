"""One patient after another, each somewhere else on the way, with a word planted in every text."""

from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import select

from app.actions.answers.answer_in_browser import Decline, decline_in_browser
from app.actions.call_back.promise_call_back import Promise, promise_call_back
from app.actions.calls.record_answer import Pressed, record_answer
from app.actions.calls.record_call_status import CallReport, record_call_status
from app.actions.calls.record_pickup import record_pickup
from app.current import current_clock, current_directory
from models.db import db
from models.tables.admissions import AdmissionRow
from models.tables.contacts import AttemptRow
from models.tables.radiology import BookingRow
from models.tables.undo import UndoStepRow
from routing.lifecycle import RequestEvent
from routing.outcome import Side
from tests.app.access.people import Person, everybody
from tests.app.admitting import HEART, actor_of, contact_of, forget_beds, talks
from tests.app.api.admission.calls import NEW

ASK = {"path": "halvakut", "municipality": "2062"}
EXAMINATION = {
    "examination": "dt-hjarna",
    "site_id": "mora-rontgen",
    "starts_at": "2026-11-23T12:00:00+01:00",
    "result_to": "annan",
    "result_number": "070-174 06 99",
    "answers": {"stroke": "nej", "antikoagulantia": "nej", "graviditet": "nej"},
}


@dataclass(frozen=True)
class Planted:
    """A word in a text: the things whose opening may be noted for it, who wrote it, and everybody
    who may read it."""

    word: str
    things: frozenset[str]
    written_by: str
    readers: str


@dataclass
class World:
    """``cases``: name of a situation → what stands in its addresses."""

    app: Flask
    people: dict[str, Person]
    cases: dict[str, dict[str, str]]
    planted: tuple[Planted, ...]


def make_world(app: Flask) -> World:
    """Everything that the table's situations need."""
    forget_beds(app)
    people = everybody(app)
    gp = people["gp"]
    talk = _talk(app, people)
    kept = _kept(app, people)
    hunt, unanswered, promised = _hunt(app, people), _unanswered(app, gp), _promised(app, people)
    inbox: Any = gp.asks("GET", "/api/v1/notices", None).json
    cases = {
        "-": {},
        "talk": talk,
        "kept": kept,
        "hunt": hunt,
        "unanswered": unanswered,
        "promised": promised,
        "dials": _dials(app, gp),
        "file": {"import_id": _file(people["desk"])},
        "done": {"step_id": _done(app, people["radiology"])},
        "notice": {"notice_id": inbox["notices"][0]["id"]},
    }
    return World(app, people, cases, tuple(_planted(cases)))


def _planted(cases: dict[str, dict[str, str]]) -> list[Planted]:
    talk, kept = cases["talk"], cases["kept"]
    told = frozenset({talk["request_id"], talk["admission_id"]})
    wards = "medicine desk"
    own_nos = "gp doctor heart desk leader admin analyst"
    booked = frozenset({talk["booking_id"]})
    refused = frozenset({talk["refused_id"]})
    rows = [
        ("Samtalsord", told, "gp", f"gp doctor {wards}"),
        ("Beslutsord", {talk["request_id"]}, "doctor", "gp doctor"),
        ("Steget", {talk["request_id"]}, "doctor", "gp doctor"),
        ("Inskickat", told, "gp", f"gp doctor {wards}"),
        ("Listord", told, "gp", f"gp doctor {wards}"),
        ("Nejord", told, "heart", own_nos),
        ("Undran", booked, "gp", "gp doctor radiology"),
        ("Provsvar", booked, "gp", "gp doctor radiology"),
        ("Avslagsord", refused, "radiology", "gp doctor radiology"),
        ("Platsord", {kept["request_id"], kept["admission_id"]}, "gp", "gp doctor heart desk"),
        ("Jaktord", {cases["hunt"]["request_id"]}, "gp", "gp tried rung"),
        ("Ohandlat", {cases["unanswered"]["request_id"]}, "gp", "gp mate"),
        ("Lovat", {cases["promised"]["request_id"]}, "gp", "gp promiser"),
    ]
    return [Planted(word, frozenset(things), by, who) for word, things, by, who in rows]


def _talk(app: Flask, people: dict[str, Person]) -> dict[str, str]:
    """Somebody has answered; it is decided on, the wards are asked, and two examinations booked,
    one of which radiology refuses. The first ward has said no, the next one's phone rings."""
    gp, doctor = people["gp"], people["doctor"]
    request_id = talks(app, gp.account_id, background="Samtalsord")
    base = f"/api/v1/requests/{request_id}"
    decided = _made(
        doctor.asks(
            "POST",
            f"{base}/decisions",
            {
                "kind": "kvar_med_rad",
                "note": "Beslutsord",
                "next_by": "remittent",
                "next_text": "Steget",
            },
        )
    )
    admission_id = _made(gp.asks("POST", f"{base}/admissions", NEW | {"note": "Inskickat"}))
    no = {"ward_id": HEART, "reason": "annat", "note": "Nejord"}
    _made(people["heart"].asks("POST", f"/api/v1/admissions/{admission_id}/refuse", no))
    question = EXAMINATION | {"question": "Undran"}
    booking_id, refused_id = (
        _made(gp.asks("POST", f"{base}/bookings", question)) for _one in range(2)
    )
    no = {"reason": "ingen_tid", "note": "Avslagsord"}
    _made(people["radiology"].asks("POST", f"/api/v1/radiology/bookings/{refused_id}/refuse", no))
    with app.app_context():
        booking = db.session.get_one(BookingRow, booking_id)
        booking.answers = [{**booking.answers[0], "answer": "Provsvar"}, *booking.answers[1:]]
        refused = db.session.get_one(BookingRow, refused_id)
        refused.question = ""
        admission = db.session.get_one(AdmissionRow, admission_id)
        first = {**admission.checklist[0], "answer": "Listord"}
        admission.checklist = [first, *admission.checklist[1:]]
        db.session.commit()
    return {
        "request_id": request_id,
        "decision_id": decided,
        "admission_id": admission_id,
        "booking_id": booking_id,
        "refused_id": refused_id,
    }


def _done(app: Flask, person: Person) -> str:
    """What somebody has just done, and can undo."""
    with app.app_context():
        own = UndoStepRow.account_id == person.account_id
        newest = select(UndoStepRow.id).where(own).order_by(UndoStepRow.number.desc())
        return str(db.session.scalars(newest).first())


def _kept(app: Flask, people: dict[str, Person]) -> dict[str, str]:
    """A ward keeps a bed."""
    gp = people["gp"]
    request_id = talks(app, gp.account_id, background="Platsord")
    admission_id = _made(gp.asks("POST", f"/api/v1/requests/{request_id}/admissions", NEW))
    yes = {"ward_id": HEART}
    _made(people["heart"].asks("POST", f"/api/v1/admissions/{admission_id}/accept", yes))
    return {"request_id": request_id, "admission_id": admission_id}


def _hunt(app: Flask, people: dict[str, Person]) -> dict[str, str]:
    """The first has said no, the second has not answered, the third one's phone rings."""
    request_id = _rings(app, people["gp"], specialty="kardiologi", background="Jaktord")
    with app.app_context():
        now = _now()
        first = _ringing(app, request_id, people["declined"])
        declined = actor_of(people["declined"].account_id)
        decline_in_browser(db.session(), Decline(first), by=declined, **now)
        second = _ringing(app, request_id, people["tried"])
        silent = CallReport(f"CA-{second}", RequestEvent.NO_ANSWER)
        record_call_status(db.session(), second, silent, **now)
    return {"request_id": request_id, "attempt_id": _ringing(app, request_id, people["rung"])}


def _dials(app: Flask, gp: Person) -> dict[str, str]:
    """The requester dials the number that is shown."""
    sent = ASK | {"specialty": "kirurgi", "mode": "jag_ringer_sjalv"}
    request_id = _made(gp.asks("POST", "/api/v1/requests", sent))
    ringing = contact_of(app, request_id).ringing
    assert ringing is not None
    return {"request_id": request_id, "attempt_id": ringing.id}


def _file(desk: Person) -> str:
    """A file of beds that somebody has sent."""
    file = "avdelning;räknad;bemannade;belagda\nmora-ortopedavdelning;2026-11-23 09:00;10;9\n"
    return _made(desk.asks("POST", "/api/v1/beds/import", {"file": file.encode()}))


def _unanswered(app: Flask, gp: Person) -> dict[str, str]:
    """Nobody has answered."""
    sent = ASK | {"specialty": "ortopedi", "mode": "jag_ringer_sjalv", "situation": "Ohandlat"}
    request_id = _made(gp.asks("POST", "/api/v1/requests", sent))
    while attempt := contact_of(app, request_id).ringing:
        no = {"attempt": attempt.id, "answered": "nej"}
        gp.asks("POST", f"/arenden/{request_id}/sjalvringt", no)
    return {"request_id": request_id}


def _promised(app: Flask, people: dict[str, Person]) -> dict[str, str]:
    """Somebody has promised to call back."""
    request_id = _rings(app, people["gp"], specialty="medicin", background="Lovat")
    with app.app_context():
        attempt = _ringing(app, request_id, people["promiser"])
        by = actor_of(people["promiser"].account_id)
        promise_call_back(db.session(), Promise(attempt, 15), by=by, **_now())
    return {"request_id": request_id, "attempt_id": attempt}


def _rings(app: Flask, gp: Person, **more: str) -> str:
    """A contact whose first responder's phone rings."""
    sent = ASK | {"mode": "ring_upp_mig"} | more
    request_id = _made(gp.asks("POST", "/api/v1/requests", sent))
    with app.app_context():
        own = db.session.scalar(
            select(AttemptRow.id).where(
                AttemptRow.request_id == request_id, AttemptRow.side == Side.REQUESTER
            )
        )
        assert own is not None
        record_pickup(db.session(), own, call_id=f"CA-{own}", **_now())
        record_answer(db.session(), own, Pressed("1"), **_now())  # a person, no voicemail box
    return request_id


def _ringing(app: Flask, request_id: str, whom: Person) -> str:
    ringing = contact_of(app, request_id).ringing
    assert ringing is not None
    with app.app_context():
        assert ringing.person_id == actor_of(whom.account_id).person_id
    return ringing.id


def _now() -> dict[str, Any]:
    return {"directory": current_directory(), "at": current_clock()()}


def _made(answer: Any) -> str:
    assert answer.status_code in (200, 201), (answer.request.path, answer.get_data(as_text=True))
    made: str = answer.json["id"]
    return made
