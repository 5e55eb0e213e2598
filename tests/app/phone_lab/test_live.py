"""The exchange in real time, over real HTTP on this machine alone."""

import threading
import time
from urllib.parse import urlsplit

import pytest
from flask import Flask, request
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client
from werkzeug.serving import make_server

from app.clock import system_clock
from app.config import LAB_ACCOUNT
from app.phone_lab.exchange import Exchange
from app.phone_lab.live import RealTime, fetch_over_http
from app.phone_lab.rest import create_phone_lab_rest
from app.phone_lab.types import Behaviour, IncomingUrls, Press
from tests.app.phone_lab.world import FIRST, SECOND, SWITCHBOARD, TOKEN


class LedElsewhere(TwilioHttpClient):
    """The real transport, with Twilio's own address exchanged for another."""

    def __init__(self, base: str) -> None:
        super().__init__(timeout=5)
        self._base = base

    def request(self, method, url, *args, **kwargs):
        parts = urlsplit(url)
        query = f"?{parts.query}" if parts.query else ""
        return super().request(method, f"{self._base}{parts.path}{query}", *args, **kwargs)


@pytest.fixture
def exchange():
    return Exchange(system_clock, fetch_over_http, TOKEN)


@pytest.fixture
def server(exchange):
    """One web server with the lab's REST side and the application's webhooks."""
    app = Flask(__name__)
    app.register_blueprint(create_phone_lab_rest(exchange))
    app.config["digits"] = []

    @app.post("/voice")
    def voice():
        valid = RequestValidator(TOKEN).validate(
            request.url, request.form, request.headers["X-Twilio-Signature"]
        )
        assert valid
        if request.args.get("slow"):
            time.sleep(0.5)
        # A webhook that calls back into the exchange must not stand in its own way.
        calls.client.calls(request.form["CallSid"]).fetch()
        return '<Response><Gather numDigits="1" action="/digit" timeout="5"/></Response>'

    @app.post("/digit")
    def digit():
        app.config["digits"].append(request.form["Digits"])
        return "<Response><Hangup/></Response>"

    made = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    calls = ServedLab(app, f"http://127.0.0.1:{made.port}")
    yield calls
    made.shutdown()
    thread.join()
    made.server_close()
    calls.transport.session.close()


class ServedLab:
    """A lab that is served, and the client that reaches it."""

    def __init__(self, app: Flask, address: str) -> None:
        self.app = app
        self.address = address
        self.transport = LedElsewhere(f"{address}/phone-lab")
        self.client = Client(LAB_ACCOUNT, TOKEN, http_client=self.transport)

    def ring(self, number: str, path: str = "/voice"):
        return self.client.calls.create(to=number, from_=SWITCHBOARD, url=f"{self.address}{path}")

    def until(self, holds, *, seconds: float = 5) -> float:
        started = time.monotonic()
        while not holds():
            assert time.monotonic() - started < seconds, "it never happened"
            time.sleep(0.01)
        return time.monotonic() - started


@pytest.fixture
def running(exchange):
    real_time = RealTime(exchange)
    real_time.start()
    yield
    real_time.stop()


def test_a_call_is_answered_and_a_digit_pressed(exchange, server, running):
    exchange.set_behaviour(FIRST, Behaviour.answers(0.1, presses=(Press(0.4, "1"),)))
    call = server.ring(FIRST)
    server.until(lambda: server.client.calls(call.sid).fetch().status == "completed")
    assert server.app.config["digits"] == ["1"]


def test_a_slow_webhook_holds_up_no_other_call(exchange, server, running):
    server.ring(FIRST, "/voice?slow=1")
    server.until(lambda: exchange.ringing_call(FIRST) is not None)
    exchange.answer(FIRST)
    server.ring(SECOND)
    assert server.until(lambda: exchange.ringing_call(SECOND) is not None) < 0.4


def test_a_phone_rings_the_service_and_presses(exchange, server, running):
    exchange.incoming = IncomingUrls(SWITCHBOARD, f"{server.address}/voice")
    call = exchange.call_in(FIRST, does="trycker 1 efter 0.3 s")
    server.until(lambda: call.status == "completed")
    assert server.app.config["digits"] == ["1"]


def test_an_unreachable_webhook_ends_the_call(exchange, server, running):
    server.client.calls.create(to=FIRST, from_=SWITCHBOARD, url="http://127.0.0.1:9/voice")
    server.until(lambda: exchange.ringing_call(FIRST) is not None)
    exchange.answer(FIRST)
    server.until(lambda: exchange.calls()[0].status == "completed")
    assert "svarar inte" in [line.detail for line in exchange.timeline(exchange.calls()[0].sid)]
