"""Calls from the county's phones to the service's own number."""

from app.phone_lab.core import Core, new_sid
from app.phone_lab.state import Call
from app.phone_lab.twiml_run import TwimlRunner
from app.phone_lab.types import (
    CallStatus,
    Direction,
    Happening,
    IncomingUrls,
    Instructions,
    NothingToActOn,
    StatusCallback,
)


class IncomingCalls:
    """Puts calls through to the voice URL; the service decides whether it answers."""

    def __init__(self, core: Core, runner: TwimlRunner) -> None:
        self._core = core
        self._runner = runner

    def place(self, urls: IncomingUrls, from_number: str, *, shown_as: str) -> Call:
        """Ring the service; raises NothingToActOn when the phone already is in a call."""
        if self._core.current_on(from_number) is not None:
            raise NothingToActOn("Telefonen är redan i ett samtal.")
        call = self._call(urls, from_number, shown_as=shown_as)
        self._core.register(call)
        self._core.note(call, Happening.CALLS_IN, urls.number)
        self._core.later(call, 0, lambda: self._runner.begin(call))
        return call

    def _call(self, urls: IncomingUrls, from_number: str, *, shown_as: str) -> Call:
        now = self._core.agenda.now
        callback = StatusCallback(urls.voice_status_url) if urls.voice_status_url else None
        return Call(
            sid=new_sid("CA"),
            to=urls.number,
            from_=shown_as or from_number,
            handset=from_number,
            direction=Direction.INBOUND,
            status=CallStatus.RINGING,
            created_at=now,
            updated_at=now,
            started_at=now,
            instructions=Instructions(urls.voice_url),
            timeout_seconds=0,
            callback=callback,
            fallback=Instructions(urls.fallback_url) if urls.fallback_url else None,
        )
