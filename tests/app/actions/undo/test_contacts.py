"""A contact: ticked off by mistake, the wrong button for a call of one's own, a decision ended."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.actions.account.read_notice import read_all, whose_inbox
from app.actions.contact.handle_unanswered import handle_unanswered
from app.actions.contact.report_self_dial import SelfDialReport, report_self_dial
from app.actions.decisions.change import Change, change_decision
from app.actions.undo.errors import ChangedSince, TooLateToUndo, UnknownStep
from models.logs.undo import KEPT
from models.reads.decisions import load_decisions
from models.reads.inbox import count_unread
from models.reads.unanswered import load_dealt_with, load_unanswered
from models.tables.contacts import CallMode, CareRequestRow
from models.tables.notices import NoticeKind, NoticeRow
from models.tables.undo import UndoStepRow
from routing.decisions import DecisionEvent, DecisionStatus
from routing.lifecycle import OPEN_STATES, RequestStatus
from routing.undo import UNDO_WITHIN
from tests.app.actions.contact.test_ending import exhaust
from tests.app.actions.decisions.test_decisions import decide

NOBODYS = "00000000-0000-4000-8000-000000000000"


def handled(clinic):
    ticket = exhaust(clinic)
    doctor = clinic.doctor(ticket.responders[0].person_id)
    handle_unanswered(clinic.fresh(), ticket.id, by=doctor, at=clinic.clock())
    return ticket, doctor


def test_what_was_ticked_off_stands_on_every_list_again(clinic, hand):
    ticket, doctor = handled(clinic)
    unit = [doctor.unit_id]
    assert load_unanswered(clinic.fresh(), unit, limit=5) == ()
    assert hand.undoes(doctor)
    assert [one.id for one in load_unanswered(clinic.fresh(), unit, limit=5)] == [ticket.id]
    since = clinic.clock() - timedelta(hours=1)
    assert load_dealt_with(clinic.fresh(), unit, since=since, limit=5) == ()
    handle_unanswered(clinic.fresh(), ticket.id, by=doctor, at=clinic.clock())
    assert load_unanswered(clinic.fresh(), unit, limit=5) == ()


def test_once_is_enough_and_said_again_it_changes_nothing(clinic, hand):
    _ticket, doctor = handled(clinic)
    step = hand.newest(doctor)
    assert hand.undoes(doctor, step)
    before = clinic.everything()
    assert not hand.undoes(doctor, step)
    assert clinic.everything() == before


def test_only_whoever_did_it_and_for_ten_minutes(clinic, hand):
    _ticket, doctor = handled(clinic)
    step = hand.newest(doctor)
    before = clinic.everything()
    for someone, step_id in ((clinic.gp, step), (doctor, "nothing"), (doctor, NOBODYS)):
        with pytest.raises(UnknownStep):
            hand.undoes(someone, step_id)
    assert hand.undoable(clinic.gp) == ()
    clinic.clock.at += UNDO_WITHIN + timedelta(seconds=1)
    assert hand.undoable(doctor) == ()
    with pytest.raises(TooLateToUndo):
        hand.undoes(doctor, step)
    assert clinic.everything() == before
    clinic.clock.at -= timedelta(seconds=1)
    assert hand.undoes(doctor, step)


def report(clinic, ticket, *, answered, number=-1):
    report_self_dial(
        clinic.fresh(),
        SelfDialReport(ticket.responders[number].id, answered),
        by=clinic.gp,
        directory=clinic.directory,
        at=clinic.clock(),
    )


def standing(ticket):
    return ticket.status


def test_they_had_not_answered_after_all(clinic, hand):
    ticket = clinic.ask(mode=CallMode.SELF_DIAL)
    report(clinic, ticket, answered=True)
    assert standing(ticket) == RequestStatus.ANSWERED
    hand.undoes(clinic.gp)
    assert standing(ticket) == RequestStatus.SELF_DIALLING
    row = clinic.fresh().get_one(CareRequestRow, ticket.id, populate_existing=True)
    assert (row.answered_at, row.ended_at) == (None, None)
    report(clinic, ticket, answered=False)
    assert len(ticket.responders) == 2


def test_they_had_answered_after_all_and_the_next_number_is_not_shown(clinic, hand):
    ticket = clinic.ask(mode=CallMode.SELF_DIAL)
    report(clinic, ticket, answered=False)
    hand.undoes(clinic.gp)
    still = [one for one in ticket.responders if one.state in OPEN_STATES]
    assert [one.step_order for one in still] == [1]
    report(clinic, ticket, answered=True, number=0)
    assert standing(ticket) == RequestStatus.ANSWERED


def test_the_last_number_after_which_nobody_was_left(clinic, hand):
    ticket = clinic.ask(mode=CallMode.SELF_DIAL)
    for _one in range(20):
        if ticket.status is RequestStatus.EXHAUSTED:
            break
        report(clinic, ticket, answered=False)
        clinic.clock.at += timedelta(seconds=1)
    assert ticket.status is RequestStatus.EXHAUSTED
    hand.undoes(clinic.gp)
    assert standing(ticket) == RequestStatus.SELF_DIALLING
    report(clinic, ticket, answered=True)
    assert standing(ticket) == RequestStatus.ANSWERED


def test_a_report_that_another_has_followed_is_not_undone(clinic, hand):
    ticket = clinic.ask(mode=CallMode.SELF_DIAL)
    report(clinic, ticket, answered=False)
    first = hand.newest(clinic.gp)
    clinic.clock.at += timedelta(seconds=1)
    report(clinic, ticket, answered=True)
    before = clinic.everything()
    with pytest.raises(ChangedSince):
        hand.undoes(clinic.gp, first)
    assert clinic.everything() == before


@pytest.mark.parametrize(
    "event", [DecisionEvent.DONE, DecisionEvent.FELL_THROUGH, DecisionEvent.WITHDRAWN]
)
def test_a_decision_that_was_ended_holds_again(clinic, hand, event):
    ticket = clinic.answered()
    made = decide(clinic, ticket)
    about = {"by": clinic.gp, "directory": clinic.directory, "at": clinic.clock()}
    change_decision(clinic.fresh(), Change(ticket.id, made.id, event), **about)
    hand.undoes(clinic.gp)
    (decision,) = load_decisions(clinic.fresh(), ticket.id)
    assert (decision.status, decision.ended_at) == (DecisionStatus.DECIDED, None)


def test_messages_read_all_at_once_are_unread_again(clinic, hand):
    ticket = exhaust(clinic)
    doctor = clinic.doctor(ticket.responders[0].person_id)
    whose = whose_inbox(doctor)
    unread = count_unread(clinic.fresh(), whose)
    assert unread
    read_all(clinic.fresh(), by=doctor, at=clinic.clock())
    assert count_unread(clinic.fresh(), whose) == 0
    hand.undoes(doctor)
    assert count_unread(clinic.fresh(), whose) == unread


def test_nothing_is_told_of_what_nobody_was_told_of(clinic, hand):
    _ticket, doctor = handled(clinic)
    hand.undoes(doctor)
    told = clinic.fresh().scalars(select(NoticeRow).where(NoticeRow.kind == NoticeKind.TAKEN_BACK))
    assert told.all() == []


def test_what_it_was_like_before_is_forgotten_once_nobody_can_take_it_back(clinic, hand):
    _ticket, doctor = handled(clinic)
    old = hand.newest(doctor)
    clinic.clock.at += KEPT - timedelta(hours=1)
    handled(clinic)
    with pytest.raises(TooLateToUndo):
        hand.undoes(doctor, old)
    clinic.clock.at += timedelta(hours=2)
    handled(clinic)
    with pytest.raises(UnknownStep):
        hand.undoes(doctor, old)
    kept = clinic.fresh().scalars(select(UndoStepRow.id)).all()
    assert len(kept) == 2
    assert old not in kept
