"""Kanalval: each is sought as they have chosen, and nobody's patient waits for a message."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from app.actions.account.set_preferences import Preferences, set_preferences
from app.actions.answers.answer_in_browser import answer_in_browser
from models.snapshot import bump_version
from models.tables.accounts import AccountRole, AccountRow
from models.tables.contacts import CallMode
from models.tables.notices import DeliveryRow, NoticeKind, NoticeRow
from models.tables.outbox import MessageState
from models.tables.preferences import PersonPreferenceRow
from notifications.carriers import by_mail
from notifications.channels.base import TemporaryFailure
from notifications.language import Language
from notifications.post import NO_WAY_OUT, Post
from routing.lifecycle import RequestEvent, RequestStatus
from routing.types import ContactPath
from routing.urgency import HEAD_START_SECONDS, Channel, Urgency
from tests.notifications.mail_server import SENDER, mail_to, running
from tests.notifications.mail_server import Post as MailServer
from tests.stories.county import PUBLIC_URL, Contact, County, Handset
from tests.stories.test_sms import ON_DUTY

pytestmark = pytest.mark.slow

CALL, SMS, MAIL = Channel.VOICE, Channel.SMS, Channel.EMAIL


@pytest.fixture
def cardiologist(county):
    """The one on duty, with an account."""
    return county.account("kardiolog", AccountRole.SPECIALIST, person=ON_DUTY)


def choose(county: County, actor, *order: Channel, language: Language = Language.SV) -> None:
    chosen = Preferences(
        language, {Urgency.URGENT: (CALL, SMS), Urgency.SOON: order, Urgency.PLANNED: (CALL,)}
    )
    set_preferences(county.fresh_session(), chosen, by=actor, at=county.clock())


def ask(county: County, **asked) -> tuple[Contact, Handset]:
    contact = county.ask(**asked)
    county.gp_phone.answers()
    return contact, contact.consultant(1)


def deliveries(county: County) -> list[DeliveryRow]:
    rows = county.fresh_session().scalars(
        select(DeliveryRow)
        .join(NoticeRow, NoticeRow.id == DeliveryRow.notice_id)
        .where(NoticeRow.kind == NoticeKind.ALERT)
        .order_by(DeliveryRow.created_at)
    )
    return list(rows)


def test_who_has_not_chosen_is_rung_at_once_and_written_to_as_well(county):
    _contact, first = ask(county)
    assert first.rings
    assert len(first.texts) == 1


def test_who_wants_no_messages_is_only_rung(county, cardiologist):
    choose(county, cardiologist, CALL)
    _contact, first = ask(county)
    county.advance(seconds=5)
    assert first.rings
    assert first.texts == []


def test_sms_first_then_the_call_after_half_a_minute(county, cardiologist):
    choose(county, cardiologist, SMS, CALL)
    contact, first = ask(county)
    assert len(first.texts) == 1
    county.advance(seconds=HEAD_START_SECONDS - 3)
    assert not first.rings
    county.advance(seconds=4)
    assert first.rings
    assert not contact.consultant(2).rings
    county.advance(seconds=21)
    assert not first.rings  # the ringing has its own time, after the head start
    assert contact.consultant(2).rings


def test_ja_during_the_head_start_makes_the_phone_ring_at_once(county, cardiologist):
    choose(county, cardiologist, SMS, CALL)
    contact, first = ask(county)
    county.advance(seconds=5)
    first.writes("Ja")
    assert contact.status() is RequestStatus.JOINING
    assert first.rings
    first.answers()
    first.presses("1")
    county.advance(seconds=5)
    assert first.talks_with(county.gp_phone)


def test_a_click_during_the_head_start_makes_the_phone_ring_at_once(county, cardiologist):
    choose(county, cardiologist, SMS, CALL)
    contact, first = ask(county)
    assert not first.rings
    answer_in_browser(
        county.fresh_session(),
        contact.attempt(1).id,
        by=cardiologist,
        directory=county.directory,
        at=county.clock(),
    )
    county.advance(seconds=1)
    assert first.rings


def test_nej_during_the_head_start_rings_the_next_and_never_them(county, cardiologist):
    choose(county, cardiologist, SMS, CALL)
    contact, first = ask(county)
    first.writes("Nej")
    assert contact.consultant(2).rings
    county.advance(seconds=HEAD_START_SECONDS + 5)
    assert not first.rings
    assert first.heard == ""


def test_cancelled_during_the_head_start_nobody_is_rung(county, cardiologist):
    choose(county, cardiologist, SMS, CALL)
    contact, first = ask(county)
    county.gp_phone.hangs_up()
    county.advance(seconds=HEAD_START_SECONDS + 10)
    assert contact.status() is RequestStatus.CANCELLED
    assert first.heard == ""
    assert not first.rings


def test_a_message_that_does_not_arrive_holds_the_call_up_no_longer(county, cardiologist):
    choose(county, cardiologist, SMS, CALL)
    county.exchange.message_fault = 30003  # the handset cannot be reached
    contact, first = ask(county)
    county.advance(seconds=2)
    assert first.texts == []
    assert first.rings
    assert RequestEvent.ALERT_FAILED in contact.events
    failed = next(one for one in contact.log if one.event is RequestEvent.ALERT_FAILED)
    assert failed.detail == {"channel": "sms", "code": "30003"}


def test_a_provider_that_takes_no_messages_holds_up_no_call(county, cardiologist):
    choose(county, cardiologist, SMS, CALL)

    def broken(_letter, _reader):
        raise TemporaryFailure("20500")

    posts = dict(county.worker.posts)
    working = posts[Channel.SMS]
    posts[Channel.SMS] = replace(working, carrier=broken)
    county.worker = replace(county.worker, posts=posts)
    contact, first = ask(county)
    county.advance(seconds=2)
    assert first.rings
    assert first.texts == []
    posts[Channel.SMS] = working
    county.advance(seconds=10)
    assert len(first.texts) == 1  # they are still sought, so it comes late rather than never
    assert RequestEvent.ALERT_FAILED not in contact.events


def test_when_it_works_again_those_no_longer_sought_get_nothing(county):
    def broken(_letter, _reader):
        raise TemporaryFailure("20500")

    posts = dict(county.worker.posts)
    working = posts[Channel.SMS]
    posts[Channel.SMS] = replace(working, carrier=broken)
    county.worker = replace(county.worker, posts=posts)
    contact, first = ask(county)
    county.advance(seconds=5)
    county.gp_phone.hangs_up()
    posts[Channel.SMS] = working
    county.advance(seconds=60)
    assert first.texts == []
    assert {one.state for one in deliveries(county)} == {MessageState.CANCELLED}
    assert contact.status() is RequestStatus.CANCELLED


def test_where_a_patient_is_in_danger_the_call_is_first_whatever_is_kept(county):
    on_call = county.ask(path=ContactPath.AKUT).view.plan.steps[0]
    session = county.fresh_session()
    row = PersonPreferenceRow(person_id=on_call.person_id, channels={"bradskande": ["sms"]})
    row.changed_at = county.clock()
    session.add(row)
    bump_version(session, at=county.clock())
    session.commit()
    county.gp_phone.declines()
    contact = county.ask(path=ContactPath.AKUT)
    county.gp_phone.answers()
    assert contact.attempt(1).person_id == on_call.person_id
    assert contact.consultant(1).rings


def test_who_chose_english_reads_and_is_answered_in_english(county, cardiologist):
    choose(county, cardiologist, CALL, SMS, language=Language.EN)
    contact, first = ask(county)
    assert "Reply JA (yes)" in first.texts[0]
    first.writes("yes")
    assert contact.status() is RequestStatus.JOINING
    assert first.texts[-1].startswith("Thank you! Case")


def test_who_dials_by_hand_alerts_nobody(county):
    contact = county.ask(mode=CallMode.SELF_DIAL)
    county.advance(seconds=5)
    assert contact.consultant(1).texts == []


def test_mail_goes_out_where_there_is_a_mail_server(county, cardiologist):
    address = "kardiolog@dalarna.example"
    session = county.fresh_session()
    session.get_one(AccountRow, cardiologist.account_id).email = address
    session.commit()
    choose(county, cardiologist, CALL, MAIL, language=Language.EN)
    server = MailServer()
    with running(server) as port:
        carrier = by_mail(mail_to(port), sender=SENDER)
        old = county.worker.posts[MAIL]
        mail = Post(old.sessions, MAIL, carrier, PUBLIC_URL, county.clock)
        county.worker = replace(county.worker, posts={**county.worker.posts, MAIL: mail})
        contact, first = ask(county)
        county.advance(seconds=2)
    assert first.rings
    [letter] = server.received
    [sent] = deliveries(county)
    assert letter["To"] == address
    assert contact.view.case_code in letter["Subject"]
    assert letter["Message-ID"].startswith(f"<{sent.id}@")
    assert f"{PUBLIC_URL}/jour" in letter.get_content()
    assert "Mira" not in letter.get_content()
    assert RequestEvent.ALERT_SENT in contact.events
    assert first.texts == []


def test_without_a_mail_server_it_stands_in_the_inbox_and_the_delivery_says_so(
    county, cardiologist
):
    session = county.fresh_session()
    session.get_one(AccountRow, cardiologist.account_id).email = "kardiolog@dalarna.example"
    session.commit()
    choose(county, cardiologist, CALL, MAIL)
    ask(county)
    [unsent] = deliveries(county)
    assert (unsent.state, unsent.last_error) == (MessageState.CANCELLED, NO_WAY_OUT)
    told = county.fresh_session().scalars(select(NoticeRow.person_id)).all()
    assert ON_DUTY in told
