"""An exchange on a clock that is turned by hand, reached by the real Twilio client."""

import re

import pytest
from flask import Flask
from flask_babel import Babel
from flask_wtf import CSRFProtect
from twilio.rest import Client

from app.config import LAB_ACCOUNT
from app.phone_lab.exchange import Exchange
from app.phone_lab.pages import create_phone_lab_pages
from app.phone_lab.rest import create_phone_lab_rest
from app.phone_lab.types import PhoneEntry
from tests.app.phone_lab.world import (
    APPLICATION,
    FIRST,
    MORA,
    SECOND,
    SWITCHBOARD,
    TOKEN,
    InProcessTwilio,
    TurnedClock,
    Webhooks,
)

PHONES = (
    PhoneEntry(MORA, "Distriktsläkare Mora", "Mora vårdcentral"),
    PhoneEntry(FIRST, "Kardiolog ett", "Falu lasarett"),
    PhoneEntry(SECOND, "Kardiolog två", "Falu lasarett"),
)


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock()


@pytest.fixture
def webhooks(clock) -> Webhooks:
    return Webhooks(clock)


@pytest.fixture
def exchange(clock, webhooks) -> Exchange:
    return Exchange(clock, webhooks, TOKEN, phones=lambda: PHONES)


@pytest.fixture
def rest_app(exchange) -> Flask:
    app = Flask(__name__)
    app.register_blueprint(create_phone_lab_rest(exchange))
    return app


@pytest.fixture
def client(rest_app) -> Client:
    return Client(LAB_ACCOUNT, TOKEN, http_client=InProcessTwilio(rest_app))


@pytest.fixture
def wait(clock, exchange):
    """Let a number of seconds pass."""

    def wait(seconds: float = 0) -> None:
        clock.advance(exchange, seconds=seconds)

    return wait


@pytest.fixture
def ring(client, wait):
    """Order a call as the application does, and let it begin."""

    def ring(to: str = FIRST, **options):
        if "twiml" not in options:
            options.setdefault("url", f"{APPLICATION}/voice")
        call = client.calls.create(to=to, from_=SWITCHBOARD, **options)
        wait()
        return call

    return ring


@pytest.fixture
def browser(exchange):
    app = Flask("app", template_folder="../templates")
    app.config.update(SECRET_KEY="prov", TESTING=True)
    Babel(app)
    CSRFProtect(app)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.register_blueprint(create_phone_lab_pages(exchange))
    return app.test_client()


@pytest.fixture
def post(browser):
    """Post a form of a phone, or of the whole lab, with the page's own CSRF token."""

    def post(path, headers=None, **fields):
        page = browser.get("/phone-lab/").text
        [token, *_] = re.findall(r'name="csrf_token" value="([^"]+)"', page)
        if not path.startswith("/"):
            path = f"/phone-lab/phones/{path}"
        return browser.post(path, data={"csrf_token": token, **fields}, headers=headers)

    return post
