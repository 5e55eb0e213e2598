"""The telephone exchange (telefonväxel) of the lab: orders from REST, and hands on the phones."""

from collections.abc import Callable, Sequence
from datetime import datetime

from app.config import LAB_ACCOUNT
from app.phone_lab.agenda import Agenda
from app.phone_lab.callbacks import report_message
from app.phone_lab.core import Core, new_sid
from app.phone_lab.legs import Legs
from app.phone_lab.numbers import is_dialable
from app.phone_lab.rooms import Rooms
from app.phone_lab.signature import Signer
from app.phone_lab.state import Call, Conference, Message, Phone
from app.phone_lab.twiml_run import TwimlRunner
from app.phone_lab.types import (
    Behaviour,
    BehaviourKind,
    CallOrder,
    CallStatus,
    Clock,
    ConferenceStatus,
    Direction,
    Fetch,
    Instructions,
    NothingToActOn,
    Outage,
    PhoneEntry,
    RefusedOrder,
    TimelineEntry,
)

_UNREACHABLE_HANDSET = 30003


def _no_phones() -> Sequence[PhoneEntry]:
    return ()


class Exchange:
    """A deterministic exchange: nothing happens but in `run_due`, and only there webhooks are sent.

    The methods may be called from any thread. All moments are aware and in UTC. Every method that
    takes a phone number takes it in E.164 form.
    """

    def __init__(
        self,
        clock: Clock,
        fetch: Fetch,
        auth_token: str,
        *,
        account_sid: str = LAB_ACCOUNT,
        phones: Callable[[], Sequence[PhoneEntry]] = _no_phones,
    ) -> None:
        self.account_sid = account_sid
        self.auth_token = auth_token
        self.outage: Outage | None = None
        self._directory = phones
        self._agenda = Agenda(clock, fetch)
        self._lock = self._agenda.lock
        self._core = Core(self._agenda, Signer(auth_token), account_sid=account_sid)
        self._legs = Legs(self._core)
        self._rooms = Rooms(self._core)
        self._runner = TwimlRunner(self._core, self._legs, self._rooms)

    # -- time ------------------------------------------------------------------------------------

    def run_due(self) -> int:
        """Run all that is due at the clock's moment, and all that follows; tells how many steps."""
        return self._agenda.run_due()

    def next_due(self) -> datetime | None:
        """When there is next something to run; a webhook in line is due now; None: nothing."""
        return self._agenda.next_due()

    def wait_until_due(self, longest_seconds: float) -> None:
        """Sleep, in real time, until something is due or was added, or somebody wakes us."""
        self._agenda.wait_until_due(longest_seconds)

    def wake(self) -> None:
        """End all sleep in `wait_until_due`."""
        self._agenda.wake()

    # -- orders, as they come over REST ----------------------------------------------------------

    def create_call(self, order: CallOrder) -> Call:
        """Take an order for a call; raises RefusedOrder (21211, 21212) for a bad number."""
        if not is_dialable(order.to):
            raise RefusedOrder(21211, f"The 'To' number {order.to} is not a valid phone number.")
        if not is_dialable(order.from_):
            raise RefusedOrder(
                21212, f"The 'From' number {order.from_} is not a valid phone number."
            )
        with self._lock:
            now = self._agenda.now
            call = Call(
                sid=new_sid("CA"),
                to=order.to,
                from_=order.from_,
                direction=Direction.OUTBOUND_API,
                created_at=now,
                updated_at=now,
                instructions=order.instructions,
                timeout_seconds=order.timeout_seconds,
                callback=order.callback,
                machine_detection=order.machine_detection,
                when_answered=self._runner.begin,
            )
            self._legs.place(call)
            return call

    def redirect_call(self, sid: str, instructions: Instructions) -> Call:
        """Break off what a call in progress does, and follow other instructions."""
        with self._lock:
            call = self._living_call(sid)
            if call.status is not CallStatus.IN_PROGRESS:
                raise _not_in_progress()
            self._runner.redirect(call, instructions)
            return call

    def end_call(self, sid: str, *, as_status: CallStatus) -> Call:
        """End a call: `canceled` reaches only a call not yet answered, `completed` every call."""
        with self._lock:
            call = self._living_call(sid)
            if call.status is not CallStatus.IN_PROGRESS:
                self._legs.finish(call, CallStatus.CANCELED, "avbrutet av den som ringde")
            elif as_status is CallStatus.COMPLETED:
                self._legs.finish(call, CallStatus.COMPLETED, "avslutat av den som ringde")
            return call

    def call(self, sid: str) -> Call:
        """A call by its sid; raises RefusedOrder (20404) when there is none."""
        with self._lock:
            if sid not in self._core.calls:
                raise RefusedOrder(20404, f"The requested resource {sid} was not found", status=404)
            return self._core.calls[sid]

    def calls(self) -> list[Call]:
        """All calls, newest first."""
        with self._lock:
            return list(reversed(self._core.calls.values()))

    def conferences(self) -> list[Conference]:
        """All conferences, newest first."""
        with self._lock:
            return list(reversed(self._core.conferences.values()))

    def end_conference(self, conference: Conference) -> None:
        """End a conference from outside; its calls go on with what comes after it."""
        with self._lock:
            self._rooms.close(conference, reason="conference-ended-via-api")

    def send_message(self, to: str, body: str, *, from_: str, status_callback: str = "") -> Message:
        """Deliver a text message to a phone; an unreachable phone never gets it."""
        if not is_dialable(to):
            raise RefusedOrder(21211, f"The 'To' number {to} is not a valid phone number.")
        with self._lock:
            message = Message(
                new_sid("SM"), to, from_, body, self._agenda.now, status_callback=status_callback
            )
            self._core.messages[message.sid] = message
            self._agenda.after(0, lambda: self._deliver(message))
            return message

    def message(self, sid: str) -> Message:
        """A text message by its sid; raises RefusedOrder (20404) when there is none."""
        with self._lock:
            if sid not in self._core.messages:
                raise RefusedOrder(20404, f"The requested resource {sid} was not found", status=404)
            return self._core.messages[sid]

    def messages(self) -> list[Message]:
        """All text messages, newest first."""
        with self._lock:
            return list(reversed(self._core.messages.values()))

    # -- hands on the phones ---------------------------------------------------------------------

    def phones(self) -> list[Phone]:
        """The county's phones, and all others that have been rung."""
        entries = self._directory()
        with self._lock:
            for entry in entries:
                phone = self._core.phone(entry.number)
                phone.label, phone.group = entry.label, entry.group
            return list(self._core.phones.values())

    def phone(self, number: str) -> Phone:
        """The phone with this number, made when nobody has seen it before."""
        with self._lock:
            return self._core.phone(number)

    def set_behaviour(self, number: str, behaviour: Behaviour) -> None:
        """Decide what a phone does by itself from the next call on."""
        with self._lock:
            self._core.phone(number).behaviour = behaviour

    def ringing_call(self, number: str) -> Call | None:
        """The call that rings on this phone, the oldest if there are several."""
        return self._call_of(number, CallStatus.RINGING)

    def current_call(self, number: str) -> Call | None:
        """The call this phone talks in."""
        return self._call_of(number, CallStatus.IN_PROGRESS)

    def answer(self, number: str) -> None:
        """Pick up a ringing phone; raises NothingToActOn when it does not ring."""
        with self._lock:
            self._legs.answer(_present(self.ringing_call(number)))

    def decline(self, number: str) -> None:
        """Refuse a ringing call: the caller gets `busy`."""
        with self._lock:
            self._legs.finish(_present(self.ringing_call(number)), CallStatus.BUSY, "avvisat")

    def press(self, number: str, digits: str) -> None:
        """Press digits in the call this phone talks in."""
        with self._lock:
            self._legs.press(_present(self.current_call(number)), digits)

    def hang_up(self, number: str) -> None:
        """Put down the phone."""
        with self._lock:
            call = _present(self.current_call(number))
            self._legs.finish(call, CallStatus.COMPLETED, "lade på")

    # -- what can be seen ------------------------------------------------------------------------

    def timeline(self, call_sid: str) -> tuple[TimelineEntry, ...]:
        """All that has happened in a call, oldest first."""
        with self._lock:
            return tuple(self.call(call_sid).timeline)

    def talking(self, number_a: str, number_b: str) -> bool:
        """Whether two phones hear each other: connected, or in the same started conference."""
        with self._lock:
            a, b = self.current_call(number_a), self.current_call(number_b)
            if a is None or b is None or a is b:
                return False
            if a.partner_sid == b.sid:
                return True
            conference = self._core.conferences.get(a.conference_sid or "")
            return (
                conference is not None
                and conference.status is ConferenceStatus.IN_PROGRESS
                and b.conference_sid == conference.sid
            )

    # --------------------------------------------------------------------------------------------

    def _call_of(self, number: str, status: CallStatus) -> Call | None:
        with self._lock:
            return self._core.call_on(number, status)

    def _living_call(self, sid: str) -> Call:
        call = self.call(sid)
        if call.status.is_over:
            raise _not_in_progress()
        return call

    def _deliver(self, message: Message) -> None:
        phone = self._core.phone(message.to)
        message.status = "sent"
        report_message(self._core, message)
        if phone.behaviour.kind is BehaviourKind.UNREACHABLE:
            message.status, message.error_code = "undelivered", _UNREACHABLE_HANDSET
        else:
            message.status = "delivered"
            phone.messages.append(message)
        report_message(self._core, message)


def _present(call: Call | None) -> Call:
    if call is None:
        raise NothingToActOn("Telefonen har inget sådant samtal just nu.")
    return call


def _not_in_progress() -> RefusedOrder:
    return RefusedOrder(21220, "Call is not in-progress. Cannot redirect.")
