"""Hands on the county's phones: answer, decline, press, speak, hang up, ring and write."""

from app.phone_lab.scripts import NAMED_SCRIPTS, Script, parse_caller
from app.phone_lab.state import Call, Message, Phone
from app.phone_lab.switchboard import Switchboard
from app.phone_lab.types import Behaviour, CallStatus, IncomingUrls, NothingToActOn


class Hands(Switchboard):
    """The side of the exchange that people touch; numbers are in E.164 form."""

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
        self.follow_script(number, Script((behaviour,)))

    def follow_script(self, number: str, script: Script | str) -> None:
        """Let a phone do as a script says from the next call on.

        A name is one of scripts.yaml, other words are read as a script; raises BadScript.
        """
        if isinstance(script, str):
            script = NAMED_SCRIPTS.get(script) or Script.parse(script)
        with self._lock:
            self._core.phone(number).follow(script)

    def ringing_call(self, number: str) -> Call | None:
        """The call that rings on this phone, the oldest if there are several."""
        with self._lock:
            return self._core.ringing_on(number)

    def current_call(self, number: str) -> Call | None:
        """The call this phone talks in, or rings the service with."""
        with self._lock:
            return self._core.current_on(number)

    def numbers_in_use(self) -> list[str]:
        """The phones that ring, are rung with, or talk."""
        with self._lock:
            return [
                number
                for number in self._core.numbers_with_calls()
                if self._core.ringing_on(number) or self._core.current_on(number)
            ]

    def call_in(
        self, from_number: str, *, to: str = "", shown_as: str = "", does: str = ""
    ) -> Call:
        """A phone rings the service; raises NothingToActOn when that leads nowhere.

        ``to`` is the service's number when nothing else is said. ``shown_as`` is what the service
        is shown instead of the number, as ANONYMOUS or ANONYMOUS_AS_DIGITS (in `numbers`).
        ``does`` is what the caller does by itself once answered, read by `parse_caller`.
        """
        urls, behaviour = self._incoming_urls(to), parse_caller(does)
        with self._lock:
            call = self._incoming_calls.place(urls, from_number, shown_as=shown_as)
            call.behaviour = behaviour
            return call

    def text_in(self, from_number: str, body: str) -> Message:
        """A phone writes to the service; its answer in TwiML is delivered to the phone."""
        urls = self._incoming_urls("")
        if not urls.sms_url:
            raise NothingToActOn("Tjänstens nummer tar inte emot sms.")
        with self._lock:
            return self._messaging.receive(urls, from_number, body)

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

    def say(self, number: str, text: str) -> None:
        """Say something in the call this phone talks in; it is recognised word for word."""
        with self._lock:
            self._legs.say(_present(self.current_call(number)), text)

    def hang_up(self, number: str) -> None:
        """Put down the phone."""
        with self._lock:
            call = _present(self.current_call(number))
            status = CallStatus.CANCELED if call.awaits_service else CallStatus.COMPLETED
            self._legs.finish(call, status, "lade på")

    def _incoming_urls(self, to: str) -> IncomingUrls:
        if self.incoming is None:
            raise NothingToActOn("Tjänsten har inget nummer att ringa.")
        if to not in ("", self.incoming.number):
            raise NothingToActOn("Numret går inte till tjänsten.")
        return self.incoming


def _present(call: Call | None) -> Call:
    if call is None:
        raise NothingToActOn("Telefonen har inget sådant samtal just nu.")
    return call
