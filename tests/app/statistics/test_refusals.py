"""Counting refused admissions: reasons, silence, and what became of those without a bed."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.statistics.refusals import Answer, Happened, Tally, after_refusal, tallies
from routing.admission import AdmissionEvent as E
from routing.admission import RefusalReason, WardReply
from routing.decisions import DecisionKind
from routing.follow_up import AfterRefusal
from tests.app.statistics.world import TEN

FULL, OTHER = RefusalReason.FULL, RefusalReason.OTHER


def said(ward: str, reply: WardReply, reason: RefusalReason | None = None) -> Answer:
    return Answer("a", ward, reply, TEN, reason)


def log_of(*events: E, ward: str | None = None) -> list[Happened]:
    """One event a minute."""
    return [
        Happened("a", event, TEN + timedelta(minutes=minute), ward)
        for minute, event in enumerate(events)
    ]


def test_each_ward_has_its_reasons_its_silence_and_its_yeses():
    counted = tallies(
        [
            said("medicin", WardReply.REFUSED, FULL),
            said("medicin", WardReply.REFUSED, FULL),
            said("medicin", WardReply.REFUSED, OTHER),
            said("medicin", WardReply.REFUSED),
            said("medicin", WardReply.ACCEPTED),
            said("kirurgi", WardReply.SILENT),
            said("kirurgi", WardReply.WITHDREW, FULL),
        ],
        [*log_of(E.EXPIRED, ward="ortopedi"), *log_of(E.WARD_ASKED, E.LEFT, ward="geriatrik")],
    )
    assert list(counted) == ["kirurgi", "medicin", "ortopedi"]
    assert counted["medicin"] == Tally({FULL: 2, OTHER: 1, None: 1}, accepted=1)
    assert (counted["medicin"].refused, counted["medicin"].answers) == (4, 5)
    assert counted["kirurgi"] == Tally(silent=1, withdrew=1)  # a yes taken back is no refusal
    assert counted["ortopedi"] == Tally(expired=1)


def test_nothing_said_is_nothing_counted():
    assert tallies([], []) == {}
    assert sum(tallies([], []).values(), Tally()) == Tally()


@pytest.mark.parametrize(
    ("later", "replaced_by", "ending"),
    [
        ((), None, AfterRefusal.WAITING),
        ((E.REQUESTER_TOLD, E.CHECKLIST_FILLED), None, AfterRefusal.WAITING),
        ((E.ASKED, E.WARD_ASKED), None, AfterRefusal.ASKED_AGAIN),
        ((E.ASKED, E.ACCEPTED, E.BED_RESERVED), None, AfterRefusal.BED_FOUND),
        ((E.ASKED, E.ACCEPTED, E.LEFT, E.ARRIVED, E.DISCHARGED), None, AfterRefusal.BED_FOUND),
        ((E.ASKED, E.ACCEPTED, E.WARD_WITHDREW), None, AfterRefusal.ASKED_AGAIN),
        ((E.ASKED, E.ACCEPTED, E.EXPIRED), None, AfterRefusal.WAITING),
        ((E.ASKED, E.WARD_REFUSED, E.ALL_REFUSED), None, AfterRefusal.WAITING),
        ((E.TURNED_TO_ED,), None, AfterRefusal.TO_ED),
        ((E.ASKED, E.ACCEPTED, E.LEFT, E.TURNED_TO_ED), None, AfterRefusal.TO_ED),
        ((E.CANCELLED,), None, AfterRefusal.CANCELLED),
        ((E.CANCELLED,), DecisionKind.ED_AMBULANCE, AfterRefusal.TO_ED),
        ((E.CANCELLED,), DecisionKind.SPECIALIST_VISIT, AfterRefusal.OTHER_DECISION),
        ((), DecisionKind.ED_OWN_MEANS, AfterRefusal.TO_ED),
    ],
)
@pytest.mark.parametrize("back", [E.ALL_REFUSED, E.EXPIRED])
def test_what_became_of_one_that_came_back(back, later, replaced_by, ending):
    log = log_of(E.PROPOSED, E.ASKED, back, *later)
    assert after_refusal(log[2], log, replaced_by=replaced_by) is ending


def test_what_happened_in_the_same_instant_is_told_apart_by_its_order():
    log = [Happened("a", event, TEN) for event in (E.PROPOSED, E.ASKED, E.ALL_REFUSED)]
    assert after_refusal(log[2], log, replaced_by=None) is AfterRefusal.WAITING


replies = st.builds(
    Answer,
    admission_id=st.just("a"),
    ward_id=st.sampled_from(["geriatrik", "kirurgi", "medicin"]),
    reply=st.sampled_from(WardReply),
    at=st.just(TEN),
    reason=st.none() | st.sampled_from(RefusalReason),
)


@given(st.lists(replies, max_size=40), st.integers(0, 5))
def test_the_reasons_sum_up_to_the_refusals_and_the_wards_to_the_whole(answers, lost):
    counted = tallies(answers, log_of(*[E.EXPIRED] * lost, ward="medicin"))
    whole = sum(counted.values(), Tally())
    kinds = [one.reply for one in answers]
    assert sum(whole.reasons.values()) == whole.refused == kinds.count(WardReply.REFUSED)
    assert whole.silent == kinds.count(WardReply.SILENT)
    assert whole.accepted == kinds.count(WardReply.ACCEPTED)
    assert whole.withdrew == kinds.count(WardReply.WITHDREW)
    assert whole.expired == lost
    assert whole.answers + whole.withdrew == len(answers)
    assert all(sum(one.reasons.values()) == one.refused for one in counted.values())
