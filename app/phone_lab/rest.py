"""The REST side of the lab: the part of Twilio's API that its client uses for us."""

import hmac
from collections.abc import Callable, Sequence
from time import sleep

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from app.phone_lab.exchange import Exchange
from app.phone_lab.faults import Outage, OutageMode
from app.phone_lab.rest_orders import call_order, instructions_in
from app.phone_lab.rest_shapes import (
    Json,
    Page,
    account_path,
    call_json,
    conference_json,
    error_json,
    message_json,
    page_json,
    participant_json,
)
from app.phone_lab.state import Conference
from app.phone_lab.types import CallStatus, RefusedOrder

_LARGEST_PAGE = 1000
_OUTAGE_MESSAGE = "Service is unavailable. Please try again"


def create_phone_lab_rest(exchange: Exchange) -> Blueprint:
    """The blueprint `phone_lab_rest`, below /phone-lab; it must be exempt from CSRF checks."""
    blueprint = Blueprint("phone_lab_rest", __name__, url_prefix="/phone-lab/2010-04-01")
    views = _Views(exchange)
    account = "/Accounts/<account_sid>"
    conference = f"{account}/Conferences/<sid>"
    for methods, rule, endpoint, view in (
        ("POST", f"{account}/Calls.json", "create_call", views.create_call),
        ("GET", f"{account}/Calls.json", "list_calls", views.list_calls),
        ("GET", f"{account}/Calls/<sid>.json", "show_call", views.show_call),
        ("POST", f"{account}/Calls/<sid>.json", "update_call", views.update_call),
        ("GET", f"{account}/Conferences.json", "list_conferences", views.list_conferences),
        ("GET", f"{conference}.json", "show_conference", views.show_conference),
        ("POST", f"{conference}.json", "update_conference", views.update_conference),
        ("GET", f"{conference}/Participants.json", "list_participants", views.participants),
        ("POST", f"{account}/Messages.json", "create_message", views.create_message),
        ("GET", f"{account}/Messages.json", "list_messages", views.list_messages),
        ("GET", f"{account}/Messages/<sid>.json", "show_message", views.show_message),
    ):
        blueprint.add_url_rule(rule, endpoint, _guarded(exchange, view), methods=[methods])
    blueprint.register_error_handler(RefusedOrder, _refused)
    return blueprint


def _guarded(
    exchange: Exchange, view: Callable[..., ResponseReturnValue]
) -> Callable[..., ResponseReturnValue]:
    """Before every view: the outage if there is one, then the account's own password."""

    def guarded(account_sid: str, **path: str) -> ResponseReturnValue:
        outage = _outage_of(exchange)
        if outage is not None and outage.mode is OutageMode.REFUSES:
            return _out_of_order(outage)
        _check_credentials(exchange, account_sid)
        response = view(**path)
        if outage is None:
            return response
        if outage.mode is OutageMode.SLOW:
            sleep(outage.delay_seconds)
            return response
        return _out_of_order(outage)

    return guarded


def _outage_of(exchange: Exchange) -> Outage | None:
    """The outage that hits this request, if there is one; `/…/Accounts/AC…/Calls/CA….json`."""
    kind = _twilio_path().split("/")[4].removesuffix(".json")
    outage = exchange.outage
    return outage if outage is not None and outage.strikes(kind) else None


def _check_credentials(exchange: Exchange, account_sid: str) -> None:
    given = request.authorization
    name = (given.username if given else None) or ""
    password = (given.password if given else None) or ""
    is_right = hmac.compare_digest(
        f"{name}:{password}".encode(), f"{exchange.account_sid}:{exchange.auth_token}".encode()
    )
    if not is_right:
        raise RefusedOrder(20003, "Authenticate", status=401)
    if account_sid != exchange.account_sid:
        raise _not_found()


def _out_of_order(outage: Outage) -> Response:
    sleep(outage.delay_seconds)
    response = jsonify(error_json(RefusedOrder(20500, _OUTAGE_MESSAGE, status=outage.status)))
    response.status_code = outage.status
    response.headers.extend(outage.headers)
    return response


