"""The post: each delivery once, again when it failed for the moment; nobody waits for another."""

from collections import deque
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from models.db import start_writing
from models.snapshot import load_directory
from models.tables.directory import PersonRow
from models.tables.notices import DeliveryRow, DeliveryState, NoticeKind, NoticeRow
from models.tables.outbox import MessageState
from notifications.channels.base import PermanentFailure, TemporaryFailure, TextProgress
from notifications.delivery_record import Report, record_report
from notifications.notices import LIFETIME, NewNotice, ToPerson, notify
from notifications.post import EXPIRED, NO_WAY_OUT, SENDING_DEADLINE, Letter, Post
from notifications.retry import TEXT_DELAYS
from notifications.wording import Reader, moment, words_of
from routing.urgency import Channel, Urgency
from tests.at_once import at_once

pytestmark = [pytest.mark.slow, pytest.mark.postgresql]

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
WHO = "mora-kardiologi-1"
SID = "SM" + "1" * 32


class Carrier:
    """Sends all that it is given, unless it has a failure to raise; remembers what it said."""

    def __init__(self) -> None:
        self.failures: deque[Exception] = deque()
        self.said: list[tuple[str, str]] = []

    def __call__(self, letter: Letter, reader: Reader) -> str:
        if self.failures:
            raise self.failures.popleft()
        self.said.append((letter.address, words_of(letter.kind, "sms", letter.values, to=reader)))
        return SID


class Office:
    """A post with a clock one turns."""

    def __init__(self, engine) -> None:
        self.sessions = sessionmaker(engine, expire_on_commit=False)
        self.at = AT
        self.carrier = Carrier()
        self.post = self.make(self.carrier)

    def make(self, carrier, channel=Channel.SMS) -> Post:
        return Post(self.sessions, channel, carrier, "https://k.example", lambda: self.at)

    def tell(self, key: str = "k", urgency: Urgency = Urgency.SOON, **values) -> str:
        """Have somebody told; the delivery's id."""
        given = {"code": "HV-7F3K", "at": moment(self.at), "link": "/arenden"} | values
        with self.sessions() as session:
            notice = NewNotice(
                NoticeKind.OUTCOME_REMINDER,
                key,
                ToPerson(WHO),
                given,
                urgency,
                channels=(Channel.SMS,),
            )
            row = notify(session, notice, directory=load_directory(session), at=self.at)
            assert row is not None
            session.commit()
            found = session.scalar(select(DeliveryRow.id).where(DeliveryRow.notice_id == row.id))
            assert found is not None
            return found

    def send_all(self) -> int:
        count = 0
        while self.post.send_next():
            count += 1
        return count

    def row(self, delivery_id: str) -> DeliveryRow:
        with self.sessions() as session:
            return session.get_one(DeliveryRow, delivery_id)

    def report(self, delivery_id: str, progress: TextProgress, code: str = "") -> bool:
        with self.sessions() as session:
            return record_report(session, delivery_id, Report(SID, progress, code), at=self.at)

    def claim_and_die(self) -> None:
        """As a process that is killed after its claim."""
        with self.sessions() as session:
            start_writing(session)
            [row] = session.scalars(select(DeliveryRow))
            row.state = MessageState.SENDING
            row.tries = 1
            row.deadline_at = self.at + timedelta(seconds=SENDING_DEADLINE)
            session.commit()


@pytest.fixture
def office(seeded_engine) -> Office:
    return Office(seeded_engine)


def test_what_is_told_is_sent_once_with_its_link(office):
    delivery = office.tell()
    assert office.send_all() == 1
    assert office.send_all() == 0
    [(address, text)] = office.carrier.said
    with office.sessions() as session:
        assert address == session.get_one(PersonRow, WHO).number
    assert "https://k.example/arenden" in text
    row = office.row(delivery)
    assert (row.state, row.provider_id, row.sent_at) == (MessageState.SENT, SID, AT)


def test_a_failure_for_the_moment_is_tried_again_by_the_list(office):
    delivery = office.tell()
    office.carrier.failures.extend([TemporaryFailure("20500")] * 3)
    for delay in TEXT_DELAYS[:3]:
        assert office.send_all() == 1
        row = office.row(delivery)
        assert (row.state, row.last_error) == (MessageState.PENDING, "20500")
        office.at += timedelta(seconds=delay - 0.5)
        assert office.send_all() == 0
        office.at += timedelta(seconds=0.5)
    assert office.send_all() == 1
    assert office.row(delivery).state is MessageState.SENT


def test_a_failure_for_good_is_not_tried_again(office):
    delivery = office.tell()
    office.carrier.failures.append(PermanentFailure("21614", is_bad_number=True))
    office.send_all()
    row = office.row(delivery)
    assert (row.state, row.last_error) == (MessageState.FAILED, "21614")
    office.at += timedelta(hours=1)
    assert office.send_all() == 0


