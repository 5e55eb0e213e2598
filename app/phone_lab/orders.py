"""Orders as they come over REST: calls, conferences and text messages."""

from app.phone_lab.core import new_sid
from app.phone_lab.messaging import MessageOrder
from app.phone_lab.numbers import is_dialable
from app.phone_lab.state import Call, Conference, Message
from app.phone_lab.switchboard import Switchboard, not_found
from app.phone_lab.types import (
    CallOrder,
    CallStatus,
    Direction,
    Instructions,
    RefusedOrder,
)


class Orders(Switchboard):
    """The side of the exchange that takes orders from the service."""

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
                detection=order.detection,
                fallback=order.fallback,
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
        """Send a text message to a phone; raises RefusedOrder as Messaging.send does."""
        order = MessageOrder(to=to, from_=from_, body=body, status_callback=status_callback)
        with self._lock:
            return self._messaging.send(order)

    def message(self, sid: str) -> Message:
        """A text message by its sid; raises RefusedOrder (20404) when there is none."""
        with self._lock:
            if sid not in self._core.messages:
                raise not_found(sid)
            return self._core.messages[sid]

    def messages(self) -> list[Message]:
        """All text messages, newest first."""
        with self._lock:
            return list(reversed(self._core.messages.values()))

    def _living_call(self, sid: str) -> Call:
        call = self.call(sid)
        if call.status.is_over:
            raise _not_in_progress()
        return call


def _not_in_progress() -> RefusedOrder:
    return RefusedOrder(21220, "Call is not in-progress. Cannot redirect.")
