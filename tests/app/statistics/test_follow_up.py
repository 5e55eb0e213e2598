"""How it went after decisions: what is counted, and what may be told of it."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.actions.imports.import_follow_up import import_follow_up
from app.statistics.csv_lines import csv_lines
from app.statistics.follow_up import Decided, Figure, figures_of, load_follow_up, shown
from app.statistics.follow_up_template import TEMPLATE_COLUMNS, template_rows
from routing.decisions import DecisionKind, DecisionStatus
from routing.follow_up import FILE_COLUMNS, Aftermath
from tests.decided import DIRECT, STAY, contact, decide, doctor
from tests.routing.county import local

pytestmark = pytest.mark.postgresql

SINCE, UNTIL = local("2026-11-01 00:00"), local("2026-12-01 00:00")
DURING, AFTER = local("2026-11-30 23:59"), local("2026-12-01 00:00")
DIED, MOVED = Aftermath.DIED, Aftermath.MOVED


# --- What may be told -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("yes", "known", "doctors", "told"),
    [
        (0, 40, 9, "0"),
        (1, 40, 9, "1–4"),
        (4, 40, 9, "1–4"),
        (5, 40, 9, "5"),
        (35, 40, 9, "35"),
        (36, 40, 9, "36–39"),  # one would know how many did not
        (39, 40, 9, "36–39"),
        (40, 40, 9, "40"),
        (3, 6, 3, "1–4"),
        (0, 4, 4, None),
        (2, 4, 4, None),  # one would know that somebody was among four
        (0, 0, 0, None),
        (12, 40, 2, None),  # the two know of each other
    ],
)
def test_small_numbers_are_told_as_ranges_or_not_at_all(yes, known, doctors, told):
    assert shown(Figure(yes, known, doctors)) == told


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 9))
def test_nobody_can_reckon_out_a_small_number(yes, no, doctors):
    told = shown(Figure(yes, yes + no, doctors))
    if told is not None and "–" not in told:
        assert int(told) == yes
        assert not 0 < yes < 5
        assert not 0 < no < 5
    elif told is not None:
        low, high = map(int, told.split("–"))
        assert low <= yes <= high
        assert high - low == 3


# --- What is counted ------------------------------------------------------------------------------
def test_each_question_counts_those_whose_answer_is_known():
    figures = figures_of(
        DIRECT,
        [
            Decided(DIRECT, DecisionStatus.DONE, 1, {DIED: True, MOVED: None}),
            Decided(DIRECT, DecisionStatus.DONE, 2, {DIED: False, MOVED: True}),
            Decided(DIRECT, DecisionStatus.DECIDED, 2, {DIED: False}),
            Decided(DIRECT, DecisionStatus.DECIDED, 3, None),
            Decided(DIRECT, DecisionStatus.FELL_THROUGH, 4, {DIED: True}),
            Decided(DIRECT, DecisionStatus.REPLACED, 4, None),
            Decided(DIRECT, DecisionStatus.WITHDRAWN, 5, {DIED: True}),
            Decided(STAY, DecisionStatus.DECIDED, 6, {DIED: True}),
        ],
    )
    assert (figures.decided, figures.followed_up, figures.came_to_nothing) == (4, 3, 2)
    assert figures.figures[DIED] == Figure(yes=1, known=3, doctors=2)
    assert figures.figures[MOVED] == Figure(yes=1, known=1, doctors=1)
    assert figures.figures[Aftermath.READMITTED] == Figure(0, 0, 0)


@pytest.fixture
def month(session):
    """Five doctors' decisions of November, and one of December; the ids by kind."""
    made: dict[DecisionKind, list[str]] = {DIRECT: [], STAY: []}
    for _ in range(5):
        request = contact(session, doctor(session), at=DURING)
        for kind in (DIRECT, STAY):
            made[kind].append(decide(session, request, kind, at=DURING))
    decide(session, request, DIRECT, at=AFTER)
    decide(session, request, STAY, status=DecisionStatus.WITHDRAWN, at=DURING)
    decide(session, request, DecisionKind.ED_AMBULANCE, at=DURING)
    return made


def test_the_template_filled_in_is_what_is_counted(session, month):
    rows = list(template_rows(session, since=SINCE, until=UNTIL))
    assert {str(row["decision_id"]) for row in rows} == {*month[DIRECT], *month[STAY]}
    filled = [
        {**row, DIED: 0, MOVED: 1} if row["kind"] == "direktinlaggning" else row for row in rows
    ]
    content = "".join(csv_lines(TEMPLATE_COLUMNS, filled)).encode()
    assert import_follow_up(session, content, by=None, at=AFTER).row_count == 5
    direct, stay = load_follow_up(session, since=SINCE, until=UNTIL)
    assert (direct.kind, direct.decided, direct.followed_up) == (DIRECT, 5, 5)
    assert (stay.kind, stay.decided, stay.followed_up) == (STAY, 5, 0)
    assert shown(direct.figures[DIED]) == "0"
    assert shown(direct.figures[MOVED]) == "5"
    assert shown(stay.figures[DIED]) is None
    assert load_follow_up(session, since=UNTIL, until=local("2027-01-01 00:00"))[0].decided == 1


def test_the_template_has_the_columns_that_are_read_and_ids_alone(session, month):
    text = "".join(csv_lines(TEMPLATE_COLUMNS, template_rows(session, since=SINCE, until=UNTIL)))
    reader = csv.DictReader(io.StringIO(text))
    first = next(reader)
    assert tuple(reader.fieldnames or ()) == FILE_COLUMNS
    assert first["decided_on"] == "2026-11-30"
    assert [first[one] for one in Aftermath] == [""] * len(Aftermath)
    assert all(column.description.endswith(".") for column in TEMPLATE_COLUMNS)
