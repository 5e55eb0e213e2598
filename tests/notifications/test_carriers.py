"""A letter is written for its channel: one line to a phone, subject and body to a mail server."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from app.config import LAB_ACCOUNT, LAB_NUMBER
from app.phone_lab.exchange import Exchange
from app.phone_lab.rest import create_phone_lab_rest
from app.phone_lab.types import FetchResult
from models.tables.notices import NoticeKind
from notifications.callbacks import Callbacks
from notifications.carriers import by_mail, by_text
from notifications.channels.email import MailSecurity, MailSettings, SmtpMail
from notifications.channels.twilio_sms import TwilioText
from notifications.language import Language
from notifications.post import Letter
from notifications.segments import is_gsm
from notifications.wording import Reader, in_both
from tests.app.phone_lab.world import InProcessTwilio
from tests.notifications.mail_server import HOST, Post, running

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SITE = "https://kontaktvagar.example"
SENDER = "kontaktvagar@region.example"
TOKEN = "lab-token"
NUMBER = "+46701740605"


def letter_to(address, language):
    return Letter(
        delivery_id="11111111-1111-4111-8111-111111111111",
        address=address,
        kind=NoticeKind.ALERT,
        values={
            "unit": "Mora vårdcentral",
            "what": in_both(sv="konsult i kardiologi", en="a consultant in cardiology"),
            "code": "HV-7F3K",
            "link": "/arenden/22222222-2222-4222-8222-222222222222",
        },
        language=language,
        expires_at=AT + timedelta(minutes=3),
        request_id=None,
    )


@pytest.mark.parametrize(
    ("language", "subject", "said", "foot"),
    [
        (Language.SV, "Du söks", "söker konsult i kardiologi", "Svara inte på det här mejlet"),
        (Language.EN, "You are sought", "a consultant in cardiology", "Please do not reply"),
    ],
)
def test_a_mail_has_its_words_its_link_and_a_foot_in_the_readers_language(
    language, subject, said, foot
):
    post = Post()
    with running(post) as port:
        settings = MailSettings(HOST, port, MailSecurity.NONE, "", "", SENDER)
        carry = by_mail(SmtpMail(settings), sender=SENDER)
        carry(letter_to("mira.exempel@region.example", language), Reader(language, AT, SITE))
    (mail,) = post.received
    text = mail.get_content()
    assert mail["Subject"].startswith(subject)
    assert mail["Message-ID"] == "<11111111-1111-4111-8111-111111111111@region.example>"
    assert said in text
    assert f"{SITE}/arenden/22222222" in text
    assert text.index(foot) > text.index("HV-7F3K")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (Language.SV, "Mora vårdcentral söker konsult i kardiologi. Ärende HV-7F3K. Svara JA"),
        (Language.EN, "Mora vårdcentral seeks a consultant in cardiology. Case HV-7F3K. Reply JA"),
    ],
)
def test_a_text_message_is_one_line_in_the_readers_language_and_is_followed(language, said):
    exchange = Exchange(lambda: AT, lambda *_: FetchResult(200, ""), TOKEN)
    lab = Flask(__name__)
    lab.register_blueprint(create_phone_lab_rest(exchange))
    channel = TwilioText(
        account_sid=LAB_ACCOUNT,
        auth_token=TOKEN,
        api_base=SITE,
        sender=LAB_NUMBER,
        http_client=InProcessTwilio(lab),
    )
    letter = letter_to(NUMBER, language)
    sid = by_text(channel, Callbacks(SITE))(letter, Reader(language, AT, SITE))
    message = exchange.message(str(sid))
    assert said in message.body
    assert "\n" not in message.body
    assert is_gsm(message.body)
    assert message.status_callback.startswith(f"{SITE}/webhooks/twilio/")
    assert letter.delivery_id in message.status_callback
    assert NUMBER not in message.status_callback
