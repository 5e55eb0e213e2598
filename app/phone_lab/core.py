"""What all parts of the exchange share: its memory, its agenda and its way to the webhooks."""

import secrets
from collections.abc import Callable, Mapping

from app.phone_lab.agenda import Agenda
from app.phone_lab.signature import Signer
from app.phone_lab.state import Activity, Call, Conference, Message, Phone
from app.phone_lab.types import CallStatus, FetchResult, Happening, TimelineEntry

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
        self.living: dict[str, Call] = {}
        self.conferences: dict[str, Conference] = {}
        self.messages: dict[str, Message] = {}
        self._signer = signer

    def phone(self, number: str) -> Phone:
        """The phone with this number; an unknown number is a phone too, labelled by the number."""
        if number not in self.phones:
            self.phones[number] = Phone(number, number)
        return self.phones[number]

    def phone_of(self, call: Call) -> Phone:
        """The phone at the far end of a call."""
        return self.phone(call.phone_number)

    def call_on(self, number: str, status: CallStatus) -> Call | None:
        """The oldest call with this status on a phone."""
        for call in self.living.values():
            if call.status is status and call.phone_number == number:
                return call
        return None

    def note(self, call: Call, what: Happening, detail: str = "") -> None:
        """Write a line in a call's timeline."""
        call.updated_at = self.agenda.now
        call.timeline.append(TimelineEntry(call.updated_at, what, detail))

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

        request = self._signer.request(url, method=method, params=params)
        self.agenda.send(request, line=call.sid, then=receive)

    def tell(
        self,
        *,
        line: str,
        url: str,
        method: str,
        params: Mapping[str, str],
        failed: Callable[[FetchResult], None],
    ) -> None:
        """Send a status callback; its answer matters only when it is not a success."""

        def receive(result: FetchResult) -> None:
            if not 200 <= result.status < 300:
                failed(result)

        self.agenda.send(
            self._signer.request(url, method=method, params=params), line=line, then=receive
        )
