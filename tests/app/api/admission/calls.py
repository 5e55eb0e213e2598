"""What is sent over the API to make and change a direct admission."""

import uuid
from typing import Any

from tests.app.admitting import CARDIOLOGY, CHECKLIST, HEART

NOWHERE = str(uuid.UUID(int=0))
NEW = {"checklist": CHECKLIST, "note": "Sitter bra i bil"}
ETA = "2026-11-23T11:30:00+01:00"
CHANGES: dict[str, Any] = {
    "ask": {},
    "accept": {"ward_id": HEART},
    "refuse": {"ward_id": HEART, "reason": "fullt"},
    "withdraw": {"ward_id": HEART, "reason": "fullt"},
    "left": {"transport": "sjukresa"},
    "eta": {"eta": ETA},
    "extend": None,
    "arrived": None,
    "placed": {"ward_id": CARDIOLOGY},
    "ed": {"means": "akuten_ambulans"},
    "cancel": None,
    "discharged": None,
}


def acts(someone, admission_id, what, *, status=200, **body):
    """Somebody does something to an admission; what is answered."""
    sent = {"json": CHANGES[what] | body} if CHANGES[what] is not None else {}
    answer = someone.post(f"/admissions/{admission_id}/{what}", **sent)
    assert answer.status_code == status, answer.json
    return answer.json