def _refused(refused: RefusedOrder) -> tuple[Response, int]:
    return jsonify(error_json(refused)), refused.status


def _not_found() -> RefusedOrder:
    message = f"The requested resource {_twilio_path()} was not found"
    return RefusedOrder(20404, message, status=404)


def _twilio_path() -> str:
    return request.path.removeprefix("/phone-lab")


class _Views:
    """The views, each one call to the exchange."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._account = exchange.account_sid

    def create_call(self) -> ResponseReturnValue:
        call = self._exchange.create_call(call_order(request.form))
        return jsonify(call_json(call, self._account)), 201

    def list_calls(self) -> ResponseReturnValue:
        wanted = {
            "to": request.args.get("To"),
            "from_": request.args.get("From"),
            "status": request.args.get("Status"),
            "parent_sid": request.args.get("ParentCallSid"),
        }
        calls = [
            call
            for call in self._exchange.calls()
            if all(value is None or getattr(call, name) == value for name, value in wanted.items())
        ]
        return self._page("calls", [call_json(call, self._account) for call in calls])

    def show_call(self, sid: str) -> ResponseReturnValue:
        return jsonify(call_json(self._exchange.call(sid), self._account))

    def update_call(self, sid: str) -> ResponseReturnValue:
        self._exchange.call(sid)
        status = request.form.get("Status")
        if status is None:
            call = self._exchange.redirect_call(sid, instructions_in(request.form))
        elif status in (CallStatus.CANCELED, CallStatus.COMPLETED):
            call = self._exchange.end_call(sid, as_status=CallStatus(status))
        else:
            raise RefusedOrder(21218, f"Invalid status: {status}")
        return jsonify(call_json(call, self._account))

    def list_conferences(self) -> ResponseReturnValue:
        name, status = request.args.get("FriendlyName"), request.args.get("Status")
        conferences = [
            conference
            for conference in self._exchange.conferences()
            if name in (None, conference.name) and status in (None, conference.status)
        ]
        return self._page(
            "conferences", [conference_json(found, self._account) for found in conferences]
        )

    def show_conference(self, sid: str) -> ResponseReturnValue:
        return jsonify(conference_json(self._conference(sid), self._account))

    def update_conference(self, sid: str) -> ResponseReturnValue:
        conference = self._conference(sid)
        if request.form.get("Status") == "completed":
            self._exchange.end_conference(conference)
        return jsonify(conference_json(conference, self._account))

    def participants(self, sid: str) -> ResponseReturnValue:
        participants = tuple(self._conference(sid).participants.values())
        return self._page(
            "participants", [participant_json(one, sid, self._account) for one in participants]
        )

    def create_message(self) -> ResponseReturnValue:
        form = request.form
        for field, code in (("To", 21604), ("From", 21603), ("Body", 21602)):
            if not form.get(field):
                raise RefusedOrder(code, f"A '{field}' is required to send a message.")
        message = self._exchange.send_message(
            form["To"],
            form["Body"],
            from_=form["From"],
            status_callback=form.get("StatusCallback", ""),
        )
        return jsonify(message_json(message, self._account)), 201

    def list_messages(self) -> ResponseReturnValue:
        to = request.args.get("To")
        found = [m for m in self._exchange.messages() if to in (None, m.to)]
        return self._page("messages", [message_json(m, self._account) for m in found])

    def show_message(self, sid: str) -> ResponseReturnValue:
        return jsonify(message_json(self._exchange.message(sid), self._account))

    def _conference(self, sid: str) -> Conference:
        for conference in self._exchange.conferences():
            if conference.sid == sid:
                return conference
        raise _not_found()

    def _page(self, name: str, records: Sequence[Json]) -> ResponseReturnValue:
        filters = {k: v for k, v in request.args.items() if k not in ("Page", "PageSize")}
        size = request.args.get("PageSize", default=50, type=int)
        page = Page(
            path=f"{account_path(self._account)}/{_twilio_path().split('/', 4)[-1]}",
            filters=filters,
            number=max(0, request.args.get("Page", default=0, type=int)),
            size=min(max(1, size), _LARGEST_PAGE),
        )
        return jsonify(page_json(name, records, page))
