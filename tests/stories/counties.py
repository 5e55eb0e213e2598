"""One county for each kind of database, made as new between two stories.

An application takes as long to make as a whole story to tell, so it is made once: its rows, its
phones, its clock and what it remembers are put back.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from app.auth import known_actors
from app.config import LAB_ACCOUNT, LAB_NUMBER, Config, Telephony, TwilioSettings
from app.current import current_holder
from app.factory import create_app
from app.phone_lab.exchange import Exchange
from models.db import db
from tests.compiled import compile_once
from tests.contents import Contents
from tests.databases import Databases, do_not_wait_for_the_disk
from tests.stories.county import PUBLIC_URL, County, TurnedClock
from tests.stories.in_process import InProcessWebhooks

CONFIG = "kontaktvagar.config"
STOCKHOLM = ZoneInfo("Europe/Stockholm")


class Place:
    """An application over a database of its own, in which one story after another happens."""

    def __init__(self, databases: Databases) -> None:
        self._databases = databases
        self._url = databases.with_seed()
        self._clock = TurnedClock(datetime(2026, 1, 1, tzinfo=STOCKHOLM))
        self._webhooks = InProcessWebhooks()
        self._config = Config(
            database_url=self._url,
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
            clock=self._clock,
            testing=True,
        )
        self._app = self._webhooks.app = compile_once(
            create_app(self._config, lab_fetch=self._webhooks)
        )
        with self._app.app_context():
            self._engine = db.engine
            self._holder = current_holder()
        do_not_wait_for_the_disk(self._engine)
        self._contents = Contents(self._engine)

    def begin(self, at: datetime) -> County:
        """A county in which nothing has happened, at a moment (Stockholm time)."""
        self._clock.at = at.replace(tzinfo=at.tzinfo or STOCKHOLM)
        self._webhooks.received.clear()
        return County(self._app, self._clock, self._webhooks)

    def end(self, county: County) -> None:
        """Forget all that happened."""
        county.session.close()
        self._contents.put_back(self._engine)
        known_actors.install(self._app)  # the next story's accounts have the same numbers
        _make_new(county.exchange)
        self._app.extensions[CONFIG] = self._config

    def close(self) -> None:
        """Nothing more is told here."""
        self._holder.close()
        self._engine.dispose()
        self._databases.drop(self._url)


def _make_new(lab: Exchange) -> None:
    """An exchange without calls and messages; the pages hold on to this one, so it stays itself."""
    new = Exchange(
        lab._agenda._clock,
        lab._agenda._fetch,
        lab.auth_token,
        account_sid=lab.account_sid,
        phones=lab._directory,
        incoming=lab.incoming,
    )
    vars(lab).update(vars(new))
