"""Every field that takes text is asked for a patient's identity: a new one fails here until it is.

The table says which test sends an identity in the field; that test must do so on one of its lines.
"""

import re
from pathlib import Path

import pytest
from sqlalchemy import Text

from models.db import Base
from routing.identity import holds_identity

ROOT = Path(__file__).parents[3]
TEMPLATES = ROOT / "templates" / "web"
TESTS = ROOT / "tests" / "app"

# Fields that hold a choice, a number within limits or a secret; nothing else is taken or kept.
_NO_TEXT = re.compile(
    r'type="(?:hidden|radio|checkbox|file|password|number|date|submit)"|\bdisabled\b'
)
_FIELD = re.compile(r"<(?:input|textarea)\b[^>]*?\bname=\"([^\"]+)\"[^>]*>", re.DOTALL)

# Template and field → the test that sends an identity in it, and what the line holds.
FIELDS = {
    "admission/acts.html eta_annan": ("web/admission/test_admission_pages.py", "eta"),
    "admission/form.html note": ("web/admission/test_admission_form.py", '"note"'),
    "admission/form.html {{ question.name }}": (
        "web/admission/test_admission_form.py",
        '"svar-annat"',
    ),
    "auth/login.html username": ("auth/test_accounts.py", '"username"'),
    "decisions/ask.html next_text": ("web/decisions/test_decision_pages.py", "next_text="),
    "decisions/ask.html note": ("web/decisions/test_decision_pages.py", "note="),
    "directory/search.html q": ("web/test_addresses.py", "TYPED"),
    "duty/take_over.html reason": ("web/duty/test_on_call_pages.py", "reason"),
    "sbar/shown.html {{ name or part.value }}": ("web/contact/test_plan_pages.py", '"situation"'),
    "radiology/book.html question": ("web/radiology/test_radiology_pages.py", '"question"'),
    "radiology/book.html result_number": (
        "web/radiology/test_radiology_pages.py",
        '"result_number"',
    ),
    "radiology/book.html {{ name }}": ("web/radiology/test_radiology_pages.py", '"svar-'),
    "radiology/desk_booking.html note": ("web/radiology/test_radiology_pages.py", "typed"),
    "radiology/desk_booking.html result_number": (
        "web/radiology/test_radiology_pages.py",
        "811218-9876",
    ),
    "contact/plan_part.html callback_number": (
        "web/contact/test_plan_pages.py",
        '"callback_number"',
    ),
    "contact/search_box.html q": ("web/test_addresses.py", "TYPED"),
    "contact/third_party.html q": ("web/duty/test_answer_pages.py", "q="),
    "duty/change.html reason": ("web/duty/test_shift_pages.py", '"reason"'),
    "admission/ward_live.html note": ("web/admission/test_ward_pages.py", '"note"'),
}

# Columns of free text → the action that checks what comes into them.
COLUMNS = {
    "booking.question": "app/actions/radiology/book_examination.py",
    "booking.refusal_note": "app/actions/radiology/end_booking.py",
    "care_request.assessment": "app/actions/contact/create_request.py",
    "care_request.background": "app/actions/contact/create_request.py",
    "care_request.recommendation": "app/actions/contact/create_request.py",
    "care_request.situation": "app/actions/contact/create_request.py",
    "decision.next_text": "app/actions/decisions/add_decision.py",
    "decision.note": "app/actions/decisions/add_decision.py",
    "shift_change.reason": "app/actions/duty/change_shift.py",
    "ward_answer.note": "app/actions/admission/answer_ward.py",
}
# … and those that the region's own directory fills, read from files that it answers for.
FROM_THE_DIRECTORY = {"care_unit.note", "examination.note"}


def _fields() -> set[str]:
    found = set()
    for template in sorted(TEMPLATES.rglob("*.html")):
        name = template.relative_to(TEMPLATES).as_posix()
        if name.startswith("phone_lab/"):  # nothing is real there
            continue
        for field in _FIELD.finditer(template.read_text("utf-8")):
            if not _NO_TEXT.search(field[0]):
                found.add(f"{name} {field[1]}")
    return found


def test_the_table_holds_every_field():
    assert _fields() == set(FIELDS)


@pytest.mark.parametrize("field", FIELDS)
def test_an_identity_is_sent_in_it_by_its_test(field):
    file, sent = FIELDS[field]
    lines = (TESTS / file).read_text("utf-8").splitlines()
    assert any(sent in line and holds_identity(line) for line in lines), file


def _free_text_columns() -> set[str]:
    return {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, Text)
    }


def test_every_column_of_free_text_has_an_action_that_checks_it():
    assert _free_text_columns() == set(COLUMNS) | FROM_THE_DIRECTORY
    for column, action in COLUMNS.items():
        name = column.split(".")[1]
        source = (ROOT / action).read_text("utf-8")
        assert re.search(rf'checked\(\s*"{name}"', source), (column, action)
