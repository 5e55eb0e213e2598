"""The table ``beslut``: what was decided, read from the log."""

import pytest

from app.actions.contact.create_request import NewRequest, create_request
from app.statistics.decision_rows import DECISIONS, read_decision
from models.tables.contacts import CallMode
from models.tables.decisions import DecisionRow
from models.tables.imports import FollowUpRow, ImportKind, ImportRow
from routing.decisions import DecisionEvent, DecisionKind, DecisionStatus
from routing.outcome import Side
from routing.types import ContactPath
from tests.app.statistics.lives import became, decided, minutes
from tests.app.statistics.world import MONDAY, TEN, seconds
from tests.routing.county import MORA

pytestmark = pytest.mark.postgresql

E = DecisionEvent


def rows(session, directory):
    return list(DECISIONS.rows(session, directory, from_on=MONDAY, to_on=MONDAY))


def test_a_visit_from_the_decision_to_its_end(session, directory, gp, ask):
    contact = ask(TEN)
    visit = decided(
        session,
        contact,
        gp.account_id,
        at=TEN + seconds(90.5),
        kind=DecisionKind.SPECIALIST_VISIT,
        receiver_id="falun-medicin",
        next_by=Side.RESPONDER,
        next_text="hemliga ord",
        note="fler hemliga ord",
        detail={"when": "idag"},
    )
    became(session, visit, E.DONE, at=TEN + minutes(60))
    (row,) = rows(session, directory)
    assert row == row | {
        "decision_id": visit.id,
        "contact_id": contact,
        "chain_root": contact,
        "period": "2026-11",
        "decided_at": "2026-11-23T10:01:30+01:00",
        "seconds_from_created": 91,
        "proposed": 0,
        "kind": "specialistbesok",
        "visit_day": "idag",
        "status": "genomfort",
        "ended_at": "2026-11-23T11:00:00+01:00",
        "side": "remittent",
        "role": "primarvardslakare",
        "receiver_unit_id": "falun-medicin",
        "next_by": "mottagare",
        "replaced_by": None,
        "path": "halvakut",
        "urgency": None,
        "specialty": "kardiologi",
        "municipality": directory.municipalities[MORA].name,
        "requester_role": "primarvardslakare",
        "plan_before": "remittera",
        "ed_72h": None,
        "died_30d": None,
    }
    text = "".join(DECISIONS.csv_lines(rows(session, directory)))
    assert "hemliga" not in text
    assert gp.name not in text


def test_every_column_is_there_in_its_order(session, directory, gp, ask):
    decided(session, ask(TEN), gp.account_id, at=TEN)
    (row,) = rows(session, directory)
    assert list(row) == [column.name for column in DECISIONS.columns]


def test_the_log_is_believed_and_not_the_status(session, directory, gp, ask):
    stay = decided(session, ask(TEN), gp.account_id, at=TEN)
    became(session, stay, E.FELL_THROUGH, at=TEN + minutes(5))
    before = rows(session, directory)
    stored = session.get_one(DecisionRow, stay.id)
    stored.status, stored.ended_at = DecisionStatus.DECIDED, None
    session.commit()
    assert rows(session, directory) == before
    assert before[0]["status"] == "blev_inte_av"


@pytest.mark.parametrize(
    ("events", "status", "is_ended"),
    [
        ([E.DECIDED], DecisionStatus.DECIDED, False),
        ([E.PROPOSED], DecisionStatus.PROPOSED, False),
        ([E.PROPOSED, E.DECIDED], DecisionStatus.DECIDED, False),
        ([E.PROPOSED, E.DECIDED, E.NOTED, E.DONE], DecisionStatus.DONE, True),
        ([E.DECIDED, E.FELL_THROUGH, E.REPLACED], DecisionStatus.REPLACED, True),
        ([E.DECIDED, E.WITHDRAWN, E.DONE], DecisionStatus.WITHDRAWN, True),  # late: changes nothing
    ],
)
def test_where_a_decision_stands_is_what_its_log_leads_to(events, status, is_ended):
    story = read_decision([(event, TEN + minutes(turn)) for turn, event in enumerate(events)])
    assert story.status is status
    assert (story.ended_at is not None) is is_ended
    assert story.was_proposed is (events[0] is E.PROPOSED)


def test_a_chain_of_contacts_has_one_root(session, directory, gp, ask):
    first = ask(TEN)
    second, third = first, first
    for path in (ContactPath.HALVAKUT, ContactPath.HALVAKUT):
        command = NewRequest(
            path, MORA, CallMode.SELF_DIAL, specialty="kardiologi", continued_from=third
        )
        second, third = (
            third,
            create_request(session, command, by=gp, directory=directory, at=TEN).id,
        )
    for contact in (first, second, third):
        decided(session, contact, gp.account_id, at=TEN)
    decided(session, ask(TEN), gp.account_id, at=TEN + seconds(1))
    roots = [row["chain_root"] for row in rows(session, directory)]
    assert roots.count(first) == 3
    assert len(set(roots)) == 2


def test_how_it_went_is_what_the_newest_import_that_stands_says(session, directory, gp, ask):
    stay = decided(session, ask(TEN), gp.account_id, at=TEN)
    imports: list[tuple[dict[str, bool | None], bool]] = [
        ({"ed_72h": False, "died_30d": False}, False),
        ({"ed_72h": True, "died_30d": None}, False),
        ({"ed_72h": False, "moved_24h": True}, True),
    ]
    for order, (said, is_taken_back) in enumerate(imports):
        session.add(
            ImportRow(
                id=f"import-{order}",
                kind=ImportKind.FOLLOW_UP,
                fingerprint=str(order),
                row_count=1,
                imported_at=TEN + minutes(order),
                taken_back_at=TEN + minutes(9) if is_taken_back else None,
            )
        )
        session.flush()
        session.add(FollowUpRow(import_id=f"import-{order}", decision_id=stay.id, **said))
        session.commit()
    (row,) = rows(session, directory)
    assert (row["ed_72h"], row["died_30d"], row["moved_24h"]) == (1, 0, None)


def test_a_batch_takes_as_many_questions_as_the_last(session, directory, gp, ask, statements):
    contact = ask(TEN)
    for turn in range(5):
        decided(session, contact, gp.account_id, at=TEN + seconds(turn))
    with statements() as few:
        rows(session, directory)
    for turn in range(25):
        decided(session, contact, gp.account_id, at=TEN + seconds(turn))
    with statements() as many:
        assert len(rows(session, directory)) == 30
    assert len(many) == len(few)
