"""What is decided in a talk: made, carried out, taken back, replaced; and who is told."""

import pytest
from sqlalchemy import select

from app.actions.decisions.add_decision import NewDecision
from app.actions.decisions.change import BY_HAND, Change, change_decision
from app.actions.decisions.decide import Decide, decide_in_contact
from app.actions.decisions.errors import (
    BadReceiver,
    DecisionIsOver,
    HasItsOwnPage,
    MissingDay,
    MissingSafetyNet,
    NobodyNext,
    UnknownDecision,
)
from app.actions.shared.errors import (
    IdempotencyConflict,
    NotYours,
    PatientIdentityInText,
    TooEarly,
    UnknownContact,
)
from models.reads.decisions import load_decisions
from models.tables.accounts import AccountRole
from models.tables.notices import NoticeKind, NoticeRow
from notifications.language import Language
from notifications.wording import Reader, words_of
from routing.decisions import DecisionEvent, DecisionKind, DecisionStatus
from routing.outcome import Side
from routing.receivers import VisitDay
from tests.at_once import at_once

VISIT = NewDecision(
    DecisionKind.SPECIALIST_VISIT,
    receiver_id="falun-kardiologi-mottagning",
    next_by=Side.RESPONDER,
    next_text="Bokar tid och kallar patienten",
    detail={"when": VisitDay.TODAY.value},
)
ADVICE = NewDecision(DecisionKind.ADVICE, note="Försämring eller feber", next_by=Side.REQUESTER)
TO_ED = NewDecision(DecisionKind.ED_AMBULANCE, next_by=Side.REQUESTER)


def decide(clinic, ticket, new=ADVICE, *, by=None, replaces=None, session=None):
    return decide_in_contact(
        session or clinic.fresh(),
        Decide(ticket.id, new, replaces),
        by=by or clinic.gp,
        directory=clinic.holder.current(),
        at=clinic.clock(),
    )


def change(clinic, ticket, decided, event, *, by=None):
    return change_decision(
        clinic.fresh(),
        Change(ticket.id, decided.id, event),
        by=by or clinic.gp,
        directory=clinic.directory,
        at=clinic.clock(),
    )


def decisions(clinic, ticket):
    return load_decisions(clinic.fresh(), ticket.id)


def told(clinic, kind):
    return list(clinic.fresh().scalars(select(NoticeRow).where(NoticeRow.kind == kind)))


def test_both_sides_read_what_one_has_decided(clinic):
    ticket = clinic.answered()
    doctor = clinic.doctor(ticket.view.accepted.person_id)
    decide(clinic, ticket, ADVICE, by=doctor)
    (one,) = decisions(clinic, ticket)
    assert (one.kind, one.status) == (DecisionKind.ADVICE, DecisionStatus.DECIDED)
    assert (one.side, one.decided_by) == (Side.RESPONDER, doctor.name)
    assert (one.note, one.next_by) == ("Försämring eller feber", Side.REQUESTER)
    assert [event.event for event in one.events] == [DecisionEvent.DECIDED]


def test_a_contact_leads_to_several(clinic):
    ticket = clinic.answered()
    decide(clinic, ticket, ADVICE)
    decide(clinic, ticket, VISIT)
    assert [one.kind for one in decisions(clinic, ticket)] == [ADVICE.kind, VISIT.kind]


@pytest.mark.parametrize("event", sorted(BY_HAND))
def test_either_side_says_what_became_of_it_once(clinic, event):
    ticket = clinic.answered()
    made = decide(clinic, ticket)
    doctor = clinic.doctor(ticket.view.accepted.person_id)
    assert change(clinic, ticket, made, event, by=doctor)
    before = clinic.everything()
    assert not change(clinic, ticket, made, event)
    assert clinic.everything() == before
    (one,) = decisions(clinic, ticket)
    assert [each.event for each in one.events] == [DecisionEvent.DECIDED, event]
    assert one.ended_at == clinic.clock()


@pytest.mark.parametrize("first", sorted(BY_HAND))
@pytest.mark.parametrize("second", sorted(BY_HAND))
def test_what_is_over_stays_over(clinic, first, second):
    ticket = clinic.answered()
    made = decide(clinic, ticket)
    change(clinic, ticket, made, first)
    if first != second:
        with pytest.raises(DecisionIsOver):
            change(clinic, ticket, made, second)
    (one,) = decisions(clinic, ticket)
    assert len(one.events) == 2