def test_what_fails_too_long_is_given_up(office):
    delivery = office.tell()
    office.carrier.failures.extend([TemporaryFailure("20500")] * 1000)
    office.send_all()
    office.at += LIFETIME[Urgency.SOON] - timedelta(seconds=1)
    office.send_all()
    assert office.row(delivery).state is MessageState.FAILED


def test_what_is_out_of_date_is_not_sent(office):
    delivery = office.tell()
    office.at += LIFETIME[Urgency.SOON] + timedelta(seconds=1)
    office.send_all()
    assert office.carrier.said == []
    assert (office.row(delivery).state, office.row(delivery).last_error) == (
        MessageState.FAILED,
        EXPIRED,
    )


def test_after_a_crash_it_is_sent_again_when_nobody_knows(office):
    delivery = office.tell()
    office.claim_and_die()
    assert office.send_all() == 0  # somebody may be at it
    office.at += timedelta(seconds=SENDING_DEADLINE + 1)
    assert office.send_all() == 1
    assert office.row(delivery).state is MessageState.SENT


def test_after_a_crash_it_is_not_sent_again_when_the_provider_has_reported_of_it(office):
    delivery = office.tell()
    office.claim_and_die()
    assert office.report(delivery, TextProgress.UNDER_WAY)
    office.at += timedelta(seconds=SENDING_DEADLINE + 1)
    assert office.send_all() == 0
    assert office.carrier.said == []
    row = office.row(delivery)
    assert (row.state, row.provider_id) == (MessageState.SENT, SID)


def test_without_a_way_out_it_says_so(office):
    delivery = office.tell()
    office.post = office.make(None)
    assert office.send_all() == 0
    row = office.row(delivery)
    assert (row.state, row.last_error) == (MessageState.CANCELLED, NO_WAY_OUT)


def test_one_that_cannot_be_written_holds_up_no_other(office, caplog):
    broken = office.tell("broken", code=None, at={"moment": "never"})
    office.at += timedelta(seconds=1)
    good = office.tell("good")
    office.send_all()
    assert office.row(good).state is MessageState.SENT
    assert office.row(broken).state is MessageState.SENDING  # taken up again, until it is too old
    assert "+46" not in caplog.text


def test_mail_and_text_messages_do_not_wait_for_each_other(office):
    office.tell()
    assert not office.make(office.carrier, Channel.EMAIL).send_next()
    assert office.send_all() == 1


def test_two_posts_at_once_send_each_delivery_once(office):
    for number in range(8):
        office.tell(f"k{number}")
    posts = [office.make(office.carrier) for _ in range(4)]

    def work(post: Post) -> None:
        while post.send_next():
            pass

    assert at_once(*(lambda post=post: work(post) for post in posts)) == [None] * 4
    assert len(office.carrier.said) == 8


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        ([TextProgress.UNDER_WAY], DeliveryState.ON_ITS_WAY),
        ([TextProgress.UNDER_WAY, TextProgress.DELIVERED], DeliveryState.DELIVERED),
        ([TextProgress.DELIVERED, TextProgress.UNDER_WAY], DeliveryState.DELIVERED),
        ([TextProgress.DELIVERED, TextProgress.UNDELIVERED], DeliveryState.DELIVERED),
        ([TextProgress.UNDELIVERED, TextProgress.UNDER_WAY], DeliveryState.UNDELIVERED),
        ([TextProgress.UNDELIVERED, TextProgress.DELIVERED], DeliveryState.DELIVERED),
        ([TextProgress.DELIVERED, TextProgress.DELIVERED], DeliveryState.DELIVERED),
    ],
)
def test_reports_may_come_late_twice_and_in_any_order(office, reports, expected):
    delivery = office.tell()
    office.send_all()
    for progress in reports:
        assert office.report(delivery, progress, "30003")
    row = office.row(delivery)
    assert row.delivery is expected
    assert (row.delivered_at == AT) is (expected is DeliveryState.DELIVERED)
    assert row.state is MessageState.SENT


def test_a_report_of_nothing_of_ours_changes_nothing(office):
    assert not office.report("00000000-0000-4000-8000-000000000000", TextProgress.DELIVERED)


def test_two_who_tell_the_same_at_once_tell_it_once(office):
    def tell() -> None:
        with office.sessions() as session:
            start_writing(session)
            directory = load_directory(session)
            notice = NewNotice(
                NoticeKind.OUTCOME_LIST,
                "same",
                ToPerson(WHO),
                {"count": 1, "link": "/arenden"},
                Urgency.SOON,
            )
            notify(session, notice, directory=directory, at=AT)
            session.commit()

    assert at_once(tell, tell, tell) == [None, None, None]
    with Session(office.sessions.kw["bind"]) as session:
        assert len(session.scalars(select(NoticeRow)).all()) == 1
        assert len(session.scalars(select(DeliveryRow)).all()) == 1
