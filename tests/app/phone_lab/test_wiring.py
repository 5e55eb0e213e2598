"""The lab as the application puts it together: its own number leads to its own webhooks."""

import pytest
from flask import Flask

from app.config import LAB_ACCOUNT, LAB_NUMBER, Config, Telephony, TwilioSettings
from app.current import current_holder
from app.factory import LAB, create_app
from models.db import db
from notifications import callbacks as paths
from notifications.callbacks import Callbacks
from tests.app.phone_lab.world import TOKEN, TurnedClock

ADDRESS = "https://kontaktvagar.example"


@pytest.fixture(scope="module")
def app(sqlite_databases):
    url = sqlite_databases.with_seed()
    made = create_app(
        Config(
            database_url=url,
            secret_key="not-secret",
            public_url=ADDRESS,
            telephony=Telephony.LAB,
            twilio=TwilioSettings(
                account_sid=LAB_ACCOUNT,
                auth_token=TOKEN,
                api_base=ADDRESS,
                from_number=LAB_NUMBER,
            ),
            secure_cookies=False,
            clock=TurnedClock(),
            testing=True,
        )
    )
    yield made
    with made.app_context():
        current_holder().close()
        db.engine.dispose()
    sqlite_databases.drop(url)


def test_the_services_number_leads_to_its_webhooks(app: Flask):
    incoming = app.extensions[LAB].incoming
    assert incoming.number == LAB_NUMBER
    ours = Callbacks(ADDRESS)
    assert incoming.voice_url == ours.of(paths.INCOMING_CALL)
    assert incoming.voice_status_url == ours.of(paths.INCOMING_STATUS)
    assert incoming.fallback_url == ours.of(paths.INCOMING_FALLBACK)
    assert incoming.sms_url == ours.of(paths.INCOMING_SMS)


def test_the_countys_phones_are_there_with_scripts_to_choose(app: Flask):
    exchange = app.extensions[LAB]
    assert len(exchange.phones()) > 100
    page = app.test_client().get("/phone-lab/").text
    assert "Lägger på mitt i frågan" in page
    assert "Ring Kontaktvägar" in page
