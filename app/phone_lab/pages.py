"""The lab's page: the county's phones, to be answered, declined, talked into and hung up."""

from collections.abc import Callable

from flask import (
    Blueprint,
    Response,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from app.phone_lab.exchange import Exchange
from app.phone_lab.numbers import is_dialable
from app.phone_lab.page_view import find_cards, lab_state
from app.phone_lab.scripts import NAMED_SCRIPTS
from app.phone_lab.types import NothingToActOn

_KEYS = "123456789*0#"
_PHONES_LISTED = 60


def create_phone_lab_pages(exchange: Exchange) -> Blueprint:
    """The blueprint `phone_lab`, below /phone-lab; its forms carry the CSRF token of the page."""
    blueprint = Blueprint("phone_lab", __name__, url_prefix="/phone-lab")
    views = _Views(exchange)
    phone = "/phones/<number>"
    for method, rule, endpoint, view in (
        ("GET", "/", "index", views.index),
        ("GET", "/live", "live", views.live),
        ("GET", "/state", "state", views.state),
        ("POST", f"{phone}/answer", "answer", _action(views, exchange.answer)),
        ("POST", f"{phone}/decline", "decline", _action(views, exchange.decline)),
        ("POST", f"{phone}/press", "press", _action(views, views.press)),
        ("POST", f"{phone}/hang-up", "hang_up", _action(views, exchange.hang_up)),
        ("POST", f"{phone}/behaviour", "behaviour", _action(views, views.behave)),
    ):
        blueprint.add_url_rule(rule, endpoint, view, methods=[method])
    return blueprint


class _BadAction(Exception):
    """The form asks for something no phone can do; the message tells what, in Swedish."""


def _action(views: "_Views", act: Callable[[str], None]) -> Callable[[str], ResponseReturnValue]:
    """A view that acts on one phone, then shows how things stand."""

    def view(number: str) -> ResponseReturnValue:
        if not is_dialable(number):
            return views.shown("Numret är inget telefonnummer.", status=404)
        try:
            act(number)
        except _BadAction as error:
            return views.shown(str(error), status=422)
        except NothingToActOn as error:
            return views.shown(str(error), status=409)
        return views.shown("", status=200)

    return view


class _Views:
    """The views, each one call to the exchange."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    def index(self) -> ResponseReturnValue:
        words = request.args.get("q", "")
        return self._page(words, notice="")

    def live(self) -> ResponseReturnValue:
        state = lab_state(self._exchange)
        response = make_response(
            render_template("web/phone_lab/live.html", state=state, keys=_KEYS, notice="")
        )
        return _with_etag(response, state.etag)

    def state(self) -> ResponseReturnValue:
        state = lab_state(self._exchange)
        return _with_etag(jsonify(state), state.etag)

    def press(self, number: str) -> None:
        digits = request.form.get("digits", "")
        if not digits or len(digits) > 32 or not set(digits) <= set(_KEYS):
            raise _BadAction("Tryck siffror, * eller #.")
        self._exchange.press(number, digits)

    def behave(self, number: str) -> None:
        script = NAMED_SCRIPTS.get(request.form.get("behaviour", ""))
        if script is None:
            raise _BadAction("Välj hur telefonen ska bete sig.")
        self._exchange.follow_script(number, script)

    def shown(self, notice: str, *, status: int) -> ResponseReturnValue:
        """After an action: the living part to htmx (200, or it is not swapped in), else a page."""
        if request.headers.get("HX-Request"):
            state = lab_state(self._exchange)
            return render_template(
                "web/phone_lab/live.html", state=state, keys=_KEYS, notice=notice
            )
        if notice:
            return self._page("", notice=notice), status
        words = request.form.get("q", "")
        return redirect(url_for("phone_lab.index", q=words or None), 303)

    def _page(self, words: str, *, notice: str) -> str:
        found = find_cards(self._exchange, words)
        return render_template(
            "web/phone_lab/index.html",
            state=lab_state(self._exchange),
            phones=found[:_PHONES_LISTED],
            found=len(found),
            scripts=NAMED_SCRIPTS,
            keys=_KEYS,
            words=words,
            notice=notice,
        )


def _with_etag(response: Response, etag: str) -> Response:
    response.set_etag(etag)
    response.headers["Cache-Control"] = "no-cache, private"
    response.make_conditional(request)
    return response
