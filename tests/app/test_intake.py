"""Requests are taken in whole and answered whole; what calls depend on needs no room."""

import threading
import time
from io import BytesIO

import pytest
from sqlalchemy.exc import OperationalError

from app.intake import LARGEST_BODY, Intake, Room


def ask(intake, path="/", *, method="GET", **environ):
    """Status, headers and body of one request."""
    said = []
    environ = {"PATH_INFO": path, "REQUEST_METHOD": method, **environ}
    body = intake(environ, lambda status, headers, *_more: said.append((status, dict(headers))))
    return (*said[-1], b"".join(body))


def fine(_environ, start_response):
    start_response("200 OK", [])
    yield b"hel"
    yield b"t"


class Holding:
    """An application that holds requests to /slow until it is told to let them go."""

    def __init__(self):
        self.inside, self.go_on = threading.Semaphore(0), threading.Event()

    def __call__(self, environ, start_response):
        if environ["PATH_INFO"] == "/slow":
            self.inside.release()
            self.go_on.wait(10)
        start_response("200 OK", [])
        return [b"ok"]


def test_an_answer_is_one_piece_and_its_maker_is_closed_before_it_is_sent():
    closed = []

    class Parts:
        def __iter__(self):
            return iter([b"hel", b"t"])

        def close(self):
            closed.append(True)

    def streams(_environ, start_response):
        start_response("200 OK", [])
        return Parts()

    def begin(_status, _headers, _error=None, /):
        return lambda _part: None

    environ = {"PATH_INFO": "/", "REQUEST_METHOD": "GET"}
    assert Intake(streams)(environ, begin) == [b"helt"]
    assert closed == [True]


def test_when_all_room_is_taken_only_what_calls_depend_on_comes_in():
    holding = Holding()
    intake = Intake(holding, at_once=1)
    intake._room._patience = 0.1
    held = threading.Thread(target=ask, args=(intake, "/slow"))
    held.start()
    assert holding.inside.acquire(timeout=5)
    for path in ("/webhooks/twilio/x", "/health/live", "/api/v1/plan", "/static/js/pages.js"):
        assert ask(intake, path)[0] == "200 OK"
    for path in ("/", "/api/v1/requests"):
        status, headers, _body = ask(intake, path)
        assert status.startswith("503 ")
        assert int(headers["Retry-After"]) > 0
    holding.go_on.set()
    held.join()
    assert ask(intake)[0] == "200 OK"


def test_a_page_that_asks_what_is_new_does_not_wait():
    room = Room(1, patience=60)
    intake = Intake(fine)
    intake._room = room
    with room.entered():
        begun = time.monotonic()
        assert ask(intake, HTTP_IF_NONE_MATCH="x")[0].startswith("503 ")
        assert time.monotonic() - begun < 1
    assert ask(intake, HTTP_IF_NONE_MATCH="x")[0] == "200 OK"


class Upload:
    """What granian gives to read: all of it, or nothing until the client has gone."""

    def __init__(self, body=None):
        self.body, self.gone = body, threading.Event()

    def read(self):
        if self.body is None:
            self.gone.wait(10)
        return self.body or b""


def sent(intake, upload, length, path="/"):
    more = {"SERVER_SOFTWARE": "Granian", "wsgi.input": upload, "CONTENT_LENGTH": str(length)}
    return ask(intake, path, method="POST", **more)


def echo(environ, start_response):
    start_response("200 OK", [])
    return [environ["wsgi.input"].read()]


def test_a_form_is_taken_in_whole_before_anything_is_done():
    assert sent(Intake(echo), Upload(b"a=b"), 3)[2] == b"a=b"


def test_half_a_form_is_none(monkeypatch):
    assert sent(Intake(echo), Upload(b"a="), 3)[0].startswith("400 ")
    monkeypatch.setattr("app.intake.SOON_SECONDS", 0.01)
    monkeypatch.setattr("app.intake.BODY_SECONDS", 0.01)
    silent = Upload()
    status, headers, _body = sent(Intake(echo), silent, 3)
    silent.gone.set()
    assert status.startswith("408 ")
    assert headers["Connection"] == "close"


def test_those_who_send_slowly_take_no_place_from_those_who_do_not(monkeypatch):
    monkeypatch.setattr("app.intake.SOON_SECONDS", 0.05)
    intake, silent = Intake(echo), [Upload() for _one in range(2)]
    threads = [threading.Thread(target=sent, args=(intake, one, 3)) for one in silent]
    for thread in threads:
        thread.start()
    while intake._slow._value:  # how many places are left
        time.sleep(0.01)
    assert sent(intake, Upload(), 3)[0].startswith("503 ")
    assert sent(intake, Upload(b"a=b"), 3)[0] == "200 OK"
    assert sent(intake, Upload(b"a=b"), 3, "/webhooks/twilio/x")[0] == "200 OK"
    for one in silent:
        one.gone.set()
    for thread in threads:
        thread.join()


def test_what_is_too_large_is_left_unread_to_the_application():
    assert sent(Intake(fine), Upload(), LARGEST_BODY + 1)[0] == "200 OK"


def test_what_has_no_known_end_is_refused():
    more = {"SERVER_SOFTWARE": "Granian", "HTTP_TRANSFER_ENCODING": "chunked"}
    status, _headers, _body = ask(Intake(echo), method="POST", **more, **{"wsgi.input": BytesIO()})
    assert status.startswith("411 ")


@pytest.mark.parametrize(
    ("error", "status"),
    [(OperationalError("x", {}, Exception()), "503 "), (KeyError("hemligt"), "500 ")],
)
@pytest.mark.parametrize("path", ["/", "/api/v1/plan"])
def test_an_error_from_outside_the_application_is_told_properly(error, status, path):
    def fails(_environ, _start_response):
        raise error

    said, headers, body = ask(Intake(fails), path)
    assert said.startswith(status)
    assert b"hemligt" not in body
    assert headers["Content-Type"].startswith("text/html" if path == "/" else "application/problem")
