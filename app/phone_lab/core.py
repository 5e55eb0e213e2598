"""What all parts of the exchange share: its memory, its agenda and its way to the webhooks."""

import secrets
from collections.abc import Callable, Mapping

from app.phone_lab.agenda import Agenda
from app.phone_lab.faults import Disturbance
from app.phone_lab.signature import Signer, forged
from app.phone_lab.state import Activity, Call, Conference, Message, Phone
from app.phone_lab.types import (
    CallStatus,
    FetchResult,
    Happening,
    IncomingUrls,
    TimelineEntry,
    WebhookRequest,
)

API_VERSION = "2010-04-01"


def new_sid(prefix: str) -> str:
    """A fresh identifier shaped as Twilio's: two letters and 32 hexadecimal digits."""
    return prefix + secrets.token_hex(16)


class Core:
    """The exchange's memory; touched only with the agenda's lock held."""

    def __init__(self, agenda: Agenda, signer: Signer, *, account_sid: str) -> None:
        self.agenda = agenda
        self.account_sid = account_sid
        self.phones: dict[str, Phone] = {}
        self.calls: dict[str, Call] = {}
        self._living: dict[str, list[Call]] = {}
        self.conferences: dict[str, Conference] = {}
        self.messages: dict[str, Message] = {}
        self.disturbance = Disturbance()
        self.incoming: IncomingUrls | None = None
        self._signer = signer

    def phone(self, number: str) -> Phone:
        """The phone with this number; an unknown number is a phone too, labelled by the number."""
        if number not in self.phones:
            self.phones[number] = Phone(number, number)
        return self.phones[number]

    def phone_of(self, call: Call) -> Phone:
        """The phone at the far end of a call."""
        return self.phone(call.phone_number)

    def ringing_on(self, number: str) -> Call | None:
        """The oldest call that rings on a phone."""
        return self._first_on(
            number, lambda call: call.status is CallStatus.RINGING and not call.is_inbound
        )

    def current_on(self, number: str) -> Call | None:
        """The call a phone talks in, or rings the service with."""
        return self._first_on(
            number, lambda call: call.status is CallStatus.IN_PROGRESS or call.awaits_service
        )

    def _first_on(self, number: str, holds: Callable[[Call], bool]) -> Call | None:
        return next((call for call in self._living.get(number, ()) if holds(call)), None)

    def numbers_with_calls(self) -> list[str]:
        """The phones that have a call which is not over."""
        return [number for number, calls in self._living.items() if calls]

    def register(self, call: Call) -> None:
        """Remember a call; it occupies its phone until `release`."""
        self.calls[call.sid] = call
        self._living.setdefault(call.phone_number, []).append(call)

    def release(self, call: Call) -> None:
        """The call is over; it stays among the calls."""
        self._living[call.phone_number].remove(call)

    def note(self, told: Call | Conference, what: Happening, detail: str = "") -> None:
        """Write a line in the timeline of a call or a conference."""
        told.updated_at = self.agenda.now
        told.timeline.append(TimelineEntry(told.updated_at, what, detail))

    def begin(self, call: Call, activity: Activity) -> None:
        """Let the call do something else now; timers and answers meant for before are forgotten."""
        call.generation += 1
        call.activity = activity

    def leave(self, call: Call) -> None:
        """Break off what the call is doing, and free those it did it with."""
        let_go = call.activity.let_go
        self.begin(call, Activity())
        if let_go is not None:
            let_go()

    def later(self, call: Call, seconds: float, run: Callable[[], None]) -> None:
        """Run something in a while, unless the call does something else by then."""
        generation = call.generation

        def run_if_current() -> None:
            if call.generation == generation:
                run()

        self.agenda.after(seconds, run_if_current)

    def fetch_twiml(
        self,
        call: Call,
        *,
        url: str,
        method: str,
        params: Mapping[str, str],
        then: Callable[[FetchResult], None],
    ) -> None:
        """Ask the application what to do next; the answer is dropped if the call moved on."""
        generation = call.generation

        def receive(result: FetchResult) -> None:
            if call.generation == generation:
                then(result)

        self.ask(line=call.sid, url=url, method=method, params=params, then=receive)

    def ask(
        self,
        *,
        line: str,
        url: str,
        method: str,
        params: Mapping[str, str],
        then: Callable[[FetchResult], None],
    ) -> None:
        """Send a signed webhook whose answer matters; one at a time for each line."""
        request = self._signer.request(url, method=method, params=params)
        self.agenda.send(request, line=line, then=then)

    def tell(
        self,
        *,
        line: str,
        url: str,
        method: str,
        params: Mapping[str, str],
        then: Callable[[FetchResult], None],
    ) -> None:
        """Send a status callback: once, at once and in order, unless it is disturbed on purpose."""
        request = self._signer.request(url, method=method, params=params)
        if self.disturbance.is_calm:
            self.agenda.send(request, line=line, then=then)
            return
        if self.disturbance.faults.forges:
            self.agenda.send(forged(request), line=line, then=then)
        for seconds in self.disturbance.delays():
            self._send_late(request, seconds, line=new_sid(line), then=then)

    def _send_late(
        self,
        request: WebhookRequest,
        seconds: float,
        *,
        line: str,
        then: Callable[[FetchResult], None],
    ) -> None:
        self.agenda.after(seconds, lambda: self.agenda.send(request, line=line, then=then))