def test_worse_at_home_the_stay_gives_way_to_the_emergency_department(clinic):
    ticket = clinic.answered()
    stay = decide(clinic, ticket)
    instead = decide(clinic, ticket, TO_ED, replaces=stay.id)
    old, new = decisions(clinic, ticket)
    assert (old.status, old.replaced_by_id) == (DecisionStatus.REPLACED, instead.id)
    assert (new.id, new.status) == (instead.id, DecisionStatus.DECIDED)
    assert old.events[-1].event is DecisionEvent.REPLACED


@pytest.mark.postgresql
def test_two_who_replace_at_once_one_wins_and_the_other_is_told(clinic):
    ticket = clinic.answered()
    doctor = clinic.doctor(ticket.view.accepted.person_id)
    stay = decide(clinic, ticket)

    def replaces(by, new):
        def tap():
            with clinic.sessions() as session:
                try:
                    return decide(clinic, ticket, new, by=by, replaces=stay.id, session=session)
                except DecisionIsOver:
                    return None

        return tap

    made = at_once(replaces(clinic.gp, TO_ED), replaces(doctor, VISIT))
    (won,) = [one for one in made if one is not None]
    old, new = decisions(clinic, ticket)
    assert (old.replaced_by_id, new.id) == (won.id, won.id)
    assert len(told(clinic, NoticeKind.PATIENT_TO_YOU)) == int(new.kind is VISIT.kind)


def test_what_fell_through_can_be_replaced_and_what_was_done_not(clinic):
    ticket = clinic.answered()
    fell, done = decide(clinic, ticket, VISIT), decide(clinic, ticket)
    change(clinic, ticket, fell, DecisionEvent.FELL_THROUGH)
    change(clinic, ticket, done, DecisionEvent.DONE)
    decide(clinic, ticket, TO_ED, replaces=fell.id)
    before = clinic.everything()
    for over in (fell, done):
        with pytest.raises(DecisionIsOver):
            decide(clinic, ticket, TO_ED, replaces=over.id)
    assert clinic.everything() == before  # no second decision was made


def test_the_receiving_unit_is_told_without_a_word_about_the_patient(clinic):
    ticket = clinic.answered()
    made = decide(clinic, ticket, VISIT)
    (notice,) = told(clinic, NoticeKind.PATIENT_TO_YOU)
    assert notice.unit_id == VISIT.receiver_id
    reader = Reader(Language.SV, clinic.clock(), "https://kontaktvagar.example")
    text = words_of(notice.kind, "sms", notice.values, to=reader)
    assert "specialistbesök i dag" in text
    assert ticket.view.case_code in text
    assert VISIT.next_text not in text
    assert not told(clinic, NoticeKind.PATIENT_NOT_TO_YOU)
    change(clinic, ticket, made, DecisionEvent.WITHDRAWN)
    (off,) = told(clinic, NoticeKind.PATIENT_NOT_TO_YOU)
    assert off.unit_id == VISIT.receiver_id


def test_a_visit_that_was_carried_out_or_fell_through_before_is_not_called_off(clinic):
    ticket = clinic.answered()
    made = decide(clinic, ticket, VISIT)
    change(clinic, ticket, made, DecisionEvent.DONE)
    assert not told(clinic, NoticeKind.PATIENT_NOT_TO_YOU)
    other = decide(clinic, ticket, VISIT)
    change(clinic, ticket, other, DecisionEvent.FELL_THROUGH)
    decide(clinic, ticket, TO_ED, replaces=other.id)
    assert len(told(clinic, NoticeKind.PATIENT_NOT_TO_YOU)) == 1


def keyed(new: NewDecision, key: str, **other):
    given = {name: getattr(new, name) for name in NewDecision.__dataclass_fields__}
    return NewDecision(**given | {"idempotency_key": key} | other)


