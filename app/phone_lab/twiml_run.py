"""Executes TwiML on a call, verb by verb."""

from collections import deque
from collections.abc import Callable, Mapping
from urllib.parse import urljoin

from app.phone_lab.bridges import Bridge, DialOutcome
from app.phone_lab.callbacks import call_params
from app.phone_lab.core import Core
from app.phone_lab.gathering import Gathering, hear
from app.phone_lab.legs import Legs
from app.phone_lab.rooms import Rooms
from app.phone_lab.state import Activity, Call, Participant
from app.phone_lab.twiml import (
    BadTwiml,
    Dial,
    Gather,
    Hangup,
    Pause,
    Play,
    Redirect,
    Reject,
    Room,
    Say,
    Verb,
    parse_twiml,
)
from app.phone_lab.types import CallStatus, FetchResult, Happening, Instructions

_MOST_DOCUMENTS = 300
"""A call that has fetched so many documents goes in a circle."""


class TwimlRunner:
    """Fetches documents and does what they say."""

    def __init__(self, core: Core, legs: Legs, rooms: Rooms) -> None:
        self._core = core
        self._legs = legs
        self._rooms = rooms

    def begin(self, call: Call) -> None:
        """Start a call's own instructions; it is hung up when they are done."""
        self.run(call, call.instructions, self._hang_up)

    def run(self, call: Call, instructions: Instructions, after: Callable[[Call], None]) -> None:
        """Follow instructions, then do something else with the call if it still lives."""
        call.after_script = after
        self._follow(call, instructions)

    def redirect(self, call: Call, instructions: Instructions) -> None:
        """Break off what the call does and follow new instructions (REST update)."""
        self._core.leave(call)
        self.run(call, instructions, self._hang_up)

    def _hang_up(self, call: Call) -> None:
        self._legs.finish(call, CallStatus.COMPLETED)

    def _follow(
        self, call: Call, instructions: Instructions, extra: Mapping[str, str] | None = None
    ) -> None:
        if instructions.twiml is not None:
            self._load(call, instructions.twiml)
            return
        call.documents_fetched += 1
        if call.documents_fetched > _MOST_DOCUMENTS:
            self._fail(call, Happening.BAD_WEBHOOK, "instruktionerna går runt i cirkel")
            return
        call.document_url = instructions.url
        self._core.begin(call, Activity())
        self._core.note(call, Happening.FETCHED, _path(instructions.url))
        self._core.fetch_twiml(
            call,
            url=instructions.url,
            method=instructions.method,
            params=call_params(self._core, call) | dict(extra or {}),
            then=lambda result: self._received(call, result),
        )

    def _received(self, call: Call, result: FetchResult) -> None:
        if not 200 <= result.status < 300:
            reason = f"HTTP {result.status}" if result.status else "svarar inte"
            self._fail(call, Happening.BAD_WEBHOOK, reason)
        else:
            self._load(call, result.body)

    def _load(self, call: Call, document: str) -> None:
        try:
            call.script = deque(parse_twiml(document))
            self._proceed(call)
        except BadTwiml as error:
            self._fail(call, Happening.BAD_TWIML, str(error))

    def _fail(self, call: Call, what: Happening, reason: str) -> None:
        self._core.note(call, what, reason)
        self._legs.finish(call, CallStatus.COMPLETED, what)

    def _resume(self, call: Call) -> None:
        try:
            self._proceed(call)
        except BadTwiml as error:
            self._fail(call, Happening.BAD_TWIML, str(error))

    def _proceed(self, call: Call) -> None:
        if not call.script:
            call.after_script(call)
            return
        self._execute(call, call.script.popleft())

    def _execute(self, call: Call, verb: Verb) -> None:
        match verb:
            case Say() | Play():
                self._core.begin(call, Activity(hearing=verb.text))
                hear(self._core, call, verb.text)
                self._core.later(call, verb.seconds, lambda: self._resume(call))
            case Pause():
                self._core.begin(call, Activity())
                self._core.later(call, verb.seconds, lambda: self._resume(call))
            case Gather():
                Gathering(self._core, call, verb, done=self._gathered).start()
            case Dial(room=Room() as room):
                self._enter(call, verb, room)
            case Dial():
                Bridge(self._core, self._legs, run=self.run, done=self._dialled).start(call, verb)
            case Redirect():
                self._follow(call, self._next(call, verb.url, verb.method))
            case Hangup():
                self._legs.finish(call, CallStatus.COMPLETED)
            case Reject():
                self._legs.finish(call, CallStatus.COMPLETED, f"avvisat ({verb.reason})")

    def _next(self, call: Call, url: str, method: str) -> Instructions:
        absolute = urljoin(call.document_url, url)
        if not absolute.startswith(("http://", "https://")):
            raise BadTwiml(f"adressen {url!r} leder ingenstans")
        return Instructions(absolute, method)

    def _gathered(self, call: Call, gather: Gather, digits: str, finished_on: str) -> None:
        if not digits and not gather.action_on_empty_result:
            self._resume(call)
            return
        extra = {"Digits": digits, "FinishedOnKey": finished_on, "msg": "Gather End"}
        self._continue_at(call, gather.action, gather.method, extra=extra)

    def _enter(self, call: Call, dial: Dial, room: Room) -> None:
        self._rooms.join(
            room,
            Participant(
                call=call,
                joined_at=self._core.agenda.now,
                starts_conference=room.starts_conference,
                ends_conference=room.ends_conference,
                leave=lambda left: self._dialled(left, dial, DialOutcome("answered")),
            ),
        )

    def _dialled(self, call: Call, dial: Dial, outcome: DialOutcome) -> None:
        if not dial.action:
            self._resume(call)
            return
        extra = {"DialCallStatus": outcome.status}
        if outcome.child is not None:
            extra["DialCallSid"] = outcome.child.sid
            extra["DialCallDuration"] = str(outcome.child.duration_seconds)
            extra["DialBridged"] = str(outcome.was_bridged).lower()
        self._continue_at(call, dial.action, dial.method, extra=extra)

    def _continue_at(self, call: Call, url: str, method: str, *, extra: Mapping[str, str]) -> None:
        try:
            self._follow(call, self._next(call, url, method), extra)
        except BadTwiml as error:
            self._fail(call, Happening.BAD_TWIML, str(error))


def _path(url: str) -> str:
    """The address without its query: a timeline is read over shoulders."""
    return url.partition("?")[0]
