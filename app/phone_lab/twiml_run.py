"""Executes TwiML on a call, verb by verb."""

from collections import deque
from collections.abc import Callable, Mapping
from urllib.parse import urljoin

from app.phone_lab.bridges import Bridge, DialOutcome
from app.phone_lab.callbacks import call_params, path_of
from app.phone_lab.core import Core
from app.phone_lab.gathering import Answer, Gathering, hear
from app.phone_lab.legs import Legs
from app.phone_lab.rooms import Rooms
from app.phone_lab.state import Activity, Call, Participant
from app.phone_lab.twiml import parse_twiml
from app.phone_lab.types import CallStatus, FetchResult, Happening, Instructions
from app.phone_lab.verbs import (
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
    speech_seconds,
)

_MOST_DOCUMENTS = 300
"""A call that has fetched so many documents goes in a circle."""

_APOLOGY = "We are sorry, an application error has occurred. Goodbye."
_ERROR_CODES = {Happening.BAD_WEBHOOK: 11200, Happening.BAD_TWIML: 12100}


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
        self._core.note(call, Happening.FETCHED, path_of(instructions.url))
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
            verbs = parse_twiml(document)
            if call.awaits_service:
                if verbs and isinstance(verbs[0], Reject):
                    self._reject(call, verbs[0])
                    return
                self._legs.pick_up(call)
            call.script = deque(verbs)
            call.is_on_fallback = False
            self._proceed(call)
        except BadTwiml as error:
            self._fail(call, Happening.BAD_TWIML, str(error))

    def _reject(self, call: Call, reject: Reject) -> None:
        """The call was never answered: Twilio calls that busy or no-answer."""
        status = CallStatus.BUSY if reject.reason == "busy" else CallStatus.NO_ANSWER
        self._legs.finish(call, status, f"avvisat av tjänsten ({reject.reason})")

    def _fail(self, call: Call, what: Happening, reason: str) -> None:
        self._core.note(call, what, reason)
        if call.fallback is not None and not call.is_on_fallback:
            call.is_on_fallback = True
            error = {"ErrorCode": str(_ERROR_CODES[what]), "ErrorUrl": call.document_url}
            self._follow(call, call.fallback, error)
        elif call.is_inbound:
            self._apologise(call, what)
        else:
            self._legs.finish(call, CallStatus.COMPLETED, what)

    def _apologise(self, call: Call, what: Happening) -> None:
        """Twilio itself says that something went wrong, and hangs up."""
        if call.awaits_service:
            self._legs.pick_up(call)
        self._core.begin(call, Activity(hearing=_APOLOGY))
        hear(self._core, call, _APOLOGY)
        self._core.later(
            call,
            speech_seconds(_APOLOGY),
            lambda: self._legs.finish(call, CallStatus.COMPLETED, what),
        )

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

    def _gathered(self, call: Call, gather: Gather, answer: Answer) -> None:
        if answer.is_empty and not gather.action_on_empty_result:
            self._resume(call)
            return
        self._continue_at(call, gather.action, gather.method, extra=answer.params)

    def _enter(self, call: Call, dial: Dial, room: Room) -> None:
        def leave_at_star(digit: str) -> None:
            if digit == "*":
                self._core.note(call, Happening.STAR)
                self._core.leave(call)
                self._dialled(call, dial, DialOutcome("answered"))

        self._rooms.join(
            room,
            Participant(
                call=call,
                joined_at=self._core.agenda.now,
                starts_conference=room.starts_conference,
                ends_conference=room.ends_conference,
                leave=lambda left: self._dialled(left, dial, DialOutcome("answered")),
                on_digit=leave_at_star if dial.hangs_up_on_star else None,
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
