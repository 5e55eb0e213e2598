"""The lab's pages: the county's phones, to be answered, pressed, hung up, rung with and written on.

Actions from a phone's own page carry `?on=phone`, so that they lead back there.
"""

from collections.abc import Callable

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.phone_lab.exchange import Exchange
from app.phone_lab.fault_choices import BadChoice, FaultChoice, disturb, read_choice
from app.phone_lab.fault_form import fault_choices
from app.phone_lab.messaging import LONGEST_BODY
from app.phone_lab.numbers import ANONYMOUS, is_dialable
from app.phone_lab.page_view import find_cards, lab_state, phone_state
from app.phone_lab.polling import polled
from app.phone_lab.scripts import NAMED_SCRIPTS
from app.phone_lab.timeline_pages import TimelineViews
from app.phone_lab.types import NothingToActOn

_KEYS = "123456789*0#"
_PHONES_LISTED = 60
_LONGEST_SPEECH = 1000
_NO_NUMBER = "Numret är inget telefonnummer."


def create_phone_lab_pages(exchange: Exchange) -> Blueprint:
    """The blueprint `phone_lab`, below /phone-lab; its forms carry the CSRF token of the page."""
    blueprint = Blueprint("phone_lab", __name__, url_prefix="/phone-lab")
    views, timelines = _Views(exchange), TimelineViews(exchange)
    phone = "/phones/<number>"
    for method, rule, endpoint, view in (
        ("GET", "/", "index", views.index),
        ("GET", "/live", "live", views.live),
        ("GET", "/state", "state", views.state),
        ("GET", phone, "phone", views.phone),
        ("GET", f"{phone}/live", "phone_live", views.phone_live),
        ("POST", f"{phone}/answer", "answer", _action(views, exchange.answer)),
        ("POST", f"{phone}/decline", "decline", _action(views, exchange.decline)),
        ("POST", f"{phone}/press", "press", _action(views, views.press)),
        ("POST", f"{phone}/say", "say", _action(views, views.say)),
        ("POST", f"{phone}/hang-up", "hang_up", _action(views, exchange.hang_up)),
        ("POST", f"{phone}/behaviour", "behaviour", _action(views, views.behave)),
        ("POST", f"{phone}/call-in", "call_in", _action(views, views.call_in)),
        ("POST", f"{phone}/text-in", "text_in", _action(views, views.text_in)),
        ("POST", "/faults", "faults", views.faults),
        ("GET", "/timeline", "timeline", timelines.recent),
        ("GET", "/timeline/live", "timeline_live", timelines.recent_live),
        ("GET", "/timeline/<sid>", "timeline_of", timelines.around),
        ("GET", "/timeline/<sid>/live", "timeline_of_live", timelines.around_live),
    ):
        blueprint.add_url_rule(rule, endpoint, view, methods=[method])
    return blueprint


class _BadAction(Exception):
    """The form asks for something no phone can do; the message tells what, in Swedish."""


def _action(views: "_Views", act: Callable[[str], object]) -> Callable[[str], ResponseReturnValue]:
    """A view that acts on one phone, then shows how things stand."""

    def view(number: str) -> ResponseReturnValue:
        if not is_dialable(number):
            return views.shown(_NO_NUMBER, number="", status=404)
        try:
            act(number)
        except _BadAction as error:
            return views.shown(str(error), number=number, status=422)
        except NothingToActOn as error:
            return views.shown(str(error), number=number, status=409)
        return views.shown("", number=number, status=200)

    return view


