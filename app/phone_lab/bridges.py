"""Dial with numbers: rings them at once, and connects the first that answers."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin

from app.phone_lab.core import Core, new_sid
from app.phone_lab.legs import Legs
from app.phone_lab.numbers import is_dialable
from app.phone_lab.state import Activity, Call
from app.phone_lab.types import (
    CallStatus,
    Direction,
    Happening,
    Instructions,
    StatusCallback,
)
from app.phone_lab.verbs import BadTwiml, Dial, Number


@dataclass(frozen=True, slots=True)
class DialOutcome:
    """How a Dial ended, as its action is told."""

    status: str
    child: Call | None = None
    was_bridged: bool = False


DialDone = Callable[[Call, Dial, DialOutcome], None]
RunScript = Callable[[Call, Instructions, Callable[[Call], None]], None]
"""Runs TwiML on a call, then continues with the last argument if the call still lives."""


class Bridge:
    """One Dial under way: the call that dials (parent) and those it rings (children)."""

    def __init__(self, core: Core, legs: Legs, *, run: RunScript, done: DialDone) -> None:
        self._core = core
        self._legs = legs
        self._run = run
        self._done = done
        self._numbers: dict[str, Number] = {}
        self._children: list[Call] = []
        self._winner: Call | None = None
        self._is_over = False

    def start(self, parent: Call, dial: Dial) -> None:
        """Ring all the numbers; the parent hears the ringing tone."""
        for number in dial.numbers:
            if not is_dialable(number.number):
                raise BadTwiml(f"<Number> {number.number!r} är inget telefonnummer")
        self._parent, self._dial = parent, dial
        self._on_digit = self._star if dial.hangs_up_on_star else None
        self._occupy(parent, "Uppringningston")
        self._core.note(parent, Happening.DIALS, ", ".join(n.number for n in dial.numbers))
        for number in dial.numbers:
            child = self._child_for(number)
            self._numbers[child.sid] = number
            self._children.append(child)
        for child in self._children:
            self._legs.place(child)

    def _occupy(self, parent: Call, hearing: str) -> None:
        activity = Activity(hearing=hearing, on_digit=self._on_digit, let_go=self._parent_left)
        self._core.begin(parent, activity)

    def _child_for(self, number: Number) -> Call:
        parent = self._parent
        callback = None
        if number.status_callback:
            callback = StatusCallback(
                urljoin(parent.document_url, number.status_callback),
                number.status_callback_method,
                number.status_callback_events,
            )
        return Call(
            sid=new_sid("CA"),
            to=number.number,
            from_=self._dial.caller_id or parent.from_,
            direction=Direction.OUTBOUND_DIAL,
            created_at=self._core.agenda.now,
            updated_at=self._core.agenda.now,
            instructions=Instructions(urljoin(parent.document_url, number.url), number.method),
            timeout_seconds=self._dial.timeout_seconds,
            callback=callback,
            parent_sid=parent.sid,
            when_answered=self._child_answered,
            when_finished=self._child_finished,
        )

    def _child_answered(self, child: Call) -> None:
        self._winner = child
        self._end_children(but=child)
        if self._numbers[child.sid].url:
            self._run(child, child.instructions, self._connect)
        else:
            self._connect(child)

    def _connect(self, child: Call) -> None:
        parent = self._parent
        parent.partner_sid, child.partner_sid = child.sid, parent.sid
        self._occupy(parent, "Samtal pågår")
        self._core.later(parent, self._dial.time_limit_seconds, self._hang_up_child)
        self._core.begin(child, Activity(hearing="Samtal pågår", let_go=self._child_left))
        self._core.note(parent, Happening.BRIDGED, child.to)
        self._core.note(child, Happening.BRIDGED, parent.phone_number)

    def _star(self, digit: str) -> None:
        if digit == "*":
            self._core.note(self._parent, Happening.STAR)
            self._hang_up_child()

    def _hang_up_child(self) -> None:
        """The parent goes on with what comes after the Dial; nobody answered: all stop ringing."""
        self._end_children(but=None)

    def _child_left(self) -> None:
        if self._winner is not None:
            self._conclude("completed", self._winner)

    def _child_finished(self, child: Call) -> None:
        if self._winner is child:
            self._conclude("completed", child)
        elif self._winner is None and all(c.status.is_over for c in self._children):
            self._conclude(self._worst_status(), child)

    def _worst_status(self) -> str:
        statuses = {child.status for child in self._children}
        for status in (CallStatus.BUSY, CallStatus.NO_ANSWER, CallStatus.CANCELED):
            if status in statuses:
                return status.value
        return CallStatus.FAILED.value

    def _conclude(self, status: str, child: Call) -> None:
        if self._is_over:
            return
        self._is_over = True
        was_bridged = self._unlink()
        self._core.begin(self._parent, Activity())
        self._done(self._parent, self._dial, DialOutcome(status, child, was_bridged))

    def _parent_left(self) -> None:
        self._is_over = True
        self._unlink()
        self._end_children(but=None)

    def _end_children(self, *, but: Call | None) -> None:
        for child in self._children:
            if child is not but:
                is_talking = child.status is CallStatus.IN_PROGRESS
                status = CallStatus.COMPLETED if is_talking else CallStatus.CANCELED
                self._legs.finish(child, status, "den andra sidan lade på")

    def _unlink(self) -> bool:
        was_bridged = self._parent.partner_sid is not None
        self._parent.partner_sid = None
        if self._winner is not None:
            self._winner.partner_sid = None
        return was_bridged
