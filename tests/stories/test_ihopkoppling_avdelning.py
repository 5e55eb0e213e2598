"""Avdelningens ben: a ward's line is cut at every moment, and nobody is between two chairs.

Either the bed is kept, and the ward and those who asked know it, or the next ward is rung at once:
never both, never neither.
"""

import pytest

from app.phone_lab.faults import WebhookFaults
from models.tables.contacts import AttemptRow
from models.tables.notices import NoticeKind
from routing.admission import AdmissionEvent, AdmissionStatus, RefusalReason, WardReply
from tests.stories.beds import acute_talk, ask_for_bed, coordinator, report
from tests.stories.hunting_rules import digit_webhook, machine_webhook
from tests.stories.joining import SLOW, cut
from tests.stories.told import page_of, told

CHANGED = NoticeKind.ADMISSION_CHANGED
MOMENTS = (0, *(pytest.param(one, marks=SLOW) for one in (1, 3)))


@pytest.fixture
def asked(county):
    """A bed is asked for, and the first ward's phone rings."""
    return ask_for_bed(county, acute_talk(county))


def first_call(county, admission):
    rows = county.fresh_session().query(AttemptRow).filter_by(admission_id=admission.id, round=1)
    return min(rows, key=lambda row: row.step_order)


def kept_notices(county, ward):
    """What the ward has been told of a bed that it keeps."""
    return [one for one in told(county, CHANGED, unit=ward) if "är reserverad" in one.body]


def assert_kept(county, admission, *, by_phone=True):
    """The first ward keeps the bed; it knows (in writing, or by the page where it said so), those
    who asked know, and no other is rung."""
    ward, following = admission.wards[:2]
    assert admission.status() is AdmissionStatus.RESERVED
    assert admission.row.ward_id == ward
    assert [one.reply for one in admission.answers if one.reply is WardReply.ACCEPTED] == [
        WardReply.ACCEPTED
    ]
    assert len(kept_notices(county, ward)) == by_phone
    asking = told(county, NoticeKind.ADMISSION_ACCEPTED)
    assert county.gp.account_id in {one.to for one in asking}
    assert len(asking) == 2  # the GP, and the doctor who answered
    assert not admission.phone_of(following).rings


def assert_next_is_rung(county, admission):
    """Nobody keeps a bed; the second ward's phone rings, and the first's does not."""
    ward, following = admission.wards[:2]
    assert admission.status() is AdmissionStatus.ASKED
    assert admission.row.ward_id is None
    assert admission.phone_of(following).rings
    assert not admission.phone_of(ward).rings
    assert not kept_notices(county, ward)
    assert not told(county, NoticeKind.ADMISSION_ACCEPTED)


@pytest.mark.parametrize("seconds", MOMENTS)
def test_the_line_breaks_while_the_question_is_heard(county, asked, seconds):
    phone = asked.phone_of(asked.wards[0])
    county.exchange.answer(phone.number)
    county.advance(seconds=seconds)
    cut(county, phone)
    assert_next_is_rung(county, asked)
    assert [one.reply for one in asked.answers] == [WardReply.SILENT]


@SLOW
def test_the_line_breaks_between_the_two_questions_and_after_the_second(county, asked):
    phone = asked.phone_of(asked.wards[0])
    county.exchange.answer(phone.number)
    county.advance(seconds=35)
    assert asked.status() is AdmissionStatus.ASKED
    cut(county, phone)
    assert_next_is_rung(county, asked)


@pytest.mark.parametrize("seconds", MOMENTS)
def test_the_line_breaks_after_the_yes(county, asked, seconds):
    phone = asked.phone_of(asked.wards[0])
    phone.answers()
    county.exchange.press(phone.number, "1")
    county.settle()
    county.advance(seconds=seconds)
    cut(county, phone)
    county.advance(seconds=10)
    assert_kept(county, asked)
    ward = asked.wards[0]
    page = page_of(county, coordinator(county, ward), f"/avdelning/{asked.id}")
    assert "Platsen hålls till" in page


@SLOW
def test_the_line_breaks_before_the_digit_is_told(county, asked):
    phone = asked.phone_of(asked.wards[0])
    phone.answers()
    county.exchange.press(phone.number, "1")
    county.exchange.hang_up(phone.number)  # before anything is sent
    county.settle()
    county.advance(seconds=2)
    if asked.status() is AdmissionStatus.RESERVED:
        assert_kept(county, asked)
    else:
        assert_next_is_rung(county, asked)


@SLOW
@pytest.mark.parametrize("seconds", [0, 3, 20])
def test_the_digit_is_told_after_the_end_of_the_call(county, asked, seconds):
    """They have pressed 1, and hold a bed: as long as no other ward has said yes, they do."""
    phone = asked.phone_of(asked.wards[0])
    call = first_call(county, asked)
    phone.answers()
    cut(county, phone)
    assert_next_is_rung(county, asked)
    county.advance(seconds=seconds)
    digit_webhook(county, call.id, "1")
    county.settle()
    assert_kept(county, asked)