class _Views:
    """The views, each one call to the exchange."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    def index(self) -> ResponseReturnValue:
        return self._page(request.args.get("q", ""), notice="")

    def live(self) -> ResponseReturnValue:
        return polled(self._live(""), lab_state(self._exchange).etag)

    def state(self) -> ResponseReturnValue:
        state = lab_state(self._exchange)
        return polled(jsonify(state), state.etag)

    def phone(self, number: str) -> ResponseReturnValue:
        if not is_dialable(number):
            return self._page("", notice=_NO_NUMBER), 404
        return self._phone_page(number, notice="")

    def phone_live(self, number: str) -> ResponseReturnValue:
        if not is_dialable(number):
            return _NO_NUMBER, 404
        etag = phone_state(self._exchange, number).etag
        return polled(self._phone_part(number, notice=""), etag)

    def press(self, number: str) -> None:
        digits = request.form.get("digits", "")
        if not digits or len(digits) > 32 or not set(digits) <= set(_KEYS):
            raise _BadAction("Tryck siffror, * eller #.")
        self._exchange.press(number, digits)

    def say(self, number: str) -> None:
        words = " ".join(request.form.get("words", "").split())
        if not words or len(words) > _LONGEST_SPEECH:
            raise _BadAction(f"Säg något, högst {_LONGEST_SPEECH} tecken.")
        self._exchange.say(number, words)

    def behave(self, number: str) -> None:
        script = NAMED_SCRIPTS.get(request.form.get("behaviour", ""))
        if script is None:
            raise _BadAction("Välj hur telefonen ska bete sig.")
        self._exchange.follow_script(number, script)

    def call_in(self, number: str) -> None:
        is_hidden = request.form.get("hidden") == "yes"
        self._exchange.call_in(number, shown_as=ANONYMOUS if is_hidden else "")

    def text_in(self, number: str) -> None:
        body = request.form.get("body", "").strip()
        if not body or len(body) > LONGEST_BODY:
            raise _BadAction(f"Skriv ett sms på högst {LONGEST_BODY} tecken.")
        self._exchange.text_in(number, body)

    def faults(self) -> ResponseReturnValue:
        try:
            choice = FaultChoice() if "calm" in request.form else read_choice(request.form)
        except BadChoice as error:
            return self._page("", notice=str(error)), 422
        disturb(self._exchange, choice)
        return redirect(url_for("phone_lab.index", _anchor="storningar"), 303)

    def shown(self, notice: str, *, number: str, status: int) -> ResponseReturnValue:
        """After an action: the living part to htmx (200, or it is not swapped in), else a page."""
        is_on_phone = bool(number) and request.args.get("on") == "phone"
        if request.headers.get("HX-Request"):
            return self._phone_part(number, notice) if is_on_phone else self._live(notice)
        if notice:
            page = self._phone_page(number, notice) if is_on_phone else self._page("", notice)
            return page, status
        if is_on_phone:
            return redirect(url_for("phone_lab.phone", number=number), 303)
        words = request.form.get("q", "")
        return redirect(url_for("phone_lab.index", q=words or None), 303)

    def _live(self, notice: str) -> str:
        state = lab_state(self._exchange)
        return render_template(
            "web/phone_lab/live.html", state=state, keys=_KEYS, notice=notice, on=None
        )

    def _page(self, words: str, notice: str) -> str:
        found = find_cards(self._exchange, words)
        return render_template(
            "web/phone_lab/index.html",
            state=lab_state(self._exchange),
            phones=found[:_PHONES_LISTED],
            found=len(found),
            scripts=NAMED_SCRIPTS,
            faults=fault_choices(self._exchange),
            keys=_KEYS,
            words=words,
            notice=notice,
            on=None,
        )

    def _phone_part(self, number: str, notice: str) -> str:
        state = phone_state(self._exchange, number)
        return render_template(
            "web/phone_lab/phone_live.html", state=state, keys=_KEYS, notice=notice, on="phone"
        )

    def _phone_page(self, number: str, notice: str) -> str:
        return render_template(
            "web/phone_lab/phone.html",
            state=phone_state(self._exchange, number),
            scripts=NAMED_SCRIPTS,
            keys=_KEYS,
            notice=notice,
            longest_body=LONGEST_BODY,
            longest_speech=_LONGEST_SPEECH,
            on="phone",
        )
