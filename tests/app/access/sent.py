"""What is sent to each address: enough for the form, so that only who asks decides."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.app.access.world import ASK, EXAMINATION
from tests.app.admitting import HEART, MEDICINE
from tests.app.api.admission.calls import ETA, NEW
from tests.app.web.admission.bed_seekers import FORM

Sent = dict[str, Any] | Callable[[Mapping[str, str]], dict[str, Any]] | None

ROTA = "mora-kardiologi-konsult-primarjour"
SHIFT = {
    "rota_id": ROTA,
    "starts_at": "2026-11-24T08:00:00+01:00",
    "person_id": "mora-kardiologi-1",
}
OTHER = SHIFT | {"starts_at": "2026-11-25T08:00:00+01:00", "person_id": "mora-kardiologi-2"}
BEDS = {"staffed": 20, "occupied": 18, "cleaning": 0, "is_open": True}
NOON = "mora-rontgen|2026-11-23T12:00:00+00:00"
AN_HOUR = {"site_id": "mora-rontgen", "starts_at": "2026-11-23T13:00:00+01:00"}
NOWHERE = "00000000-0000-0000-0000-000000000000"
PLACES = {"modality": "datortomografi", "starts_at": "2026-11-23T14:00:00+01:00", "capacity": 3}

FIXED = {
    "ward_id": HEART,
    "code": "dt-hjarna",
    "kind": "akuten_ambulans",
    "name": "kontakter",
    "path": "halvakut",
    "rota_id": ROTA,
    "starts": "2026-11-24T07:00Z",
    "unit_id": "mora-lasarett",
    "import_id": NOWHERE,
}
"""What stands in an address where the situation says nothing."""

SENT: Mapping[tuple[str, str], Sent] = {
    # --- pages
    ("GET", "/kontakt/forslag"): {"q": "hj"},
    ("GET", "/kontakt/<path>/plan"): lambda case: (
        {"specialty": "kardiologi", "municipality": "2062"}
        | ({"continued_from": case["request_id"]} if "request_id" in case else {})
    ),
    ("POST", "/kontakt/<path>/plan"): lambda case: (
        ASK
        | {"specialty": "kirurgi", "mode": "ring_upp_mig", "callback_number": "0701740605"}
        | ({"continued_from": case["request_id"]} if "request_id" in case else {})
    ),
    ("POST", "/kontakt/<path>/plan/visa"): {"specialty": "kardiologi", "municipality": "2062"},
    ("POST", "/arenden/<request_id>/sbar"): {"part": "assessment", "text": "Stabil"},
    ("POST", "/arenden/<request_id>/sjalvringt"): lambda case: {
        "attempt": case["attempt_id"],
        "answered": "nej",
    },
    ("POST", "/arenden/<request_id>/plan-fore"): {"plan_before": "osaker"},
    ("POST", "/arenden/<request_id>/utfall"): {"value": "4"},
    ("POST", "/arenden/<request_id>/tredje-part"): {"line": "mora-rontgen-direkt"},
    ("POST", "/arenden/<request_id>/beslut/<decision_id>/andra"): {"event": "genomfordes"},
    ("POST", "/arenden/<request_id>/direktinlaggning"): FORM,
    ("POST", "/arenden/<request_id>/rontgen/bokning/<booking_id>/flytta"): {"hour": NOON},
    ("POST", "/direktinlaggning/<admission_id>/begav-sig"): {"transport": "sjukresa"},
    ("POST", "/direktinlaggning/<admission_id>/ankomst"): {"eta": "11:30"},
    ("POST", "/direktinlaggning/<admission_id>/akuten"): {"means": "akuten_ambulans"},
    ("POST", "/avdelning/<admission_id>/ja"): {"avdelning": MEDICINE},
    ("POST", "/avdelning/<admission_id>/nej"): {"avdelning": MEDICINE, "skal": "fullt"},
    ("POST", "/avdelning/<admission_id>/dra-tillbaka"): {"avdelning": HEART, "skal": "fullt"},
    ("POST", "/avdelning/<admission_id>/placerad"): {"avdelning": MEDICINE},
    ("POST", "/avdelning/<admission_id>/akuten"): {"means": "akuten_ambulans"},
    ("POST", "/jour/ring-tillbaka/<attempt_id>"): {"minutes": "15"},
    ("POST", "/jour/inte-nu"): {"how_long": "30"},
    ("POST", "/rontgen/bokning/<booking_id>/neka"): {"reason": "ingen_tid"},
    ("POST", "/jour/pass/<rota_id>/<starts>/byt"): {
        "person": "mora-kardiologi-1",
        "other": "2026-11-25T07:00Z/mora-kardiologi-2",
    },
    ("POST", "/installningar/sprak"): {"sprak": "sv"},
    ("POST", "/rontgen/timme"): {"hour": NOON, "modality": "datortomografi", "capacity": "3"},
    ("POST", "/vardplatser/<ward_id>"): {
        "staffed": "20",
        "occupied": "18",
        "is_open": "ja",
        "seen": "",
    },
    ("GET", "/uppfoljning/nekade"): {"vecka": "2026-W48"},
    ("GET", "/uppfoljning/nekade/fil"): {"vecka": "2026-W48"},
    # --- the API
    ("GET", "/api/v1/plan"): ASK | {"specialty": "kardiologi"},
    ("POST", "/api/v1/requests"): lambda case: (
        ASK
        | {"specialty": "kirurgi", "callback_number": "0701740605"}
        | ({"continued_from": case["request_id"]} if "request_id" in case else {})
    ),
    ("PUT", "/api/v1/requests/<uuid:request_id>/sbar"): {"part": "assessment", "text": "Stabil"},
    ("POST", "/api/v1/requests/<uuid:request_id>/outcome"): {"value": 4},
    ("POST", "/api/v1/requests/<uuid:request_id>/third-parties"): {
        "line_id": "mora-rontgen-direkt"
    },
    ("POST", "/api/v1/requests/<uuid:request_id>/decisions"): {"kind": "akuten_ambulans"},
    ("POST", "/api/v1/requests/<uuid:request_id>/decisions/<uuid:decision_id>/change"): {
        "event": "genomfordes"
    },
    ("POST", "/api/v1/requests/<uuid:request_id>/admissions"): NEW,
    ("POST", "/api/v1/requests/<uuid:request_id>/bookings"): EXAMINATION,
    ("PUT", "/api/v1/away"): {"until": "2026-11-23T11:30:00+01:00"},
    ("PUT", "/api/v1/preferences"): {
        "language": "sv",
        "bradskande": ["samtal"],
        "samma_dag": ["samtal"],
        "planerat": ["samtal"],
    },
    ("POST", "/api/v1/beds/<ward:ward_id>"): BEDS,
    ("POST", "/api/v1/beds/import"): {"file": b"ward_id;counted_at;staffed\n"},
    ("POST", "/api/v1/follow-up/import"): {"file": b"decision_id\n"},
    ("POST", "/api/v1/admissions/<uuid:admission_id>/ask"): {},
    ("POST", "/api/v1/admissions/<uuid:admission_id>/accept"): {"ward_id": MEDICINE},
    ("POST", "/api/v1/admissions/<uuid:admission_id>/refuse"): {
        "ward_id": MEDICINE,
        "reason": "fullt",
    },
    ("POST", "/api/v1/admissions/<uuid:admission_id>/withdraw"): {
        "ward_id": HEART,
        "reason": "fullt",
    },
    ("POST", "/api/v1/admissions/<uuid:admission_id>/left"): {"transport": "sjukresa"},
    ("POST", "/api/v1/admissions/<uuid:admission_id>/eta"): {"eta": ETA},
    ("POST", "/api/v1/admissions/<uuid:admission_id>/placed"): {"ward_id": MEDICINE},
    ("POST", "/api/v1/admissions/<uuid:admission_id>/ed"): {"means": "akuten_ambulans"},
    ("PUT", "/api/v1/radiology/hours"): PLACES,
    ("POST", "/api/v1/radiology/bookings/<uuid:booking_id>/move"): AN_HOUR,
    ("POST", "/api/v1/radiology/bookings/<uuid:booking_id>/refuse"): {"reason": "ingen_tid"},
    ("POST", "/api/v1/radiology/bookings/<uuid:booking_id>/result"): {},
    ("POST", "/api/v1/shifts/change"): SHIFT | {"to_person": None},
    ("POST", "/api/v1/shifts/swap"): {"shift": SHIFT, "other": OTHER},
    ("GET", "/api/v1/refusals"): {"week": "2026-W48"},
}