@SLOW
def test_the_digit_is_told_when_another_ward_has_the_patient(county, asked):
    first, second = asked.wards[:2]
    phone = asked.phone_of(first)
    call = first_call(county, asked)
    phone.answers()
    cut(county, phone)
    asked.phone_of(second).answers()
    asked.phone_of(second).presses("1")
    digit_webhook(county, call.id, "1")
    county.settle()
    assert asked.row.ward_id == second
    assert not kept_notices(county, first)
    (changed,) = told(county, CHANGED, unit=first)
    assert "ni behöver inte hålla någon plats" in changed.body


@SLOW
@pytest.mark.parametrize("late", ["2", ""])
def test_a_no_or_silence_that_is_told_after_the_end_changes_nothing(county, asked, late):
    phone = asked.phone_of(asked.wards[0])
    call = first_call(county, asked)
    phone.answers()
    cut(county, phone)
    digit_webhook(county, call.id, late)
    county.settle()
    assert_next_is_rung(county, asked)
    assert not asked.phone_of(asked.wards[2]).rings


@SLOW
@pytest.mark.parametrize("seconds", [0, 3])
def test_the_line_breaks_at_the_question_of_one_too_many(county, asked, seconds):
    report(county, asked.wards[0], staffed=10, occupied=10)
    phone = asked.phone_of(asked.wards[0])
    phone.answers()
    county.exchange.press(phone.number, "1")
    county.settle()
    county.advance(seconds=seconds)
    cut(county, phone)
    assert_next_is_rung(county, asked)


@SLOW
@pytest.mark.parametrize(("digit", "seconds"), [("1", 0), ("1", 2), ("2", 0), ("2", 2)])
def test_the_line_breaks_after_the_answer_to_one_too_many(county, asked, digit, seconds):
    report(county, asked.wards[0], staffed=10, occupied=10)
    phone = asked.phone_of(asked.wards[0])
    phone.answers()
    phone.presses("1")
    assert "överbeläggning" in phone.heard
    county.exchange.press(phone.number, digit)
    county.settle()
    county.advance(seconds=seconds)
    cut(county, phone)
    county.advance(seconds=3)
    if digit == "1":
        assert_kept(county, asked)
        assert asked.row.is_over_occupancy
    else:
        assert_next_is_rung(county, asked)
        assert asked.answers[0].reason is RefusalReason.FULL


@SLOW
@pytest.mark.parametrize("seconds", [0, 3])
def test_the_line_breaks_while_why_not_is_asked(county, asked, seconds):
    phone = asked.phone_of(asked.wards[0])
    phone.answers()
    county.exchange.press(phone.number, "2")
    county.settle()
    county.advance(seconds=seconds)
    cut(county, phone)
    assert_next_is_rung(county, asked)
    assert [one.reply for one in asked.answers] == [WardReply.REFUSED]
    assert asked.answers[0].reason is None  # the page asks for it
    assert asked.events.count(AdmissionEvent.WARD_REFUSED) == 1


@SLOW
def test_a_yes_in_the_browser_while_the_phone_hears_the_question(county, asked):
    phone = asked.phone_of(asked.wards[0])
    phone.answers()
    asked.accepts(asked.wards[0])
    county.advance(seconds=5)
    assert county.exchange.current_call(phone.number) is None
    assert_kept(county, asked, by_phone=False)


@SLOW
def test_a_no_in_the_browser_while_the_phone_hears_the_question(county, asked):
    phone = asked.phone_of(asked.wards[0])
    phone.answers()
    asked.refuses(asked.wards[0])
    county.advance(seconds=5)
    assert county.exchange.current_call(phone.number) is None
    assert_next_is_rung(county, asked)


@SLOW
def test_a_box_that_picks_up_is_no_answer(county, asked):
    phone = asked.phone_of(asked.wards[0])
    call = first_call(county, asked)
    county.exchange.answer(phone.number)
    county.settle()
    sid = county.exchange.current_call(phone.number).sid
    machine_webhook(county, call.id, sid, "machine_start")
    county.settle()
    assert_next_is_rung(county, asked)


@SLOW
def test_the_provider_says_nothing_of_a_ward_whose_line_broke(county, asked):
    phone = asked.phone_of(asked.wards[0])
    phone.answers()
    county.exchange.webhook_faults = WebhookFaults(delay_seconds=3600)
    cut(county, phone)
    assert county.advance_until(lambda: asked.phone_of(asked.wards[1]).rings, at_most_seconds=92)
    assert_next_is_rung(county, asked)


@SLOW
def test_the_requester_hangs_up_the_talk_meanwhile_and_the_ward_is_heard(county, asked):
    phone = asked.phone_of(asked.wards[0])
    phone.answers()
    cut(county, county.gp_phone)
    county.exchange.press(phone.number, "1")
    county.settle()
    cut(county, phone)
    assert_kept(county, asked)
