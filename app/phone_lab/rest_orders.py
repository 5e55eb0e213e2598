"""Reads the form of a REST request into an order, or refuses it with Twilio's own error."""

from urllib.parse import urlsplit

from werkzeug.datastructures import MultiDict

from app.phone_lab.types import CallOrder, Detection, Instructions, RefusedOrder, StatusCallback

_CALL_EVENTS = frozenset({"initiated", "ringing", "answered", "completed"})
_DETECTION_MODES = ("Enable", "DetectMessageEnd")
_SHORTEST_RING, _LONGEST_RING = 1, 600


def call_order(form: MultiDict[str, str]) -> CallOrder:
    """The order of a new call; raises RefusedOrder (21201, 21205, 21213 …) for a bad one."""
    if not form.get("To"):
        raise RefusedOrder(21201, "No 'To' number is specified")
    if not form.get("From"):
        raise RefusedOrder(21213, "No 'From' number is specified")
    return CallOrder(
        to=form["To"].strip(),
        from_=form["From"].strip(),
        instructions=instructions_in(form),
        timeout_seconds=_ring_seconds(form.get("Timeout", "60")),
        callback=_callback_in(form),
        detection=_detection_in(form),
        fallback=_fallback_in(form),
    )


def instructions_in(form: MultiDict[str, str]) -> Instructions:
    """Where the call's TwiML comes from; exactly one of Url and Twiml must be there."""
    twiml, url = form.get("Twiml"), form.get("Url")
    if twiml and not url:
        return Instructions(twiml=twiml)
    if not url or twiml:
        raise RefusedOrder(21205, "Url parameter is required.")
    return Instructions(_web_address(url, "Url"), _method(form, "Method"))


def _detection_in(form: MultiDict[str, str]) -> Detection | None:
    mode = form.get("MachineDetection", "")
    if not mode:
        return None
    if mode not in _DETECTION_MODES:
        raise RefusedOrder(21402, f"Invalid MachineDetection parameter: {mode}")
    url = form.get("AsyncAmdStatusCallback", "")
    callback = None
    if url:
        method = _method(form, "AsyncAmdStatusCallbackMethod")
        callback = StatusCallback(_web_address(url, "AsyncAmdStatusCallback"), method)
    return Detection(mode, is_async=form.get("AsyncAmd") == "true", callback=callback)


def _fallback_in(form: MultiDict[str, str]) -> Instructions | None:
    url = form.get("FallbackUrl", "")
    if not url:
        return None
    return Instructions(_web_address(url, "FallbackUrl"), _method(form, "FallbackMethod"))


def _callback_in(form: MultiDict[str, str]) -> StatusCallback | None:
    url = form.get("StatusCallback")
    if not url:
        return None
    events = frozenset(" ".join(form.getlist("StatusCallbackEvent")).split()) or {"completed"}
    unknown = events - _CALL_EVENTS
    if unknown:
        raise RefusedOrder(21626, f"Invalid status callback events: {sorted(unknown)}")
    return StatusCallback(
        _web_address(url, "StatusCallback"),
        _method(form, "StatusCallbackMethod"),
        frozenset(events),
    )


def _web_address(url: str, name: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        code = 21205 if name == "Url" else 21609
        raise RefusedOrder(code, f"{name} is not a valid URL: {url}")
    return url


def _method(form: MultiDict[str, str], name: str) -> str:
    method = form.get(name, "POST").upper()
    if method not in ("GET", "POST"):
        raise RefusedOrder(21206, f"{name} is not a valid HTTP method")
    return method


def _ring_seconds(text: str) -> float:
    if not text.isdecimal():
        raise RefusedOrder(20001, f"Timeout {text} is not a whole number of seconds")
    return float(min(max(int(text), _SHORTEST_RING), _LONGEST_RING))
