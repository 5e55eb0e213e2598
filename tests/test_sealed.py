"""Clinical text comes out in one way, and that way says to whom."""

import ast
import json
import re
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from markupsafe import escape

from app.auth.permissions import Verb
from app.auth.reading import NobodyReads, ShownBefore, read
from models.sealed import Sealed, StillSealed, Told
from tests.app.auth.test_permissions import AT, COLLEAGUE_OF_TRIED, REQUESTER

ROOT = Path(__file__).parent.parent
TEXT = Sealed("Hemligt", Told.CONTACT, "k1", 1)
ROWS = {"CareRequestRow", "DecisionRow", "AdmissionRow", "WardAnswerRow", "BookingRow"}
WHICH = (Verb.SEE_CONTACT, "k1")


class Reader:
    def __init__(self):
        self.seen = []

    def has_read(self, text):
        self.seen.append(text.thing)


@pytest.mark.parametrize(
    "show",
    [
        str,
        escape,
        lambda text: f"{text}",
        "{}".format,
        lambda text: "".join([text]),
        json.dumps,
        Flask("tom").json.dumps,
        len,
        list,
        lambda text: text + "",
        lambda text: re.sub("x", "", text),
    ],
)
def test_no_other_way_shows_it(show):
    with pytest.raises(TypeError):
        show(TEXT)


def test_a_template_that_forgets_fails_instead_of_showing():
    app = Flask("tom")
    with app.app_context(), pytest.raises(StillSealed):
        render_template_string("{{ text }}", text=TEXT)


def test_its_picture_in_a_log_does_not_hold_it():
    assert repr(TEXT) == "<Sealed Told.CONTACT k1>"
    assert "Hemligt" not in f"{[TEXT]!r}"


def test_it_is_noted_before_it_is_given():
    reader = Reader()
    assert TEXT.reveal(reader) == "Hemligt"
    assert reader.seen == ["k1"]
    assert Sealed("", Told.CONTACT, "k2").reveal(reader) == ""
    assert reader.seen == ["k1"]  # there was nothing to read


def test_whether_there_is_a_text_and_whether_it_is_this_one_may_be_asked():
    assert TEXT
    assert not Sealed("", Told.CONTACT, "k1")
    assert TEXT == "Hemligt" == Sealed("Hemligt", Told.BOOKING, "b1")
    assert TEXT != "Annat"


def test_where_nobody_is_signed_in_nothing_comes_out():
    app = Flask("tom")
    with app.app_context(), pytest.raises(NobodyReads):
        read(TEXT)
    assert (read("Öppet"), read(None)) == ("Öppet", "")


def test_a_part_that_asks_for_itself_is_one_line_until_it_shows_something_new():
    before, a_minute = ShownBefore(), AT.replace(minute=1)
    assert before.is_news(REQUESTER, WHICH, {"a"}, AT)
    before.remember(REQUESTER, WHICH, {"a"}, AT)
    assert not before.is_news(REQUESTER, WHICH, {"a"}, a_minute)
    assert not before.is_news(REQUESTER, WHICH, set(), a_minute)
    assert before.is_news(REQUESTER, WHICH, {"a", "b"}, a_minute)
    assert before.is_news(COLLEAGUE_OF_TRIED, WHICH, {"a"}, a_minute)
    assert before.is_news(REQUESTER, (Verb.SEE_CONTACT, "k2"), {"a"}, a_minute)
    before.remember(REQUESTER, WHICH, {"b"}, a_minute)
    assert not before.is_news(REQUESTER, WHICH, {"a", "b"}, a_minute)
    assert before.is_news(REQUESTER, WHICH, {"a"}, AT.replace(minute=20))
    assert before.is_news(REQUESTER, WHICH, {"a"}, AT.replace(hour=1))  # a clock that went back


def test_pages_and_api_never_read_the_rows_that_hold_texts():
    for path in [*(ROOT / "app/web").glob("*.py"), *(ROOT / "app/api").glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert not ROWS & {one.name for one in node.names}, path.name


def test_texts_are_opened_in_one_place():
    opens = {
        str(path.relative_to(ROOT))
        for folder in ("app", "models", "notifications")
        for path in (ROOT / folder).rglob("*.py")
        if ".reveal(" in path.read_text("utf-8")
    }
    assert opens == {"app/auth/reading.py"}


def test_nothing_that_is_spoken_or_sent_has_a_place_for_what_was_told():
    places = re.compile(
        r"{{[^}]*\b(situation|background|assessment|recommendation|note|next_text|question|sbar)\b"
    )
    for path in (ROOT / "templates/messages").rglob("*.txt"):
        assert not places.search(path.read_text("utf-8")), path
