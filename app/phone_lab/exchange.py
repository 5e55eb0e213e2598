"""The telephone exchange (telefonväxel) of the lab: orders from REST, and hands on the phones."""

from collections.abc import Callable, Sequence
from datetime import datetime

from app.config import LAB_ACCOUNT
from app.phone_lab.agenda import Agenda
from app.phone_lab.faults import NO_FAULTS, Disturbance, Outage, WebhookFaults
from app.phone_lab.hands import Hands
from app.phone_lab.orders import Orders
from app.phone_lab.signature import Signer
from app.phone_lab.types import (
    Clock,
    ConferenceStatus,
    Fetch,
    IncomingUrls,
    PhoneEntry,
    TimelineEntry,
)


def _no_phones() -> Sequence[PhoneEntry]:
    return ()


class Exchange(Orders, Hands):
    """A deterministic exchange: nothing happens but in `run_due`, and only there webhooks are sent.

    The methods may be called from any thread. All moments are aware and in UTC. Every method that
    takes a phone number takes it in E.164 form. ``incoming`` is where calls and text messages to
    the service's own number lead; without it they lead nowhere.
    """

    def __init__(  # noqa: PLR0913 - the last three are settings, by name, seldom given
        self,
        clock: Clock,
        fetch: Fetch,
        auth_token: str,
        *,
        account_sid: str = LAB_ACCOUNT,
        phones: Callable[[], Sequence[PhoneEntry]] = _no_phones,
        incoming: IncomingUrls | None = None,
    ) -> None:
        super().__init__(
            Agenda(clock, fetch),
            Signer(auth_token),
            account_sid=account_sid,
            phones=phones,
            incoming=incoming,
        )
        self.auth_token = auth_token
        self.outage: Outage | None = None

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

    @property
    def now(self) -> datetime:
        """The clock's moment."""
        return self._agenda.now

    # -- faults on purpose -----------------------------------------------------------------------

    @property
    def webhook_faults(self) -> WebhookFaults:
        """What happens to status callbacks on their way."""
        return self._core.disturbance.faults

    @webhook_faults.setter
    def webhook_faults(self, faults: WebhookFaults) -> None:
        with self._lock:
            self._core.disturbance = Disturbance(faults)

    @property
    def message_fault(self) -> int | None:
        """Twilio's error code that every text message fails with, None when they arrive."""
        return self._messaging.fails_with

    @message_fault.setter
    def message_fault(self, error_code: int | None) -> None:
        self._messaging.fails_with = error_code

    @property
    def is_disturbed(self) -> bool:
        """Whether any fault is on."""
        return (
            self.outage is not None
            or self.webhook_faults != NO_FAULTS
            or self.message_fault is not None
        )

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