@pytest.mark.postgresql
def test_the_same_key_is_the_same_decision_also_at_once(clinic):
    ticket = clinic.answered()

    def tap():
        with clinic.sessions() as session:
            return decide(clinic, ticket, keyed(ADVICE, "tap-1"), session=session)

    made = at_once(tap, tap, tap)
    assert len({one.id for one in made}) == 1
    assert [one.is_new for one in made].count(True) == 1
    assert len(decisions(clinic, ticket)) == 1
    with pytest.raises(IdempotencyConflict):
        decide(clinic, ticket, keyed(ADVICE, "tap-1", note="Något annat"))


def test_the_same_key_that_now_replaces_another_is_refused(clinic):
    """Never answered as if the other one had been replaced."""
    ticket = clinic.answered()
    old = decide(clinic, ticket, ADVICE)
    decide(clinic, ticket, keyed(ADVICE, "tap-1"))
    with pytest.raises(IdempotencyConflict):
        decide(clinic, ticket, keyed(ADVICE, "tap-1"), replaces=old.id)


def test_long_keys_that_begin_alike_are_two(clinic):
    ticket = clinic.answered()
    for ending in "ab":
        decide(clinic, ticket, keyed(ADVICE, "k" * 79 + ending))
    assert len(decisions(clinic, ticket)) == 2


BAD = [
    (NewDecision(DecisionKind.DIRECT_ADMISSION), HasItsOwnPage),
    (NewDecision(DecisionKind.RADIOLOGY), HasItsOwnPage),
    (NewDecision(DecisionKind.SPECIALIST_VISIT), MissingDay),
    (NewDecision(DecisionKind.SPECIALIST_VISIT, detail={"when": "nasta_ar"}), MissingDay),
    (NewDecision(DecisionKind.ADVICE, note="  "), MissingSafetyNet),
    (NewDecision(DecisionKind.ADVICE, note="19121212-1212 blir sämre"), PatientIdentityInText),
    (NewDecision(DecisionKind.ED_AMBULANCE, receiver_id="falun-akutklinik"), BadReceiver),
    (NewDecision(DecisionKind.MOBILE_TEAM, receiver_id="finns-inte"), BadReceiver),
    (NewDecision(DecisionKind.ED_OWN_MEANS, next_by=Side.WARD), NobodyNext),
]


@pytest.mark.parametrize(("new", "refusal"), BAD)
def test_what_cannot_be_decided_changes_nothing(clinic, new, refusal):
    ticket = clinic.answered()
    before = clinic.everything()
    with pytest.raises(refusal):
        decide(clinic, ticket, new)
    assert clinic.everything() == before


def test_others_decide_nothing_and_change_nothing(clinic):
    ticket = clinic.answered()
    made = decide(clinic, ticket)
    stranger = clinic.account(AccountRole.PRIMARVARDSLAKARE)
    before = clinic.everything()
    with pytest.raises(NotYours):
        decide(clinic, ticket, by=stranger)
    with pytest.raises(NotYours):
        change(clinic, ticket, made, DecisionEvent.DONE, by=stranger)
    assert clinic.everything() == before


def test_nothing_is_decided_while_it_rings(clinic):
    ticket = clinic.hunt()
    with pytest.raises(TooEarly):
        decide(clinic, ticket)


def test_when_nobody_answered_the_requester_decides_and_is_next(clinic):
    ticket = clinic.hunt()
    while ticket.view.ringing is not None:
        clinic.escalate(seconds=60)
    decide(clinic, ticket, TO_ED)
    with pytest.raises(NobodyNext):
        decide(clinic, ticket, NewDecision(DecisionKind.ED_OWN_MEANS, next_by=Side.RESPONDER))


def test_a_decision_of_another_contact_is_unknown(clinic):
    ticket, other = clinic.answered(), clinic.answered()
    made = decide(clinic, other)
    with pytest.raises(UnknownDecision):
        change(clinic, ticket, made, DecisionEvent.DONE)
    with pytest.raises(UnknownDecision):
        decide(clinic, ticket, TO_ED, replaces=made.id)
    with pytest.raises(UnknownDecision):
        decide(clinic, ticket, TO_ED, replaces="finns-inte")
    assert decisions(clinic, ticket) == ()


def test_an_unknown_contact_is_said(clinic):
    with pytest.raises(UnknownContact):
        change_decision(
            clinic.fresh(),
            Change("finns-inte", "finns-inte", DecisionEvent.DONE),
            by=clinic.gp,
            directory=clinic.directory,
            at=clinic.clock(),
        )
