"""A county to tell stories about, on SQLite and on PostgreSQL."""

from collections.abc import Callable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from app.config import LAB_ACCOUNT, LAB_NUMBER, Config, Telephony, TwilioSettings
from app.current import current_holder
from app.factory import create_app
from models.db import db
from tests.databases import do_not_wait_for_the_disk
from tests.stories.county import PUBLIC_URL, County, TurnedClock
from tests.stories.in_process import InProcessWebhooks

STOCKHOLM = ZoneInfo("Europe/Stockholm")
MONDAY_MORNING = datetime(2026, 11, 23, 10, 0, tzinfo=STOCKHOLM)


@pytest.fixture
def county_at(seeded_database_url) -> Iterator[Callable[[datetime], County]]:
    """Makes the county at a moment (Stockholm time)."""
    made: list[County] = []

    def make(at: datetime) -> County:
        clock = TurnedClock(at.replace(tzinfo=at.tzinfo or STOCKHOLM))
        webhooks = InProcessWebhooks()
        app = create_app(
            Config(
                database_url=seeded_database_url,
                secret_key="not-secret",
                public_url=PUBLIC_URL,
                telephony=Telephony.LAB,
                twilio=TwilioSettings(
                    account_sid=LAB_ACCOUNT,
                    auth_token="lab-token",
                    api_base=PUBLIC_URL,  # the transport adds where the lab lies
                    from_number=LAB_NUMBER,
                ),
                secure_cookies=False,
                clock=clock,
                testing=True,
            ),
            lab_fetch=webhooks,
        )
        webhooks.app = app
        with app.app_context():
            do_not_wait_for_the_disk(db.engine)
        made.append(County(app, clock, webhooks))
        return made[-1]

    yield make
    for county in made:
        county.session.close()
        with county.app.app_context():
            current_holder().close()
            db.engine.dispose()


@pytest.fixture
def county(county_at: Callable[[datetime], County]) -> County:
    """The county on an ordinary Monday morning at ten."""
    return county_at(MONDAY_MORNING)
