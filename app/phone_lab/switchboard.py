"""What the two sides of the exchange, orders and hands, are built on."""

from collections.abc import Callable, Sequence

from app.phone_lab.agenda import Agenda
from app.phone_lab.core import Core
from app.phone_lab.incoming import IncomingCalls
from app.phone_lab.legs import Legs
from app.phone_lab.messaging import Messaging
from app.phone_lab.rooms import Rooms
from app.phone_lab.signature import Signer
from app.phone_lab.state import Call
from app.phone_lab.twiml_run import TwimlRunner
from app.phone_lab.types import IncomingUrls, PhoneEntry, RefusedOrder


class Switchboard:
    """The parts of the exchange, connected; everything below the lock."""

    def __init__(
        self,
        agenda: Agenda,
        signer: Signer,
        *,
        account_sid: str,
        phones: Callable[[], Sequence[PhoneEntry]],
        incoming: IncomingUrls | None,
    ) -> None:
        self.account_sid = account_sid
        self._directory = phones
        self._agenda = agenda
        self._lock = agenda.lock
        self._core = Core(agenda, signer, account_sid=account_sid)
        self._core.incoming = incoming
        self._legs = Legs(self._core)
        self._rooms = Rooms(self._core)
        self._runner = TwimlRunner(self._core, self._legs, self._rooms)
        self._incoming_calls = IncomingCalls(self._core, self._runner)
        self._messaging = Messaging(self._core)

    @property
    def incoming(self) -> IncomingUrls | None:
        """Where calls and text messages to the service's own number lead."""
        return self._core.incoming

    @incoming.setter
    def incoming(self, urls: IncomingUrls | None) -> None:
        self._core.incoming = urls

    def call(self, sid: str) -> Call:
        """A call by its sid; raises RefusedOrder (20404) when there is none."""
        with self._lock:
            if sid not in self._core.calls:
                raise not_found(sid)
            return self._core.calls[sid]


def not_found(sid: str) -> RefusedOrder:
    """Nothing has this sid."""
    return RefusedOrder(20404, f"The requested resource {sid} was not found", status=404)
